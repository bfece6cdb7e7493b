"""An edition, made again, is not the one that was given (J-C1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.editions import given
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for each in given(account):
        if not each.same:
            says = f"The edition of {each.issued.on}, made again, has another digest than was given"
            yield Raised(says, (each.issued.fact,), each.id)


CHECK: Final = AccountCheck(
    id="edition-differs",
    severity=Severity.HIGH,
    meaning="It cannot be told what the customer was given.",
    clear="See that the record is sound (`verify`); give an edition anew.",
    find=_find,
)
