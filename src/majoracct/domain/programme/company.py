"""Company: our own company's revenue, against which a customer's share of it is measured.

Rules
  CR1  The company's revenue is above nothing, in the ledger's currency.  C-T1
  CR2  It is stated of a calendar year that has begun.                   C-T1
  CR3  What was stated last of a year stands.                            C-T1
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import field, frozen

from majoracct.domain.book.settings import Settings
from majoracct.domain.kernel import Fact, Map, ProgrammeEvent, Refused
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

# What we know


@frozen
class Turnover:
    """What our company took in a calendar year."""

    amount: Money
    on: dt.date
    fact: str


@frozen
class Company:
    """Our company's own revenue, by calendar year."""

    years: Map[str, Turnover] = field(factory=Map)


# Why not


class CompanyRevenueWorthless(Refused):
    rule = "CR1"


class CompanyRevenueInForeignCurrency(Refused):
    rule = "CR1"


class YearNotBegun(Refused):
    rule = "CR2"


# What happened


@frozen
class CompanyRevenueStated(ProgrammeEvent[Company]):
    """Our company's own revenue of a calendar year was stated, from all its customers.

    year: the calendar year.
    amount: the revenue, in the ledger's currency, whatever rates are in force.
    """

    topic = Company
    verb = "programme revenue"
    says = "Our own revenue in {year}: {amount}"

    year: int
    amount: Money

    def admit(self, programme: Programme) -> None:
        if not 1 <= self.year <= programme.on.year:
            raise YearNotBegun(
                f"{self.year} is no year that has begun by {programme.on}", "State it of a year that has."
            )
        if self.amount.amount <= 0:
            raise CompanyRevenueWorthless(
                f"A revenue of {self.amount} leaves nothing to take a share of", "State an amount above 0."
            )
        currency = programme.book[Settings].currency
        if currency and self.amount.currency != currency:
            raise CompanyRevenueInForeignCurrency(
                f"{self.amount} is not in the ledger's currency, {currency}", f"State it in {currency}."
            )

    def change(self, state: Company, fact: Fact) -> Company:
        found = Turnover(self.amount, fact.on, fact.reference)
        return Company(state.years.insert(str(self.year), found))

    def untold(self, state: Company, fact: Fact) -> Company:
        return Company(state.years.discard(str(self.year)))


# What follows


def company_revenue(programme: Programme, year: int) -> Turnover | None:
    """Return what our company took in YEAR, as stated by the day; None when nobody stated it."""
    return programme[Company].years.get(str(year))
