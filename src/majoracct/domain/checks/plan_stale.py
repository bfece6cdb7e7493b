"""A plan in force was left alone for longer than policy allows (S-F3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.plan import plan_in_force
from majoracct.domain.assessments.planning import kept_up
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    kept = kept_up(account, examined.terms)
    if kept and kept.stale:
        allowed = examined.terms.plan.stale_days
        says = f"The plan was left alone for {kept.days} days, since {kept.touched}; policy allows {allowed}"
        yield Raised(says, (kept.touch,), plan_in_force(account) or "")


CHECK: Final = AccountCheck(
    id="plan-stale",
    severity=Severity.MEDIUM,
    meaning="A plan governs nobody's day: nothing about it, its goals or its actions was recorded for long.",
    clear="Complete, add or reschedule its actions as they go (`action`), or draft another (`plan draft`).",
    find=_find,
)
