"""The account grew by the share of policy, and no expert in its industry is seated (B-T4)."""

from __future__ import annotations

from typing import Final

from majoracct.domain.checks.finding import AccountCheck, Severity, cautioned

__all__ = ["CHECK"]

CHECK: Final = AccountCheck(
    id="expert-wanted",
    severity=Severity.LOW,
    meaning="A customer that grows so fast may need an expert in its industry, and the team has none.",
    clear="Seat a subject expert (`team seat`).",
    find=cautioned("RO4"),
)
