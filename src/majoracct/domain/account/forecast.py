"""Forecast: what the customer can be expected to pay us, year by year, and on what that rests.

Rules
  FC1  Revenue is expected of a calendar year that is not over.                            B-D1
  FC2  It is above nothing, in the ledger's currency, and on a stated basis.               B-D1
  FC3  What was expected last of a year stands.                                            B-D1 C-D4
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

_LAST: Final = 9998  # the last year a period can name

# What we know


@frozen
class Expected:
    """What a calendar year should bring, and why we think so."""

    amount: Money
    basis: str
    on: dt.date
    place: int
    fact: str


@frozen
class Forecast:
    """What we expect, by calendar year."""

    years: Map[str, Expected] = field(factory=Map)


# Why not


class YearOver(Refused):
    rule = "FC1"


class YearOutsideCalendar(Refused):
    rule = "FC1"


class BasisUnstated(Refused):
    rule = "FC2"


class NothingExpected(Refused):
    rule = "FC2"


# What happened


@frozen
class RevenueExpected(AccountEvent[Forecast]):
    """We judged what the customer will pay us in a calendar year; it takes over from what we judged before.

    year: the calendar year.
    amount: what the whole year should bring.
    basis: on what that rests. Public: names nobody.
    """

    topic = Forecast
    verb = "revenue expect"
    says = "{amount} expected in {year}: {basis}"
    carries_over = False  # two expectations do not make one: the successor's is judged anew

    year: int
    amount: Money
    basis: str

    def admit(self, account: Account) -> None:
        if self.year > _LAST:
            raise YearOutsideCalendar(f"{self.year} is no year of the calendar", "Name the calendar year.")
        if self.year < account.on.year:
            raise YearOver(
                f"{self.year} was over on {account.on}",
                "Record what it brought, or expect it of a later year.",
            )
        if not self.basis.strip():
            raise BasisUnstated("Nothing says why so much is expected", "Say on what it rests.")
        if self.amount.amount <= 0:
            raise NothingExpected(f"{self.amount} is nothing to expect", "State an amount above 0.")
        in_ledgers_currency(self.amount, account)

    def change(self, state: Forecast, fact: Fact) -> Forecast:
        found = Expected(self.amount, self.basis, fact.on, fact.place, fact.reference)
        return Forecast(state.years.insert(str(self.year), found))

    def untold(self, state: Forecast, fact: Fact) -> Forecast:
        return Forecast(state.years.discard(str(self.year)))


# What follows


def expected(account: Account) -> dict[int, Expected]:
    """Return what we expect on the day, by calendar year, those that are over since included."""
    years = ((int(year), found) for year, found in account[Forecast].years.items())
    return dict(sorted(years, key=lambda item: item[0]))
