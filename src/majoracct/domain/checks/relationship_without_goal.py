"""No goal strengthens relationships on a side that policy names (S-F6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.goal_mix import goal_mix
from majoracct.domain.assessments.planning import in_scope_since
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.goal_tables import GoalSide
from majoracct.domain.seen import Account

__all__ = ["CHECK"]

_WHERE: Final = {
    GoalSide.CUSTOMER: "at the customer",
    GoalSide.INTERNAL: "with colleagues",
    GoalSide.PARTNER: "at a partner's",
}


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    mix = goal_mix(account, examined.terms)
    if mix.lacking and (mix.goals or in_scope_since(account, examined.terms)):
        sides = " or ".join(_WHERE[side] for side in mix.lacking)
        yield Raised(f"No goal to come strengthens a relationship {sides}", mix.goals)


CHECK: Final = AccountCheck(
    id="relationship-without-goal",
    severity=Severity.LOW,
    meaning="No goal is to strengthen relationships at the customer, among colleagues, or at partners.",
    clear="Set a goal of a relationship with somebody there (`goal set`), or name fewer sides by policy.",
    find=_find,
)
