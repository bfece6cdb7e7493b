"""An action that was approved is no longer in the plan, and was not done (S-F7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.execution import Outcome, execution
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found = execution(account, examined.terms.review)
    for each in found.actions if found else ():
        if each.outcome is Outcome.DROPPED:
            how = "its record was withdrawn" if each.silent else "it was dropped"
            says = f"“{each.task}” was approved, to be done by {each.due}: {how}"
            yield Raised(says, each.facts, each.id)


CHECK: Final = AccountCheck(
    id="action-dropped-from-baseline",
    severity=Severity.MEDIUM,
    meaning="Something the executives approved is not going to be done.",
    clear="Submit the plan without it and have that approved; or add the action again.",
    find=_find,
)
