"""Decisions: every grant, refusal, revocation, review and override, whoever took it (B-D4, B-Q6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Final, cast

from attrs import frozen

from majoracct.domain.account.criteria import Verdict
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationRefused,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.history import lag, withdrawals_in
from majoracct.domain.kernel import Event, Fact

__all__ = ["DECISION_TYPES", "Decision", "decided"]

_KINDS: Final[dict[type[Event[Any]], str]] = {
    QualificationGranted: "grant",
    QualificationRefused: "refuse",
    QualificationReviewed: "review",
    QualificationRevoked: "revoke",
    TierMoved: "tier",
}
DECISION_TYPES: Final = tuple(event.__name__ for event in _KINDS)


@frozen
class Decision:
    """A decision as it was recorded.

    decision: grant, refuse, review, revoke or tier. override: whether it went against the rules' answer.
    policy: the fact that adopted the policy it was taken under, as pinned.
    lag: days from the day it holds for to the day it was recorded.
    withdrawn_by: the reference of the fact that withdrew it, if one did.
    known_at: the position whose knowledge it was taken on, as pinned. inputs, verdicts: the facts it
    rested on and what the criteria said then, as pinned; a move of tier pins neither.
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


def decided(facts: Iterable[Fact], day_of: Callable[[int], dt.date]) -> list[Decision]:
    """Return the decisions among FACTS, in the order they were recorded.

    A move to the indicated tier confirms it and decides nothing; a move to another is an override.
    facts: decisions and the withdrawals known; others are passed over. day_of: the day of an instant.
    """
    held = sorted(facts, key=lambda f: f.position)
    withdrawn = withdrawals_in(held)
    found = []
    for fact in held:
        kind = _KINDS.get(type(fact.event))
        event = cast("Any", fact.event)
        if kind is None or (kind == "tier" and not event.override):
            continue
        by = withdrawn.get(fact.reference)
        found.append(
            Decision(
                account=fact.stream,
                fact=fact,
                decision=kind,
                override=getattr(event, "override", False),
                policy=event.policy,
                lag=lag(fact, day_of),
                withdrawn_by=by.reference if by else None,
                known_at=event.known_at,
                inputs=getattr(event, "inputs", ()),
                verdicts=getattr(event, "verdicts", ()),
            )
        )
    return found
