"""Two sides: who of our selling team looks after whom of their buying team, and how the two get on.

Rules
  TS1  Each function of ours meets each of theirs in one cell, sixteen in all, empty ones included.  C-M4 C-M5
  TS2  A function of ours that nobody has is told, with what it sees to.                    C-M4
  TS3  A function of theirs is unattended where we know people in it and look after none, and unknown
       where we know nobody.                                                                C-M5
  TS4  Who serves in finance is the natural confirmer of benefits in figures; where we know nobody
       there, the lack of one is told.                                                     C-M5d
  TS5  How the two teams work together is what was last observed; unknown where nothing was. C-M1
"""

from __future__ import annotations

from attrs import frozen

from majoracct.domain.account.collaboration import Collaboration, Observed
from majoracct.domain.account.cover import Contact, function_gaps, grid, sellers, uncovered
from majoracct.domain.account.relationships import BuyingFunction, buying_team
from majoracct.domain.programme.terms import SellingFunction
from majoracct.domain.seen import Account

__all__ = ["Cell", "TwoSides", "two_sides"]


@frozen
class Cell:
    """Where a function of ours meets one of theirs: who looks after whom."""

    selling: SellingFunction
    buying: BuyingFunction
    contacts: tuple[Contact, ...]


@frozen
class TwoSides:
    """The two teams of an account on a day.

    ours: who has which function of the selling team. theirs: whom we know in each of the buying team.
    unfilled: the functions of ours that nobody has. unattended: those of theirs in which we know people,
    and look after none. unknown: those in which we know nobody.
    together: how the two were last seen to work together; None: unknown.
    """

    account: str
    cells: tuple[Cell, ...]
    ours: dict[SellingFunction, tuple[str, ...]]
    theirs: dict[BuyingFunction, tuple[str, ...]]
    unfilled: tuple[SellingFunction, ...]
    unattended: tuple[BuyingFunction, ...]
    unknown: tuple[BuyingFunction, ...]
    together: Observed | None

    @property
    def covered(self) -> int:
        """In how many of the sixteen cells somebody looks after somebody."""
        return sum(bool(cell.contacts) for cell in self.cells)

    @property
    def confirmers(self) -> tuple[str, ...]:
        """Who at the customer would naturally confirm a benefit in figures: those in finance (C-M5d)."""
        return self.theirs[BuyingFunction.FINANCE]


def two_sides(account: Account) -> TwoSides:
    """Return who of ours looks after whom of theirs on the day, cell by cell."""
    selling, gaps = sellers(account), uncovered(account)
    return TwoSides(
        account.key,
        tuple(Cell(ours, theirs, found) for (ours, theirs), found in grid(account).items()),
        {f: tuple(p for p, a in selling.items() if a.function is f) for f in SellingFunction},
        buying_team(account),
        function_gaps(account),
        gaps.unattended,
        gaps.unknown,
        account[Collaboration].latest,
    )
