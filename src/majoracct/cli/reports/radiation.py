"""`report radiation`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.assessments.genealogy import Fate, tree
from majoracct.domain.assessments.radiation import Radiation, Spread, portfolio
from majoracct.domain.assessments.radiation import radiation as judged
from majoracct.domain.money import Money
from majoracct.domain.seen import Account


@report_on("accounts")
def radiation(asked: Question) -> Table:
    """Show which win led to which opportunity, as a tree; of one ACCOUNT, or of all.

    "After" is the days from the win it sprang from to the day it was identified. Of one account the
    lines below say since when radiation is open, when the first step was taken, whether we are outside
    again, what a slip stalls, whether we come in from the top, and what stands in the way; of all, how
    many, and which are outside again or stalled.

    \b
    majoracct report radiation harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    rows = [row for account in asked.accounts for row in _rows(asked, account)]
    each = [judged(account, asked.terms) for account in asked.accounts]
    spread = portfolio(each)
    won = [row for row in rows if row["fate"] is Fate.WON]
    worth = Money.zero(asked.currency)
    for row in won:
        worth = worth + row["value"] if row["value"] else worth
    named = [line for one in each for line in _told(asked, one)] if asked.named else []
    return Table(
        rows,
        keys=(
            "account",
            "depth",
            "opportunity",
            "title",
            "sprung_from",
            "origin",
            "entry",
            "entry_name",
            "high",
            "fate",
            "identified",
            "decided",
            "value",
            "days",
            "facts",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("branch", "opportunity"),
            Column("origin", "origin"),
            *([Column("entry_name", "through")] if asked.named else []),
            Column("high", "executive"),
            Column("fate", "is"),
            Column("day", "since"),
            Column("value", f"worth ({asked.currency})", number=True, money=True),
            Column("days", "after", number=True),
        ),
        total=f"{len(rows)} opportunities, {len(won)} won, worth {worth}",
        said=named or [_counted(spread, each), *_warned(spread, each)],
        about={"radiation": spread, "states": [_state(one) for one in each]},
        empty="No opportunity was identified.",
    )


def _rows(asked: Question, account: Account) -> Iterator[dict[str, Any]]:
    if not account[Opportunities].items:
        return
    people = asked.names(account).people
    for branch in tree(account):
        yield {
            **{a.name: getattr(branch, a.name) for a in attrs.fields(type(branch))},
            "branch": "  " * branch.depth + branch.title,
            "entry_name": people.get(branch.entry, branch.entry) if branch.entry else None,
            "day": branch.decided or branch.identified,
        }


def _state(one: Radiation) -> dict[str, Any]:
    """Return how ONE account radiates, as programs read it."""
    return {
        "account": one.account,
        "opened": one.opened,
        "win": one.win,
        "days_to_first_step": one.days,
        "steps": one.steps,
        "outside": one.outside,
        "stalls": one.stalls,
        "approach": one.entries.approach,
        "entries": one.entries,
        "barriers": one.hurdles,
    }


def _told(asked: Question, one: Radiation) -> Iterator[str]:
    """Yield how ONE account radiates, a line an answer."""
    if one.opened is None:
        yield "not open: nothing was won yet"
    else:
        yield f"open since {one.opened}, the day of the first win ({one.win})"
        first = one.steps[0] if one.steps else None
        yield (
            f"first step after {one.days} days: {first.kind.value} ({first.fact}); {len(one.steps)} so far"
            if first
            else "no step was taken since"
        )
        outside = {True: f"yes, since {one.outside.since}", False: "no", None: "unknown"}[one.outside.holds]
        cited = f" ({', '.join(one.outside.facts)})" if one.outside.facts else ""
        yield f"outside again: {outside}{cited}"
        for stall in one.stalls:
            yield (
                f"stalled by a slip since {stall.since}: {stall.milestone} of {stall.title}, "
                f"{stall.slipped} ({stall.fact})"
            )
    way = one.entries.approach
    yield (
        f"approach: {way.value if way else 'unknown'}, of the opportunities of the last "
        f"{asked.terms.radiation.approach_months} months {one.entries.executives} through executives, "
        f"{one.entries.others} through others, {one.entries.unknown} unknown"
    )
    barriers = [
        hurdle.barrier.value.replace("-", " ") + (f" ({', '.join(hurdle.facts)})" if hurdle.facts else "")
        for hurdle in one.hurdles
    ]
    yield f"barriers: {', '.join(barriers) or 'none'}"


def _counted(spread: Spread, each: Sequence[Radiation]) -> str:
    days = sorted(one.days for one in each if one.days is not None)
    after = f", {days[0]} to {days[-1]} days after the first win" if days else ""
    unknown = f" and in {spread.outside_unknown} unknown" if spread.outside_unknown else ""
    return (
        f"of {spread.accounts} accounts radiation is open in {spread.opened}; {spread.stepped} took a first "
        f"step{after}\n{spread.outside} are outside again{unknown}, {spread.stalled} stalled by a slip; "
        f"{spread.top_down} top-down, {spread.bottom_up} bottom-up"
    )


def _warned(spread: Spread, each: Sequence[Radiation]) -> Iterator[str]:
    """Yield which accounts are outside again or stalled, and in how many each barrier stands."""
    outside = [f"{one.account} since {one.outside.since}" for one in each if one.outside.holds]
    if outside:
        yield f"outside again: {', '.join(outside)}"
    stalled = [f"{one.account} since {min(s.since for s in one.stalls)}" for one in each if one.stalls]
    if stalled:
        yield f"stalled by a slip: {', '.join(stalled)}"
    standing = {
        "plan missing": spread.plan_missing,
        "plan not proactive": spread.plan_not_proactive,
        "manager missing": spread.manager_missing,
        "manager inexperienced": spread.manager_inexperienced,
        "manager experience unknown": spread.manager_experience_unknown,
    }
    told = [f"{what} in {number}" for what, number in standing.items() if number]
    yield f"barriers: {', '.join(told) or 'none'}"
