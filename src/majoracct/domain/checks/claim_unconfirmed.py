"""A benefit was claimed, and the customer has neither confirmed nor disputed it in time (B-E4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.claims import Stage, ledger_of_value
from majoracct.domain.assessments.persons import their_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    days = examined.terms.findings.answer_days
    for entry in ledger_of_value(account):
        claim = entry.claimed
        if claim is None or entry.stage is not Stage.CLAIMED or (account.on - claim.on).days <= days:
            continue
        to = their_name(claim.person, account)
        says = f"“{entry.item.title}” was claimed to {to} on {claim.on}, and not answered in {days} days"
        yield Raised(says, (claim.fact,), entry.value)


CHECK: Final = AccountCheck(
    id="claim-unconfirmed",
    severity=Severity.LOW,
    meaning="The customer was told what our work was worth, and has neither confirmed nor disputed it.",
    clear="Ask again, and record the answer (`value confirm` or `value dispute`).",
    find=_find,
)
