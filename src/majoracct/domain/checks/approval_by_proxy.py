"""One hand recorded that a plan was submitted and that others approved it; nothing was shown (J-R1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.review import terms_of
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.assessments.taken import first_link, taken, worded
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for one, decision in taken(account, examined.day_of):
        fact, submitted = decision.fact, decision.proposal
        if decision.decision != "approve-plan" or submitted is None or fact.evidence:
            continue
        wrote, recorded = (first_link(one.past, each).by for each in (submitted, fact))
        if wrote.casefold() == recorded.casefold() and terms_of(one.at(fact.on)).four_eyes:
            whose = our_name(decision.approver or "", account)
            says = f"{worded(decision)} by {whose} was recorded by {recorded}, who had"
            says += f" recorded that it was submitted on {submitted.on}; nothing was shown for it"
            yield Raised(says, (submitted.reference, fact.reference), fact.id)


CHECK: Final = AccountCheck(
    id="approval-by-proxy",
    severity=Severity.MEDIUM,
    meaning="Nobody but who put the plan forward says that others approved it.",
    clear="Have those who approve record it themselves, or show what they approved it with (`correct FACT "
    "--evidence`); accept the finding, with the reason, where somebody records for all.",
    find=_find,
)
