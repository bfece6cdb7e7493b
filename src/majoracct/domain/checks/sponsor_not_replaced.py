"""The last executive who backed us left or stopped, and nobody has backed us since (B-Q3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.relationships import Relationships, StakeholderLeft
from majoracct.domain.account.sponsorship import Sponsorship, SponsorshipEnded, active
from majoracct.domain.assessments.persons import their_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.kernel import Fact
from majoracct.domain.past import order
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    emptied = _emptied(account)
    gone = _gone(account.at(emptied)) if emptied else []
    if gone:
        fact, event = gone[-1]
        how = "left" if isinstance(event, StakeholderLeft) else "stopped sponsoring us"
        name = their_name(event.person, account)
        says = f"{name} was the last there to back us, and {how} on {fact.on}; nobody has since"
        yield Raised(says, tuple(each.reference for each, _ in gone), event.person)


def _emptied(account: Account) -> dt.date | None:
    """Return the day from which on nobody sponsors us any more; None while somebody does, or nobody did."""
    emptied: dt.date | None = None
    for day in reversed(account.changes(Sponsorship, Relationships, Mergers)):
        if active(account.at(day)):
            return emptied
        emptied = day
    return None


def _gone(account: Account) -> list[tuple[Fact, SponsorshipEnded | StakeholderLeft]]:
    """Return by what those who had sponsored us ceased to on the day, in order."""
    backed, past = active(account.at(account.on - dt.timedelta(days=1))), account.past
    topics = (Sponsorship, Relationships)
    told = [fact for stream in account.streams for topic in topics for fact in past.live(stream, topic)]
    return [
        (fact, fact.event)
        for fact in sorted(told, key=order)
        if fact.on == account.on
        and isinstance(fact.event, SponsorshipEnded | StakeholderLeft)
        and fact.event.person in backed
    ]


CHECK: Final = AccountCheck(
    id="sponsor-not-replaced",
    severity=Severity.MEDIUM,
    meaning="The last executive there who backed us is gone, and no other was named since.",
    clear="Win another executive, and name them (`sponsor name`).",
    find=_find,
)
