"""Every goal of an account asks for revenue alone (R-0)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.goal_mix import goal_mix
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    mix = goal_mix(account, examined.terms)
    if mix.revenue_only:
        many = len(mix.goals)
        asks = f"All {many} goals to come ask" if many > 1 else "The only goal to come asks"
        yield Raised(f"{asks} for revenue alone", mix.goals)


CHECK: Final = AccountCheck(
    id="goals-revenue-only",
    severity=Severity.MEDIUM,
    meaning="Every goal of the account asks for revenue alone; it is to have others beside that.",
    clear="Set a goal about relationships, references, the average deal or breadth (`goal set`).",
    find=_find,
)
