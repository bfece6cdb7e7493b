"""Before and after: what we measured of an account before the customer took part in our planning, and since.

It is a comparison and claims no cause: other things changed, too.

Rules
  BA1  The customer began to take part on the day of its first seat at the table, co-creation session or
       planning activity with somebody of theirs (PP1).                                        S-C3
  BA2  As many whole months are compared after that day as before it: at most policy's, and no more than
       have passed since, or than the account was on record before. With fewer than policy's least, nothing is
       compared.                                                                               S-C3
  BA3  A measure that rests on fewer cases than policy asks for, on either side, is insufficient: it has no
       value there, and is compared with nothing.                                               S-C3
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import frozen

from majoracct.domain.account.access import is_executive
from majoracct.domain.account.activities import Activities
from majoracct.domain.account.cocreation import CoCreation
from majoracct.domain.account.investment import Investment, margin
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.participation import Participation
from majoracct.domain.account.revenue import takings
from majoracct.domain.account.satisfaction import moods
from majoracct.domain.assessments.participation import engagements
from majoracct.domain.calendar import add_months
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Change", "Comparison", "Measure", "Measured", "Window", "before_after", "began", "window"]

_DAY: Final = dt.timedelta(days=1)


class Measure(enum.Enum):
    """What is said to gain by the customer's taking part (S-C3)."""

    ATTENDANCES = "attendances"  # more involvement: how often somebody of theirs took part in what we did
    SENIOR_MEETINGS = "senior-meetings"  # better access: what an executive took part in
    DECISION_DAYS = "decision-days"  # faster decisions: the median from identified to decided
    DEAL_SIZE = "deal-size"  # larger deals: the mean of what was won, in the ledger's currency
    MARGIN = "margin"  # more profitable ones: its share of revenue
    SATISFACTION = "satisfaction"  # the share of people who are satisfied or fully so

    @property
    def fewer_is_better(self) -> bool:
        """Whether a smaller figure is the better one."""
        return self is Measure.DECISION_DAYS


class Change(enum.Enum):
    """How a measure stands against before."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


# What is answered


@frozen
class Window:
    """What is compared: MONTHS before the day SINCE, and as many from it on. Half-open on both sides.

    fact: that the customer took part first.
    """

    since: dt.date
    fact: str
    months: int
    start: dt.date
    end: dt.date


@frozen
class Measured:
    """What was measured on one side, and of how many cases; value: None when those are too few."""

    value: Decimal | None
    cases: int


@frozen
class Comparison:
    """A measure before and after; change: None when either side is insufficient."""

    account: str
    measure: Measure
    before: Measured
    after: Measured
    change: Change | None


def began(account: Account) -> tuple[dt.date, str] | None:
    """Return when the customer first took part in our planning, and what says so; None when it never did."""
    found = [(e.on, e.place, e.fact) for e in engagements(account)]
    for stream in account.streams:  # a seat does not carry over to a successor; that there was one stands
        seats = account.other(stream)[Participation].seats
        found += [(s.on, s.place, s.fact) for s in seats.values()]
    if not found:
        return None
    on, _, fact = min(found)
    return on, fact


def window(account: Account, terms: Terms) -> Window | None:
    """Return what of ACCOUNT is compared on the day; None when the customer never took part (S-C3).

    Of no months, nothing is.
    """
    first = began(account)
    if first is None:
        return None
    since, fact = first
    known = min((d for s in account.streams if (d := account.past.first_day(s)) is not None), default=since)
    for months in range(terms.engagement.compared_months, 0, -1):
        start, end = add_months(since, -months), add_months(since, months)
        if known <= start and end - _DAY <= account.on:
            return Window(since, fact, months, start, end)
    return Window(since, fact, 0, since, since)


def before_after(account: Account, terms: Terms) -> list[Comparison]:
    """Return each measure of ACCOUNT before and after the customer took part; nothing if it never did."""
    seen = window(account, terms)
    return [] if seen is None else [_compared(account, seen, measure, terms) for measure in Measure]


_Side: TypeAlias = tuple[Decimal | None, int]  # what it comes to, and of how many cases


def _compared(account: Account, seen: Window, measure: Measure, terms: Terms) -> Comparison:
    least = terms.engagement.compared_least
    if seen.months < terms.engagement.compared_least_months:
        nothing = Measured(None, 0)
        return Comparison(account.key, measure, nothing, nothing, None)
    before, after = (
        Measured(value if cases >= least else None, cases)
        for value, cases in (
            _MEASURES[measure](account, seen.start, seen.since),
            _MEASURES[measure](account, seen.since, seen.end),
        )
    )
    return Comparison(account.key, measure, before, after, _changed(measure, before.value, after.value))


def _changed(measure: Measure, before: Decimal | None, after: Decimal | None) -> Change | None:
    if before is None or after is None:
        return None
    if before == after:
        return Change.SAME
    return Change.BETTER if (after < before) is measure.fewer_is_better else Change.WORSE


# Each measure, from START up to but not including END


def _occasions(account: Account, start: dt.date, end: dt.date) -> list[tuple[dt.date, str, Sequence[str]]]:
    """Return each activity and session: its day, its id and who of theirs took part."""
    found = [(a.on, key, a.people) for key, a in account[Activities].items.items()]
    found += [(s.on, key, s.people) for key, s in account[CoCreation].sessions.items()]
    return [each for each in sorted(found) if start <= each[0] < end]


def _attendances(account: Account, start: dt.date, end: dt.date) -> _Side:
    held = _occasions(account, start, end)
    return Decimal(sum(len(set(people)) for _, _, people in held)), len(held)


def _senior_meetings(account: Account, start: dt.date, end: dt.date) -> _Side:
    held = _occasions(account, start, end)
    senior = 0
    for on, key, people in held:
        then = account.other(key.rpartition("@")[0]).at(on)
        senior += any(is_executive(person, then) for person in people)
    return Decimal(senior), len(held)


def _decision_days(account: Account, start: dt.date, end: dt.date) -> _Side:
    decided = [(o.on, o.won or o.lost) for o in account[Opportunities].items.values()]
    days = sorted((on - since).days for since, on in decided if on is not None and start <= on < end)
    if not days:
        return None, 0
    middle = len(days) // 2
    return Decimal(days[middle] + days[~middle]) / 2, len(days)


def _deal_size(account: Account, start: dt.date, end: dt.date) -> _Side:
    won = [
        o.value.amount
        for o in account[Opportunities].items.values()
        if o.won and o.value and start <= o.won < end
    ]
    return share_of(sum(won, Decimal(0)), len(won)), len(won)


def _margin(account: Account, start: dt.date, end: dt.date) -> _Side:
    came, left = takings(account, start, end), margin(account, start, end)
    costs = sum(start <= s.on < end for s in account[Investment].costs.values())
    known = left is not None and came.net > 0
    return (share_of(left, came.net) if known and left is not None else None), min(costs, came.payments)


def _satisfaction(account: Account, start: dt.date, end: dt.date) -> _Side:
    asked = [m for m in moods(account.at(end - _DAY)).values() if m.on >= start]
    return share_of(sum(m.satisfaction.content for m in asked), len(asked)), len(asked)


_MEASURES: Final[dict[Measure, Callable[[Account, dt.date, dt.date], _Side]]] = {
    Measure.ATTENDANCES: _attendances,
    Measure.SENIOR_MEETINGS: _senior_meetings,
    Measure.DECISION_DAYS: _decision_days,
    Measure.DEAL_SIZE: _deal_size,
    Measure.MARGIN: _margin,
    Measure.SATISFACTION: _satisfaction,
}
