"""Inertia, year by year of the customer's: whether it began with us in it, and whose loyalty carries it.

A year is the customer's planning year, named after the calendar year in which it starts.

Rules
  INR1  Of a year, what is not complete is lacking once it has started; until then it is open.     B-N2
  INR2  Inertia is carried by those, of the people through whom we are part of the year's planning, who
        are loyal to one of ours who is with us: on the year's last day, or on the day asked.     B-N6
  INR3  Inertia with nobody loyal in the planning is claimed, and carried by nobody: a finding.  B-N6
  INR4  The tendency to stay is the share of renewals in what was renewed or ended; of nothing, there is
        none. What went to competitors stands beside it.                                          B-N3
  INR5  The tendency rises or falls against the last year before that has one.                    B-N3
  INR6  Where nobody is known to carry it, and of somebody in the planning it cannot be read any more how
        loyal they are, whether it is carried is unknown: no finding, and counted neither way.    B-N6
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from attrs import evolve, field, frozen

from majoracct.domain.account.contracts import Contracts
from majoracct.domain.account.loyalty import Tie, loyal, untold
from majoracct.domain.account.planning_cycle import (
    Footing,
    Inertia,
    PlanningCycle,
    inertia,
    planned,
    year_start,
)
from majoracct.domain.account.relationships import Trend
from majoracct.domain.assessments.dominance import turned_away
from majoracct.domain.calendar import add_months
from majoracct.domain.kernel import Erased, Personal
from majoracct.domain.programme.staff import ours
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = [
    "Retention",
    "Year",
    "YearOfAll",
    "retained",
    "retention",
    "support",
    "year",
    "year_of",
    "years",
    "years_of_all",
]


# What is answered


@frozen
class Retention:
    """What was renewed, what ended, and what competitors won from us; and the facts that say so.

    losses: opportunities lost, and contracts ended, to a competitor; such a contract has also ended.
    """

    renewals: int = 0
    ends: int = 0
    losses: int = 0
    facts: tuple[str, ...] = ()

    @property
    def tendency(self) -> Decimal | None:
        """The share of renewals in what was renewed or ended; None when nothing was."""
        return share_of(self.renewals, self.renewals + self.ends)

    def plus(self, other: Retention) -> Retention:
        """Return what both come to."""
        return Retention(
            self.renewals + other.renewals,
            self.ends + other.ends,
            self.losses + other.losses,
            (*self.facts, *other.facts),
        )


@frozen
class Year:
    """A customer's year: whether it began with us in it, who carries that, and what stayed.

    started: whether it had by the day asked. people: through whom we are part of its planning.
    loyal: their ties of loyalty to us. untold: those of their ties of which it cannot be read any more how
    loyal they are. trend: how the tendency to stay changed; None when unknown.
    """

    account: str
    inertia: Inertia
    started: bool
    people: tuple[str, ...]
    loyal: tuple[Tie, ...]
    untold: tuple[Tie, ...] = ()
    retention: Retention = field(factory=Retention)
    trend: Trend | None = None

    @property
    def year(self) -> int:
        """The calendar year in which it starts."""
        return self.inertia.year

    @property
    def in_time(self) -> bool | None:
        """Whether all three were there as it started; None while that is open."""
        if self.inertia.holds:
            return True
        return False if self.started else None

    @property
    def unsupported(self) -> bool:
        """Whether inertia is claimed, and nobody in its planning is, or may be, loyal (B-N6)."""
        return self.inertia.holds and self.carried is False

    @property
    def carried(self) -> Personal[bool]:
        """Whether somebody in its planning is loyal; what stands where that cannot be read (INR6)."""
        unread = next((tie.level for tie in self.untold if isinstance(tie.level, Erased)), None)
        return True if self.loyal else unread or False


@frozen
class YearOfAll:
    """One year over several accounts: of those that tell of it, how many had inertia, and who stayed.

    accounts: how many tell of it. held: how many began it with us in it. carried: how many of these
    have somebody loyal in the planning; what stands where that cannot be read of one, when it cannot.
    """

    year: int
    accounts: int = 0
    held: int = 0
    carried: Personal[int] = 0
    retention: Retention = field(factory=Retention)
    trend: Trend | None = None


# What follows


def year_of(account: Account, day: dt.date) -> int:
    """Return the customer's year in which DAY falls; the calendar's first year has none before it."""
    return max(day.year if day >= year_start(account, day.year) else day.year - 1, 1)


def support(account: Account, of: int) -> tuple[tuple[Tie, ...], tuple[Tie, ...]]:
    """Return who, of the people in the planning of the year OF, was loyal to one of ours (B-N6).

    Beside them, of whom of these people it cannot be read any more how loyal they were to one of ours.
    """
    last = add_months(year_start(account, of), 12)
    seen = account.at(min(account.on, last if last == dt.date.max else last - dt.timedelta(days=1)))
    planners = _planners(account, of)

    def there(ties: Iterable[Tie]) -> tuple[Tie, ...]:
        return tuple(tie for tie in ties if tie.person in planners and ours(tie.to, seen.programme))

    return there(loyal(seen)), there(untold(seen))


def _planners(account: Account, of: int) -> tuple[str, ...]:
    found = (item.people for item in planned(account, of) if item.footing is Footing.PLANNING)
    return tuple(dict.fromkeys(person for people in found for person in people))


def year(account: Account, of: int) -> Year:
    """Return the customer's year OF, as known by the day; its trend is told by `years`."""
    return _year(account, of, retention(account))


