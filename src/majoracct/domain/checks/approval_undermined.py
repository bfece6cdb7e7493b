"""A rejection of what was approved, of a day before that, was told only afterwards (J-R1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.approval import Approvals, approved, belated
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    last = approved(account)
    for voice in belated(account[Approvals]) if last else ():
        if last is None or voice.digest != last.digest or voice.approves:
            continue
        if not any(yes.capacity == voice.capacity and yes.on > voice.on for yes in last.voices):
            says = (
                f"What was approved on {last.on} was rejected on {voice.on} as {voice.capacity}, "
                "which was told only afterwards"
            )
            yield Raised(says, (last.fact, voice.fact), voice.id)


CHECK: Final = AccountCheck(
    id="approval-undermined",
    severity=Severity.HIGH,
    meaning="The plan stands as approved, though somebody had said no by then, and not yes since.",
    clear="Withdraw the rejection if it was never said; else withdraw an approval, and have the plan "
    "approved anew; or accept the finding, with the reason.",
    find=_find,
)
