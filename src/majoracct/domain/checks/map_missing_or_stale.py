"""An account we plan for has no map of its relationships, or one that is out of date (S-F5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.team import Team
from majoracct.domain.assessments.relationship_map import MapStanding, relationship_map
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    if account[Qualification].status is not Status.MAJOR and account[Team].formed is None:
        return
    found = relationship_map(account, examined.terms)
    if found.standing is not MapStanding.FRESH:
        said = f"the map of relationships is {found.standing.value}: {found.because}"
        yield Raised(said, found.stale, found.standing.value)


CHECK: Final = AccountCheck(
    id="map-missing-or-stale",
    severity=Severity.MEDIUM,
    meaning="Of a major account, or of one with a team, it is not known who matters there and how they stand "
    "to each other, or it was last judged too long ago.",
    clear="Identify who matters (`stakeholder identify`), and judge them and their links anew (`stakeholder "
    "assess`, `power`, `link`); `report relationships` names whom.",
    find=_find,
)
