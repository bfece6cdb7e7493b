"""An account is no longer major, and its team stands (B-T0)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.roster import cautions, said
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for caution in cautions(account, examined.terms, "RO10"):
        yield Raised(said(caution, account), caution.facts, caution.about)


CHECK: Final = AccountCheck(
    id="team-outlives-status",
    severity=Severity.MEDIUM,
    meaning="The account lost its major status, and its team was not disbanded.",
    clear="Disband the team (`team disband`), or have the account qualify again (`qualify open`).",
    find=_find,
)
