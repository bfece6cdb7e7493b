"""Goals: what the account is to come to, in figures and in words, and by when.

A tier's or the programme's aims are elsewhere; these are one account's, and its actions work for them.

Rules
  GL1  A goal says what is to be reached, by a day that is not past.                       R-0
  GL2  A goal of revenue or of the usual deal names an amount, above nothing.                R-G3
  GL3  A goal about somebody's relation to us names somebody we know: of theirs, or of ours.  R-G1 S-F6
  GL4  Only a goal that stands is dropped.                                            R-0
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import known_here
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused, StaffId
from majoracct.domain.money import Money
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class GoalKind(enum.Enum):
    """What a goal is about."""

    REVENUE = "revenue"
    AVERAGE_DEAL = "average-deal"  # how large the usual sale is (R-G3 R-O3)
    BREADTH = "breadth"  # in how many places we are present (R-G4 R-O4)
    RELATIONSHIP = "relationship"  # with somebody of theirs, of ours, or at a partner's (R-G1 S-F6)
    REFERENCE = "reference"  # that they speak for us (R-G2)
    AGREEMENT = "agreement"  # one across the enterprise (R-O2)
    ADVISER = "adviser"  # that they trust our advice (R-O1)
    OTHER = "other"

    @property
    def of_revenue(self) -> bool:
        """Whether it asks for money alone, which no plan may (R-0)."""
        return self is GoalKind.REVENUE

    @property
    def in_money(self) -> bool:
        """Whether it is reached at an amount."""
        return self in (GoalKind.REVENUE, GoalKind.AVERAGE_DEAL)


# What we know


@frozen
class Goal:
    """What is to be reached, by when.

    amount: what it is reached at, in money. count: in how many places, people or references.
    person: of theirs whom it is about. colleague: of ours. partner: the partner's account.
    """

    kind: GoalKind
    what: str
    due: dt.date
    on: dt.date
    place: int
    fact: str
    amount: Money | None = None
    count: int | None = None
    person: str | None = None
    colleague: str | None = None
    partner: str | None = None
    dropped: dt.date | None = None


@frozen
class Goals:
    """The account's goals, each by the fact that set it."""

    items: Map[str, Goal] = field(factory=Map)

    @property
    def standing(self) -> list[tuple[str, Goal]]:
        """The goals that were not dropped, by id, earliest first."""
        kept = [(key, goal) for key, goal in self.items.items() if goal.dropped is None]
        return sorted(kept, key=lambda item: (item[1].on, item[1].place))


# Why not


class GoalUnstated(Refused):
    rule = "GL1"


class GoalAlreadyPast(Refused):
    rule = "GL1"


class GoalWithoutAmount(Refused):
    rule = "GL2"


class GoalAboutNobody(Refused):
    rule = "GL3"


class GoalUnknown(Refused):
    rule = "GL4"


def _something(amount: Money, account: Account) -> None:
    if amount.amount <= 0:
        raise GoalWithoutAmount(f"{amount} is nothing to reach", "Name an amount above 0.")
    in_ledgers_currency(amount, account)


# What happened


@frozen
class GoalSet(AccountEvent[Goals]):
    """A goal of the account was set (R-0).

    kind: what it is about.
    what: what is to be reached. Public: names nobody.
    due: by when.
    amount: what it is reached at, for a goal in money.
    count: how many places, people or references it is reached at.
    person: the stakeholder whose relation to us it is about.
    colleague: the colleague of ours whose relation to the account it is about.
    partner: the account of the partner it is about.
    """

    topic = Goals
    verb = "goal set"
    says = "Goal set, {kind}: {what}, by {due}[, at {amount}][, at {count}][, with {person}]"

    kind: GoalKind
    what: str
    due: dt.date
    amount: Money | None = None
    count: int | None = None
    person: PersonId | None = None
    colleague: StaffId | None = None
    partner: str | None = None

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise GoalUnstated("The goal says nothing", "Say what is to be reached.")
        if self.due < account.on:
            raise GoalAlreadyPast(f"{self.due} is before {account.on}", "Name a day to come.")
        if self.kind.in_money and self.amount is None:
            raise GoalWithoutAmount(f"A goal of {self.kind.value} is reached at an amount", "Name it.")
        if self.amount is not None:
            _something(self.amount, account)
        if self.count is not None and self.count < 1:
            raise GoalWithoutAmount(f"{self.count} is nothing to reach", "Name a count of at least 1.")
        if self.kind is GoalKind.RELATIONSHIP and not (self.person or self.colleague or self.partner):
            raise GoalAboutNobody(
                "A goal about a relationship says with whom",
                "Name the stakeholder, the colleague or the partner.",
            )
        if self.person:
            known_here(self.person, account)
        if self.colleague:
            known_staff(self.colleague, account.programme)
        if self.partner and account.other(self.partner).since is None:
            raise GoalAboutNobody(f"The ledger knows no account {self.partner}", "Open the partner's first.")

    def change(self, state: Goals, fact: Fact) -> Goals:
        goal = Goal(
            self.kind,
            self.what,
            self.due,
            fact.on,
            fact.place,
            fact.reference,
            self.amount,
            self.count,
            self.person,
            self.colleague,
            self.partner,
        )
        return evolve(state, items=state.items.insert(fact.id, goal))


@frozen
class GoalDropped(AboutThing[Goals, Goal]):
    """A goal was dropped.

    goal: which.
    """

    topic = Goals
    thing = "goal"
    kept_in = "items"
    verb = "goal drop"
    says = "Goal dropped: {goal}"

    goal: FactRef

    def admit(self, account: Account) -> None:
        goal_here(self.goal, account)

    def alter(self, found: Goal, fact: Fact) -> Goal:
        return evolve(found, dropped=fact.on)


# What follows


def goal_here(goal: str, account: Account) -> Goal:
    """Return the GOAL that stands on the day. Raises GoalUnknown."""
    found = account[Goals].items.get(goal)
    if found is None or found.dropped is not None:
        raise GoalUnknown(f"{goal} is no goal that stands on {account.on}", "Set it first.")
    return found
