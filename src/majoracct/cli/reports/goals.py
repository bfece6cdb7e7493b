"""`report goals`: each goal, what it stood at, stands at and is to come to; and what is missing.

It answers R-0, R-G1 R-G2 R-G3 R-G4, R-O1 R-O2 R-O3 R-O4, R-U2 R-U3 R-U4, S-F6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.goals import Goals
from majoracct.domain.account.references import references
from majoracct.domain.assessments.goal_measures import (
    Figure,
    GoalLine,
    GoalState,
    average_deal,
    goal_lines,
)
from majoracct.domain.assessments.goal_mix import SAID, Answered, Mix, goal_mix, objectives, supported_by
from majoracct.domain.assessments.goal_rounds import GoalRound, goal_rounds
from majoracct.domain.assessments.persons import listed
from majoracct.domain.assessments.planning import in_scope_since
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import SellingFunction
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded

_SUPPORT: Final = (SellingFunction.MARKETING, SellingFunction.SERVICE)
_KEYS: Final = (
    "account goal kind what set begins due target then now progress told told_fact reached reached_fact "
    "elapsed on_course overdue state answers marketing service facts fact"
).split()
_COLUMNS: Final = (
    Column("account", "account"),
    Column("kind_word", "kind"),
    Column("what_word", "goal"),
    Column("then_word", "then", number=True),
    Column("now_word", "now", number=True),
    Column("target_word", "target", number=True),
    Column("progress_word", "progress", number=True),
    Column("due", "due"),
    Column("state_word", "stands"),
    Column("answers_word", "answers"),
)


@frozen
class _Of:
    """What is told of one account."""

    account: Account
    lines: tuple[GoalLine, ...]
    mix: Mix
    wanted: tuple[Answered, ...]
    rounds: tuple[GoalRound, ...]
    supported: Mapping[str, Mapping[SellingFunction, Sequence[str]]]


@report_on("accounts")
def goals(asked: Question) -> Table:
    """Show each goal: what it stood at when it was set, stands at, and is to come to, by when.

    Of one ACCOUNT, or of all. What the ledger knows is measured; a goal in words has come as far as was
    told, in brackets. A goal is on course when it has come policy's share of what its days passed call for,
    in whole steps where it is counted in such.
    A reference is a story in use, or somebody who agreed to speak for us.
    Answers: which objective of the account's tier it answers. Accounts that policy wants planned and that
    have no goal are shown, too. Of one account, below: whether goals ask for
    revenue alone, on which side no relationship is to be strengthened, what the tier calls for, and for
    which periods goals were agreed on.

    \b
    majoracct report goals harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [
        _of(asked, account)
        for account in asked.accounts
        if account[Goals].standing or in_scope_since(account, asked.terms)
    ]
    return Table(
        [row for of in found for row in _rows(of)],
        keys=_KEYS,
        columns=_COLUMNS[1:] if asked.named else _COLUMNS,
        total=_total(found),
        said=[display(line) for of in found for line in _said(asked, of)],
        about={"accounts": [_account(of, asked) for of in found]},
        empty="No goal was set.",
    )


def _of(asked: Question, account: Account) -> _Of:
    terms = asked.terms
    return _Of(
        account,
        goal_lines(account, terms),
        goal_mix(account, terms),
        objectives(account, terms),
        goal_rounds(account, terms),
        supported_by(account),
    )


def _rows(of: _Of) -> list[Mapping[str, Any]]:
    """Return a row for each goal; one that says so where policy wants some and there is none."""
    none = {**dict.fromkeys(_KEYS), "account": of.account.key, "what_word": "none", "state_word": "none set"}
    return [_row(line, of) for line in of.lines] or [none]


def _row(line: GoalLine, of: _Of) -> Mapping[str, Any]:
    goal = line.item
    answers = [each.objective for each in of.wanted if goal.fact in each.goals]
    support = of.supported[line.goal]
    return {
        "account": line.account,
        "goal": line.goal,
        "kind": goal.kind,
        "what": goal.what,
        "set": goal.on,
        "begins": goal.begins,
        "due": goal.due,
        "target": line.target,
        "then": line.then,
        "now": line.now,
        "progress": rounded(line.progress),
        "told": rounded(line.told),
        "told_fact": line.told_fact,
        "reached": line.reached,
        "reached_fact": line.reached_fact,
        "elapsed": rounded(line.elapsed),
        "on_course": line.on_course,
        "overdue": line.overdue,
        "state": line.state,
        "answers": answers,
        "marketing": support[SellingFunction.MARKETING],
        "service": support[SellingFunction.SERVICE],
        "facts": line.facts,
        "fact": goal.fact,
        "what_word": goal.what,
        "kind_word": goal.kind.value.replace("-", " "),
        "then_word": _figure(line, line.then),
        "now_word": _figure(line, line.now),
        "target_word": _figure(line, line.target) or "in words",
        "progress_word": _progress(line),
        "state_word": line.state.value.replace("-", " "),
        "answers_word": ", ".join(each.value.replace("-", " ") for each in answers),
    }


