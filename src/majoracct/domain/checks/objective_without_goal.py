"""No goal answers an objective that the account's tier calls for (R-O1 R-O2 R-O3 R-O4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.goals import Goals
from majoracct.domain.account.segmentation import Segmentation
from majoracct.domain.assessments.goal_mix import SAID, objectives
from majoracct.domain.assessments.planning import in_scope_since
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    if not (account[Goals].standing or in_scope_since(account, examined.terms)):
        return
    for each in objectives(account, examined.terms):
        if not each.goals:
            facts = tuple(f for f in (account[Segmentation].fact, *each.because) if f)
            says = f"Tier {each.tier.value} calls for {SAID[each.objective]}, and no goal answers that"
            yield Raised(says, facts, each.objective.value)


CHECK: Final = AccountCheck(
    id="objective-without-goal",
    severity=Severity.LOW,
    meaning="No goal answers what policy asks of accounts of that tier.",
    clear="Set a goal that does (`goal set`), or have policy ask something else of the tier.",
    find=_find,
)
