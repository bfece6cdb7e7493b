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
from majoracct.domain.kernel import Event, Fact

__all__ = ["DECISION_TYPES", "Decision", "decisions"]

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
    lag: days from the day it holds for to the day it was recorded.
    verdicts: on the five criteria, as pinned; none for a move of tier.
    """

    account: str
    fact: Fact
    decision: str
    override: bool
    policy: str | None
    lag: int
    verdicts: tuple[Verdict, ...]
    withdrawn_by: str | None


def decisions(
    facts: Iterable[Fact], withdrawn: Callable[[Fact], str | None], day_of: Callable[[int], dt.date]
) -> list[Decision]:
    """Return the decisions among FACTS, in the order they were recorded.

    A move to the indicated tier confirms it and decides nothing; a move to another is an override.
    withdrawn: returns the fact that withdrew one, if it was. day_of: the day of an instant.
    """
    found = []
    for fact in sorted(facts, key=lambda f: f.position):
        kind = _KINDS.get(type(fact.event))
        if kind is None or (isinstance(fact.event, TierMoved) and not fact.event.override):
            continue
        event = cast("Any", fact.event)
        found.append(
            Decision(
                account=fact.stream,
                fact=fact,
                decision=kind,
                override=getattr(event, "override", False),
                policy=getattr(event, "policy", None),
                lag=(day_of(fact.recorded_at) - fact.on).days,
                verdicts=getattr(event, "verdicts", ()),
                withdrawn_by=withdrawn(fact),
            )
        )
    return found
