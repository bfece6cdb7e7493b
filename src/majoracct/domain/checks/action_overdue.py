"""The day of an open action has passed (J-A2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.action_plan import ActionPlan, overdue
from majoracct.domain.account.plan import Plan
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for key, due in overdue(account).items():
        action = account[Plan].actions[key]
        says = f"“{action.task}” was to be done by {due}, {(account.on - due).days} days ago"
        moves = account[ActionPlan].of(key).moves
        yield Raised(says, (action.fact, *(move.fact for move in moves[-1:])), key)


CHECK: Final = AccountCheck(
    id="action-overdue",
    severity=Severity.MEDIUM,
    meaning="An action was to be done by a day that has passed, and nobody said that it was done.",
    clear="Say that it was done (`action complete`), or openly by when it will be (`action reschedule`).",
    find=_find,
)
