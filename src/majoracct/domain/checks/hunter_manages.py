"""The account manager leans to new accounts further than policy has it (B-R8 C-X0)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.roster import cautions, said
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for caution in cautions(account, examined.terms, "RO6"):
        yield Raised(said(caution, account), caution.facts, caution.about)


CHECK: Final = AccountCheck(
    id="hunter-manages",
    severity=Severity.LOW,
    meaning="The account manager is better suited to winning new accounts than to managing a major one.",
    clear="Seat another account manager (`team seat`), or judge their traits anew (`staff trait`).",
    find=_find,
)
