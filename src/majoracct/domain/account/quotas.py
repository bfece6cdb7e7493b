"""Quotas: what an account is to bring in a period, and how much of that came in.

Rules
  QT1  A quota is an amount above nothing, in the ledger's currency.                           R-U4
  QT2  It is for a period of the calendar or the fiscal year, by its word, that is not over.       R-U4 X-10
  QT3  The quota set last for a period stands, by whatever word; those of accounts that merged add up until
       one is set anew, and where one of them has none nobody knows.                             R-U4
  QT4  Attained is what came in, net, of the period's quota, as far as the day; unknown while no rate tells a
       payment.                                                                          R-U4 X-11
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.revenue import in_ledgers_currency, takings
from majoracct.domain.book.settings import Settings
from majoracct.domain.calendar import Period, PeriodError, read_period
from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused
from majoracct.domain.money import Money
from majoracct.domain.shares import share_of

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Quota:
    """What an account is to bring in a period."""

    period: str
    amount: Money
    on: dt.date
    place: int
    fact: str


@frozen
class Quotas:
    """The quotas set, by account and period."""

    items: Map[str, Quota] = field(factory=Map)  # acme/2024Q3


# Why not


class QuotaOfNothing(Refused):
    rule = "QT1"


class NoPeriodOfAQuota(Refused):
    rule = "QT2"


class QuotaTooLate(Refused):
    rule = "QT2"


# What happened


@frozen
class QuotaSet(AccountEvent[Quotas]):
    """The account was given a quota: what it is to bring in a period (R-U4).

    period: which, such as 2025, 2025H1, 2025Q3, FY2025 or FY2025Q1. Public: names nobody.
    amount: what is to come in.
    """

    topic = Quotas
    verb = "revenue quota"
    says = "Quota of {period} set at {amount}"

    period: str
    amount: Money

    def admit(self, account: Account) -> None:
        if self.amount.amount <= 0:
            raise QuotaOfNothing(f"{self.amount} is no quota", "State an amount above 0.")
        in_ledgers_currency(self.amount, account)
        try:
            period = quota_period(self.period, account)
        except PeriodError as error:
            raise NoPeriodOfAQuota(f"{error}", "Name a year, a half, a quarter or a month.") from None
        if (period.end - period.start).days < 2:
            raise NoPeriodOfAQuota(f"{self.period} is a day", "Name a year, a half, a quarter or a month.")
        if account.on >= period.end:
            raise QuotaTooLate(f"{self.period} was over on {account.on}", "Set it for what is to come.")

    def change(self, state: Quotas, fact: Fact) -> Quotas:
        quota = Quota(self.period, self.amount, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(f"{fact.stream}/{self.period}", quota))

    def untold(self, state: Quotas, fact: Fact) -> Quotas:
        return evolve(state, items=state.items.discard(f"{fact.stream}/{self.period}"))


# What follows


def quota_period(word: str, account: Account) -> Period:
    """Return the period WORD means, by the ledger's fiscal year. Raises PeriodError."""
    return read_period(word, account.book[Settings].fiscal_year_start)


@frozen
class Attained:
    """How much of an account's quota of a period came in by the day.

    quota: None: one of the accounts that merged has none. revenue: None: no rate tells a payment.
    share: None: unknown.
    elapsed: how much of the period has passed, the day included.
    """

    period: Period
    quota: Money | None
    revenue: Decimal | None
    share: Decimal | None
    elapsed: Decimal
    facts: tuple[str, ...]


def attained(account: Account) -> tuple[Attained, ...]:
    """Return how much of each quota ACCOUNT has attained by the day, the earliest period first (R-U4).

    A period that has not begun is not told of.
    """
    quotas = dict[tuple[dt.date, dt.date], dict[str, Quota]]()  # by the days of a period, by stream
    for key, quota in sorted(account[Quotas].items.items(), key=lambda item: (item[1].on, item[1].place)):
        period = quota_period(quota.period, account)
        quotas.setdefault((period.start, period.end), {})[key.rpartition("/")[0]] = quota
    return tuple(_attained(account, quotas[days]) for days in sorted(quotas) if days[0] <= account.on)


def _attained(account: Account, quotas: Mapping[str, Quota]) -> Attained:
    last = max(quotas.values(), key=lambda quota: (quota.on, quota.place))
    period, standing = quota_period(last.period, account), _standing(account, quotas)
    came = takings(account, period.start, period.end)
    quota = None
    for each in standing:
        quota = quota + each.amount if quota else each.amount
    share = share_of(came.whole, quota.amount) if quota and came.whole is not None else None
    facts = (*(each.fact for each in standing), *([came.last] if came.last else []))
    return Attained(period, quota, came.whole, share, elapsed(period.start, period.end, account.on), facts)


def _standing(account: Account, quotas: Mapping[str, Quota]) -> tuple[Quota, ...]:
    """Return those of the QUOTAS of a period that add up to the account's; none where one is unknown."""
    found, covered = list[Quota](), set[str]()
    for stream in account.streams:
        if stream in covered:
            continue  # merged by the day on which a quota was set for the whole
        quota = quotas.get(stream)
        if quota is None:
            return ()
        found.append(quota)
        covered.update(account.other(stream).at(quota.on).streams)
    return tuple(found)


def elapsed(start: dt.date, end: dt.date, on: dt.date) -> Decimal:
    """Return which share of the days from START up to but not including END had passed as ON ended."""
    whole, gone = (end - start).days, (on - start).days + 1
    share = share_of(gone, whole)
    return Decimal(1) if share is None else min(max(share, Decimal(0)), Decimal(1))
