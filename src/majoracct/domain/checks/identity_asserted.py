"""Nobody vouches for who decided: the identity behind a decision is merely asserted (B-D4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.persons import our_name
from majoracct.domain.assessments.taken import taken, worded
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.kernel import Assurance
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for _, decision in taken(account, examined.day_of):
        fact = decision.fact
        if decision.decision not in ("refuse", "reject-plan") and fact.assurance is Assurance.ASSERTED:
            whose = f"{fact.by}'s"
            if decision.approver is not None:
                whose = f"{our_name(decision.approver, account)}'s, as {fact.by} recorded it"
            says = f"{worded(decision)} is {whose}; that it was {fact.by} is merely asserted"
            yield Raised(says, (fact.reference,), fact.id)


CHECK: Final = AccountCheck(
    id="identity-asserted",
    severity=Severity.MEDIUM,
    meaning="A grant, review, revocation, override or approval is on record under a name anybody could have "
    "typed.",
    clear="Have such decisions recorded by the operating system's user, without --actor, or through an "
    "application that knows who signed in; accept those taken before, once they were confirmed.",
    find=_find,
)
