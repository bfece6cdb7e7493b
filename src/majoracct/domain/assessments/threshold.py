"""Threshold: in which calendar years an account brings what makes one major, or should (B-D1).

Rules
  TH1  What came in reaches the threshold when it is enough within one calendar year, over or not. B-D1
  TH2  What is expected reaches it only of a year that is not over, and comes with its basis.      B-D1
  TH3  An account meets the threshold when any one calendar year does; years do not add up.        B-D1
  TH4  A year that is not over is never called whole, nor one that has not begun empty.            B-D1
"""

from __future__ import annotations

import enum

from attrs import frozen

from majoracct.domain.account.criteria import planned, worth
from majoracct.domain.account.forecast import Expected, expected
from majoracct.domain.account.revenue import Takings, by_year
from majoracct.domain.calendar import whole_year
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Basis", "YearTested", "deciding", "met", "yearly"]


class Basis(enum.Enum):
    """On what a judgement of revenue rests."""

    ACTUAL = "actual"  # what came in
    EXPECTED = "expected"  # what was stated that a year should bring


@frozen
class YearTested:
    """A calendar year of an account against the threshold.

    whole: whether the year was over as the day ended.
    actual: net, as far as the day; None of a year that has not begun.
    expected, basis: what was stated of the year, and on what it rests.
    planned: what the plan's dated open opportunities of the year would bring; it is shown, and decides
        nothing here: criterion 4 does.
    reached: on what the threshold is reached in this year; None when it is not.
    fact: what says so: the last purchase, or the expectation.
    untold: how many payments of the year no rate tells: they are in no sum.
    """

    year: int
    whole: bool
    actual: Money | None
    expected: Money | None
    basis: str | None
    planned: Money | None
    reached: Basis | None
    fact: str | None
    untold: int = 0

    @property
    def unknown(self) -> bool:
        """Whether it is reached or not hangs on payments that no rate tells."""
        return self.reached is None and self.untold > 0


def yearly(account: Account, terms: Terms) -> list[YearTested]:
    """Return every calendar year of which something came in, is expected or planned, in order."""
    came_in, stated, plan = by_year(account), expected(account), planned(account)
    currency = terms.threshold.currency
    found = []
    for year in sorted({*came_in, *stated, *plan}):
        taken, judged = came_in.get(year, Takings()), stated.get(year)
        over = whole_year(year, account.on)
        reached = _reached(taken, judged, terms, over=over)
        found.append(
            YearTested(
                year,
                over,
                Money(taken.net, currency) if year <= account.on.year else None,
                judged.amount if judged else None,
                judged.basis if judged else None,
                Money(worth(plan[year]), currency) if year in plan else None,
                reached,
                taken.last if reached is Basis.ACTUAL else judged.fact if reached and judged else None,
                taken.untold,
            )
        )
    return found


def _reached(taken: Takings, judged: Expected | None, terms: Terms, *, over: bool) -> Basis | None:
    if taken.net >= terms.threshold.amount:
        return Basis.ACTUAL
    if judged and not over and judged.amount >= terms.threshold:
        return Basis.EXPECTED
    return None


def deciding(years: list[YearTested]) -> YearTested | None:
    """Return the year that meets the threshold: the latest on what came in, else the first expected to."""
    actual = [y for y in years if y.reached is Basis.ACTUAL]
    return actual[-1] if actual else next((y for y in years if y.reached), None)


def met(account: Account, terms: Terms) -> bool:
    """Return whether any one calendar year meets the threshold on the day."""
    return deciding(yearly(account, terms)) is not None
