"""The team did not meet its internal sponsor, or whom policy has meet it, as often as it asks (B-G1 X-12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.team import Team
from majoracct.domain.assessments.governing import weeks_that_count
from majoracct.domain.calendar import first_within
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    since = first_within(account.on, examined.terms.findings.governed_months)
    weeks = [w for w in weeks_that_count(account, examined.terms, examined.day_of) if w.start >= since]
    due = [week for week in weeks if week.kept or week.missed]
    missed = [week for week in due if week.missed]
    if missed:
        formed = account[Team].fact
        who = " or ".join(s.value.replace("-", " ") for s in examined.terms.discipline.duties.meets)
        says = f"In {len(missed)} of {len(due)} weeks since {due[0].start} the team did not meet its {who}"
        yield Raised(f"{says}, last in that of {missed[-1].start}", (formed,) if formed else ())


CHECK: Final = AccountCheck(
    id="meeting-missed",
    severity=Severity.MEDIUM,
    meaning="The team and its internal sponsor, or whom policy has meet it, do not meet as often as it asks.",
    clear="Meet, and record it (`meeting hold`); what was held and not recorded, record on its own day.",
    find=_find,
)
