"""What was recorded since speaks against the decision that major status rests on (B-D4).

It was granted or upheld while a criterion held that, as now known, did not hold on its day: by a fact that
was recorded too late for whoever decided. Where what the criterion rested on was itself withdrawn or
corrected, `evidence-withdrawn` tells it; what another policy says, `decision-differs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from majoracct.domain.account.criteria import CRITERIA, Verdict
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.assessments.hindsight import Hindsight, Learned, hindsight, upheld
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.kernel import Fact, FactWithdrawn
from majoracct.domain.past import Past
from majoracct.domain.seen import Account

__all__ = ["CHECK"]

_READS: Final = {criterion.id: {*criterion.reads, Mergers} for criterion in CRITERIA}


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    if account[Qualification].status is not Status.MAJOR:
        return
    back = upheld(account) or hindsight(account)
    if back is None or not back.under:
        return
    for verdict in _fallen(back, account.past):
        learned = [
            each.fact.reference
            for each in back.learned
            if _said(each, account.past).event.topic in _READS[verdict.id]
        ]
        decision = back.decision
        yield Raised(
            f"{verdict.id} held by what was known when it was decided on {decision.on}; as now known, it did "
            f"not: {', '.join(verdict.missing)}",
            (decision.reference, *learned),
            f"{decision.id}:{verdict.id}",
        )


def _fallen(back: Hindsight, past: Past) -> Iterator[Verdict]:
    """Yield the verdicts that fell since the decision, though all that they rested on still stands."""
    then = {verdict.id: verdict for verdict in back.then}
    for now in back.under[0].verdicts:
        was = then.get(now.id)
        if was is not None and was.holds and not now.holds and not any(_gone(r, past) for r in was.facts):
            yield now


def _gone(reference: str, past: Past) -> bool:
    return reference in past.withdrawals(reference.rpartition("@")[0])


def _said(learned: Learned, past: Past) -> Fact:
    """Return what was LEARNED of: the fact that was withdrawn, or the fact itself."""
    event = learned.fact.event
    return cast("Fact", past.fact(event.target)) if isinstance(event, FactWithdrawn) else learned.fact


CHECK: Final = AccountCheck(
    id="decision-undermined",
    severity=Severity.HIGH,
    meaning="Major status was granted or upheld on a day on which, as now known, a criterion did not hold.",
    clear="Review the status (`qualify review`) or revoke it (`qualify revoke`), on what is now known.",
    find=_find,
)
