"""An account in the programme is led by no strategic account manager (S-M1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.team import Team, seated
from majoracct.domain.assessments.in_programme import in_programme
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    if in_programme(account) and not seated(account, Seat.STRATEGIC_ACCOUNT_MANAGER):
        status, team = account[Qualification], account[Team]
        major = status.status is Status.MAJOR
        says = (
            f"The account {'is major' if major else 'has a team'}, and no strategic account manager leads it"
        )
        yield Raised(says, (status.fact if major else team.fact,))


CHECK: Final = AccountCheck(
    id="no-strategic-account-manager",
    severity=Severity.LOW,
    meaning="Nobody leads the account over the years: daily work is left to chance.",
    clear="Seat a strategic account manager (`team seat`); form a team first, where there is none.",
    find=_find,
)
