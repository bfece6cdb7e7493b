"""Concentration: how few customers bring how much of the business (C-D3, C-W2, C-W3).

A customer whose credits exceed its payments in a year pays nothing: it comes last, has no share, and is
added up apart, so that what is shown is the sum over accounts.

Rules
  CN1  The Pareto set is the smallest that brings policy's share of the revenue: the largest customers first,
       those that pay alike by key.                                                            C-D3
  CN2  Beside it stands the top: policy's share of the paying customers by count, rounded up.  C-D3
  CN3  Only accounts on a side that policy counts are customers.                               C-D1
  CN4  Who pays nothing net has no share, and is neither in the set nor in the top.            C-D3
  CN5  A customer is satisfied when every sponsor who was asked is, as asked last; where none was asked,
       nobody knows.                                                                           C-W3
  CN6  A year tells of those that paid or were credited in it, as satisfied as they were when it ended,
       or on the day.                                                                          C-W2 C-W3
  CN7  While no rate tells a payment, no share of the revenue is known, and no finding made of one.  X-11
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Final

from attrs import evolve, frozen

from majoracct.domain.account.coverage import Coverage, counted
from majoracct.domain.account.forecast import expected
from majoracct.domain.account.revenue import by_year
from majoracct.domain.account.satisfaction import moods
from majoracct.domain.account.segmentation import treated_as
from majoracct.domain.account.sponsorship import active
from majoracct.domain.assessments.threshold import Basis
from majoracct.domain.calendar import whole_year
from majoracct.domain.money import Money, decimals
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import rounded, share_of

__all__ = [
    "By",
    "Concentration",
    "Pareto",
    "Placed",
    "amounts",
    "by_group",
    "concentration",
    "customers",
    "pareto",
    "ranked",
    "satisfied",
]


class By(enum.Enum):
    """By what customers are put together."""

    YEAR = "year"
    TIER = "tier"
    CHANNEL = "channel"


@frozen
class Placed:
    """A customer's place among all: its amount, its share, and that of all up to and including it.

    share, cumulative: of what all paying customers bring; None for one that pays nothing net.
    They are unknown, and None, while no rate tells a payment of somebody's; the rest goes by what rates tell.
    """

    rank: int
    account: str
    amount: Decimal
    share: Decimal | None
    cumulative: Decimal | None
    in_set: bool
    in_top: bool


@frozen
class Pareto:
    """Who brings most of the business, in a calendar year.

    paid: what the paying customers bring. returned: what the others were credited beyond their payments,
    below nothing; both together are the net of all. untold: how many payments no rate tells besides.
    """

    placed: tuple[Placed, ...]
    paid: Decimal
    returned: Decimal
    untold: int = 0

    @property
    def members(self) -> tuple[str, ...]:
        """The Pareto set, largest first."""
        return tuple(p.account for p in self.placed if p.in_set)

    @property
    def top(self) -> tuple[str, ...]:
        """The top by count, largest first."""
        return tuple(p.account for p in self.placed if p.in_top)


@frozen
class Concentration:
    """How concentrated the revenue of some customers is.

    accounts: how many there are. paying: how many of them pay something net. paid, returned: as in Pareto.
    hhi: the sum of the squared shares of the paying (the Herfindahl-Hirschman index), from 0 to 1.
    satisfied, unsatisfied, unknown: how many are, how many are not, and of how many nobody knows.
    untold: how many payments no rate tells: they are in no sum.
    """

    currency: str
    accounts: int
    paying: int
    paid: Decimal
    returned: Decimal
    hhi: Decimal | None
    satisfied: int
    unsatisfied: int
    unknown: int
    untold: int = 0

    @property
    def net(self) -> Decimal:
        """What all bring together, credits taken off."""
        return self.paid + self.returned

    @property
    def per_customer(self) -> Money | None:
        """What a paying customer brings on average, rounded half-even; None when nobody pays, or unknown."""
        if not self.paying or self.untold:
            return None
        smallest = Decimal(1).scaleb(-decimals(self.currency))
        return Money((self.paid / self.paying).quantize(smallest), self.currency)

    @property
    def satisfied_share(self) -> Decimal | None:
        """The share of satisfied customers among those of whom it is known; None when of none."""
        return rounded(share_of(self.satisfied, self.satisfied + self.unsatisfied))


def customers(accounts: Iterable[Account], terms: Terms) -> list[Account]:
    """Return the accounts that count as customers, by key."""
    return sorted((a for a in accounts if counted(a, terms)), key=lambda a: a.key)


def amounts(
    accounts: Iterable[Account], terms: Terms, year: int, basis: Basis = Basis.ACTUAL
) -> dict[str, Decimal]:
    """Return what each customer brought in YEAR as far as the day, or is expected to, by key.

    A customer of which nothing came in, or nothing is expected, is left out.
    """
    found = {}
    for account in customers(accounts, terms):
        if basis is Basis.ACTUAL:
            taken = by_year(account).get(year)
            if taken:
                found[account.key] = taken.net
        elif (stated := expected(account).get(year)) and not whole_year(year, account.on):
            found[account.key] = stated.amount.amount
    return found


def ranked(by_account: Mapping[str, Decimal], terms: Terms) -> Pareto:
    """Return the customers whose amounts are given, largest first, with the Pareto set and the top."""
    order = sorted(by_account.items(), key=lambda item: (-item[1], item[0]))
    payers = [amount for _, amount in order if amount > 0]
    paid = sum(payers, Decimal(0))
    wanted = terms.concentration
    top = int((len(payers) * wanted.customers).to_integral_value(ROUND_CEILING))
    placed, before = [], Decimal(0)
    for rank, (account, amount) in enumerate(order, 1):
        if amount <= 0:
            placed.append(Placed(rank, account, amount, None, None, False, False))
            continue
        after = before + amount
        placed.append(
            Placed(
                rank,
                account,
                amount,
                rounded(share_of(amount, paid)),
                rounded(share_of(after, paid)),
                before < wanted.business * paid,
                rank <= top,
            )
        )
        before = after
    return Pareto(tuple(placed), paid, sum(by_account.values(), Decimal(0)) - paid)


def pareto(accounts: Iterable[Account], terms: Terms, year: int, basis: Basis = Basis.ACTUAL) -> Pareto:
    """Return who brings most of the business in YEAR: of what came in, or of what is expected (C-D3)."""
    known = customers(accounts, terms)
    found = ranked(amounts(known, terms, year, basis), terms)
    taken = (by_year(account).get(year) for account in known if basis is Basis.ACTUAL)
    untold = sum(each.untold for each in taken if each)
    if not untold:
        return found
    placed = (evolve(p, share=None, cumulative=None) for p in found.placed)
    return evolve(found, placed=tuple(placed), untold=untold)


def satisfied(account: Account) -> bool | None:
    """Return whether the customer is satisfied with us, as its sponsors say; None when none was asked."""
    sponsors = active(account)
    known = [mood.satisfaction.content for person, mood in moods(account).items() if person in sponsors]
    return all(known) if known else None


def concentration(
    accounts: Iterable[Account], terms: Terms, year: int, asked: dt.date | None = None
) -> Concentration:
    """Return how concentrated the revenue of YEAR is among those of ACCOUNTS that are customers (C-W2).

    asked: the day as of which they are satisfied or not; the day seen when not given.
    """
    known = customers(accounts, terms)
    found = pareto(known, terms, year)
    payers = [p.amount for p in found.placed if p.amount > 0]
    squares = sum((amount * amount for amount in payers), Decimal(0))
    content = [satisfied(account.at(asked) if asked else account) for account in known]
    return Concentration(
        terms.threshold.currency,
        accounts=len(known),
        paying=len(payers),
        paid=found.paid,
        returned=found.returned,
        hhi=None if found.untold else rounded(share_of(squares, found.paid * found.paid)),
        satisfied=content.count(True),
        unsatisfied=content.count(False),
        unknown=content.count(None),
        untold=found.untold,
    )


def _tier(account: Account, terms: Terms) -> str:
    return treated_as(account, terms).value


def _channel(account: Account, terms: Terms) -> str:
    stated = account[Coverage].channel
    return stated.value.value if stated else "unstated"


_GROUP: Final[dict[By, Callable[[Account, Terms], str]]] = {By.TIER: _tier, By.CHANNEL: _channel}


def by_group(
    accounts: Iterable[Account], terms: Terms, by: By, on: dt.date
) -> list[tuple[str, Concentration]]:
    """Return how concentrated the revenue is: of each calendar year, or of ON's year by tier or channel.

    A tier is the one assigned, else the one indicated; it and a channel tell of all customers in it.
    """
    known = customers(accounts, terms)
    if by is By.YEAR:
        years = sorted({year for account in known for year in by_year(account)})
        return [(str(year), _of_year(known, terms, year, on)) for year in years]
    groups: dict[str, list[Account]] = {}
    for account in known:
        groups.setdefault(_GROUP[by](account, terms), []).append(account)
    return [(name, concentration(groups[name], terms, on.year)) for name in sorted(groups)]


def _of_year(known: list[Account], terms: Terms, year: int, on: dt.date) -> Concentration:
    told = [account for account in known if year in by_year(account)]
    return concentration(told, terms, year, min(dt.date(year, 12, 31), on))
