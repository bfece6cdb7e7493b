"""`report roster`: who sees to an account, which seats are empty, and what is unwise.

It answers B-T1 B-T2 B-T3 B-T4 B-T6 B-R8 B-C1 B-S5 C-S3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.cover import sellers
from majoracct.domain.assessments.balance import Balanced, balance
from majoracct.domain.assessments.roster import Place, Roster, tally
from majoracct.domain.assessments.roster import roster as roster_of
from majoracct.domain.programme.compensation import model_of
from majoracct.domain.seen import Account
from majoracct.domain.shares import rounded

_REACHED: Final = {True: "reached", False: "not reached", None: "unknown"}
_ALL: Final = (
    Column("account", "account"),
    Column("seat", "seat"),
    Column("holder", "who"),
    Column("since", "since"),
    Column("vertical", "industry"),
)
_ONE: Final = (
    Column("seat", "seat"),
    Column("holder", "who"),
    Column("since", "since"),
    Column("function", "function"),
    Column("lean", "lean", number=True),
    Column("strong_at", "strong at"),
    Column("pay_model", "paid by"),
)


@report_on("accounts")
def roster(asked: Question) -> Table:
    """Show who holds each seat in the team of one ACCOUNT, or of all, and which are empty.

    Of one account it shows more: each member's function in selling, which way they lean (below 0 to
    new accounts, above 0 to major ones), what they are strong at and how they are paid; how far the
    account manager's three goals are reached; and what about the team is unwise, and why.

    \b
    majoracct report roster harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [roster_of(account, asked.terms) for account in asked.accounts]
    formed = [each for each in found if each.formed]
    rows = [
        row
        for account, each in zip(asked.accounts, found, strict=True)
        for row in _rows(asked, account, each)
    ]
    total = tally(found)
    said = _said(asked, formed[0]) if asked.named and formed else _said_of_all(formed)
    return Table(
        rows,
        keys=(
            "account",
            "seat",
            "person",
            "name",
            "since",
            "vacant_days",
            "function",
            "lean",
            "assessed",
            "strong",
            "pay_model",
            "pay_kind",
            "vertical",
            "fact",
        ),
        columns=_ONE if asked.named else _ALL,
        total="" if asked.named else f"{total.teams} teams, {total.held} seats held, {total.empty} empty",
        said=[display(line) for line in said],
        about={"tally": attrs.asdict(total), "teams": [_team(asked, each) for each in formed]},
        empty="No team was formed.",
    )


def _rows(asked: Question, account: Account, found: Roster) -> Iterator[dict[str, Any]]:
    brought = {m.person: m for m in balance(account, asked.terms).members}
    selling = sellers(account)
    for place in found.places:
        somebody = brought.get(place.person or "")
        model = model_of(account.programme, place.person) if place.person else None
        function = selling.get(place.person or "")
        judged = len(somebody.lean.assessed) if somebody else None
        yield {
            "account": account.key,
            "seat": place.seat,
            "person": place.person,
            "name": asked.colleagues.get(place.person, place.person) if place.person else None,
            "since": place.since,
            "vacant_days": place.vacant_days,
            "function": function.function if function else None,
            "lean": somebody.lean.score if somebody and judged else None,
            "assessed": judged,
            "strong": somebody.strong if somebody and somebody.graded else None,
            "pay_model": model.title if model else None,
            "pay_kind": model.kind if model else None,
            "vertical": found.vertical or None,
            "fact": place.fact,
            "holder": _holder(place, asked.colleagues),
            "strong_at": _strong(somebody),
        }


def _holder(place: Place, called: Mapping[str, str]) -> str:
    if place.person is None:
        return f"nobody, for {place.vacant_days} days"
    return called.get(place.person, place.person)


def _strong(somebody: Balanced | None) -> str | None:
    if somebody is None or not somebody.graded:
        return None
    return ", ".join(axis.value for axis in somebody.strong) or "neither"


# What a person reads below


def _said_of_all(found: list[Roster]) -> Iterator[str]:
    warned = ", ".join(f"{each.account} {len(each.cautions)}" for each in found if each.cautions)
    if warned:
        yield f"warnings: {warned}; report roster ACCOUNT tells them"


def _said(asked: Question, found: Roster) -> Iterator[str]:
    names = asked.names(asked.accounts[0]).people
    focus = (
        f"focused on {found.vertical} ({found.vertical_fact})" if found.vertical else "focused on no industry"
    )
    yield f"team formed {found.formed} ({found.fact}), {focus}"
    for goal in found.goals:
        lacks = f"; lacks {', '.join(goal.lacking)}" if goal.lacking else ""
        facts = f" ({', '.join(goal.facts)})" if goal.facts and goal.reached else ""
        yield f"goal: {goal.goal.value}: {_REACHED[goal.reached]}{facts}{lacks}"
    executives = ", ".join(names.get(c.stakeholder, c.stakeholder) for c in found.executives)
    yield f"the internal sponsor looks after: {executives or 'no executive'}"
    share = found.growth.share
    yield f"revenue in {found.growth.year}: " + ("growth unknown" if share is None else f"{share:+.0%}")
    for each in found.cautions:
        who = f"{names.get(each.person, each.person)}: " if each.person else ""
        yield f"warning {each.row}: {who}{each.what} ({each.rule}: {_facts(each.facts)})"
    if not found.cautions:
        yield "nothing about the team is unwise"


def _facts(facts: tuple[str, ...]) -> str:
    """Return the first FACTS, and how many more there are."""
    more = len(facts) - 3
    return ", ".join(facts[:3]) + (f" and {more} more" if more > 0 else "")


# What programs read beside the rows


def _team(asked: Question, found: Roster) -> dict[str, Any]:
    called = asked.colleagues
    return {
        "account": found.account,
        "formed": found.formed,
        "fact": found.fact,
        "vertical": found.vertical or None,
        "vertical_fact": found.vertical_fact or None,
        "goals": found.goals,
        "executives": found.executives,
        "growth": attrs.evolve(found.growth, share=rounded(found.growth.share)),
        "warnings": [
            {**attrs.asdict(each), "name": called.get(each.person, each.person) if each.person else None}
            for each in found.cautions
        ],
    }
