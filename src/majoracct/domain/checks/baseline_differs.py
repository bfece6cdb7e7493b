"""The plan that was approved, made again, is not what was approved (J-R1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.baseline import baseline
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found = baseline(account)
    if found is not None and not found.intact:
        says = (
            f"What the plan said on {found.approval.on}, as known then, has another digest than was approved"
        )
        yield Raised(says, (found.approval.fact,), found.approval.id)


CHECK: Final = AccountCheck(
    id="baseline-differs",
    severity=Severity.HIGH,
    meaning="Nothing can be held against the baseline: it cannot be told what was approved.",
    clear="See that the record is sound (`verify`); have the plan as it is submitted and approved.",
    find=_find,
)
