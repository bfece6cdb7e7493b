"""A customer's year has us in its planning, and nobody in that planning is loyal to one of ours (B-N6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.criteria import by_version
from majoracct.domain.assessments.inertia import year_of, years
from majoracct.domain.assessments.persons import listed, their_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    now = year_of(account, account.on)
    for each in years(account):
        if each.unsupported and each.year >= now:  # a year that is over is not mended any more
            people = listed(their_name(person, account) for person in each.people)
            says = f"We are part of their planning for {each.year} through {people}, and nobody among them is"
            facts = tuple(sorted(set(each.inertia.in_time.values()), key=by_version))
            yield Raised(f"{says} strongly loyal to one of ours", facts, str(each.year))


CHECK: Final = AccountCheck(
    id="inertia-without-loyalty",
    severity=Severity.LOW,
    meaning="Inertia is claimed for a year of the customer's, and nobody's loyalty carries it.",
    clear="Win the loyalty of somebody in their planning, and record it (`stakeholder loyalty`).",
    find=_find,
)
