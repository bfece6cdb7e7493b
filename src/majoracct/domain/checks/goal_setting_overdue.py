"""An account's goals for a period were not agreed on in time (R-U2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from majoracct.domain.assessments.goal_rounds import goal_rounds
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    late = [
        each for each in goal_rounds(account, examined.terms) if each.closed or each.overdue or each.missed
    ]
    open_ones = list(takewhile(lambda each: not each.closed, reversed(late)))
    if open_ones:
        last = open_ones[0]
        by = f"were to be agreed on by {last.by}, and were not" if last.overdue else "were never agreed on"
        before = len(open_ones) - 1
        more = f"; nor were those for {before} period{'s' if before > 1 else ''} before" if before else ""
        yield Raised(f"Goals for {last.period} {by}{more}", (), last.period)


CHECK: Final = AccountCheck(
    id="goal-setting-overdue",
    severity=Severity.MEDIUM,
    meaning="Goals are to be set for each period, and were not agreed on in time for the last.",
    clear="Set goals for what is to come, and say that they are agreed on (`goal close-setting`).",
    find=_find,
)
