"""An issue was escalated, and our executive sponsor has not taken it up (S-A4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.escalations import Escalations
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    days = examined.terms.programme.escalation_days
    for key, found in account[Escalations].in_order:
        if found.late(account.on, days):
            says = f"“{found.what}” was escalated on {found.on}, and nobody took it up in {days} days"
            yield Raised(says, (found.fact,), key)


CHECK: Final = AccountCheck(
    id="escalation-not-taken-up",
    severity=Severity.MEDIUM,
    meaning="An escalated issue is open, and our executive sponsor did not take it up in the days allowed.",
    clear="Take it up (`escalation take-up`), or say how it was resolved (`escalation resolve`).",
    find=_find,
)
