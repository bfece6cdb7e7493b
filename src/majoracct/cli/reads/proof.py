"""The proof that `why` prints: the headline, a tree a criterion, the course of the status, hindsight."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from majoracct.cli.display import display
from majoracct.cli.reads.asked import who
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.assessments.demands import Margin
from majoracct.domain.assessments.dossier import CriterionHeld, Dossier
from majoracct.domain.assessments.exchanges import exchanges_in
from majoracct.domain.assessments.hindsight import Hindsight, Learned, Rejudged
from majoracct.domain.assessments.history import known, staff, withdrawals_in
from majoracct.domain.assessments.qualifying import Step
from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.kernel import PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.money import Money
from majoracct.domain.seen import Account

__all__ = ["Proof"]

_WIDTH: Final = 100
_NEVER_OPENED: Final = "nobody has opened its qualification"
_MOST: Final = 12  # of what was learned later, so many lines; --json has all


@frozen
class Proof:
    """A dossier with all that tells it.

    courses: how its own status came about, then those of the accounts that merged into it, by stream.
    hindsight: on the decision that gave its status, and on the review that upheld it last.
    held: every fact it may name, by reference.
    """

    account: Account
    found: Dossier
    courses: Mapping[str, Sequence[Step]]
    hindsight: Sequence[Hindsight]
    held: Mapping[str, Fact]
    names: Names
    day_of: Callable[[int], dt.date]

    @classmethod
    def of(
        cls,
        account: Account,
        found: Dossier,
        courses: Mapping[str, Sequence[Step]],
        hindsight: Sequence[Hindsight],
        told: Sequence[Fact],
        day_of: Callable[[int], dt.date],
    ) -> Proof:
        """Return the proof of what was FOUND of ACCOUNT, of whose streams all known facts are TOLD."""
        held = {f.reference: f for f in (*known(account.past, (PROGRAMME,)), *told)}
        return cls(account, found, courses, hindsight, held, Names.of([*told, *staff(account.past)]), day_of)

    @property
    def course(self) -> Sequence[Step]:
        """How its own status came about."""
        return self.courses[self.account.key]

    def told(self, fact: Fact) -> str:
        """Return the sentence that tells FACT."""
        target = self.held.get(fact.event.target) if isinstance(fact.event, FactWithdrawn) else None
        return tell(fact, self.names, target)

    def text(self, footer: str) -> str:
        """Return it as a person reads it, in 100 columns."""
        lines = [line for said in (self._headline(), *self._standing()) for line in _wrapped(said)]
        lines.append("")
        for each in self.found.criteria:
            lines += self._criterion(each)
        lines += ["", *self._course(), *self._hindsight(), "", footer]
        return "\n".join(display(line) if line else "" for line in lines) + "\n"

    # The head

    def _headline(self) -> str:
        found, day = self.found, self.account.on
        called = found.name if found.name == found.account else f"{found.name} ({found.account})"
        fact = self.held.get(self.account[Qualification].fact)
        if fact is None:
            gone = any(step.withdrawal for step in self.course if step.what != "tier")
            why = "what was recorded of its qualification was withdrawn"
            return f"{called} is not a major account on {day}: {why if gone else _NEVER_OPENED}."
        by = f"{fact.on}: {fact.reference}, {_by(fact)}"
        if (first := self.held.get(fact.id)) is not None and first is not fact:
            # Who corrected the record of a decision did not take it.
            by += f"; corrects {first.reference}, {who(first)}"
        return {
            Status.MAJOR: f"{called} is a major account since {by}.",
            Status.OPEN: f"{called} is not a major account on {day}: its qualification is open since {by}.",
            Status.REFUSED: f"{called} is not a major account on {day}: it was refused on {by}.",
            Status.REVOKED: f"{called} is not a major account on {day}: the status was revoked on {by}.",
            Status.NONE: f"{called} is not a major account on {day}.",
        }[found.status]

    def _standing(self) -> Iterator[str]:
        found = self.found
        count = sum(each.verdict.holds for each in found.criteria)
        under = f"policy {found.policy}, threshold {found.threshold}"
        if found.met:
            yield f"All five criteria hold since {found.since} ({under})."
            if last := self.held.get(found.completed_by or ""):
                yield f"The last fact to arrive was {last.reference}: {self.told(last)}."
        else:
            yield f"{count or 'None'} of the five criteria hold{'' if count > 1 else 's'} ({under})."
        if found.met != (found.status is Status.MAJOR):
            yield "The recorded status says otherwise until somebody decides."

    # The tree

    def _criterion(self, each: CriterionHeld) -> Iterator[str]:
        verdict = each.verdict
        path = f", by the {verdict.path}" if verdict.path else ""
        since = f"{path}, since {each.since}" if each.since else ""
        yield f"[{'x' if verdict.holds else ' '}] {verdict.id} {each.title}{since}"
        yield from _wrapped(f"asks for {each.demand}", "    ", "    ")
        branches = [
            (f"{f.reference}  {f.on}  {self.told(f)}", self._below(f))
            for reference in verdict.facts
            if (f := self.held.get(reference))
        ]
        branches += [(f"missing: {lacking}", "") for lacking in verdict.missing]
        if verdict.holds:
            branches += self._needed(each)
        if each.margins:
            some = "; ".join(_margin(m) for m in each.margins if m.amount or m.unit != "further")
            branches.append((f"to spare: {some}" if some else "nothing to spare", ""))
        yield from _tree(branches)

    def _needed(self, each: CriterionHeld) -> Iterator[tuple[str, str]]:
        if not each.fails_without:
            yield "no single fact of the account is needed: without any one of them, others would do", ""
            return
        yield f"would fail without {', '.join(each.fails_without)}", ""
        for reference in each.fails_without:
            if reference not in each.verdict.facts and (fact := self.held.get(reference)):
                said = f"needed as well: {reference}  {fact.on}  {self.told(fact)}"
                yield said, self._below(fact)

    def _below(self, fact: Fact) -> str:
        """Return on whose word FACT is, and at what rate its money is told in the ledger's currency."""
        return f"{_by(fact)}{_evidence(fact)}{_corrects(fact)}{''.join(self._rates(fact))}"

    def _rates(self, fact: Fact) -> Iterator[str]:
        for each in exchanges_in(fact, self.account.past):
            if each.rate is None or each.told is None:
                yield f"; {each.stated} is in no sum: no rate tells it"
            else:
                rate = f"1 {each.rate.base} = {each.rate.rate:f} {each.rate.quote}"
                yield f"; {each.told} at {rate} ({each.rate.fact})"

    # How it came about, and how it looks now

    def _course(self) -> Iterator[str]:
        if not self.course:
            yield "No decision was taken so far."
        else:
            yield "Decisions so far"
            for step in self.course:
                yield from self._step(step)
        for stream, course in self.courses.items():
            if course and stream != self.account.key:
                yield ""
                yield f"Decisions on {stream}, which merged into it; they give it no status"
                for step in course:
                    yield from self._step(step)

    def _step(self, step: Step) -> Iterator[str]:
        fact, decision, gone = step.fact, step.decision, step.withdrawal
        said = f"~~{self.told(fact)}~~" if gone else self.told(fact)
        under = f", under {decision.policy}" if decision else ""
        reason = f": {fact.reason}" if fact.reason else ""
        told = f"{fact.on}  {fact.reference}  {said}{_corrects(fact)}, {who(fact)}{under}{reason}"
        yield from _wrapped(told, "    ", "                ")
        if gone:
            said = f"withdrawn by {gone.reference}, {who(gone)}: {gone.reason}"
            yield from _wrapped(said, "                ", "                ")
        if rested := "; ".join(_rested(step)):
            yield from _wrapped(rested, "                ", "                ")

    def _hindsight(self) -> Iterator[str]:
        withdrawn = withdrawals_in(self.held.values())
        for back in self.hindsight:
            yield ""
            yield f"Learned since {back.decision.reference} was decided, of its day or before"
            if not back.learned:
                yield "    nothing that the criteria read"
            for each in back.learned[:_MOST]:
                yield from _wrapped(self._learned(each, withdrawn), "    ", "                ")
            if (more := len(back.learned) - _MOST) > 0:
                yield f"    and {more:,} more: see --json"
            for under in back.under:
                yield from _wrapped(self._stands(back, under), "    ", "      ")

    def _learned(self, each: Learned, withdrawn: Mapping[str, Fact]) -> str:
        fact = each.fact
        day = self.day_of(fact.recorded_at)
        which = ", one it rested on" if each.input else ""
        gone = f" (withdrawn since by {w.reference})" if (w := withdrawn.get(fact.reference)) else ""
        return f"{day}  {fact.reference}  {each.way.value}{which}: of {fact.on}, {self.told(fact)}{gone}"

    def _stands(self, back: Hindsight, under: Rejudged) -> str:
        event: Any = back.decision.event
        fact = self.held.get(under.policy)
        policy = f"{under.policy}, now known to have been in force"
        if under.policy == event.policy:
            policy = f"{under.policy}, which it names"
        elif fact is not None and not fact.position:  # what is on record has a position
            policy = f"{under.policy}, as supposed"
        fails = [v for v in under.verdicts if not v.holds]
        unmet = "; ".join(f"{v.id} (missing: {', '.join(v.missing)})" for v in fails)
        held = f"on its day these do not hold: {unmet}" if fails else "on its day all five hold"
        if back.obstacle is not None:
            return f"It would not stand, as now known: {back.obstacle}. Under {policy}, {held}."
        if under.stands is None:
            return f"It rests on its reason, whatever the criteria say; under {policy}: {held}."
        return f"It would {'still' if under.stands else 'not'} stand under {policy}: {held}."


