"""What is to be held again and again for a major account was not held in time (X-5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.cadences import Week
from majoracct.domain.account.qualification import Qualification
from majoracct.domain.assessments.cadence import compliance
from majoracct.domain.assessments.status_call import calls, on_call
from majoracct.domain.calendar import first_within
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.discipline_tables import Ceremony
from majoracct.domain.seen import Account

__all__ = ["CHECK"]

# Told by checks of their own: meeting-missed, goal-setting-overdue.
_ELSEWHERE: Final = (Ceremony.TEAM_MEETING, Ceremony.GOAL_SETTING)


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    since = first_within(account.on, examined.terms.findings.governed_months)
    for ceremony in Ceremony:
        if ceremony in _ELSEWHERE or ceremony not in examined.terms.discipline.cadence.raised:
            continue
        found = compliance(account, ceremony, examined.terms, examined.day_of)
        due = [week for week in found.periods if week.start >= since and (week.kept or week.missed)]
        missed = [week for week in due if week.missed]
        if ceremony is Ceremony.STATUS_CALL and missed:
            missed = _untold(missed, account)
        if missed:
            name = ceremony.value.replace("-", " ")
            facts = tuple(f for f in (found.fact, account[Qualification].fact) if f)
            says = f"In {len(missed)} of {len(due)} periods of {found.days} days since {due[0].start}"
            yield Raised(
                f"{says} there was no {name}, last in that from {missed[-1].start}", facts, ceremony.value
            )


def _untold(missed: list[Week], account: Account) -> list[Week]:
    """Return those MISSED in which no call left the account out, which unreported-on-status-call tells."""
    left_out = [
        call.on
        for call in calls(account.programme)
        if any(one.account == account.key and one.reported is None for one in on_call(account, call))
    ]
    return [week for week in missed if not any(week.start <= day < week.end for day in left_out)]


CHECK: Final = AccountCheck(
    id="missed-cadence",
    severity=Severity.MEDIUM,
    meaning="A ceremony was not held as often as policy, or the account itself, asks.",
    clear="Hold it, and record it; or set another cadence (`meeting cadence`).",
    find=_find,
)
