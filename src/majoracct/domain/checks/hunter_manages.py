"""The account manager leans to new accounts further than policy has it (B-R8 C-X0)."""

from __future__ import annotations

from typing import Final

from majoracct.domain.checks.finding import AccountCheck, Severity, cautioned

__all__ = ["CHECK"]

CHECK: Final = AccountCheck(
    id="hunter-manages",
    severity=Severity.LOW,
    meaning="The account manager is better suited to winning new accounts than to managing a major one.",
    clear="Seat another account manager (`team seat`), or judge their traits anew (`staff trait`).",
    find=cautioned("RO6"),
)
