"""Goal progress: what we say of goals that the ledger cannot measure, and that one was reached.

Whatever can be measured is (`assessments.goal_measures`); what is told stands beside it, never before it.

Rules
  GL8   Progress is told of a goal that stands, as a share from nothing to all of it.          R-U4
  GL9   A goal in words is reached once somebody says how, and once; one that the ledger measures is
        reached when the figures are.                                                      R-0 R-U4
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.goals import goal_here
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Told:
    """How far somebody said a goal had come, or that it was reached (a share of 1)."""

    share: Decimal
    note: str
    on: dt.date
    fact: str


@frozen
class GoalProgress:
    """What was told last of each goal, and which were said to be reached, by the goal's fact."""

    told: Map[str, Told] = field(factory=Map)
    reached: Map[str, Told] = field(factory=Map)


# Why not


class ProgressImpossible(Refused):
    rule = "GL8"


class ReachedHow(Refused):
    rule = "GL9"


class ReachedAlready(Refused):
    rule = "GL9"


class GoalMeasured(Refused):
    rule = "GL9"


# What happened


@frozen
class GoalProgressRecorded(AccountEvent[GoalProgress]):
    """Somebody said how far a goal has come (R-U4); what the ledger measures comes before it.

    goal: which.
    share: how much of it is reached, such as 0.4; from 0 to 1.
    note: what shows that. Public: names nobody.
    """

    topic = GoalProgress
    verb = "goal progress"
    says = "The goal {goal} has come to {share}[: {note}]"

    goal: FactRef
    share: Decimal
    note: str | None = None

    def admit(self, account: Account) -> None:
        goal_here(self.goal, account)
        if not (self.share.is_finite() and 0 <= self.share <= 1):
            raise ProgressImpossible(f"A share of {self.share} cannot be", "State one from 0 to 1.")

    def change(self, state: GoalProgress, fact: Fact) -> GoalProgress:
        told = Told(self.share, self.note or "", fact.on, fact.reference)
        return evolve(state, told=state.told.insert(self.goal, told))


@frozen
class GoalReached(AccountEvent[GoalProgress]):
    """A goal in words was reached (R-0).

    goal: which.
    how: what shows it. Public: names nobody.
    """

    topic = GoalProgress
    verb = "goal reach"
    says = "The goal {goal} was reached: {how}"

    goal: FactRef
    how: str

    def admit(self, account: Account) -> None:
        goal = goal_here(self.goal, account)
        if not self.how.strip():
            raise ReachedHow("Nothing says how the goal was reached", "Say what shows it: --how.")
        if goal.measured:
            raise GoalMeasured(
                f"“{goal.what}” is reached when its figure is", "Record what it is measured by."
            )
        if known := account[GoalProgress].reached.get(self.goal):
            raise ReachedAlready(f"{known.fact} says so already", "Nothing needs recording.")

    def change(self, state: GoalProgress, fact: Fact) -> GoalProgress:
        told = Told(Decimal(1), self.how, fact.on, fact.reference)
        return evolve(state, reached=state.reached.insert(self.goal, told))
