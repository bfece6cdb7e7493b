"""An account that policy wants planned has no plan in its cycle (S-F2 R-U1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.planning import InCycle, annual
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]

_SAYS: Final = {
    InCycle.NO_PLAN: "no plan",
    InCycle.NO_CYCLE: "no planning cycle that runs",
    InCycle.NOT_DRAFTED: "no plan drafted in the planning cycle that runs",
    InCycle.OUT_OF_DATE: "no plan drafted within the year",
}


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found = annual(account, examined.terms)
    if found.late:
        since = f" since {found.since}" if found.since else ""
        yield Raised(f"The account has had {_SAYS[found.standing]}{since}", found.facts)


CHECK: Final = AccountCheck(
    id="no-annual-plan",
    severity=Severity.MEDIUM,
    meaning="An account that is to be planned has no plan in a planning cycle of this year.",
    clear="Open a cycle (`cycle open`), and draft its plan (`plan draft`).",
    find=_find,
)
