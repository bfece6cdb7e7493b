"""The internal sponsor looks after no executive at the customer (B-T1)."""

from __future__ import annotations

from typing import Final

from majoracct.domain.checks.finding import AccountCheck, Severity, cautioned

__all__ = ["CHECK"]

CHECK: Final = AccountCheck(
    id="sponsor-without-executives",
    severity=Severity.MEDIUM,
    meaning="Our internal sponsor answers for relations from executive to executive, and has none.",
    clear="Have them look after an executive there, and record it (`team contact`).",
    find=cautioned("RO2"),
)
