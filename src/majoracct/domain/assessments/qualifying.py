"""Qualifying: how an account came by its status, attempt by attempt, what each rested on included.

Rules
  QU1  Openings and decisions are told in the order they were recorded, withdrawn ones too.  X-10 B-Q6
  QU2  What was recorded too late by override says so.                                       B-D4
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from attrs import frozen

from majoracct.domain.account.criteria import Verdict
from majoracct.domain.account.qualification import QualificationOpened
from majoracct.domain.assessments.decisions import Decision, decided
from majoracct.domain.assessments.history import lag, withdrawals_in
from majoracct.domain.kernel import Fact

__all__ = ["Step", "steps"]


@frozen
class Step:
    """A step towards or away from major status, or a tier that was moved against what is indicated.

    what: open, grant, refuse, review, revoke or tier.
    decision: None for an opening, which decides nothing.
    withdrawal: the fact that withdrew it, if one did.
    lag: days from the day it holds for to the day it was recorded.
    late: whether that was later than was allowed, by override.
    """

    fact: Fact
    what: str
    decision: Decision | None
    withdrawal: Fact | None
    lag: int
    late: bool = False

    @property
    def unmet(self) -> tuple[Verdict, ...]:
        """The criteria that did not hold when it was decided, as pinned."""
        return tuple(v for v in self.decision.verdicts if not v.holds) if self.decision else ()


def steps(facts: Iterable[Fact], day_of: Callable[[int], dt.date], late: Collection[str] = ()) -> list[Step]:
    """Return the openings and decisions among FACTS, an account's own, in the order they were recorded.

    facts: with the withdrawals known; others are passed over. day_of: the day of an instant.
    late: the references of what was recorded too late by override.
    """
    held = list(facts)
    withdrawn = withdrawals_in(held)
    found = [
        Step(d.fact, d.decision, d, withdrawn.get(d.fact.reference), d.lag, d.late)
        for d in decided(held, day_of, late)
        if d.on_status or d.decision == "tier"
    ]
    for fact in held:
        if isinstance(fact.event, QualificationOpened):
            reference = fact.reference
            gone, days = withdrawn.get(reference), lag(fact, day_of)
            found.append(Step(fact, "open", None, gone, days, reference in late))
    return sorted(found, key=lambda step: step.fact.position)
