"""A portfolio rep reports by a solid line to who answers for the account (S-M6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.team import account_owner, seated
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.reporting_lines import manager_of
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    owner = account_owner(account)
    for member in seated(account, Seat.PORTFOLIO_REP) if owner else ():
        line = manager_of(account.programme, member.person)
        if owner and line and line.to == owner.person:
            rep, lead = our_name(member.person, account), our_name(owner.person, account)
            says = f"{rep}, portfolio rep, reports to {lead}, who answers for the account, by a solid line"
            yield Raised(says, (member.fact, line.fact), member.person)


CHECK: Final = AccountCheck(
    id="reports-to-account-owner",
    severity=Severity.LOW,
    meaning="Portfolio reps report to their own organisation, and at most by a dotted line elsewhere.",
    clear="Draw the line dotted (`staff report-to`), and end the solid one (`staff end-report`).",
    find=_find,
)
