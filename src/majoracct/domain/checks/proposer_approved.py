"""The same person put an account forward as major and granted it the status (B-Q0 B-Q6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.taken import first_link, taken, worded
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for one, decision in taken(account, examined.day_of):
        granted = decision.fact
        opened = decision.proposal
        if decision.decision != "grant" or opened is None:
            continue
        proposer, approver = (first_link(one.past, fact).by for fact in (opened, granted))
        if proposer.casefold() == approver.casefold():  # one name, however it was typed
            says = f"{worded(decision)} is {approver}'s, who had opened the qualification on {opened.on}"
            yield Raised(says, (opened.reference, granted.reference), granted.id)


CHECK: Final = AccountCheck(
    id="proposer-approved",
    severity=Severity.HIGH,
    meaning="Nobody but whoever proposed the account looked at it before major status was granted.",
    clear="Withdraw the grant, and have somebody else decide; or accept the finding, with the reason.",
    find=_find,
)
