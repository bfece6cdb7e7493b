"""A strategic account has no internal sponsor (B-T1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.segmentation import Segmentation
from majoracct.domain.account.team import seated
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.terms import Seat, Tier
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    tier = account[Segmentation]
    if tier.tier is Tier.STRATEGIC and not seated(account, Seat.INTERNAL_SPONSOR):
        yield Raised(
            "It is assigned the strategic tier, and nobody of ours is its internal sponsor", (tier.fact,)
        )


CHECK: Final = AccountCheck(
    id="strategic-without-internal-sponsor",
    severity=Severity.MEDIUM,
    meaning="A strategic account has no executive of ours who answers for relations with theirs.",
    clear="Seat an internal sponsor (`team seat`), or move the account to another tier.",
    find=_find,
)
