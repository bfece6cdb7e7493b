"""An account is recorded as major, and does not meet the criteria today (B-Q6 X-10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.criteria import CRITERIA, judged
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]

_TITLES: Final = {c.id: c.title[0].lower() + c.title[1:] for c in CRITERIA}


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    stands = account[Qualification]
    if stands.status is not Status.MAJOR:
        return
    unmet = [v for v in judged(account, examined.terms) if not v.holds]
    if unmet:
        criteria = ", ".join(f"{v.id} ({_TITLES[v.id]})" for v in unmet)
        yield Raised(f"It is major by the record, and does not meet {criteria}", (stands.fact,))


CHECK: Final = AccountCheck(
    id="status-differs",
    severity=Severity.HIGH,
    meaning="An account is major by the record, and not by the criteria of the policy in force.",
    clear="Record what `why` says is missing, if it is so; else revoke the status, or accept the finding.",
    find=_find,
)
