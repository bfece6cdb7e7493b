"""Something that major status was granted or upheld on was withdrawn since (B-D4).

What was corrected counts when a criterion that rested on it no longer held on the decision's day, as
far as is known now; what was withdrawn without anything in its place always counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from majoracct.domain.account.criteria import judged
from majoracct.domain.assessments.taken import in_force
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.kernel import Fact
from majoracct.domain.past import Past
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    decision = in_force(account)
    if decision is None:
        return
    then = account.at(decision.on)
    held = {v.id for v in judged(then, then.programme[Policy].terms) if v.holds}
    pinned = cast("Any", decision.event)
    for reference in pinned.inputs:
        withdrawal = _withdrawal(account.past, reference)
        if withdrawal is None:
            continue
        instead = _instead(account.past, reference)
        served = [v.id for v in pinned.verdicts if v.holds and reference in v.facts]
        fails = [criterion for criterion in served if criterion not in held]
        facts = (decision.reference, reference, withdrawal.reference)
        if instead is None:
            yield Raised(_says(decision, reference, "was withdrawn", fails), facts, reference)
        elif fails:
            said = f"was replaced by {instead.reference}"
            yield Raised(_says(decision, reference, said, fails), (*facts, instead.reference), reference)


def _says(decision: Fact, reference: str, what: str, fails: list[str]) -> str:
    then = f"{', '.join(fails)} did not hold that day" if fails else "what rested on it holds all the same"
    return f"{reference}, an input of the decision of {decision.on}, {what} since: as now known, {then}"


def _withdrawal(past: Past, reference: str) -> Fact | None:
    return past.withdrawals(reference.rpartition("@")[0]).get(reference)


def _instead(past: Past, reference: str) -> Fact | None:
    """Return the live fact that, through every correction, replaced the one called REFERENCE, if any did."""
    link: str | None = reference
    while link is not None and (withdrawal := _withdrawal(past, link)) is not None:
        link = cast("Any", withdrawal.event).replaced_by
    return past.fact(link) if link is not None else None


CHECK: Final = AccountCheck(
    id="evidence-withdrawn",
    severity=Severity.HIGH,
    meaning="A fact that the decision on major status rested on should never have been recorded.",
    clear="Review the status (`qualify review`) or revoke it (`qualify revoke`), on what is now known.",
    find=_find,
)
