"""Nobody in an account's team is known to be strong at selling, or at managing (C-S0 C-S3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.roster import cautions, said
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for caution in cautions(account, examined.terms, "RO8"):
        yield Raised(said(caution, account), caution.facts, caution.about)


CHECK: Final = AccountCheck(
    id="skill-missing",
    severity=Severity.LOW,
    meaning="Few are strong at both halves of the work; the team together should be, and is not known to be.",
    clear="Grade the skills of its members (`staff skill`), or seat somebody who is strong there.",
    find=_find,
)
