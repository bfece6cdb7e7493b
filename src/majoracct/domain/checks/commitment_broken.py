"""A member of the team did not keep what they had promised it (S-V5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.discipline import promised
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.calendar import first_within
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    since, found = first_within(account.on, examined.terms.findings.governed_months), promised(account)
    for key, made in found.missed:
        if made.missed and made.missed >= since:
            says = f"{our_name(made.member, account)} did not keep “{made.what}”, due by {made.due}"
            yield Raised(says, (made.fact, made.closed), key)
    for key, made in found.overdue:
        says = f"“{made.what}” of {our_name(made.member, account)} was due by {made.due}; nobody says more"
        yield Raised(says, (made.fact,), key)


CHECK: Final = AccountCheck(
    id="commitment-broken",
    severity=Severity.MEDIUM,
    meaning="Promises of support within the team were missed, or are overdue without a word.",
    clear="Say that it was kept (`team keep`); what was missed counts for as long as policy looks back.",
    find=_find,
)
