"""References: figures the sources give as illustrations, shown beside an answer and never part of one."""

from __future__ import annotations

from typing import Final

from attrs import frozen

__all__ = ["EIGHT_OR_TWO_HUNDRED", "EMBEDDED_STAFF", "Embedded", "FewOrMany"]


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


EMBEDDED_STAFF: Final = Embedded("C-T7", 100)
EIGHT_OR_TWO_HUNDRED: Final = FewOrMany("C-W2", 50_000_000, 8, 200)
