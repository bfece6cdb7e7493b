"""Revenue: what the customer paid us, payment by payment.

Rules
  RV1  An amount is in the ledger's currency, or in one that a rate in force on its day tells in it.  X-11
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused
from majoracct.domain.money import Money
from majoracct.domain.programme.rates import Rates, home_currency

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Takings:
    """What came in over some days, in the ledger's currency. A credit counts as a payment below nothing.

    net: all payments added up. payments: how many, credits included. credits: how many below nothing.
    purchases: those above nothing, added up. largest: the largest of them.
    untold: how many of the payments no rate tells: they are in no sum.
    """

    net: Decimal = Decimal(0)
    payments: int = 0
    credits: int = 0
    purchases: Decimal = Decimal(0)
    largest: Decimal = Decimal(0)
    last: str = ""  # the fact of the last purchase
    untold: int = 0

    @property
    def whole(self) -> Decimal | None:
        """All payments added up; None while no rate tells one of them."""
        return None if self.untold else self.net

    def plus(self, other: Takings) -> Takings:
        """Return what came in over both."""
        return Takings(
            self.net + other.net,
            self.payments + other.payments,
            self.credits + other.credits,
            self.purchases + other.purchases,
            max(self.largest, other.largest),
            other.last or self.last,
            self.untold + other.untold,
        )


@frozen
class Revenue:
    """What came in, day by day (2017-03-31)."""

    days: Map[str, Takings] = field(factory=Map)

    @cached_property
    def in_order(self) -> Sequence[tuple[str, Takings]]:
        """The days and what came in on each, earliest first."""
        return sorted(self.days.items(), key=lambda item: item[0])


# Why not


class ForeignCurrency(Refused):
    rule = "RV1"


class AmountTooLarge(Refused):
    rule = "RV1"


def in_ledgers_currency(money: Money, account: Account) -> Money:
    """Return MONEY in the ledger's currency; raise Refused unless a rate in force on the day tells it so."""
    home = home_currency(account.past)  # an import asks once a row
    if not home or money.currency == home:
        return money
    rate = account.programme[Rates].in_force(money.currency, home, account.on)
    if rate is None:
        raise ForeignCurrency(
            f"{money} is not in the ledger's currency, {home}, and no rate between {money.currency} and "
            f"{home} is in force on {account.on}",
            f"Record the rate first (programme rate), or the amount in {home}.",
        )
    told = rate.tell(money, home)
    if told is None:
        raise AmountTooLarge(
            f"{money} comes to more {home} than any amount may be, at the rate of {rate.fact}",
            "Correct the amount, or the rate.",
        )
    return told


# What happened


@frozen
class RevenueRecorded(AccountEvent[Revenue]):
    """The customer paid us; a credit is a payment below nothing.

    amount: what came in.
    """

    topic = Revenue
    verb = "revenue record"
    says = "Paid {amount}"

    amount: Money

    def admit(self, account: Account) -> None:
        in_ledgers_currency(self.amount, account)

    def telling(self) -> str:
        return "Credited {credit}" if self.amount.amount < 0 else self.says

    @property
    def credit(self) -> Money:
        """What we gave back, when this is a credit."""
        return Money(-self.amount.amount, self.amount.currency)

    def change(self, state: Revenue, fact: Fact) -> Revenue:
        amount = self.amount.amount
        bought = max(amount, Decimal(0))
        taken = Takings(amount, 1, int(amount < 0), bought, bought, fact.reference if bought else "")
        return _with(state, fact, taken)

    def untold(self, state: Revenue, fact: Fact) -> Revenue:
        amount = self.amount.amount
        taken = Takings(
            payments=1, credits=int(amount < 0), last=fact.reference if amount > 0 else "", untold=1
        )
        return _with(state, fact, taken)


def _with(state: Revenue, fact: Fact, taken: Takings) -> Revenue:
    """Return STATE once that was TAKEN, too, on the day of FACT."""
    day = fact.on.isoformat()
    before = state.days.get(day)
    return Revenue(state.days.insert(day, before.plus(taken) if before else taken))


# What follows


def takings(account: Account, start: dt.date, end: dt.date) -> Takings:
    """Return what came in from START up to but not including END, as far as the day seen."""
    days = account[Revenue].in_order
    first = bisect_left(days, start.isoformat(), key=lambda item: item[0])
    last = bisect_left(days, end.isoformat(), key=lambda item: item[0])
    return _together([taken for _, taken in days[first:last]])


def by_year(account: Account) -> dict[int, Takings]:
    """Return what came in, by calendar year, as far as the day seen."""
    years: dict[int, list[Takings]] = {}
    for day, taken in account[Revenue].in_order:
        years.setdefault(int(day[:4]), []).append(taken)
    return {year: _together(days) for year, days in years.items()}


def _together(days: Sequence[Takings]) -> Takings:
    """Return what came in over all DAYS, which are in order: as `plus` would, in one pass."""
    nothing = Decimal(0)
    return Takings(
        sum((d.net for d in days), nothing),
        sum(d.payments for d in days),
        sum(d.credits for d in days),
        sum((d.purchases for d in days), nothing),
        max((d.largest for d in days), default=nothing),
        next((d.last for d in reversed(days) if d.last), ""),
        sum(d.untold for d in days),
    )
