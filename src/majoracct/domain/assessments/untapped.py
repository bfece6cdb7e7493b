"""Untapped: how much of what a customer's units buy is ours, and how much we might still win.

Rules
  WH7  Money adds up where it is known what is spent; of how many cells it is not is told beside it.   R-O5
  WH8  Our penetration is our share of the cells of which it is known who provides them, and our share of
       what is spent in those of them of which that is known; of what is ours, and what is not, it is known
       of one cell at least, or the share is unknown.                                                  R-O5
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.whitespace import Cell, Provider, whitespace
from majoracct.domain.kernel import alike
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Amount", "Reach", "reach", "reach_of"]


@frozen
class Amount:
    """So many cells, what is spent in them in a year, and in how many of them that is unknown."""

    cells: int = 0
    spend: Decimal = Decimal(0)
    unpriced: int = 0

    @property
    def worth(self) -> Decimal | None:
        """What is known to be spent in them in a year; None when it is known of none of them."""
        return None if self.cells and self.unpriced == self.cells else self.spend

    def plus(self, cell: Cell) -> Amount:
        """Return it with one CELL more."""
        priced = cell.spend.amount if cell.spend else Decimal(0)
        return Amount(self.cells + 1, self.spend + priced, self.unpriced + (cell.spend is None))


@frozen
class Reach:
    """How far we have come: what is ours, what is untapped, and what nobody knows.

    rivals: what is with competitors, by name; "" stands for one that nobody named.
    """

    ours: Amount
    untapped: Amount
    unknown: Amount
    by_provider: dict[Provider, Amount]
    rivals: dict[str, Amount]

    @property
    def penetration(self) -> Decimal | None:
        """Our share of the cells of which it is known who provides them; None when of none."""
        return share_of(self.ours.cells, self.ours.cells + self.untapped.cells)

    @property
    def share_of_spend(self) -> Decimal | None:
        """Our share of what is known to be spent in them; None when of none."""
        return self.share_of_spend_of(self.ours)

    def share_of_spend_of(self, part: Amount) -> Decimal | None:
        """Return the share of PART in what is known to be spent in them."""
        if None in (part.worth, self.ours.worth, self.untapped.worth):
            return None
        return share_of(part.spend, self.ours.spend + self.untapped.spend)


def reach(cells: Iterable[Cell]) -> Reach:
    """Return how far we have come in CELLS."""
    by_provider = {provider: Amount() for provider in Provider}
    rivals: dict[str, Amount] = {}
    called: dict[str, str] = {}
    untapped = Amount()
    for cell in cells:
        if cell.offering is None:
            continue  # a unit of which we know no offering is no cell yet
        by_provider[cell.provider] = by_provider[cell.provider].plus(cell)
        if cell.provider.untapped:
            untapped = untapped.plus(cell)
        if cell.provider is Provider.COMPETITOR:
            name = " ".join((cell.competitor or "").split())
            name = called.setdefault(alike(name), name)  # one, however it is written
            rivals[name] = rivals.get(name, Amount()).plus(cell)
    return Reach(
        by_provider[Provider.US],
        untapped,
        by_provider[Provider.UNKNOWN],
        by_provider,
        {name: rivals[name] for name in sorted(rivals)},
    )


def reach_of(account: Account) -> Reach:
    """Return how far we have come in ACCOUNT on its day (R-O5)."""
    return reach(whitespace(account))
