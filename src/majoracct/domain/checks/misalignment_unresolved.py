"""What the customer cares for is not what we offer, and nobody settled it (S-C7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.alignment import mismatches
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for mismatch in mismatches(account):
        if mismatch.stands and mismatch.days > examined.terms.engagement.misaligned_days:
            item = mismatch.item
            says = f"Their focus is {item.focus}, our offer {item.offer}, for {mismatch.days} days"
            yield Raised(says, (item.fact,), mismatch.misalignment)


CHECK: Final = AccountCheck(
    id="misalignment-unresolved",
    severity=Severity.MEDIUM,
    meaning="We go on offering what is not the customer's strategic focus.",
    clear="Change or withdraw the offer, or find that the two do meet, and record it (`focus settle`).",
    find=_find,
)
