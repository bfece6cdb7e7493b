"""Settings: what was decided once, when the ledger was created.

Rules
  L1  A ledger is created once.
  L2  What it was created with stays.
  L3  It is created in a currency, in a time zone, with fiscal years that start in one of twelve months.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import frozen

from majoracct.domain.kernel import Fact, LedgerEvent, Refused
from majoracct.domain.money import Money, MoneyError

if TYPE_CHECKING:
    from majoracct.domain.seen import Book

# What we know


@frozen
class Settings:
    """The ledger's currency, zone and fiscal calendar, and its last day, if it tells of a closed period."""

    currency: str = ""
    zone: str = "UTC"
    fiscal_year_start: int = 1
    until: dt.date | None = None


# Why not


class AlreadyCreated(Refused):
    rule = "L1"


class SettingsStay(Refused):
    rule = "L2"


class SettingsUnusable(Refused):
    rule = "L3"


# What happened


@frozen
class LedgerCreated(LedgerEvent[Settings]):
    """A ledger was created, in which money is in one currency unless it says otherwise.

    currency: the ledger's currency, an ISO 4217 code.
    zone: the IANA time zone of its days, such as Europe/London.
    fiscal_year_start: the month (1 to 12) in which its fiscal years start.
    until: the last day it tells of, when that is past: a question that names no day is asked of it.
    """

    topic = Settings
    verb = ""
    says = "Ledger created in {currency}, days in {zone}"

    currency: str
    zone: str = "UTC"
    fiscal_year_start: int = 1
    until: dt.date | None = None

    def admit(self, book: Book) -> None:
        if book.head:
            raise AlreadyCreated("This ledger has its settings", "Create another ledger for other settings.")
        try:
            Money.zero(self.currency)
        except MoneyError:
            raise SettingsUnusable(
                f"{self.currency!r} is no currency code", "Write three letters, such as GBP."
            ) from None
        if not self.zone.strip():  # whether there is such a zone is for who can look it up
            raise SettingsUnusable("The ledger's days are in no time zone", "Name one, such as UTC.")
        if not 1 <= self.fiscal_year_start <= 12:
            raise SettingsUnusable(
                f"There is no month {self.fiscal_year_start} in which fiscal years could start",
                "Give a month from 1 to 12.",
            )

    def release(self, fact: Fact, seen: Book) -> None:
        raise SettingsStay("The ledger's settings cannot be withdrawn", "Create another ledger.")

    def change(self, state: Settings, fact: Fact) -> Settings:
        return Settings(self.currency, self.zone, self.fiscal_year_start, self.until)
