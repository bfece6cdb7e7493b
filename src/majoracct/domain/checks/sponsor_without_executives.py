"""The internal sponsor looks after no executive at the customer (B-T1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.roster import cautions, said
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for caution in cautions(account, examined.terms, "RO2"):
        yield Raised(said(caution, account), caution.facts, caution.about)


CHECK: Final = AccountCheck(
    id="sponsor-without-executives",
    severity=Severity.MEDIUM,
    meaning="Our internal sponsor answers for relations from executive to executive, and has none.",
    clear="Have them look after an executive there, and record it (`team contact`).",
    find=_find,
)
