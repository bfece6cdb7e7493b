"""What a plan rests on changed after the plan was last revised (R-1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.plan import plan_in_force
from majoracct.domain.assessments.persons import their_name
from majoracct.domain.assessments.planning import changed_since
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    changes = changed_since(account, examined.terms)
    if changes:
        last = changes[-1]
        about = f"the {last.what} of {their_name(last.person, account)}" if last.person else "the tier"
        more = f", and {len(changes) - 1} more changed" if len(changes) > 1 else ""
        says = f"The plan is older than what it rests on: {about} became {last.after} on {last.on}{more}"
        yield Raised(says, tuple(change.fact for change in changes), plan_in_force(account) or "")


CHECK: Final = AccountCheck(
    id="plan-older-than-tier",
    severity=Severity.MEDIUM,
    meaning="The account's tier, or how somebody there stands to us, changed, and its plan was not revised.",
    clear="Revise what the plan holds (`goal`, `action`, `plan`), or draft another (`plan draft`).",
    find=_find,
)
