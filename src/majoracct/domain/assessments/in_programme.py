"""In the programme: the accounts of which it asks a plan, a team, analyses and coaching.

Rules
  PG3  An account is in the programme while its recorded status is major, or a team of ours stands for it; not
       once it merged into another, which is asked instead.                              S-Y1 S-W3 S-K3
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.team import Team
from majoracct.domain.seen import Account

__all__ = ["Entered", "entered", "in_programme", "those_in_programme"]


@frozen
class Entered:
    """When an account first came into the programme, and the fact that brought it in."""

    account: str
    on: dt.date
    fact: str


def in_programme(account: Account) -> bool:
    """Return whether ACCOUNT is in the programme on its day."""
    if account.merged_into is not None:
        return False
    return account[Qualification].status is Status.MAJOR or account[Team].formed is not None


def those_in_programme(accounts: Iterable[Account]) -> list[Account]:
    """Return those of ACCOUNTS that are in the programme, by key."""
    return sorted((a for a in accounts if in_programme(a)), key=lambda a: a.key)


def entered(account: Account) -> Entered | None:
    """Return when ACCOUNT first came into the programme; None when it never was in it by the day."""
    for day in account.changes(Qualification, Team, Mergers):
        then = account.at(day)
        if in_programme(then):
            status, team = then[Qualification], then[Team]
            return Entered(account.key, day, status.fact if status.status is Status.MAJOR else team.fact)
    return None
