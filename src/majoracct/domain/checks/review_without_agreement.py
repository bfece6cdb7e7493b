"""Those at the review of the plan have not all agreed on what it is to secure (J-R3 J-B5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.approval import approved
from majoracct.domain.assessments.execution import alignment
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    last = approved(account)
    found = alignment(account, examined.terms.review) if last else None
    for each in found or ():
        if last is not None and not each.whole:
            count, there = len(each.outstanding), len(each.outstanding) + len(each.agreed)
            says = f"{count} of the {there} who were at the review did not agree on {each.topic.value}"
            yield Raised(
                says, (last.fact, *(said.fact for said in each.said)), f"{last.id}/{each.topic.value}"
            )


CHECK: Final = AccountCheck(
    id="review-without-agreement",
    severity=Severity.LOW,
    meaning="The plan was approved before those who carry it out agreed on resources, timing and execution.",
    clear="Record what was agreed, and by whom: `plan agree`.",
    find=_find,
)
