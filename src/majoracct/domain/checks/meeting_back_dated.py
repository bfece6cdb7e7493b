"""Meetings of the team with its internal sponsor were recorded long after they were held (B-G1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.governing import weeks_that_count
from majoracct.domain.calendar import first_within
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    days = examined.terms.governance.recorded_days
    since = first_within(account.on, examined.terms.findings.governed_months)
    weeks = [w for w in weeks_that_count(account, examined.terms, examined.day_of) if w.start >= since]
    kept = [week for week in weeks if week.kept]
    late = [week for week in kept if week.late]
    if late:
        says = f"In {len(late)} of {len(kept)} weeks since {kept[0].start} in which the team met its sponsor"
        yield Raised(
            f"{says}, that was recorded more than {days} days later, last in that of {late[-1].start}",
            tuple(fact for week in late for fact in week.meetings),
        )


CHECK: Final = AccountCheck(
    id="meeting-back-dated",
    severity=Severity.MEDIUM,
    meaning="That the team met was written down so late that it may have been made up.",
    clear="Show what proves that they were held, and accept the finding; record meetings as they are held.",
    find=_find,
)
