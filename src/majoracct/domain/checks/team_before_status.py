"""An account's team was formed on a day on which the account was not major (B-T0)."""

from __future__ import annotations

from typing import Final

from majoracct.domain.checks.finding import AccountCheck, Severity, cautioned

__all__ = ["CHECK"]

CHECK: Final = AccountCheck(
    id="team-before-status",
    severity=Severity.MEDIUM,
    meaning="The team was formed before major status was granted, and not after.",
    clear="Correct the day of either, if it is wrong; else accept the finding, saying why.",
    find=cautioned("RO5"),
)
