"""Profit: what the largest customers, and each tier, bring beside what serving them cost.

Profit is of a calendar year: revenue, credits taken off, less what serving the customer cost in it. Where no
cost is on record, it is not known, and neither is any sum it belongs to.

Rules
  PG10  The top are policy's number of customers that paid most in the year, equals by key.  S-A5
  PG11  Their share of revenue is of what all paying customers brought, and unknown while no rate tells a
        payment; their share of profit is of the profit of all customers who paid or cost something, and is
        unknown while that of one is.                                                             S-A5
  PG12  A tier's profit is the sum of its customers'; its share of all may be above 1, or below 0, and there
        is none of a profit that is not above nothing.                                       S-A6
  PG13  A customer counts in the tier it was in as the year ended, or on the day.             S-A6
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.investment import Investment, margin
from majoracct.domain.account.revenue import takings
from majoracct.domain.account.segmentation import treated_as
from majoracct.domain.assessments.concentration import customers
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Earned", "Sum", "Top", "by_tier", "earned", "summed", "top"]


@frozen
class Earned:
    """What a customer brought in a year, and what was left of it.

    profit: None when no cost is on record, or no rate tells a payment. untold: how many payments none tells.
    """

    account: str
    tier: Tier
    revenue: Decimal
    profit: Decimal | None
    untold: int = 0


@frozen
class Sum:
    """What several customers brought in a year.

    known: what was left of those of whom that is known. unknown: the keys of those of whom it is not.
    untold: how many of their payments no rate tells.
    """

    accounts: int
    revenue: Decimal
    known: Decimal
    unknown: tuple[str, ...]
    untold: int = 0

    @property
    def profit(self) -> Decimal | None:
        """What was left of all of them; None while it is not known of one."""
        return None if self.unknown else self.known

    def profit_share(self, of: Sum) -> Decimal | None:
        """Return which share of the profit OF more it is; None while one is unknown, or nothing was left."""
        if self.profit is None or of.profit is None or of.profit <= 0:
            return None
        return share_of(self.profit, of.profit)


@frozen
class Top:
    """The largest customers of a year: which, their share of revenue and of profit, and what all come to."""

    accounts: tuple[str, ...]
    revenue: Decimal | None
    profit: Decimal | None
    itself: Sum
    everybody: Sum


def earned(accounts: Iterable[Account], terms: Terms, year: int) -> list[Earned]:
    """Return what each customer that paid, or cost something, brought in YEAR as far as the day, by key."""
    start, end = dt.date(year, 1, 1), dt.date(year + 1, 1, 1) if year < dt.MAXYEAR else dt.date.max
    found = []
    for account in customers(accounts, terms):
        taken = takings(account, start, end)
        cost = any(start <= s.on < end for s in account[Investment].costs.values())
        if taken.payments or cost:
            then = account.at(min(end - dt.timedelta(days=1), account.on))
            left = margin(account, start, end)
            found.append(Earned(account.key, treated_as(then, terms), taken.net, left, taken.untold))
    return found


def summed(rows: Iterable[Earned]) -> Sum:
    """Return what ROWS come to."""
    every = list(rows)
    return Sum(
        len(every),
        sum((r.revenue for r in every), Decimal(0)),
        sum((r.profit for r in every if r.profit is not None), Decimal(0)),
        tuple(r.account for r in every if r.profit is None),
        sum(r.untold for r in every),
    )


def top(rows: Sequence[Earned], terms: Terms) -> Top:
    """Return what the largest customers among ROWS bring of revenue and of profit (S-A5)."""
    payers = sorted((r for r in rows if r.revenue > 0), key=lambda r: (-r.revenue, r.account))
    largest = payers[: terms.programme.top]
    few, everybody = summed(largest), summed(rows)
    return Top(
        tuple(r.account for r in largest),
        None if everybody.untold else share_of(few.revenue, sum((r.revenue for r in payers), Decimal(0))),
        few.profit_share(everybody) if largest else None,
        few,
        everybody,
    )


def by_tier(rows: Sequence[Earned]) -> dict[Tier, Sum]:
    """Return what the customers among ROWS in each tier come to, the furthest tier first (S-A6).

    A tier in which nobody paid, or cost something, is left out.
    """
    tiers = {row.tier for row in rows}
    return {tier: summed(r for r in rows if r.tier is tier) for tier in reversed(Tier) if tier in tiers}
