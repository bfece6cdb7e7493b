"""Staff: our own people, known across the ledger. A customer's people are in `relationships`.

Rules
  ST1  One of our people is identified once, under an opaque id.                       B-T6
  ST2  Only one of our people, who has not left us, can be spoken of.                   B-T6
  ST3  Experience in a seat began by the day it is stated.                              B-R7
  ST4  Somebody is with us before the day we identified them on, too; their leaving, their coming back and
       their experience are told from that day on.                                      B-T6
  ST5  Who left us may come back, and nothing they had before comes back with them.     B-T6
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
class Absence:
    """That somebody left us, when, and the fact that says so; back: when they came back, if they did."""

    left: dt.date
    fact: str
    back: dt.date | None = None


@frozen
class Colleague:
    """One of our own people; absences: how often they left us, earliest first."""

    fact: str
    absences: tuple[Absence, ...] = ()
    experience: Map[str, Experience] = field(factory=Map)  # by seat

    @property
    def gone(self) -> Absence | None:
        """That they left us, while they have not come back."""
        last = self.absences[-1] if self.absences else None
        return last if last and last.back is None else None

    def lost(self, since: dt.date) -> Absence | None:
        """Return the leaving by which they lost what they had on SINCE; None when they did not."""
        return next((a for a in self.absences if a.back is None or a.back > since), None)


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


class StillWithUs(Refused):
    rule = "ST5"


def known_staff(person: str, programme: Programme) -> None:
    """Raise Refused unless PERSON is one of our people, and has not left by the day."""
    if person not in programme.ever[Staff].people:
        raise NotOnStaff(f"{person} is none of our people", "Identify them first: staff identify.")
    if gone := colleague(programme, person).gone:
        raise LeftUs(
            f"{person} left us on {gone.left}",
            "Name somebody who is with us, or record their return: staff return.",
        )


def _identified(person: str, programme: Programme) -> None:
    """Raise Refused unless PERSON is one of our people, identified by the day."""
    known = programme.ever[Staff].people.get(person)
    if known is None:
        raise NotOnStaff(f"{person} is none of our people", "Identify them first: staff identify.")
    if person not in programme[Staff].people:
        raise NotYetOnStaff(
            f"{person} was identified on a day after {programme.on}",
            f"Correct the day of {known.fact} first: correct {known.fact} --on DAY.",
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
        known_staff(self.person, programme)

    def change(self, state: Staff, fact: Fact) -> Staff:
        found = state.people.get(self.person)
        if found is None or found.gone:
            return state
        left = evolve(found, absences=(*found.absences, Absence(fact.on, fact.reference)))
        return evolve(state, people=state.people.insert(self.person, left))


@frozen
class StaffReturned(ProgrammeEvent[Staff]):
    """One of our people who had left came back to us; seats and contacts are given to them anew.

    person: who.
    """

    topic = Staff
    verb = "staff return"
    says = "{person} came back to us"

    person: StaffId

    def admit(self, programme: Programme) -> None:
        _identified(self.person, programme)
        if not colleague(programme, self.person).gone:
            raise StillWithUs(f"{self.person} is with us on {programme.on}", "Nothing needs recording.")

    def change(self, state: Staff, fact: Fact) -> Staff:
        found = state.people.get(self.person)
        if found is None or not found.gone:
            return state
        back = evolve(found, absences=(*found.absences[:-1], evolve(found.gone, back=fact.on)))
        return evolve(state, people=state.people.insert(self.person, back))


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
        known_staff(self.person, programme)
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


def colleague(programme: Programme, person: str) -> Colleague:
    """Return what is known of PERSON by the day: nothing but the name, before they were identified.

    Raises KeyError for one who is none of our people.
    """
    known = programme[Staff].people.get(person)
    return known or Colleague(programme.ever[Staff].people[person].fact)


def with_us(programme: Programme) -> dict[str, Colleague]:
    """Return our people on the day, by id, less those who are gone.

    The day we identified somebody is when we learned of them, not when they joined us.
    """
    everybody = sorted(programme.ever[Staff].people)
    return {person: colleague(programme, person) for person in everybody if ours(person, programme)}


def ours(person: str, programme: Programme) -> bool:
    """Return whether PERSON is one of our people on the day, whenever we identified them."""
    return person in programme.ever[Staff].people and not colleague(programme, person).gone


def still(programme: Programme, person: str, since: dt.date) -> bool:
    """Return whether PERSON has on the day what they were given on SINCE: they never left us since."""
    if person not in programme.ever[Staff].people:
        return False
    return colleague(programme, person).lost(since) is None


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
