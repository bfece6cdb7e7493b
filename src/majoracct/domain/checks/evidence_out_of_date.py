"""A document that criterion 1 asks for is too old to count, on an account that is major or may be (B-Q1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.criteria import documents, in_date
from majoracct.domain.account.profile import Profile
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    if account[Qualification].status not in (Status.MAJOR, Status.OPEN):
        return
    for name, filed, months in documents(account[Profile], examined.terms):
        if filed and in_date(filed, months, account.on) is None:
            latest = max(filed, key=lambda f: (f.dated, f.on, f.place))
            says = f"The latest {name} on file is of {latest.dated}; policy counts it for {months} months"
            yield Raised(says, (latest.fact,), name.replace(" ", "-"))


CHECK: Final = AccountCheck(
    id="evidence-out-of-date",
    severity=Severity.MEDIUM,
    meaning="What is on file about an account that is major, or put forward, is too old to count.",
    clear="File a current one (`account org-chart`, `account precis`, `account statement`).",
    find=_find,
)
