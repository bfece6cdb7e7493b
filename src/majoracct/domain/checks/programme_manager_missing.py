"""An account team unit is run by no programme manager (S-G4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.team import Team, seated
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    team = account[Team]
    if team.formed and not seated(account, Seat.PROGRAMME_MANAGER):
        yield Raised("Nobody runs the account team as its programme manager", (team.fact,))


CHECK: Final = AccountCheck(
    id="programme-manager-missing",
    severity=Severity.LOW,
    meaning="A team that plans together scatters afterwards, unless somebody runs it as a programme.",
    clear="Seat a programme manager (`team seat`): an existing member, part time, to begin with.",
    find=_find,
)
