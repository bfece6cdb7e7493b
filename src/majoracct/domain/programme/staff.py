"""Staff: our own people, known across the ledger. A customer's people are in `relationships`.

Rules
  ST1  One of our people is identified once, under an opaque id.                       B-T6
  ST2  Only one of our people, who has not left us, can be spoken of.                   B-T6
  ST3  Experience in a seat began by the day it is stated.                              B-R7
  ST4  What changes one of our people comes after they were identified, or it would change nothing. B-T6
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import PROGRAMME, Fact, Map, Personal, ProgrammeEvent, Refused, StaffId, present
from majoracct.domain.programme.terms import Seat

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme, Proposal

# What we know


@frozen
class Experience:
    """Since when somebody does the work of a seat, here or elsewhere, and the fact that says so."""

    since: dt.date
    fact: str


@frozen
class Colleague:
    """One of our own people."""

    fact: str
    left: dt.date | None = None
    left_fact: str = ""  # the fact that says so
    experience: Map[str, Experience] = field(factory=Map)  # by seat


@frozen
class Staff:
    """Our own people, by opaque id."""

    people: Map[str, Colleague] = field(factory=Map)


# Why not


class AlreadyOnStaff(Refused):
    rule = "ST1"


class NotOnStaff(Refused):
    rule = "ST2"


class LeftUs(Refused):
    rule = "ST2"


class NotYetOnStaff(Refused):
    rule = "ST4"


class ExperienceToCome(Refused):
    rule = "ST3"


def known_staff(person: str, programme: Programme) -> None:
    """Raise Refused unless PERSON is one of our people, and has not left by the day."""
    if person not in programme.ever[Staff].people:
        raise NotOnStaff(f"{person} is none of our people", "Identify them first: staff identify.")
    now = programme[Staff].people.get(person)
    if now and now.left:
        raise LeftUs(f"{person} left us on {now.left}", "Name somebody who is with us.")


def _identified(person: str, programme: Programme) -> None:
    known_staff(person, programme)
    if person not in programme[Staff].people:
        first = programme.ever[Staff].people[person].fact
        raise NotYetOnStaff(
            f"{person} was identified after {programme.on}", f"Correct the day of {first} first."
        )


# What happened


@frozen
class StaffIdentified(ProgrammeEvent[Staff]):
    """One of our own people was identified.

    person: an opaque id; what is personal is kept beside it, so that it can be erased.
    name: what they are called.
    title: the office they hold with us.
    """

    topic = Staff
    verb = ""
    says = "{person} identified as one of ours[, {title}]"
    introduces = "person"

    person: StaffId
    name: Personal[str]
    title: Personal[str] | None = None

    def admit(self, programme: Programme) -> None:
        if not (self.person.strip() and present(self.name)):
            raise NotOnStaff("Nobody was named", "Say what they are called.")
        if self.person in programme.ever[Staff].people:
            raise AlreadyOnStaff(f"{self.person} is one of our people already", "Record about them.")

    def change(self, state: Staff, fact: Fact) -> Staff:
        known = state.people.get(self.person)  # identified on a later day, once: corrected since
        found = evolve(known, fact=fact.reference) if known else Colleague(fact.reference)
        return evolve(state, people=state.people.insert(self.person, found))


@frozen
class StaffLeft(ProgrammeEvent[Staff]):
    """One of our people left us, and with that every seat they held.

    person: who.
    """

    topic = Staff
    verb = "staff leave"
    says = "{person} left us"

    person: StaffId

    def admit(self, programme: Programme) -> None:
        _identified(self.person, programme)

    def change(self, state: Staff, fact: Fact) -> Staff:
        found = state.people.get(self.person)
        if found is None:
            return state
        return evolve(
            state,
            people=state.people.insert(self.person, evolve(found, left=fact.on, left_fact=fact.reference)),
        )


@frozen
class ExperienceStated(ProgrammeEvent[Staff]):
    """We know since when one of our people does the work of a seat, here or elsewhere (B-R7).

    person: who.
    seat: which seat's work.
    since: the day they first did it.
    """

    topic = Staff
    verb = "staff experience"
    says = "{person} has been {seat} since {since}"

    person: StaffId
    seat: Seat
    since: dt.date

    def admit(self, programme: Programme) -> None:
        _identified(self.person, programme)
        if self.since > programme.on:
            raise ExperienceToCome(
                f"{self.since} is after {programme.on}", "State the day on which the experience began."
            )

    def change(self, state: Staff, fact: Fact) -> Staff:
        found = state.people.get(self.person)
        if found is None:
            return state
        experience = found.experience.insert(self.seat.value, Experience(self.since, fact.reference))
        return evolve(state, people=state.people.insert(self.person, evolve(found, experience=experience)))


# What follows


def ours(person: str, programme: Programme) -> bool:
    """Return whether PERSON is one of our people who has not left by the day, whenever we identified them.

    They worked with us before this ledger heard of them: who was recorded in a seat held it.
    """
    now = programme[Staff].people.get(person)
    return person in programme.ever[Staff].people and not (now and now.left)


def with_us(programme: Programme) -> dict[str, Colleague]:
    """Return our people on the day, by id: identified, and not gone."""
    return {p: c for p, c in sorted(programme[Staff].people.items()) if c.left is None}


def identify(
    programme: Programme,
    *,
    name: Personal[str],
    title: Personal[str] | None = None,
) -> Proposal:
    """Identify one of our own people, under a new opaque id.

    name: what they are called.
    title: the office they hold with us.
    """
    return ((PROGRAMME, StaffIdentified(f"s{programme.fresh}", name, title)),)


procedures: dict[str, Callable[..., Proposal]] = {"staff identify": identify}
