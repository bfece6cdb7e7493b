"""The plan in force was not approved within the days that policy gives it (J-R1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.approval import approved
from majoracct.domain.account.plan import Plan, plan_in_force
from majoracct.domain.assessments.baseline import review_standing
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    plan, last = plan_in_force(account), approved(account)
    drafted = account.past.fact(account[Plan].fact)
    if drafted is None or plan is None or (last is not None and last.plan == plan):
        return
    days = (account.on - drafted.on).days
    if days > examined.terms.review.approve_days:
        standing = review_standing(account).value
        says = (
            f"The plan drafted on {drafted.on} is not approved after {days:,} days; it stands at {standing}"
        )
        yield Raised(says, (drafted.reference,), plan)


CHECK: Final = AccountCheck(
    id="plan-unapproved",
    severity=Severity.MEDIUM,
    meaning="The plan is carried out, if at all, without those who have to approve it.",
    clear="Submit it, hold the review and have it approved: plan submit, plan review, plan approve.",
    find=_find,
)
