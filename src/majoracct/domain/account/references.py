"""References: who at the customer speaks for us to others, in which form, and when they did.

A story that may be told without them is another thing (`advocacy`): it rests on value, they on their word.

Rules
  RF1  A reference is agreed to by somebody at the customer who is there, in each form once while it stands.
                                                                                          R-G2
  RF2  It stands until it is ended, the day they named has passed, or they leave.                 R-G2
  RF3  Only a reference that stands is used, for something that is said, or ended.                R-G2
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import Relationships, known_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class ReferenceForm(enum.Enum):
    """How somebody speaks for us."""

    CALL = "call"  # with one who thinks of buying
    VISIT = "visit"  # they receive them and show what we did
    TALK = "talk"  # in public
    QUOTE = "quote"  # by name, in writing


# What we know


@frozen
class Reference:
    """That somebody agreed to speak for us; until: the last day, where they named one.

    used: the facts that tell of each use, earliest first; last: when that was.
    """

    person: str
    form: ReferenceForm
    on: dt.date
    place: int
    fact: str
    until: dt.date | None = None
    ended: dt.date | None = None
    used: tuple[str, ...] = ()
    last: dt.date | None = None


@frozen
class References:
    """Who agreed to speak for us, each by the fact that says so."""

    items: Map[str, Reference] = field(factory=Map)


# Why not


class ReferenceAlready(Refused):
    rule = "RF1"


class ReferenceOver(Refused):
    rule = "RF2"


class NoReferenceNow(Refused):
    rule = "RF3"


class ReferenceForNothing(Refused):
    rule = "RF3"


# What happened


@frozen
class ReferenceGranted(AccountEvent[References]):
    """Somebody at the customer agreed to speak for us to others (R-G2).

    person: who.
    form: how.
    until: the last day on which they will; without end when not said.
    """

    topic = References
    verb = "stakeholder reference"
    says = "{person} agreed to speak for us, by {form}[, until {until}]"

    person: PersonId
    form: ReferenceForm
    until: dt.date | None = None

    def admit(self, account: Account) -> None:
        known_here(self.person, account)
        if self.until and self.until < account.on:
            raise ReferenceOver(f"{self.until} is before {account.on}", "Name a day to come, or none.")
        for _, known in references(account):
            if (known.person, known.form) == (self.person, self.form):
                raise ReferenceAlready(f"{known.fact} says so already", "End that one first, or correct it.")

    def change(self, state: References, fact: Fact) -> References:
        told = Reference(self.person, self.form, fact.on, fact.place, fact.reference, self.until)
        return evolve(state, items=state.items.insert(fact.id, told))


@frozen
class ReferenceUsed(AboutThing[References, Reference]):
    """Somebody spoke for us, as they had agreed to (R-G2).

    reference: the fact that said they would.
    what: to whom, or on what occasion. Public: names nobody.
    """

    topic = References
    thing = "reference"
    kept_in = "items"
    verb = "stakeholder refer"
    says = "The reference {reference} was used: {what}"

    reference: FactRef
    what: str

    def admit(self, account: Account) -> None:
        _stands(self.reference, account)
        if not self.what.strip():
            raise ReferenceForNothing("Nothing says what it was used for", "Say to whom, or where: --what.")

    def alter(self, found: Reference, fact: Fact) -> Reference:
        return evolve(found, used=(*found.used, fact.reference), last=fact.on)


@frozen
class ReferenceEnded(AboutThing[References, Reference]):
    """Somebody no longer speaks for us (R-G2).

    reference: the fact that said they would.
    """

    topic = References
    thing = "reference"
    kept_in = "items"
    verb = "stakeholder end-reference"
    says = "The reference {reference} ended"

    reference: FactRef

    def admit(self, account: Account) -> None:
        _stands(self.reference, account)

    def alter(self, found: Reference, fact: Fact) -> Reference:
        return evolve(found, ended=found.ended or fact.on)


# What follows


def _stands(reference: str, account: Account) -> None:
    if reference not in dict(references(account)):
        raise NoReferenceNow(
            f"{reference} is no reference that stands on {account.on}",
            "Have somebody agree first (stakeholder reference).",
        )


def references(account: Account) -> list[tuple[str, Reference]]:
    """Return the references that stand on the day, by id, earliest first (R-G2)."""
    people = account[Relationships].people
    found = [
        (key, each)
        for key, each in account[References].items.items()
        if each.ended is None
        and (each.until is None or account.on <= each.until)
        and (somebody := people.get(each.person)) is not None
        and not somebody.left
    ]
    return sorted(found, key=lambda item: (item[1].on, item[1].place))
