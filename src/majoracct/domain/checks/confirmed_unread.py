"""The customer confirmed an item of the plan that no edition given by then had (S-C1 J-C3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.feedback import ItemStatus, confirmed
from majoracct.domain.account.redaction import own_words
from majoracct.domain.assessments.editions import shown_before
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    read = shown_before(account)
    for key, each in confirmed(account).items():
        said = each.confirmed
        if said and each.status is ItemStatus.CONFIRMED and key not in read:
            says = f"“{own_words(each.item)}” was confirmed on {said.on}, and was in no edition given by then"
            yield Raised(says, (said.fact, *each.item.facts), key)


CHECK: Final = AccountCheck(
    id="confirmed-unread",
    severity=Severity.LOW,
    meaning="What the customer confirmed by word of mouth alone need not be what the plan says.",
    clear="Give an edition that has the item (`plan release`, `plan issue`), and ask again (`plan hear`).",
    find=_find,
)
