"""A member of an account's team is paid as a hunter is, or by no model in use (B-C1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.roster import cautions, said
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for caution in cautions(account, examined.terms, "RO7"):
        yield Raised(said(caution, account), caution.facts, caution.about)


CHECK: Final = AccountCheck(
    id="pay-misplaced",
    severity=Severity.LOW,
    meaning="Somebody in the team is not paid by a model for account teams.",
    clear="Have them paid by a model meant for account teams (`staff pay-model`).",
    find=_find,
)
