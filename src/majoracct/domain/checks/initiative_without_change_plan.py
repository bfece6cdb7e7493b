"""An initiative goes on without change management (S-B5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.change import initiatives
from majoracct.domain.assessments.persons import listed
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for case in initiatives(account):
        late = case.days > examined.terms.engagement.change_days
        if late and case.item.ended is None and not case.managed:
            says = f"“{case.item.title}” lacks {listed(case.lacking)}, {case.days} days after it was opened"
            yield Raised(says, (case.item.fact,), case.initiative)


CHECK: Final = AccountCheck(
    id="initiative-without-change-plan",
    severity=Severity.MEDIUM,
    meaning="Nobody says what an initiative's change is to bring, or how people are to act: it likely fails.",
    clear="Say what the change is to bring (`initiative aim`) and how people act (`initiative expect`).",
    find=_find,
)
