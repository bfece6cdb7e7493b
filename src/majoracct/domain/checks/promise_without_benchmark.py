"""A promise stands for which no benchmark was agreed, so that nothing says what would keep it (C-R2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.keeping import PromiseStanding
from majoracct.domain.assessments.promises import judged
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for found in judged(account, examined.terms):
        if found.item is not None and found.standing is PromiseStanding.NEBULOUS:
            says = (
                f"“{found.item.claim}” was promised on {found.item.on}, and nothing agreed says what keeps it"
            )
            yield Raised(says, (found.item.fact,), found.promise or "")


CHECK: Final = AccountCheck(
    id="promise-without-benchmark",
    severity=Severity.MEDIUM,
    meaning="A promise is nebulous: the customer agreed to no benchmark by which it is kept.",
    clear="Agree with the customer what is measured, and by when (`promise benchmark`).",
    find=_find,
)
