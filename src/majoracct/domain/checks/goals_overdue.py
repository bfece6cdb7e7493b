"""The day of a goal has passed, and nothing shows that it was reached (R-U2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.goal_measures import late_goals
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for key, goal in late_goals(account, examined.terms).items():
        days = (account.on - goal.due).days
        says = f"“{goal.what}” was to be reached by {goal.due}, {days} day{'s' if days > 1 else ''} ago"
        yield Raised(says, (goal.fact,), key)


CHECK: Final = AccountCheck(
    id="goals-overdue",
    severity=Severity.MEDIUM,
    meaning="A goal's day has passed, and nothing on record shows that it was reached.",
    clear="Record what it is measured by, or that it was reached (`goal reach`); or drop it (`goal drop`).",
    find=_find,
)
