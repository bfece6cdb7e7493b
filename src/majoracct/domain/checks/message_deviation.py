"""Somebody said something else to the account than was approved (S-V2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.messages import Messages
from majoracct.domain.assessments.discipline import discipline
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    said, found = account[Messages].items, discipline(account, examined.terms)
    for key, stray in found.deviations:
        approved = said.get(stray.message)
        from_what = f" from “{approved.title}”" if approved else ""
        says = f"{our_name(stray.member, account)} deviated{from_what}, {stray.where}: “{stray.said}”"
        yield Raised(says, (stray.fact, *((approved.fact,) if approved else ())), key)
    for key, use in found.out_of_date:
        message = said[use.message]
        says = f"{our_name(use.member, account)} said “{message.title}” as it was no longer in force"
        yield Raised(f"{says}, {use.where}", (use.fact, message.fact), key)


CHECK: Final = AccountCheck(
    id="message-deviation",
    severity=Severity.MEDIUM,
    meaning="The customer hears different messages from us in different initiatives.",
    clear="Put it right with the customer, and settle it (`message settle`).",
    find=_find,
)
