"""An account meets all five criteria, and is neither major nor put forward (B-Q6 X-10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.coverage import counted
from majoracct.domain.account.criteria import judged
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    stands = account[Qualification]
    if stands.status in (Status.MAJOR, Status.OPEN) or not counted(account, examined.terms):
        return
    if all(v.holds for v in judged(account, examined.terms)):
        ended = {Status.REFUSED: "was refused major status", Status.REVOKED: "lost major status"}
        before = ended.get(stands.status, "was never put forward")
        yield Raised(f"All five criteria hold, and it {before}", (stands.fact,) if stands.fact else ())


CHECK: Final = AccountCheck(
    id="status-not-sought",
    severity=Severity.LOW,
    meaning="An account is major by the criteria, and nobody has put it forward.",
    clear="Open its qualification (`qualify open`).",
    find=_find,
)
