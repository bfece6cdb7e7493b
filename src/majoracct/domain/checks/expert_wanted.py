"""The account grew by the share of policy, and no expert in its industry is seated (B-T4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.roster import cautions, said
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for caution in cautions(account, examined.terms, "RO4"):
        yield Raised(said(caution, account), caution.facts, caution.about)


CHECK: Final = AccountCheck(
    id="expert-wanted",
    severity=Severity.LOW,
    meaning="A customer that grows so fast may need an expert in its industry, and the team has none.",
    clear="Seat a subject expert (`team seat`).",
    find=_find,
)
