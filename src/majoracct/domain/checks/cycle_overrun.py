"""A planning cycle still runs after the day by which it was to be closed (S-F2 S-C4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.cycles import cycle_on
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, _: Examined) -> Iterator[Raised]:
    running = cycle_on(account)
    if running is None:
        return
    key, cycle = running
    if account.on > cycle.until:
        says = f"The planning cycle {cycle.name} was to be closed by {cycle.until}, and still runs"
        yield Raised(says, (cycle.fact,), key)


CHECK: Final = AccountCheck(
    id="cycle-overrun",
    severity=Severity.LOW,
    meaning="A planning cycle runs on after its last day: what is planned since counts as part of it.",
    clear="Close it (`cycle close`), and open the next (`cycle open`).",
    find=_find,
)
