"""References: figures the sources give as illustrations, shown beside an answer and never part of one."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from attrs import frozen

__all__ = ["EIGHT_OR_TWO_HUNDRED", "EMBEDDED_STAFF", "TOP_FIVE", "Embedded", "FewOrMany", "TopShare"]


@frozen
class Embedded:
    """How many of a supplier's people worked full-time at one customer's, and the row that says so."""

    row: str
    people: int


@frozen
class FewOrMany:
    """The same revenue, in whole units, from few customers or from many, and the row that says so."""

    row: str
    revenue: int
    few: int
    many: int


@frozen
class TopShare:
    """What share of revenue and of annual profit the largest customers bring, in a study, and its row."""

    row: str
    customers: int
    revenue: Decimal
    profit: Decimal


EMBEDDED_STAFF: Final = Embedded("C-T7", 100)
EIGHT_OR_TWO_HUNDRED: Final = FewOrMany("C-W2", 50_000_000, 8, 200)
TOP_FIVE: Final = TopShare("S-A5", 5, Decimal("0.22"), Decimal("0.21"))
