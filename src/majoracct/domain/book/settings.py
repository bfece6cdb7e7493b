"""Settings: what was decided once, when the ledger was created.

Rules
  L1  A ledger is created once.
  L2  What it was created with stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from majoracct.domain.kernel import Fact, LedgerEvent, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Book

# What we know


@frozen
class Settings:
    """The ledger's currency, zone and fiscal calendar."""

    currency: str = ""
    zone: str = "UTC"
    fiscal_year_start: int = 1


# Why not


class AlreadyCreated(Refused):
    rule = "L1"


class SettingsStay(Refused):
    rule = "L2"


# What happened


@frozen
class LedgerCreated(LedgerEvent[Settings]):
    """A ledger was created, in which money is in one currency unless it says otherwise.

    currency: the ledger's currency, an ISO 4217 code.
    zone: the IANA time zone of its days, such as Europe/London.
    fiscal_year_start: the month (1 to 12) in which its fiscal years start.
    """

    topic = Settings
    verb = ""
    says = "Ledger created in {currency}, days in {zone}"

    currency: str
    zone: str = "UTC"
    fiscal_year_start: int = 1

    def admit(self, book: Book) -> None:
        if book.head:
            raise AlreadyCreated("This ledger has its settings", "Create another ledger for other settings.")

    def release(self, fact: Fact, seen: Book) -> None:
        raise SettingsStay("The ledger's settings cannot be withdrawn", "Create another ledger.")

    def change(self, state: Settings, fact: Fact) -> Settings:
        return Settings(self.currency, self.zone, self.fiscal_year_start)
