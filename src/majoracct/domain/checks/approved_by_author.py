"""Somebody approved the plan that they had submitted themselves (J-R1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.approval import approved
from majoracct.domain.account.review import Reviews, authors
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    last = approved(account)
    wrote = authors(account[Reviews], last.digest) if last else set()
    for voice in last.voices if last else ():
        if voice.person in wrote:
            says = f"Who approved the plan on {voice.on} as {voice.capacity} had submitted it"
            yield Raised(says, (voice.fact,), voice.id)


CHECK: Final = AccountCheck(
    id="approved-by-author",
    severity=Severity.HIGH,
    meaning="Nobody but the author looked at the plan in a capacity that had to approve it.",
    clear="Withdraw that approval, and have somebody else approve the plan; or accept the finding, with the "
    "reason.",
    find=_find,
)
