"""An account that was major was not reported on a status call of the programme (B-G3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.status_call import calls, on_call
from majoracct.domain.calendar import first_within
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    since = first_within(account.on, examined.terms.findings.governed_months)
    for call in calls(account.programme):
        if call.on < since:
            continue
        for one in on_call(account, call):
            if one.reported is None:
                itself = one.account == account.key
                name = "It" if itself else f"{one.name}, which has merged into it,"
                says = (
                    f"{name} was major, and nobody reported it on the status call “{call.name}” of {call.on}"
                )
                about = call.key if itself else f"{call.key}:{one.account}"
                yield Raised(says, (one.status, call.fact), about)


CHECK: Final = AccountCheck(
    id="unreported-on-status-call",
    severity=Severity.LOW,
    meaning="Every major account is reported on each status call of the programme; this one was left out.",
    clear="Have the internal sponsor report it for that call (`meeting report`).",
    find=_find,
)
