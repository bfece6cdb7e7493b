"""Conformance: which decisions on major status came of the defined process, and which did not (B-D4).

A decision is judged by what the ledger held when it was recorded: what was learned since is no
fault of whoever decided. Each has to name the policy that was in force on its day. A grant and a
refusal answer a qualification that somebody entitled had opened; a grant and a review rest on all
five criteria; a grant by override goes round the process, whatever its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from attrs import evolve, frozen

from majoracct.domain.account.criteria import CRITERIA
from majoracct.domain.account.qualification import Qualification, Status, entitled
from majoracct.domain.assessments.decisions import Decision
from majoracct.domain.assessments.history import known
from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.past import Facts, order
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Judged", "conformance", "known_then", "share_inside"]


@frozen
class Judged:
    """A decision, and what of it lies outside the process; nothing, when it came of it.

    policy_since: the policy now known to have been in force on its day, if that is another one.
    """

    decision: Decision
    outside: tuple[str, ...]
    policy_since: str | None = None

    @property
    def inside(self) -> bool:
        """Whether the process was kept to."""
        return not self.outside


def conformance(account: Account, decisions: Iterable[Decision]) -> list[Judged]:
    """Return each of the DECISIONS on the major status of ACCOUNT, up to its day, judged.

    Decisions on other accounts, on tiers or on plans, those dated later and those withdrawn are passed over.
    """
    return [
        _judged(account, d)
        for d in decisions
        if d.account == account.key and d.on_status and d.fact.on <= account.on and not d.withdrawn_by
    ]


def share_inside(judged: Iterable[Judged]) -> Decimal | None:
    """Return the share of decisions that came of the process, from 0 to 1; None when there were none."""
    inside = [each.inside for each in judged]
    return share_of(sum(inside), len(inside))


def known_then(account: Account, fact: Fact) -> Account:
    """Return ACCOUNT on the day of FACT, a decision on it, as it was known when that was taken."""
    streams = dict.fromkeys((*account.streams, PROGRAMME, LEDGER))
    held = [f for f in known(account.past, streams) if not _after(f, fact)]
    pinned = getattr(fact.event, "known_at", None)
    return evolve(account, on=fact.on, past=Facts(held, fact.position - 1 if pinned is None else pinned))


def _judged(account: Account, decision: Decision) -> Judged:
    then = known_then(account, decision.fact)
    now = account.at(decision.fact.on).programme[Policy].fact
    return Judged(decision, tuple(_outside(then, decision)), now if now != decision.policy else None)


def _after(other: Fact, fact: Fact) -> bool:
    """Return whether OTHER followed FACT in its stream, which a correction recorded late has to pass over."""
    same = other.stream == fact.stream and not isinstance(other.event, FactWithdrawn)
    return same and order(other) > order(fact)


def _outside(then: Account, decision: Decision) -> Iterator[str]:
    """Yield what of a DECISION lies outside the process, as the account was known THEN."""
    policy = then.programme[Policy]
    if decision.policy is None:
        yield "it names no policy"
    elif decision.policy != policy.fact:
        yield f"it was taken under {decision.policy}, and {policy.fact} was in force"
    if decision.override:
        yield "it was an override"
    if decision.decision in ("grant", "refuse"):
        opened = then[Qualification]
        if opened.status is not Status.OPEN:
            yield "no qualification was open"
        elif not (policy.adopted and entitled(opened.opened_as, policy.adopted)):
            yield f"it was opened as {opened.opened_as or 'nobody in particular'}, who may not"
    if decision.decision in ("grant", "review"):
        held = {v.id for v in decision.verdicts if v.holds}
        if unmet := [c.id for c in CRITERIA if c.id not in held]:
            yield f"{', '.join(unmet)} did not hold"
