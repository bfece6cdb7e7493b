"""The plan says otherwise than what was approved (J-R1 S-F7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.baseline import Change, baseline
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found = baseline(account)
    if found is None or not found.drift:
        return
    counts = ((change, sum(each.change is change for each in found.drift)) for change in Change)
    told = ", ".join(
        f"{count} {'item' if count == 1 else 'items'} {change.value}" for change, count in counts if count
    )
    says = f"The plan says otherwise than what was approved on {found.approval.on}: {told}"
    came = dict.fromkeys(each.what.id.rpartition("@")[0] for each in found.drift)
    if merged := [key for key in came if key != account.key]:
        says += f"; what was planned for {', '.join(merged)} came with the merger"
    facts = dict.fromkeys((found.approval.fact, *(fact for each in found.drift for fact in each.facts)))
    yield Raised(says, tuple(facts), found.approval.id)


CHECK: Final = AccountCheck(
    id="plan-drifted",
    severity=Severity.MEDIUM,
    meaning="What is carried out is not what the executives approved.",
    clear="Submit the plan as it is and have it approved; `report execution` shows what differs.",
    find=_find,
)
