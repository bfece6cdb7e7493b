"""A win is followed by nothing that a function outside sales plans (J-D2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.plan_balance import growth_after_wins
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    missing = [won for won in growth_after_wins(account, examined.terms) if won.missing]
    for won in missing[-1:]:
        says = f"{won.title} was won on {won.on}, and nobody outside sales planned growth by {won.by}"
        yield Raised(says, (won.fact,), won.opportunity)


CHECK: Final = AccountCheck(
    id="no-growth-after-win",
    severity=Severity.MEDIUM,
    meaning="After a win, no function but sales has planned anything for a goal of ours at the customer.",
    clear="Plan an action of marketing, service or the company for a goal (`action add --function --goal`).",
    find=_find,
)
