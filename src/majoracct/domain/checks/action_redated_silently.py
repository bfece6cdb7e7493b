"""An action of the approved plan has another day, and nothing says that it was put on it (S-F7 J-A2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.baseline import baseline
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found = baseline(account)
    for each in found.drift if found else ():
        moved = each.redated
        if moved is not None and not moved.open and each.what.kind == "action":
            says = f"“{each.what.get('task')}” was approved for {moved.before}, and is now due {moved.now}"
            yield Raised(f"{says}: its record was changed", each.facts, each.what.id)


CHECK: Final = AccountCheck(
    id="action-redated-silently",
    severity=Severity.HIGH,
    meaning="A deadline that was approved was rewritten instead of moved, which makes late work look timely.",
    clear="Correct the day back, and put the action on another openly, with the reason: `action reschedule`.",
    find=_find,
)
