"""A planning cycle went by with too little engagement, or nothing committed (S-C4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.participation import Attendance, participation
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    """Raise the last cycle that is over, unless a later one was kept going since."""
    asked = examined.terms.engagement
    found = participation(account, examined.terms)
    last = next((i for i, taking in reversed(list(enumerate(found))) if taking.over), None)
    if last is None or any(taking.kept_going for taking in found[last:]):
        return
    taking = found[last]
    if taking.attendance is Attendance.ABSENT and taking is found[-1]:
        return  # told by customer-absent
    had = _told(len(taking.engagements), len(taking.commitments))
    says = f"The planning cycle {taking.item.name} had {had}; policy asks for {_policy(asked)}"
    yield Raised(says, taking.facts, taking.cycle)


def _told(engagements: int, commitments: int) -> str:
    return f"{_counted(engagements, 'engagement')} and {_counted(commitments, 'commitment')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _policy(asked: EngagementTerms) -> str:
    return _told(asked.engagements, asked.commitments)


CHECK: Final = AccountCheck(
    id="cycle-without-engagement",
    severity=Severity.LOW,
    meaning="Planning was an event and no cycle: too few engagements with the customer, or no commitment.",
    clear="Record what was held (`session hold`) and committed (`cycle commit`), or do better in the next.",
    find=_find,
)
