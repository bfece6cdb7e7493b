"""Once a plan was drafted, less was done than before (S-G1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.plan import plan_in_force
from majoracct.domain.assessments.planning import activity_after
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found = activity_after(account, examined.terms)
    if found and found.dropped:
        days = examined.terms.plan.activity_days
        says = (
            f"Activities in the {days} days before the plan was drafted: {found.before}; after: {found.after}"
        )
        yield Raised(says, found.facts, plan_in_force(account) or "")


CHECK: Final = AccountCheck(
    id="activity-dropped-after-planning",
    severity=Severity.LOW,
    meaning="The team planned together, and then did less with the customer than before.",
    clear="Do what the plan says, and log it (`activity log`); agree who does what by when (`plan assign`).",
    find=_find,
)
