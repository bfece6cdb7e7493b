"""Every opportunity of late came by answering what the customer asked for (B-P1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.calendar import first_within
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    months = examined.terms.findings.reactive_months
    since = first_within(account.on, months)
    found = [o for _, o in account[Opportunities].in_order() if o.on >= since]
    if found and all(o.origin is Origin.REACTION for o in found):
        which = f"All {len(found)} opportunities" if len(found) > 1 else "The only opportunity"
        says = f"{which} of the last {months} months came by answering demand; we created none"
        yield Raised(says, tuple(o.fact for o in found))


CHECK: Final = AccountCheck(
    id="only-reactive-opportunities",
    severity=Severity.LOW,
    meaning="We only answer what the customer asks for, and create no demand.",
    clear="Create demand, from an executive's issue best, and record it (`opportunity identify`).",
    find=_find,
)
