"""A member asked for help, and nobody answered in time (S-V4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.discipline import support_late
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for key, request in support_late(account, examined.terms):
        who, days = our_name(request.member, account), (account.on - request.on).days
        says = f"{who} asked for “{request.what}” ({request.kind.value}) {days} days ago, and nobody answered"
        yield Raised(says, (request.fact,), key)


CHECK: Final = AccountCheck(
    id="support-waiting",
    severity=Severity.LOW,
    meaning="Somebody needs help with access, or within our organisation, and waits for it.",
    clear="Give it or decline it, and record that (`team give-support`, `team decline-support`).",
    find=_find,
)
