"""Qualifying: how an account came by its status, attempt by attempt, what each rested on included.

Rules
  QU1  Openings and decisions are told in the order they were recorded, withdrawn ones too.  X-10 B-Q6
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

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

    what: open, grant, refuse, review, revoke, tier, or late: recorded too late by override.
    decision: None for an opening, which decides nothing.
    lag: days from the day it holds for to the day it was recorded.
    """

    fact: Fact
    what: str
    decision: Decision | None
    withdrawn_by: str | None
    lag: int

    @property
    def unmet(self) -> tuple[Verdict, ...]:
        """The criteria that did not hold when it was decided, as pinned."""
        return tuple(v for v in self.decision.verdicts if not v.holds) if self.decision else ()


def steps(facts: Iterable[Fact], day_of: Callable[[int], dt.date]) -> list[Step]:
    """Return the openings and decisions among FACTS, an account's own, in the order they were recorded.

    facts: with the withdrawals known; others are passed over. day_of: the day of an instant.
    """
    held = list(facts)
    withdrawn = withdrawals_in(held)
    found = [Step(d.fact, d.decision, d, d.withdrawn_by, d.lag) for d in decided(held, day_of)]
    for fact in held:
        if isinstance(fact.event, QualificationOpened):
            by = withdrawn.get(fact.reference)
            found.append(Step(fact, "open", None, by.reference if by else None, lag(fact, day_of)))
    return sorted(found, key=lambda step: step.fact.position)
