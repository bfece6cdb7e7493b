"""After the first project a promise failed, and nothing was won since (C-R3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.promises import stuck_at_first_implementation
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    stuck = stuck_at_first_implementation(account)
    if stuck is not None:
        failed = "a promise" if len(stuck.promises) == 1 else f"{len(stuck.promises)} promises"
        says = (
            f"The first project was completed on {stuck.completed}, {failed} failed, and nothing more was won"
        )
        yield Raised(says, (stuck.project, *stuck.promises))


CHECK: Final = AccountCheck(
    id="stuck-at-first-implementation",
    severity=Severity.MEDIUM,
    meaning="Sales stopped at the first implementation, as a promise was broken or an agreement taken back.",
    clear="Make good what failed, and record the change (`promise mend`); then win again.",
    find=_find,
)
