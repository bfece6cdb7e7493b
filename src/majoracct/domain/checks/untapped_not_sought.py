"""Units of the customer buy elsewhere, or not at all, what no open opportunity seeks to sell them (R-O5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.whitespace import Cell, sought_by, untapped
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    by_offering: dict[str, list[Cell]] = {}
    for cell in untapped(account):
        if not sought_by(cell, account):
            by_offering.setdefault(cell.offering or "", []).append(cell)
    for offering in sorted(by_offering):
        cells = by_offering[offering]
        units = ", ".join(cell.unit for cell in cells)
        says = f"{offering} is untapped in {units}, and no open opportunity is for it"
        yield Raised(says, tuple(cell.fact for cell in cells if cell.fact), " ".join(offering.split()))


CHECK: Final = AccountCheck(
    id="untapped-not-sought",
    severity=Severity.LOW,
    meaning="Something of what we offer is with somebody else, or nobody, and nothing is done to win it "
    "in any unit. While an opportunity for it is open, which names no unit, none is raised.",
    clear="Identify an opportunity for it (`opportunity identify --offering`); or accept the finding, and "
    "say why it is left to others.",
    find=_find,
)
