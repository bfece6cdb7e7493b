"""Turning: the days on which time alone changes what is said of an account.

Documents go out of date, purchases leave the windows of tiers, and what was planned for a year ends with it.

Rules
  RE5  A day is named when time alone turns a criterion, a document or a facet that gates a tier, under any
       policy in force so far.                                                                     B-D4
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import frozen

from majoracct.domain.account.criteria import CRITERIA
from majoracct.domain.account.facets import (
    FACETS,
    Spent,
    in_each,
    known_of,
    spent_enough,
    window_start,
    years_back,
)
from majoracct.domain.account.relationships import Relationships
from majoracct.domain.account.revenue import Revenue
from majoracct.domain.calendar import add_months, first_beyond
from majoracct.domain.kernel import PROGRAMME
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Facet, Terms
from majoracct.domain.seen import Account

__all__ = ["turns"]

_DAY: Final = dt.timedelta(days=1)
Holds: TypeAlias = "Callable[[Account, _Bought, Terms], bool | None]"


def turns(account: Account) -> set[dt.date]:
    """Return the days up to ACCOUNT's own on which time alone changes what is said of it (RE5).

    Days on which it changes nothing after all, since something else happens, may be among them.
    """
    found: set[dt.date] = set()
    for terms in _in_force(account):
        for criterion in CRITERIA:
            found |= criterion.turns(account, terms)
        found |= _facets_turn(account, terms)
    return {day for day in found if day <= account.on}


def _in_force(account: Account) -> Iterator[Terms]:
    """Yield the terms of every policy that was in force on a day so far."""
    folded = account.past.fold(Policy, (PROGRAMME,))
    yield from dict.fromkeys(policy.adopted for policy in folded.states if policy.adopted is not None)


def _facets_turn(account: Account, terms: Terms) -> set[dt.date]:
    """Return the days on which a facet that gates a tier begins to hold, or ceases to."""
    found = set()
    bought = _Bought.of(account)
    for facet in dict.fromkeys((Facet.PURCHASE, *terms.tiers.core, *terms.tiers.strategic)):
        if facet in _MAY_TURN:
            may_turn = _MAY_TURN[facet](account, bought, terms)
            holds = _HOLDS.get(facet, _judged(facet))
            found |= {
                day
                for day in may_turn
                if dt.date.min < day <= account.on
                and holds(account.at(day), bought, terms) is not holds(account.at(day - _DAY), bought, terms)
            }
    return found


@frozen
class _Bought:
    """The days on which something was bought, in order, and what all purchases up to each came to.

    counts: on how many of the days up to each something was bought. untold: how many payments no rate tells.
    """

    days: Sequence[dt.date]
    sums: Sequence[Decimal]  # one more than days, as the next two: the first is nothing
    counts: Sequence[int]
    untold: Sequence[int]

    @classmethod
    def of(cls, account: Account) -> _Bought:
        days, sums, counts, untold = [], [Decimal(0)], [0], [0]
        for day, taken in account[Revenue].in_order:
            if taken.last or taken.untold:
                days.append(dt.date.fromisoformat(day))
                sums.append(sums[-1] + taken.purchases)
                counts.append(counts[-1] + bool(taken.last))
                untold.append(untold[-1] + taken.untold)
        return cls(days, sums, counts, untold)

    def between(self, start: dt.date, end: dt.date, *, known: bool) -> Spent:
        """Return what was bought from START up to and including END; known: whether all is on record."""
        first, last = bisect_left(self.days, start), bisect_right(self.days, end)
        return Spent(self.sums[last] - self.sums[first], self.untold[last] - self.untold[first], known)

    def anything(self, start: dt.date, end: dt.date) -> bool:
        """Return whether something was bought from START up to and including END."""
        return self.counts[bisect_right(self.days, end)] > self.counts[bisect_left(self.days, start)]


# What the facets say of purchases, from sums made once: asking each facet on thousands of days takes
# as many passes over all payments. Tests hold these equal to the facets, at the very threshold, too.


def _some(account: Account, bought: _Bought, terms: Terms) -> bool:
    return bought.anything(window_start(account, terms), account.on)


def _enough(account: Account, bought: _Bought, terms: Terms) -> bool | None:
    spans = years_back(account, terms.tiers.large_spend_years)
    known = known_of(account, terms.tiers.large_spend_years)
    found = [bought.between(start, end - _DAY, known=k) for (start, end), k in zip(spans, known, strict=True)]
    return spent_enough(found, terms.large_spend.amount)


def _each_year(account: Account, bought: _Bought, terms: Terms) -> bool | None:
    spans = years_back(account, terms.tiers.regular_spend_years)
    known = known_of(account, terms.tiers.regular_spend_years)
    return in_each(
        (bought.anything(start, end - _DAY), all_of_it)
        for (start, end), all_of_it in zip(spans, known, strict=True)
    )


_HOLDS: Final[dict[Facet, Holds]] = {
    Facet.PURCHASE: _some,
    Facet.NO_PURCHASE: _some,
    Facet.LARGE_CONSISTENT_SPEND: _enough,
    Facet.REGULAR_SPEND: _each_year,
}


def _judged(facet: Facet) -> Holds:
    def holds(account: Account, bought: _Bought, terms: Terms) -> bool | None:
        return FACETS[facet](account, terms).holds

    return holds


# On which days they may


def _years_on(days: Iterable[dt.date], years: Iterable[int]) -> set[dt.date]:
    """Return the days so many YEARS after each of DAYS; where February ends, the day after, too."""
    found = set()
    counted = list(years)
    for day in days:
        for years_on in counted:
            later = add_months(day, 12 * years_on)
            found.add(later)
            if (later.month, later.day) in ((2, 28), (2, 29)):
                found.add(later + _DAY)
    return found


def _window(account: Account, bought: _Bought, terms: Terms) -> set[dt.date]:
    return _years_on(bought.days, (terms.tiers.window_years,))


def _edges(account: Account, bought: _Bought) -> list[dt.date]:
    """Return the days after which a year may lose a purchase, or be the first that is all on record."""
    began = (account.other(stream).since for stream in account.streams)
    return [*bought.days, *(day - _DAY for day in began if day and day > dt.date.min)]


def _large(account: Account, bought: _Bought, terms: Terms) -> set[dt.date]:
    return _years_on(_edges(account, bought), range(1, terms.tiers.large_spend_years + 1))


def _regular(account: Account, bought: _Bought, terms: Terms) -> set[dt.date]:
    return _years_on(_edges(account, bought), range(1, terms.tiers.regular_spend_years + 1))


def _contacts(account: Account, bought: _Bought, terms: Terms) -> set[dt.date]:
    verified = account.changes(Relationships)
    return {day for v in verified if (day := first_beyond(v, terms.tiers.contact_months)) is not None}


_MAY_TURN: Final[dict[Facet, Callable[[Account, _Bought, Terms], set[dt.date]]]] = {
    Facet.PURCHASE: _window,
    Facet.NO_PURCHASE: _window,
    Facet.SMALL_PURCHASES: _window,
    Facet.LARGE_CONSISTENT_SPEND: _large,
    Facet.REGULAR_SPEND: _regular,
    Facet.CONTACTS_OUT_OF_DATE: _contacts,
}
