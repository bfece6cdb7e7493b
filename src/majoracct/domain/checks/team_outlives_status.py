"""An account is no longer major, and its team stands (B-T0)."""

from __future__ import annotations

from typing import Final

from majoracct.domain.checks.finding import AccountCheck, Severity, cautioned

__all__ = ["CHECK"]

CHECK: Final = AccountCheck(
    id="team-outlives-status",
    severity=Severity.MEDIUM,
    meaning="The account lost its major status, and its team was not disbanded.",
    clear="Disband the team (`team disband`), or have the account qualify again (`qualify open`).",
    find=cautioned("RO10"),
)
