"""Facilitation and governance of a team are owned by nobody, or by several (S-G6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.team import Team, seated
from majoracct.domain.assessments.persons import listed, our_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    team = account[Team]
    if team.formed is None:
        return
    owners = seated(account, Seat.GOVERNANCE_OWNER)
    if not owners:
        yield Raised("Nobody owns the team's facilitation and governance", (team.fact,))
    elif len(owners) > 1:
        names = listed(our_name(member.person, account) for member in owners)
        says = f"{names} own the team's facilitation and governance, where one should"
        yield Raised(says, tuple(member.fact for member in owners))


CHECK: Final = AccountCheck(
    id="governance-unowned",
    severity=Severity.LOW,
    meaning="One member of a core team owns its facilitation and governance, or nobody does.",
    clear="Seat one governance owner (`team seat`), and release any other (`team release`).",
    find=_find,
)
