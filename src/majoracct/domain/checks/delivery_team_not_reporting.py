"""The delivery team of a project under way does not report to the project manager (B-T3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.crews import Crews, not_reporting
from majoracct.domain.assessments.persons import listed, our_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for late in not_reporting(account):
        line = account[Crews].lines.get(late.project)
        to = our_name(line.to, account) if line else "nobody"
        managers = listed(our_name(person, account) for person in late.managers)
        manager = f"the project manager is {managers}" if managers else "there is no project manager"
        says = f"The delivery team of {late.title} reports to {to}, and {manager}"
        yield Raised(says, (late.team, *([line.fact] if line else [])), late.project)


CHECK: Final = AccountCheck(
    id="delivery-team-not-reporting",
    severity=Severity.MEDIUM,
    meaning="Those who deliver a project do not report to the one who answers for delivery.",
    clear="Have the team report to the project manager (`team report-to`); seat one, if there is none.",
    find=_find,
)
