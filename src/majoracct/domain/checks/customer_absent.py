"""A planning cycle goes on, or went by, without the customer (S-C2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.participation import Attendance, participation
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for taking in participation(account, examined.terms)[-1:]:
        late = taking.over or taking.days > examined.terms.engagement.absent_days
        if late and taking.attendance is Attendance.ABSENT:
            says = (
                f"Nobody of theirs took part in the planning cycle {taking.item.name} in {taking.days} days"
            )
            yield Raised(says, (taking.item.fact,), taking.cycle)


CHECK: Final = AccountCheck(
    id="customer-absent",
    severity=Severity.MEDIUM,
    meaning="We plan for the customer without the customer: what the plan says, nobody there has seen.",
    clear="Give somebody of theirs a seat (`cycle join`), or plan with them (`session hold`).",
    find=_find,
)