def _figure(line: GoalLine, figure: Figure | None) -> str:
    if figure is None:
        return "unknown" if line.target is not None else ""
    return str(figure) if isinstance(figure, Money | int) else figure.value


def _progress(line: GoalLine) -> str:
    measured = percent(line.progress)
    told = f"({percent(line.told)})" if line.told is not None else ""
    return " ".join(part for part in (measured, told) if part) or ("" if line.reached else "unknown")


def _account(of: _Of, asked: Question) -> Mapping[str, Any]:
    deal = average_deal(of.account, asked.terms)
    return {
        "account": of.account.key,
        "revenue_only": of.mix.revenue_only,
        "sides": {side.value: facts for side, facts in of.mix.sides.items()},
        "sides_lacking": of.mix.lacking,
        "objectives": of.wanted,
        "average_deal": deal,
        "references": [each for _, each in references(of.account)],
        "periods": [
            {
                "period": each.period,
                "start": each.start,
                "by": each.by,
                "closed": each.closed,
                "late": each.late,
                "overdue": each.overdue,
                "missed": each.missed,
                "fact": each.fact,
            }
            for each in of.rounds
        ],
    }


# What a person reads below


def _total(found: Sequence[_Of]) -> str:
    states = [line.state for of in found for line in of.lines]
    counts = [f"{states.count(s)} {s.value.replace('-', ' ')}" for s in GoalState if s in states]
    without = sum(not of.lines for of in found)
    return "; ".join(
        part
        for part in (
            f"{len(states)} goal{'s' if len(states) > 1 else ''}: {', '.join(counts)}" if states else "",
            f"accounts to have goals that have none: {without}" if without else "",
        )
        if part
    )


def _said(asked: Question, of: _Of) -> Iterator[str]:
    """Yield what is missing of one account; of each, where all are asked for."""
    name = "" if asked.named else f"{of.account.key}: "
    if of.mix.revenue_only:
        yield f"{name}every goal to come asks for revenue alone"
    if of.mix.lacking:
        sides = ", ".join(side.value for side in of.mix.lacking)
        yield f"{name}no goal to come strengthens relationships: {sides}"
    for each in of.wanted:
        called = f"{name}{each.tier.value} calls for {SAID[each.objective]} ({each.row})"
        yield f"{called}: {f'answered by {listed(each.goals)}' if each.goals else 'no goal answers it'}"
    yield from _rounds(of, name, named=asked.named)
    if asked.named:
        yield from _backed(asked, of)


def _rounds(of: _Of, name: str, *, named: bool) -> Iterator[str]:
    if missed := [period.period for period in of.rounds if period.missed]:
        yield f"{name}goals were never agreed on for {', '.join(missed)}"
    for period in of.rounds:
        if period.overdue:
            yield f"{name}goals for {period.period} are not agreed on: they were due by {period.by}"
        elif named and period.closed:
            late = ", late" if period.late else ""
            yield f"goals for {period.period} agreed on {period.closed}{late} ({period.fact})"


def _backed(asked: Question, of: _Of) -> Iterator[str]:
    deal = average_deal(of.account, asked.terms)
    worth = str(deal.amount) if deal.amount else "unknown"
    yield f"average sale over {asked.terms.goals.deal_months} months: {worth}, of {deal.wins} won"
    people = asked.names(of.account).people
    for _, each in references(of.account):
        used = f"; used on {each.last}, the last of {len(each.used)}" if each.used else ""
        who = people.get(each.person, each.person)
        yield f"{who} speaks for us, by {each.form.value} ({each.fact}){used}"
    for line in of.lines:
        for function in _SUPPORT:
            if facts := of.supported[line.goal][function]:
                yield f"{function.value} supports “{line.item.what}”: {', '.join(facts)}"
