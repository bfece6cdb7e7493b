"""What was learned since speaks against the decision that major status rests on (B-D4 B-Q6).

The decision is judged again under the policy it was taken under, on what is now known to come before it.
What was withdrawn or corrected of its inputs, `evidence-withdrawn` tells; another policy, `decision-differs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from majoracct.domain.account.criteria import CRITERIA, Verdict, judged
from majoracct.domain.assessments.second_judgement import SecondJudgement
from majoracct.domain.assessments.taken import in_force
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.kernel import Fact
from majoracct.domain.past import order
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.seen import Account

__all__ = ["CHECK"]

_READS: Final = {criterion.id: criterion.reads for criterion in CRITERIA}


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    decision = in_force(account)
    if decision is None:
        return
    pinned = cast("Any", decision.event)
    adopted = account.past.fact(pinned.policy or "")
    if adopted is None or not isinstance(adopted.event, PolicyAdopted):
        return
    if all(_stands(account, reference) for reference in pinned.inputs) and not _learned(account, decision):
        return  # nothing can have turned a verdict
    met = SecondJudgement(account.past).met(decision)
    now = {v.id: v for v in judged(cast("Account", met), adopted.event.terms)}
    lost = [
        now[before.id]
        for before in pinned.verdicts
        if before.holds and not now[before.id].holds and all(_stands(account, f) for f in before.facts)
    ]
    if lost:
        criteria = "; ".join(f"{v.id} (missing: {', '.join(v.missing)})" for v in lost)
        says = f"The decision of {decision.on} rested on what did not hold that day, as now known: {criteria}"
        bears = (f.reference for f in _learned(account, decision) if _bears(f, lost))
        yield Raised(says, (decision.reference, *bears), decision.id)


def _stands(account: Account, reference: str) -> bool:
    return reference not in account.past.withdrawals(reference.rpartition("@")[0])


def _learned(account: Account, decision: Fact) -> list[Fact]:
    """Return what comes before DECISION and was recorded after what it was taken on, in order."""
    known_at = cast("Any", decision.event).known_at
    return sorted(
        (f for f in account.facts if f.position > known_at and order(f) < order(decision)), key=order
    )


def _bears(fact: Fact, lost: list[Verdict]) -> bool:
    return any(fact.event.topic in _READS[verdict.id] for verdict in lost)


CHECK: Final = AccountCheck(
    id="decision-undermined",
    severity=Severity.HIGH,
    meaning="What was recorded since, of days before it, speaks against the decision on major status.",
    clear="Review the status (`qualify review`) or revoke it (`qualify revoke`), on what is now known; or "
    "correct what was learned, if it is wrong.",
    find=_find,
)
