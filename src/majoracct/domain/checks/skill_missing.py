"""Nobody in an account's team is known to be strong at selling, or at managing (C-S0 C-S3)."""

from __future__ import annotations

from typing import Final

from majoracct.domain.checks.finding import AccountCheck, Severity, cautioned

__all__ = ["CHECK"]

CHECK: Final = AccountCheck(
    id="skill-missing",
    severity=Severity.LOW,
    meaning="Few are strong at both halves of the work; the team together should be, and is not known to be.",
    clear="Grade the skills of its members (`staff skill`), or seat somebody who is strong there.",
    find=cautioned("RO8"),
)
