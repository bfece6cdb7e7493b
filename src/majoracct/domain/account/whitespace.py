"""Whitespace: which unit of the customer buys which kind of thing from whom, and what of it is not ours.

A cell is a unit of the customer and an offering. Names are the same however they are written.

Rules
  WH1  A cell names a unit of the customer and an offering of ours.                        R-O5
  WH2  What is spent there in a year is not below nothing, in the ledger's currency.       R-O5
  WH3  A competitor is named only where the cell is with one.                              R-O5
  WH4  A cell set later takes the place of the one before, whole: what it leaves out is unknown again.  R-O5
  WH5  Untapped is what somebody else provides, or nobody does; a cell of which nobody knows is neither
       untapped nor ours.                                                                  R-O5
  WH6  Every unit by every offering is a cell: one that nobody set is unknown. Units are those of cells
       and those we are present in; offerings those of cells and of opportunities.         R-O5
  WH9  An opportunity names no unit: where one is open for the offering, whether it seeks this unit is
       unknown; where none is, nothing does.                                               R-O5
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.presence import Presence
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused, alike
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Provider(enum.Enum):
    """From whom a unit of the customer has what an offering of ours would give it."""

    US = "us"
    COMPETITOR = "competitor"
    IN_HOUSE = "in-house"
    NONE = "none"  # nobody provides it
    UNKNOWN = "unknown"

    @property
    def untapped(self) -> bool | None:
        """Whether we might win it; None when nobody knows."""
        return None if self is Provider.UNKNOWN else self is not Provider.US


# What we know


@frozen
class Cell:
    """What a unit buys of a kind, from whom, and the fact that says so; without one, nobody said.

    offering: None where we know of a unit, and of no offering at all.
    spend: what the unit spends on it in a year, or would where nobody provides it; None: unknown.
    """

    unit: str
    offering: str | None
    provider: Provider = Provider.UNKNOWN
    competitor: str | None = None
    spend: Money | None = None
    on: dt.date | None = None
    fact: str | None = None


@frozen
class Whitespace:
    """The cells that were set, by unit and offering."""

    cells: Map[str, Cell] = field(factory=Map)


def _key(unit: str, offering: str) -> str:
    return f"{alike(unit)}\n{alike(offering)}"  # no name holds the end of a line


# Why not


class CellUnnamed(Refused):
    rule = "WH1"


class SpendBelowNothing(Refused):
    rule = "WH2"


class CompetitorOutOfPlace(Refused):
    rule = "WH3"


# What happened


@frozen
class WhitespaceCellSet(AccountEvent[Whitespace]):
    """We learned from whom a unit of the customer has what an offering of ours would give it (R-O5).

    unit: which organisation, place or process of the customer's. Public: names nobody.
    offering: which of what we offer.
    provider: us, a competitor, the customer itself, nobody; or unknown, when what was known holds no longer.
    competitor: which, where it is one and we know.
    spend: what the unit spends on it in a year, or would where nobody provides it.
    """

    topic = Whitespace
    verb = "account whitespace"
    says = "{offering} in {unit}: {provider}[ ({competitor})][, {spend} a year]"

    unit: str
    offering: str
    provider: Provider
    competitor: str | None = None
    spend: Money | None = None

    def admit(self, account: Account) -> None:
        if not self.unit.strip() or not self.offering.strip():
            raise CellUnnamed("The cell lacks a unit or an offering", "Name both.")
        if self.competitor is not None and self.provider is not Provider.COMPETITOR:
            raise CompetitorOutOfPlace(
                f"{self.competitor} is named, and provided by: {self.provider.value}",
                "Say that a competitor provides it, or name none.",
            )
        if self.spend is not None:
            if self.spend.amount < 0:
                raise SpendBelowNothing(f"Nobody spends {self.spend}", "State 0 or more, or leave it out.")
            in_ledgers_currency(self.spend, account)

    def change(self, state: Whitespace, fact: Fact) -> Whitespace:
        cell = Cell(
            " ".join(self.unit.split()),
            " ".join(self.offering.split()),
            self.provider,
            " ".join((self.competitor or "").split()) or None,
            self.spend,
            fact.on,
            fact.reference,
        )
        return Whitespace(state.cells.insert(_key(self.unit, self.offering), cell))


# What follows


def whitespace(account: Account) -> list[Cell]:
    """Return every unit of the customer by every offering, by name; unknown where nobody set it (WH6)."""
    cells = account[Whitespace].cells
    units, offerings = dict[str, str](), dict[str, str]()
    for place, _ in sorted(account[Presence].places.items()):
        units.setdefault(alike(place.partition("/")[2]), place.partition("/")[2])
    for _, sale in account[Opportunities].in_order():
        if sale.offering and sale.offering.strip():
            offerings.setdefault(alike(sale.offering), " ".join(sale.offering.split()))
    for _, cell in sorted(cells.items()):
        units[alike(cell.unit)] = cell.unit
        offerings[alike(cell.offering or "")] = cell.offering or ""
    if not offerings:
        return [Cell(unit, None) for _, unit in sorted(units.items())]
    return [
        evolve(
            cells.get(f"{unit}\n{offering}") or Cell(units[unit], None),
            unit=units[unit],  # one spelling of each, whoever set the cell
            offering=offerings[offering],
        )
        for unit in sorted(units)
        for offering in sorted(offerings)
    ]


def untapped(account: Account) -> list[Cell]:
    """Return the cells we might win: somebody else provides them, or nobody does (R-O5)."""
    return [cell for cell in whitespace(account) if cell.provider.untapped]


def sought_by(cell: Cell, account: Account) -> tuple[str, ...]:
    """Return the opportunities, open on the day, for the offering of CELL, earliest first."""
    wanted = alike(cell.offering or "")
    open_now = [(k, o) for k, o in account[Opportunities].in_order() if o.open and o.offering]
    return tuple(key for key, sale in open_now if wanted and alike(sale.offering or "") == wanted)


def sought(cell: Cell, account: Account) -> bool | None:
    """Return whether an open opportunity seeks CELL; None where one for its offering may (WH9)."""
    return None if sought_by(cell, account) else False
