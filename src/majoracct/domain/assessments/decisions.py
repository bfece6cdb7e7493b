"""Decisions: every grant, refusal, review, revocation and override, and every rule set (B-D4, B-Q6).

A decision is a fact: who recorded it took it, and who opened what was decided proposed it. A plan is
submitted, approved and rejected by those of ours whom the fact names, whoever recorded it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final, cast

from attrs import frozen

from majoracct.domain.account.approval import PlanApproved, PlanRejected
from majoracct.domain.account.criteria import Verdict
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.review import PlanSubmitted
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.history import lag, withdrawals_in
from majoracct.domain.assessments.lateness import Limits
from majoracct.domain.kernel import Event, Fact
from majoracct.domain.past import order
from majoracct.domain.programme.periods import PeriodClosed, PeriodReopened
from majoracct.domain.programme.policy import PolicyAdopted

__all__ = ["DECISION_TYPES", "LATE", "PROPOSAL_TYPES", "Decision", "decided", "population"]


@frozen
class _Kind:
    """A kind of decision: what it is called, what opens it, and whether it settles what was opened."""

    decision: str
    proposed_by: type[Event[Any]] | None = None
    settles: bool = False


_KINDS: Final[dict[type[Event[Any]], _Kind]] = {
    QualificationGranted: _Kind("grant", QualificationOpened),
    QualificationRefused: _Kind("refuse", QualificationOpened, settles=True),
    QualificationReviewed: _Kind("review", QualificationOpened),
    QualificationRevoked: _Kind("revoke", QualificationOpened, settles=True),
    TierMoved: _Kind("tier"),
    PlanApproved: _Kind("approve-plan", PlanSubmitted),
    PlanRejected: _Kind("reject-plan", PlanSubmitted),
    PolicyAdopted: _Kind("adopt"),
    PeriodClosed: _Kind("close"),
    PeriodReopened: _Kind("reopen"),
}
_ON_STATUS: Final = ("grant", "refuse", "review", "revoke")
LATE: Final = "late"  # whatever else was recorded later than was allowed, by override
DECISION_TYPES: Final = tuple(event.__name__ for event in _KINDS)
PROPOSAL_TYPES: Final = tuple(
    dict.fromkeys(kind.proposed_by.__name__ for kind in _KINDS.values() if kind.proposed_by)
)


@frozen
class Decision:
    """A decision as it was recorded.

    account: the stream it belongs to: an account's key, or "programme".
    decision: grant, refuse, review, revoke, tier, approve-plan, reject-plan, adopt, close, reopen, or late:
    recorded too late by override, and no decision otherwise.
    override: whether it went against the rules' answer.
    policy: the fact that adopted the policy it was taken under, as pinned.
    lag: days from the day it holds for to the day it was recorded.
    withdrawn_by: the reference of the fact that withdrew it, if one did.
    known_at: the position whose knowledge it was taken on, as pinned. inputs, verdicts: the facts it
    rested on and what the criteria said then, as pinned; what is no decision on status pins neither.
    proposal: the fact that opened what was decided, as it was known then; None when nothing did.
    late: whether it was recorded later than was allowed, by override.
    """

    account: str
    fact: Fact
    decision: str
    override: bool
    policy: str | None
    lag: int
    withdrawn_by: str | None
    known_at: int | None
    inputs: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    proposal: Fact | None = None
    late: bool = False

    @property
    def approver(self) -> str | None:
        """Who of ours approved or rejected a plan, by id; None for what was decided by who recorded it."""
        event = self.fact.event
        return event.person if isinstance(event, (PlanApproved, PlanRejected)) else None

    @property
    def author(self) -> str | None:
        """Who of ours submitted the plan that was decided on, by id; None for what is no plan."""
        event = self.proposal.event if self.proposal else None
        return event.author if isinstance(event, PlanSubmitted) else None

    @property
    def on_status(self) -> bool:
        """Whether it is on an account's major status, which has a defined process."""
        return self.decision in _ON_STATUS


def population(facts: Sequence[Fact], limits: Limits) -> list[Decision]:
    """Return every decision among FACTS, and whatever else was recorded too late by override.

    facts: all that is known of the streams asked about; withdrawn ones and withdrawals, too.
    limits: what was known of limits and closings. What this says of a fact never changes, but whether it
    was withdrawn.
    """
    return decided(facts, limits.day_of, limits.overridden(facts))


def decided(
    facts: Iterable[Fact], day_of: Callable[[int], dt.date], late: Collection[str] = ()
) -> list[Decision]:
    """Return the decisions among FACTS, in the order they were recorded.

    A move to the indicated tier confirms it and decides nothing; a move to another is an override.
    facts: decisions, what proposes them, and the withdrawals known; others are passed over.
    day_of: the day of an instant. late: the references of what was recorded too late by override.
    """
    held = sorted(facts, key=lambda f: f.position)
    withdrawn = withdrawals_in(held)
    courses: dict[str, list[Fact]] = {}  # by stream: what proposes, and what settles it
    for fact in held:
        if _proposes(fact) or _settles(fact):
            courses.setdefault(fact.stream, []).append(fact)
    found = []
    for fact in held:
        kind = _KINDS.get(type(fact.event))
        event = cast("Any", fact.event)
        too_late = fact.reference in late
        decides = kind is not None and not (isinstance(event, TierMoved) and not event.override)
        if not (decides or too_late):
            continue
        by = withdrawn.get(fact.reference)
        found.append(
            Decision(
                account=fact.stream,
                fact=fact,
                decision=kind.decision if kind and decides else LATE,
                override=getattr(event, "override", False),
                policy=getattr(event, "policy", None),
                lag=lag(fact, day_of),
                withdrawn_by=by.reference if by else None,
                known_at=getattr(event, "known_at", None),
                inputs=getattr(event, "inputs", ()),
                verdicts=getattr(event, "verdicts", ()),
                proposal=_proposal(fact, kind, courses.get(fact.stream, ()), withdrawn) if kind else None,
                late=too_late,
            )
        )
    return found


def _proposes(fact: Fact) -> bool:
    return type(fact.event).__name__ in PROPOSAL_TYPES


def _settles(fact: Fact) -> bool:
    kind = _KINDS.get(type(fact.event))
    return kind is not None and kind.settles


def _proposal(fact: Fact, kind: _Kind, course: Sequence[Fact], withdrawn: dict[str, Fact]) -> Fact | None:
    """Return what opened what FACT decided, as was known just before it was recorded."""
    found = None
    for each in sorted(course, key=order):
        gone = withdrawn.get(each.reference)
        if each.position >= fact.position or (gone is not None and gone.position < fact.position):
            continue
        if order(each) >= order(fact):
            break
        if type(each.event) is kind.proposed_by:
            found = each
        elif _settles(each) and _KINDS[type(each.event)].proposed_by is kind.proposed_by:
            found = None
    return found
