"""A member of an account's team is paid as a hunter is, or by no model in use (B-C1)."""

from __future__ import annotations

from typing import Final

from majoracct.domain.checks.finding import AccountCheck, Severity, cautioned

__all__ = ["CHECK"]

CHECK: Final = AccountCheck(
    id="pay-misplaced",
    severity=Severity.LOW,
    meaning="Somebody in the team is not paid by a model for account teams.",
    clear="Have them paid by a model meant for account teams (`staff pay-model`).",
    find=cautioned("RO7"),
)