def _rested(step: Step) -> Iterator[str]:
    """Yield how late a step was recorded, and what it rested on."""
    if step.lag > 0:
        late = ", too late but for an override" if step.late else ""
        yield f"recorded {_count(step.lag, 'day')} later{late}"
    if step.decision and step.decision.verdicts:
        yield f"on {_count(len(step.decision.inputs), 'fact')}, known at @{step.decision.known_at}"
        unmet = "; ".join(f"{v.id} (missing: {', '.join(v.missing)})" for v in step.unmet)
        yield f"did not hold: {unmet}" if unmet else "all five held"


def _by(fact: Fact) -> str:
    return f"{who(fact)}, {fact.assurance.value}"


def _evidence(fact: Fact) -> str:
    return f"; evidence: {', '.join(each.name for each in fact.evidence)}" if fact.evidence else ""


def _corrects(fact: Fact) -> str:
    return f" (corrects {fact.corrects})" if fact.corrects else ""


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _margin(margin: Margin) -> str:
    if isinstance(margin.amount, Money):
        return f"{margin.of}: {margin.amount}"
    if margin.unit == "days":
        return f"{margin.of}: {_count(margin.amount, 'day')}"
    return f"{margin.of}: {margin.amount:,} more"


def _tree(branches: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield each of BRANCHES, and what is said below it, as a tree."""
    for nth, (said, below) in enumerate(branches):
        last = nth == len(branches) - 1
        stem = "    " if last else "│   "
        yield from _wrapped(said, "    └── " if last else "    ├── ", f"    {stem}  ")
        if below:
            yield from _wrapped(below, f"    {stem}  ", f"    {stem}  ")


def _wrapped(text: str, first: str = "", after: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
