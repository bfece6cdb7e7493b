"""An account's team was formed on a day on which the account was not major (B-T0)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.roster import cautions, said
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for caution in cautions(account, examined.terms, "RO5"):
        yield Raised(said(caution, account), caution.facts, caution.about)


CHECK: Final = AccountCheck(
    id="team-before-status",
    severity=Severity.MEDIUM,
    meaning="The team was formed before major status was granted, and not after.",
    clear="Correct the day of either, if it is wrong; else accept the finding, saying why.",
    find=_find,
)
