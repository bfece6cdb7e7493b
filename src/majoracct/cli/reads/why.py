"""`why`: why an account is major, or what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click
from attrs import frozen

from majoracct.cli.clocks import View, clock_options, view
from majoracct.cli.display import display
from majoracct.cli.output import Answer, document_options, write
from majoracct.cli.reads.asked import about, account_asked, footer, who
from majoracct.cli.reads.decisions import decision_row
from majoracct.cli.session import session_of
from majoracct.cli.what_if import WhatIf, what_if_options
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.assessments.decisions import Decision, decided
from majoracct.domain.assessments.history import known, staff
from majoracct.domain.assessments.standing import DEFINITIONS, CriterionHeld, Dossier, dossier
from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.kernel import Fact
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account

__all__ = ["why"]

NOT_MAJOR = 1


@click.command("why")
@click.argument("account")
@click.option(
    "--definition",
    type=click.Choice(DEFINITIONS[:1]),
    default=DEFINITIONS[0],
    show_default=True,
    help="Whose definition of a major account; `report perspectives` tells of the others.",
)
@clock_options
@what_if_options
@document_options
@click.pass_context
def why(
    ctx: click.Context,
    /,
    account: str,
    definition: str,
    as_of: str | None,
    known_at: str | None,
    what_if: WhatIf | None,
    **options: Any,
) -> None:
    """Say why ACCOUNT is a major account: which criteria hold, since when, by which facts, what is missing.

    Exit code 0 when its recorded status is major, otherwise 1, whatever the criteria say today.

    \b
    majoracct why acme --as-of 2017
    majoracct why acme --as-of 2017 --known-at @1820
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at, what_if)
        seen = account_asked(asked, account)
        found = dossier(seen, seen.programme[Policy].terms, definition)
        own = [f for f in known(seen.past, (seen.key,)) if f.on <= asked.on]
        taken = decided(own, ledger.day_of)
        write(
            Answer(
                view="why",
                about=about(asked, seen),
                data=_data(found, taken),
                text=_Text(asked, seen, found, taken).whole(),
            ),
            options,
        )
    if found.status is not Status.MAJOR:
        ctx.exit(NOT_MAJOR)


def _data(found: Dossier, taken: list[Decision]) -> dict[str, Any]:
    return {
        "account": found.account,
        "status": found.status,
        "standing": "met" if found.met else "unmet",
        "since": found.since,
        "policy": found.policy,
        "criteria": [
            {
                "id": each.verdict.id,
                "holds": each.verdict.holds,
                "path": each.verdict.path,
                "since": each.since,
                "facts": each.verdict.facts,
                "missing": each.verdict.missing,
            }
            for each in found.criteria
        ],
        "decisions": [decision_row(each) for each in taken],
    }


@frozen
class _Text:
    """The answer as a person reads it."""

    asked: View
    account: Account
    found: Dossier
    taken: list[Decision]

    def whole(self) -> str:
        facts = known(self.account.past, self.account.streams)
        held, names = {f.reference: f for f in facts}, Names.of([*facts, *staff(self.account.past)])
        lines = [self._headline(held), self._standing(), ""]
        for each in self.found.criteria:
            lines += _criterion(each, held, names)
        lines += ["", *self._decisions(names), footer(self.asked, self.found.policy)]
        return "\n".join(display(line) if line else "" for line in lines) + "\n"

    def _headline(self, held: Mapping[str, Fact]) -> str:
        called = _called(self.found)
        fact = held.get(self.account[Qualification].fact)
        day = self.asked.on
        if fact is None:
            return f"{called} is not a major account on {day}: nobody has opened its qualification."
        by = f"{fact.on}: {fact.reference}, {who(fact)}, {fact.assurance.value}"
        if (first := held.get(fact.id)) is not None and first is not fact:
            # Who corrected the record of a decision did not take it.
            by += f"; corrects {first.reference}, {who(first)}"
        return {
            Status.MAJOR: f"{called} is a major account since {by}.",
            Status.OPEN: f"{called} is not a major account on {day}: its qualification is open since {by}.",
            Status.REFUSED: f"{called} is not a major account on {day}: it was refused on {by}.",
            Status.REVOKED: f"{called} is not a major account on {day}: the status was revoked on {by}.",
            Status.NONE: f"{called} is not a major account on {day}.",
        }[self.found.status]

    def _standing(self) -> str:
        count = sum(each.verdict.holds for each in self.found.criteria)
        under = f"policy {self.found.policy}, threshold {self.found.threshold}"
        if self.found.met:
            said = f"All five criteria hold since {self.found.since} ({under})."
        else:
            said = f"{count or 'None'} of the five criteria hold{'' if count > 1 else 's'} ({under})."
        if self.found.met != (self.found.status is Status.MAJOR):
            said += " The recorded status says otherwise until somebody decides."
        return said

    def _decisions(self, names: Names) -> Iterator[str]:
        if not self.taken:
            yield "No decision was taken so far."
            return
        yield "Decisions so far"
        for each in self.taken:
            fact = each.fact
            late = f", recorded {each.lag} days later" if each.lag > 0 else ""
            said = tell(fact, names)
            said = f"~~{said}~~ withdrawn by {each.withdrawn_by}" if each.withdrawn_by else said
            said += f" (corrects {fact.corrects})" if fact.corrects else ""
            reason = f": {fact.reason}" if fact.reason else ""
            yield f"    {fact.on}  {fact.reference}  {said}, {who(fact)}, under {each.policy}{late}{reason}"


def _called(found: Dossier) -> str:
    return found.name if found.name == found.account else f"{found.name} ({found.account})"


def _criterion(each: CriterionHeld, held: Mapping[str, Fact], names: Names) -> Iterator[str]:
    verdict = each.verdict
    path = f", by the {verdict.path}" if verdict.path else ""
    since = f"{path}, since {each.since}" if each.since else ""
    yield f"[{'x' if verdict.holds else ' '}] {verdict.id} {each.title}{since}"
    for reference in verdict.facts:
        fact = held.get(reference)
        if fact is not None:
            yield f"      {fact.on}  {reference}  {tell(fact, names)}, {who(fact)}"
    for lacking in verdict.missing:
        yield f"      missing: {lacking}"