def _year(account: Account, of: int, kept: dict[int, Retention]) -> Year:
    found = inertia(account, of)
    return Year(
        account.key,
        found,
        found.starts <= account.on,
        _planners(account, of),
        *support(account, of),
        kept.get(of, Retention()),
    )


def retention(account: Account) -> dict[int, Retention]:
    """Return what was renewed, ended and lost to competitors by the day, by the customer's year (B-N3)."""
    told: list[tuple[dt.date, Retention]] = []
    for _, contract in account[Contracts].in_order():
        told += [(day, Retention(renewals=1, facts=(fact,))) for day, fact in contract.renewed]
        if contract.ended:
            told.append((contract.ended, Retention(ends=1, facts=(contract.ended_fact,))))
    told += [
        (away.on, Retention(losses=1, facts=(away.fact,))) for away in turned_away(account) if away.by.lost
    ]
    found: dict[int, Retention] = {}
    for day, each in sorted(told, key=lambda one: one[0]):
        of = year_of(account, day)
        found[of] = found.get(of, Retention()).plus(each)
    return {of: evolve(r, facts=tuple(dict.fromkeys(r.facts))) for of, r in sorted(found.items())}


def retained(account: Account) -> Retention:
    """Return what was renewed, ended and lost to competitors by the day, in all years."""
    total = Retention()
    for each in retention(account).values():
        total = total.plus(each)
    return total


def years(account: Account) -> list[Year]:
    """Return every year of the customer's of which something is known by the day, earliest first."""
    kept, found, before = retention(account), [], None
    for of in sorted({item.year for item in account[PlanningCycle].items.values()} | set(kept)):
        each = _year(account, of, kept)
        found.append(evolve(each, trend=_trend(before, each.retention.tendency)))
        before = before if each.retention.tendency is None else each.retention.tendency
    return found


def years_of_all(found: Iterable[Year]) -> list[YearOfAll]:
    """Return what the years of several accounts come to, by year, earliest first."""
    total: dict[int, YearOfAll] = {}
    for each in found:
        so_far = total.get(each.year, YearOfAll(each.year))
        total[each.year] = evolve(
            so_far,
            accounts=so_far.accounts + 1,
            held=so_far.held + each.inertia.holds,
            carried=_plus(so_far.carried, each.carried) if each.inertia.holds else so_far.carried,
            retention=so_far.retention.plus(each.retention),
        )
    told, before = [], None
    for _, all_of in sorted(total.items()):
        told.append(evolve(all_of, trend=_trend(before, all_of.retention.tendency)))
        before = before if all_of.retention.tendency is None else all_of.retention.tendency
    return told


def _plus(counted: Personal[int], carried: Personal[bool]) -> Personal[int]:
    if isinstance(counted, Erased) or isinstance(carried, Erased):
        return counted if isinstance(counted, Erased) else carried  # what one is unknown of, none can count
    return counted + carried


def _trend(before: Decimal | None, now: Decimal | None) -> Trend | None:
    if before is None or now is None:
        return None
    if now == before:
        return Trend.STAYED
    return Trend.ROSE if now > before else Trend.FELL
