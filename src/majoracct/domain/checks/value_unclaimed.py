"""Value was documented, and not claimed for longer than policy allows (B-E4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.claims import ledger_of_value
from majoracct.domain.assessments.value import late
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    days = examined.terms.value.claim_days
    for entry in ledger_of_value(account):
        if late(entry, examined.terms):
            worth = f", worth {entry.documented}" if entry.documented else ""
            says = (
                f"“{entry.item.title}”{worth}, documented on {entry.item.on}, was not claimed in {days} days"
            )
            yield Raised(says, (entry.item.fact,), entry.value)


CHECK: Final = AccountCheck(
    id="value-unclaimed",
    severity=Severity.MEDIUM,
    meaning="The customer was not told what our work was worth to it, though we wrote it down.",
    clear="Put it before somebody there, and record to whom (`value claim`).",
    find=_find,
)
