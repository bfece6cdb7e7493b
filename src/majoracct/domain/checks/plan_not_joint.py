"""The plan of the running cycle was not made by all who sell to the account (J-D3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.contributions import jointly_made
from majoracct.domain.account.plan import plan_in_force
from majoracct.domain.assessments.persons import listed
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found, plan = jointly_made(account, examined.terms.plan.authors), plan_in_force(account)
    if plan and found.joint is False:
        missing = [seat.value.replace("-", " ") for seat in found.lacking]
        missing += [] if found.marketing else ["marketing"]
        says = (
            f"Nobody contributed to the plan as {listed(missing)}"
            if missing
            else "One person alone contributed to the plan"
        )
        yield Raised(says, tuple(each.fact for each in found.made), found.cycle or "")


CHECK: Final = AccountCheck(
    id="plan-not-joint",
    severity=Severity.MEDIUM,
    meaning="The account's plan was made without some of those who sell to it, without marketing, or by one.",
    clear="Plan with them, and record what they contribute (`plan contribute`).",
    find=_find,
)
