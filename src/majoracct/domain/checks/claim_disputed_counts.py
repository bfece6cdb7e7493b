"""Criterion 2 rests on a result that the customer disputes (B-Q2 B-E4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.claims import Stage, ledger_of_value
from majoracct.domain.account.criteria import CRITERIA
from majoracct.domain.assessments.persons import their_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]

_PROVEN: Final = next(criterion for criterion in CRITERIA if criterion.id == "Q2")


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    disputed = [e for e in ledger_of_value(account) if e.stage is Stage.DISPUTED]
    if not disputed:
        return
    verdict = _PROVEN.judge(account, examined.terms)
    for entry in disputed:
        answer = entry.answered
        if verdict.holds and answer is not None and entry.item.fact in verdict.facts:
            by = their_name(answer.person, account)
            says = f"Criterion 2 rests on “{entry.item.title}”, which {by} disputed on {answer.on}"
            yield Raised(says, (entry.item.fact, answer.fact), entry.value)


CHECK: Final = AccountCheck(
    id="claim-disputed-counts",
    severity=Severity.HIGH,
    meaning="Proven value, which major status needs, rests on a result that the customer disputes.",
    clear="Settle it, and record what they confirm (`value confirm`); or correct or withdraw the result.",
    find=_find,
)
