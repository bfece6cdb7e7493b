"""Major status was neither granted nor reviewed within the time policy sets (B-G2 X-10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.taken import in_force
from majoracct.domain.calendar import first_beyond
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    decision = in_force(account)
    months = examined.terms.governance.review_months
    due = first_beyond(decision.on, months) if decision else None
    if decision is not None and due is not None and due <= account.on:
        says = (
            f"Major status was last decided on {decision.on}, and a review is due every {months} months: "
            f"it is overdue since {due}"
        )
        yield Raised(says, (decision.reference,))


CHECK: Final = AccountCheck(
    id="status-review-due",
    severity=Severity.MEDIUM,
    meaning="An account is major, and nobody has looked at that for longer than policy allows.",
    clear="Review the status and uphold it (`qualify review`), or revoke it (`qualify revoke`).",
    find=_find,
)
