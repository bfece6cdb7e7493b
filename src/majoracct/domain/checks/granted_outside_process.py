"""A decision on major status did not come of the defined process (B-D4 B-Q0 B-Q6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.conformance import conformance
from majoracct.domain.assessments.taken import taken, worded
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for one, decision in taken(account, examined.day_of):
        for judged in conformance(one, (decision,)):
            if not judged.inside:
                fact = decision.fact
                yield Raised(f"{worded(decision)}: {'; '.join(judged.outside)}", (fact.reference,), fact.id)


CHECK: Final = AccountCheck(
    id="granted-outside-process",
    severity=Severity.HIGH,
    meaning="Major status was granted, or otherwise decided on, by another way than the defined process.",
    clear="Withdraw the decision, and take it by the process; or accept the finding, with the reason.",
    find=_find,
)
