"""Coaching: how those who manage accounts are helped to manage a team.

Rules
  PG1  Somebody of ours is coached by another of ours, on something; both are with us.     S-W1
  PG2  Coaching is due policy's months after the last, or after somebody took up the work.  S-W1
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.calendar import add_months
from majoracct.domain.kernel import Fact, Map, ProgrammeEvent, Refused, StaffId
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

# What we know


@frozen
class Coached:
    """That somebody was coached, by whom, on what."""

    person: str
    coach: str
    what: str
    on: dt.date
    place: int
    fact: str


@frozen
class Coaching:
    """The coaching held, each by its fact."""

    items: Map[str, Coached] = field(factory=Map)

    def of(self, person: str) -> list[Coached]:
        """Return how PERSON was coached, earliest first."""
        found = [c for c in self.items.values() if c.person == person]
        return sorted(found, key=lambda c: (c.on, c.place))


# Why not


class CoachedOnNothing(Refused):
    rule = "PG1"


class CoachedByOneself(Refused):
    rule = "PG1"


# What happened


@frozen
class CoachingHeld(ProgrammeEvent[Coaching]):
    """One of our people was coached (S-W1).

    person: who was coached.
    coach: who of ours coached them.
    what: on what, such as running a review. Public: names nobody.
    """

    topic = Coaching
    verb = "staff coach"
    says = "{person} coached by {coach}: {what}"

    person: StaffId
    coach: StaffId
    what: str

    def admit(self, programme: Programme) -> None:
        known_staff(self.person, programme)
        known_staff(self.coach, programme)
        if self.person == self.coach:
            raise CoachedByOneself(f"{self.person} is named as both", "Name who coached them.")
        if not self.what.strip():
            raise CoachedOnNothing("What it was on is not said", "Say on what.")

    def change(self, state: Coaching, fact: Fact) -> Coaching:
        held = Coached(self.person, self.coach, self.what, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, held))


# What follows


def coaching_due(programme: Programme, person: str, since: dt.date, months: int) -> dt.date:
    """Return by when PERSON, who does the work SINCE a day, is to be coached next (S-W1).

    months: how often. What was held before they took up the work counts, as they had it.
    """
    held = programme[Coaching].of(person)
    last = max(held[-1].on, since) if held else since
    return add_months(last, months)
