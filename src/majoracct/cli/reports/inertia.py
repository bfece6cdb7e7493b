"""`report inertia`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.planning_cycle import Footing, PlanningCycle
from majoracct.domain.account.relationships import Trend
from majoracct.domain.assessments.inertia import Retention, Year, YearOfAll, years, years_of_all
from majoracct.domain.assessments.telling import Names
from majoracct.domain.kernel import Erased, Personal
from majoracct.domain.seen import Account
from majoracct.domain.shares import rounded


@report_on("accounts")
def inertia(asked: Question) -> Table:
    """Show, by the customer's year, whether it began with us in its plans, and who stayed.

    Of ACCOUNT, or of all. Planning, factors and projects are the days on which each was first there; what
    came after the year began is marked late. Loyal are those in its planning who are loyal to one of
    ours; stayed, contracts renewed of those renewed or ended, and whether more did than before; lost is
    what went to competitors.

    \b
    majoracct report inertia harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    rows: list[dict[str, Any]] = []
    found: list[Year] = []
    for account in asked.accounts:
        told = years(account)
        if told:
            names = asked.names(account)
            rows += [_row(account, each, names) for each in told]
        found += told
    every = years_of_all(found)
    return Table(
        rows,
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("starts", "year begins"),
            Column("planning_word", "planning"),
            Column("factors_word", "factors"),
            Column("projects_word", "projects"),
            Column("inertia_word", "in time"),
            Column("loyal_names", "loyal"),
            Column("stayed_word", "stayed"),
            Column("losses", "lost", number=True),
        ),
        said=[
            *([] if asked.named else [_told(each) for each in every]),
            *(
                f"{each.account} {each.year}: inertia claimed, and nobody in its planning is loyal to us"
                for each in found
                if each.unsupported
            ),
        ],
        about={} if asked.named else {"years": [_year(each) for each in every]},
        empty="Nothing is known of any customer's planning, renewals or losses.",
        more=("finding", "trend"),
    )


_KEYS = (
    "account",
    "year",
    "starts",
    "planning",
    "planning_fact",
    "factors",
    "factors_fact",
    "projects",
    "projects_fact",
    "in_time",
    "missing",
    "late",
    "people",
    "loyal",
    "finding",
    "renewals",
    "ends",
    "losses",
    "tendency",
    "trend",
    "facts",
)


def _row(account: Account, found: Year, names: Names) -> dict[str, Any]:
    facts = {**found.inertia.late, **found.inertia.in_time}
    days = {item.fact: item.on for item in account[PlanningCycle].items.values()}
    row: dict[str, Any] = {"account": found.account, "year": found.year, "starts": found.inertia.starts}
    for footing in Footing:
        fact = facts.get(footing.value)
        row[footing.value] = days[fact] if fact else None
        row[f"{footing.value}_fact"] = fact
        row[f"{footing.value}_word"] = _day(row[footing.value], found.inertia.starts)
    loyal = carriers(found)
    return {
        **row,
        "in_time": found.in_time,
        "missing": found.inertia.missing,
        "late": tuple(found.inertia.late),
        "people": found.people,
        "loyal": loyal,
        "finding": _finding(found),
        **_kept(found.retention),
        "trend": found.trend,
        "facts": found.retention.facts,
        "inertia_word": {True: "yes", False: "no", None: "open"}[found.in_time],
        "loyal_names": tuple(
            person if isinstance(person, Erased) else names.people.get(person, person) for person in loyal
        ),
        "stayed_word": _stayed(found.retention, found.trend),
    }


def carriers(found: Year) -> tuple[Personal[str], ...]:
    """Return the ids of those loyal in the planning of the year, and what stands for who may have been."""
    unread = (tie.level for tie in found.untold if isinstance(tie.level, Erased))
    return tuple(dict.fromkeys([*(tie.person for tie in found.loyal), *unread]))


def _finding(found: Year) -> Personal[str] | None:
    if found.inertia.holds and isinstance(found.carried, Erased):
        return found.carried
    return "claimed, with nobody loyal" if found.unsupported else None


def _day(day: dt.date | None, starts: dt.date) -> str:
    return "" if day is None else f"{day} late" if day > starts else str(day)


def _kept(found: Retention) -> dict[str, Any]:
    return {
        "renewals": found.renewals,
        "ends": found.ends,
        "losses": found.losses,
        "tendency": rounded(found.tendency),
    }


def _stayed(found: Retention, trend: Trend | None) -> str:
    decided = found.renewals + found.ends
    return f"{found.renewals} of {decided}{f' ({trend.value})' if trend else ''}" if decided else ""


def _told(found: YearOfAll) -> str:
    kept = _stayed(found.retention, found.trend)
    stayed = f", stayed {kept}" if kept else ""
    carried = f", carried by somebody loyal at {found.carried}" if found.held else ""
    return f"{found.year}: begun with us at {found.held} of {found.accounts}{carried}{stayed}"


def _year(found: YearOfAll) -> dict[str, Any]:
    return {
        "year": found.year,
        "accounts": found.accounts,
        "in_time": found.held,
        "carried": found.carried,
        **_kept(found.retention),
        "trend": found.trend,
    }
