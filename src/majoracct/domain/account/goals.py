"""Goals: what the account is to come to, in figures and in words, and by when.

A tier's or the programme's aims are elsewhere; these are one account's, and its actions work for them.

Rules
  GL1  A goal says what is to be reached, by a day that is not past.                       R-0
  GL2  A goal of revenue or of the usual deal names an amount, above nothing.                R-G3
  GL3  A goal about somebody's relation to us names somebody we know: of theirs, or of ours.  R-G1 S-F6
  GL4  Only a goal that stands is dropped.                                            R-0
  GL5  Areas to enter are of a goal of breadth that says in which dimension; each is named once, and we are
       in none of them yet.                                                                R-O4 R-G4
  GL6  How strongly somebody is to stand by us is said of a stakeholder of theirs.             R-G1
  GL7  What comes in is counted from a day that is not after the goal's.                         R-0
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.presence import Dimension, Presence, place_key
from majoracct.domain.account.relationships import Strength, known_here
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused, StaffId
from majoracct.domain.money import Money
from majoracct.domain.programme.goal_tables import GoalKind, GoalSide
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


__all__ = [
    "AreasUnstated",
    "CountedTooLate",
    "Goal",
    "GoalAboutNobody",
    "GoalAlreadyPast",
    "GoalDropped",
    "GoalKind",
    "GoalSet",
    "GoalUnknown",
    "GoalUnstated",
    "GoalWithoutAmount",
    "Goals",
    "StrengthOfNobody",
    "goal_here",
]

# What we know


@frozen
class Goal:
    """What is to be reached, by when.

    amount: what it is reached at, in money. count: in how many places, people or references.
    person: of theirs whom it is about. colleague: of ours. partner: the partner's account.
    strength: how strongly PERSON is to stand by us. dimension: in which places count. areas: those to enter.
    since: from which day revenue counts; None: the day it was set.
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
    strength: Strength | None = None
    dimension: Dimension | None = None
    areas: tuple[str, ...] = ()
    since: dt.date | None = None
    dropped: dt.date | None = None

    @property
    def begins(self) -> dt.date:
        """From which day it is worked for."""
        return self.since or self.on

    @property
    def sides(self) -> tuple[GoalSide, ...]:
        """On whose side the people are whom it is about (S-F6)."""
        of = (
            (GoalSide.CUSTOMER, self.person),
            (GoalSide.INTERNAL, self.colleague),
            (GoalSide.PARTNER, self.partner),
        )
        return tuple(side for side, who in of if who)

    @property
    def measured(self) -> bool:
        """Whether the ledger tells how far it has come, so that nobody has to say so."""
        match self.kind:
            case GoalKind.REVENUE | GoalKind.AVERAGE_DEAL:
                return True
            case GoalKind.BREADTH:
                return bool(self.areas) or self.count is not None
            case GoalKind.REFERENCE:
                return self.count is not None
            case GoalKind.RELATIONSHIP:
                return self.strength is not None
            case _:
                return False


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


class AreasUnstated(Refused):
    rule = "GL5"


class StrengthOfNobody(Refused):
    rule = "GL6"


class CountedTooLate(Refused):
    rule = "GL7"


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
    strength: how strongly the stakeholder is to stand by us.
    dimension: in which dimension places count, for a goal of breadth; the widest when not said.
    areas: the organisations, geographies or processes to enter, one or two (R-O4). Public: names nobody.
    since: from which day what comes in counts, for a goal of revenue; the day it was set when not said.
    """

    schema = 2

    topic = Goals
    verb = "goal set"
    says = (
        "Goal set, {kind}: {what}, by {due}[, at {amount}][, at {count}][, with {person}]"
        "[, the relationship to be {strength}][, entering {areas}][, counted from {since}]"
    )

    kind: GoalKind
    what: str
    due: dt.date
    amount: Money | None = None
    count: int | None = None
    person: PersonId | None = None
    colleague: StaffId | None = None
    partner: str | None = None
    strength: Strength | None = None
    dimension: Dimension | None = None
    areas: tuple[str, ...] = ()
    since: dt.date | None = None

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
        self._people(account)
        if self.since and self.since > self.due:
            raise CountedTooLate(f"{self.since} is after {self.due}", "Count from a day before the goal's.")
        self._areas(account)

    def _people(self, account: Account) -> None:
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
        if self.strength and not (self.person and self.kind is GoalKind.RELATIONSHIP):
            raise StrengthOfNobody(
                f"Nobody of theirs is named who is to be {self.strength.value}", "Name the stakeholder."
            )

    def _areas(self, account: Account) -> None:
        if not self.areas:
            return
        if self.kind is not GoalKind.BREADTH or self.dimension is None:
            raise AreasUnstated(
                "Areas are entered in a dimension, by a goal of breadth", "Say which: --kind, --dimension."
            )
        places = [place_key(self.dimension, area) for area in self.areas]
        if not all(area.strip() for area in self.areas) or len(set(places)) < len(places):
            raise AreasUnstated("An area is not named, or is named twice", "Name each once.")
        there = account[Presence].places
        if held := [area for area, place in zip(self.areas, places, strict=True) if place in there]:
            raise AreasUnstated(f"We are in {held[0]} already", "Name an area where we are not.")

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
            self.strength,
            self.dimension,
            self.areas,
            self.since,
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
