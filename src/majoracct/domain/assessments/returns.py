"""Returns: what came back of what we put into an account, and what was wasted on landing work.

Rules
  RI1  A year's margin is known once what serving the customer cost in it is on record.      B-I1
  RI2  An account earns its keep in a year when its margin covers what we put in; one with a margin that
       does not cover it is profitable, and still not worth it.                             B-I1
  RI3  What it cost to land an engagement is wasted once we were found to have over-promised it.  B-D5
  RI4  The years of an account, and the accounts, add up to what there is.                  B-I1 B-D5
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.criteria import by_version
from majoracct.domain.account.investment import (
    Investment,
    Purpose,
    invested,
    investment_return,
    landing_cost,
    margin,
)
from majoracct.domain.account.revenue import takings
from majoracct.domain.assessments.promises import over_promised
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Returns", "Total", "Wasted", "Worth", "returns", "total", "wasted"]


class Worth(enum.Enum):
    """Whether an account is worth what we put into it."""

    WORTH_IT = "worth-it"
    NOT_WORTH_IT = "not-worth-it"  # profitable, and still not
    UNPROFITABLE = "unprofitable"


@frozen
class Returns:
    """What came in and went out in a year, up to the day, in the ledger's currency.

    cost, margin, earned: None when no cost of serving the customer is on record in it. earned: the
        margin less what was invested. wasted: of the cost of landing, what over-promising wasted.
    facts: what we invested and spent. untold: how many payments no rate tells.
    """

    account: str
    year: int
    revenue: Decimal
    margin: Decimal | None
    invested: dict[Purpose, Decimal]
    earned: Decimal | None
    wasted: Decimal
    facts: tuple[str, ...]
    untold: int = 0

    @property
    def cost(self) -> Decimal | None:
        """What serving the customer cost."""
        return None if self.margin is None else self.revenue - self.margin

    @property
    def put_in(self) -> Decimal:
        """What was invested, whatever for."""
        return sum(self.invested.values(), Decimal(0))

    @property
    def worth(self) -> Worth | None:
        """Whether the account was worth it in the year; None when its margin is not known."""
        if self.margin is None or self.earned is None:
            return None
        if self.margin <= 0:
            return Worth.UNPROFITABLE
        return Worth.WORTH_IT if self.earned >= 0 else Worth.NOT_WORTH_IT


@frozen
class Wasted:
    """An engagement that was over-promised, and what landing it had cost; None when that is not on record."""

    account: str
    opportunity: str
    title: str
    kept: Decimal  # the share of what was promised for it
    landing: Decimal | None


@frozen
class Total:
    """What several years come to. Margin and return are of the years whose margin is known.

    unknown: of how many it is not.
    """

    revenue: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)
    put_in: Decimal = Decimal(0)
    earned: Decimal = Decimal(0)
    wasted: Decimal = Decimal(0)
    unknown: int = 0


def returns(account: Account, terms: Terms) -> list[Returns]:
    """Return what came back of what we put into ACCOUNT, for each calendar year in which we spent any."""
    spent = account[Investment]
    all_of_it = sorted(
        [*spent.made.values(), *spent.costs.values()], key=lambda s: (s.on, by_version(s.fact))
    )
    lost = {found.opportunity for found in wasted(account, terms)}
    found = []
    for year in sorted({s.on.year for s in all_of_it}):
        start, end = dt.date(year, 1, 1), dt.date(year + 1, 1, 1) if year < dt.MAXYEAR else dt.date.max
        within = [s for s in all_of_it if start <= s.on < end]
        taken = takings(account, start, end)
        landed = (s.amount for s in within if s.purpose is Purpose.LANDING and s.opportunity in lost)
        found.append(
            Returns(
                account.key,
                year,
                taken.net,
                margin(account, start, end),
                invested(account, start, end),
                investment_return(account, start, end),
                sum(landed, Decimal(0)),
                tuple(s.fact for s in within),
                taken.untold,
            )
        )
    return found


def wasted(account: Account, terms: Terms) -> list[Wasted]:
    """Return the engagements of ACCOUNT that were over-promised, with what landing each cost (B-D5)."""
    return [
        Wasted(
            account.key,
            found.opportunity,
            found.title,
            found.ratio,
            landing_cost(account, found.opportunity) or None,
        )
        for found in over_promised(account, terms)
    ]


def total(years: Iterable[Returns]) -> Total:
    """Return what YEARS come to, of one account or of several."""
    rows = list(years)
    return Total(
        sum((r.revenue for r in rows), Decimal(0)),
        sum((r.margin for r in rows if r.margin is not None), Decimal(0)),
        sum((r.put_in for r in rows), Decimal(0)),
        sum((r.earned for r in rows if r.earned is not None), Decimal(0)),
        sum((r.wasted for r in rows), Decimal(0)),
        sum(1 for r in rows if r.margin is None),
    )
