"""Visibility: how early we learned of opportunities, period by period (R-5).

Before a need forms, or while it does, we may still shape it; once requirements are defined, or by the RFP,
somebody else did.

Rules
  VP1  An opportunity counts once, in the period in which it was identified, by how far the need had formed
       when we heard of it; where nobody said, as unknown.                                             R-5
  VP2  The early share is taken of those of which it is known; None when of none.                      R-5
  VP3  By tier, all opportunities of an account count in the tier it is in on the day: the one assigned, else
       the one indicated.                                                                              R-5
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.opportunities import LearnedAt, Opportunities, Opportunity
from majoracct.domain.account.segmentation import treated_as
from majoracct.domain.calendar import Period, add_months
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Every", "Seen", "by_tier", "seen_in", "together"]


class Every(enum.Enum):
    """How long a period is."""

    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months it has."""
        return {Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}[self]

    def period(self, day: dt.date) -> Period:
        """Return the calendar period DAY is in: 2024, 2024H1 or 2024Q3."""
        number = (day.month - 1) // self.months
        start = dt.date(day.year, number * self.months + 1, 1)
        letter = {Every.QUARTER: "Q", Every.HALF_YEAR: "H", Every.YEAR: ""}[self]
        word = f"{day.year:04}{letter}{number + 1 if letter else ''}"
        return Period(word, start, add_months(start, self.months))


@frozen
class Seen:
    """How early we learned of the opportunities identified in a period.

    account: "" stands for all together. unknown: of how many nobody said.
    """

    account: str
    period: Period
    learned: dict[LearnedAt, int]
    unknown: int
    facts: tuple[str, ...]

    @property
    def identified(self) -> int:
        """How many were identified."""
        return sum(self.learned.values()) + self.unknown

    @property
    def early(self) -> Decimal | None:
        """The share learned of before requirements were defined, of those of which it is known."""
        return _early([self])


def seen_in(account: Account, every: Every) -> list[Seen]:
    """Return how early we learned of the opportunities of ACCOUNT, period by period, earliest first."""
    found: dict[dt.date, list[Opportunity]] = {}
    for _, sale in account[Opportunities].in_order():
        found.setdefault(every.period(sale.on).start, []).append(sale)
    return [_seen(account.key, every.period(start), found[start]) for start in sorted(found)]


def _seen(account: str, period: Period, sales: list[Opportunity]) -> Seen:
    said = [sale.learned for sale in sales]
    learned = {each: said.count(each) for each in LearnedAt}
    return Seen(account, period, learned, said.count(None), tuple(sale.fact for sale in sales))


def together(rows: Iterable[Seen]) -> list[Seen]:
    """Return ROWS of several accounts added up period by period, earliest first."""
    found: dict[dt.date, list[Seen]] = {}
    for row in rows:
        found.setdefault(row.period.start, []).append(row)
    return [
        Seen(
            "",
            same[0].period,
            {each: sum(row.learned[each] for row in same) for each in LearnedAt},
            sum(row.unknown for row in same),
            tuple(fact for row in same for fact in row.facts),
        )
        for _, same in sorted(found.items())
    ]


def by_tier(accounts: Iterable[Account], terms: Terms) -> dict[Tier, tuple[int, int, Decimal | None]]:
    """Return how many opportunities accounts of each tier have, of how many we know when we learned, and VP3.

    That is the share of these that we learned of early.
    """
    found: dict[Tier, list[Seen]] = {tier: [] for tier in Tier}
    for account in accounts:
        found[treated_as(account, terms)] += seen_in(account, Every.YEAR)
    return {
        tier: (sum(row.identified for row in rows), sum(map(_known, rows)), _early(rows))
        for tier, rows in found.items()
    }


def _known(row: Seen) -> int:
    return sum(row.learned.values())


def _early(rows: list[Seen]) -> Decimal | None:
    known = sum(map(_known, rows))
    early = sum(n for row in rows for learned, n in row.learned.items() if not learned.late)
    return share_of(early, known)
