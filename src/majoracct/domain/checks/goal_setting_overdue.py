"""An account's goals for a period were not agreed on in time (R-U2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.goal_rounds import goal_rounds
from majoracct.domain.calendar import first_within
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    since = first_within(account.on, examined.terms.findings.governed_months)
    for each in goal_rounds(account, examined.terms):
        if each.overdue:
            says = f"Goals for {each.period} were to be agreed on by {each.by}, and were not"
        elif each.missed and each.end >= since:
            says = f"No goals were agreed on for {each.period}"
        else:
            continue
        yield Raised(says, (), each.period)


CHECK: Final = AccountCheck(
    id="goal-setting-overdue",
    severity=Severity.MEDIUM,
    meaning="Goals are to be set for each period, and were not agreed on in time for one.",
    clear="Set goals for what is to come, and say that they are agreed on (`goal close-setting`).",
    find=_find,
)
