"""Contact data of our own people, and what each kind of it looks like; the customer's are in `account`.

Rules
  CD1  Contact data say how to reach one of our own people, who is with us.
  CD2  Contact data look like what they are: mail names a place, a number has digits.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from majoracct.domain.kernel import Erased, Fact, Map, Personal, ProgrammeEvent, Refused, StaffId, present
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

_MAIL: Final = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)*\Z")
_FEWEST_DIGITS: Final = 3  # of a number that somebody answers


class ContactKind(enum.Enum):
    """By which way somebody is reached."""

    MAIL = "mail"
    PHONE = "phone"
    MOBILE = "mobile"
    ADDRESS = "address"
    PROFILE = "profile"  # a page about them, or an account of theirs elsewhere


# What we know


@frozen
class Reached:
    """How somebody is reached one way, and the fact that says so."""

    value: Personal[str]
    fact: str


@frozen
class StaffContactData:
    """How our own people are reached, the latest word on each way: by person, then by way."""

    people: Map[str, Map[str, Reached]] = field(factory=Map)


# Why not


class ContactMalformed(Refused):
    rule = "CD2"


def well_formed(kind: ContactKind, value: Personal[str]) -> None:
    """Raise ContactMalformed when VALUE cannot be what its KIND says; of what was erased nobody can tell."""
    if isinstance(value, Erased):
        return
    text = value.strip()
    if not present(text):
        raise ContactMalformed(f"The {kind.value} says nothing", "State it, or record none.")
    if kind is ContactKind.MAIL and not _MAIL.match(text):
        raise ContactMalformed("The mail is no address", "Write it as name@example.com.")
    digits = sum(character.isdecimal() for character in text)
    if kind in (ContactKind.PHONE, ContactKind.MOBILE) and digits < _FEWEST_DIGITS:
        raise ContactMalformed(f"The {kind.value} is no number", "Write it as +44 20 7946 0000.")


# What happened


@frozen
class StaffContactRecorded(ProgrammeEvent[StaffContactData]):
    """We learned how one of our own people is reached; of each way, the latest word stands.

    person: who.
    kind: which way: mail, phone, mobile, address or profile.
    value: the address or number.
    """

    topic = StaffContactData
    verb = "staff contact"
    says = "{person} is reached by {kind}: {value}"

    person: StaffId
    kind: ContactKind
    value: Personal[str]

    def admit(self, programme: Programme) -> None:
        known_staff(self.person, programme)
        well_formed(self.kind, self.value)

    def change(self, state: StaffContactData, fact: Fact) -> StaffContactData:
        return evolve(
            state, people=learnt(state.people, self.person, self.kind, Reached(self.value, fact.reference))
        )


# What follows


def learnt(
    people: Map[str, Map[str, Reached]], person: str, kind: ContactKind, reached: Reached
) -> Map[str, Map[str, Reached]]:
    """Return how PEOPLE are reached once PERSON is known to be REACHED by a way of this KIND."""
    theirs: Map[str, Reached] = people.get(person) or Map()
    return people.insert(person, theirs.insert(kind.value, reached))
