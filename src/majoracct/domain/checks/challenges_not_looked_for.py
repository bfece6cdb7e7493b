"""Nobody looked for what the customer faces for longer than policy allows (S-W5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.challenges import faced
from majoracct.domain.assessments.in_programme import entered
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found = faced(account, examined.terms)
    if found.in_time is False:
        came = entered(account)
        last = f"We looked last on {found.looked}" if found.looked else "Nobody ever looked"
        facts = found.fact or (came.fact if came else "")
        yield Raised(f"{last} for what the customer faces; it was due by {found.due}", (facts,))


CHECK: Final = AccountCheck(
    id="challenges-not-looked-for",
    severity=Severity.LOW,
    meaning="Policy asks how often we look for what a customer faces and could gain; nobody has since.",
    clear="Look, and record that you did (`challenge look`), or what you found (`challenge identify`).",
    find=_find,
)
