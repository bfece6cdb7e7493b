"""Cover: which function each of our people has in selling to the account, and whom there they look after.

Rules
  CG1  A function of the selling team is had by one of our own people, one at a time.        C-M4
  CG2  Who looks after a stakeholder is in the selling team; the stakeholder is still there. C-M5
  CG3  Somebody looks after a stakeholder once, until it ends.                               C-M5
  CG4  Only a function that somebody has is given up, and their contacts with it.            C-M4
  CG5  Who left, on either side, neither fills a function nor covers one.                    C-M4 C-M5
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import BuyingFunction, Relationships, known_here
from majoracct.domain.kernel import AccountEvent, Fact, Map, PersonId, Refused, StaffId
from majoracct.domain.programme.staff import known_staff, still
from majoracct.domain.programme.terms import SellingFunction

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Assigned:
    """Which function somebody has in the selling team, since when."""

    function: SellingFunction
    since: dt.date
    fact: str


@frozen
class Contact:
    """Who of ours looks after whom of theirs, since when."""

    member: str
    stakeholder: str
    since: dt.date
    fact: str


@frozen
class Cover:
    """The functions of our people, by person; their contacts, by person and then by stakeholder."""

    functions: Map[str, Assigned] = field(factory=Map)
    contacts: Map[str, Map[str, Contact]] = field(factory=Map)

    def of(self, member: str) -> Map[str, Contact]:
        """Return whom MEMBER looks after."""
        none: Map[str, Contact] = Map()
        return self.contacts.get(member, none)


# Why not


class NoFunction(Refused):
    rule = "CG2"


class AlreadyInTouch(Refused):
    rule = "CG3"


class NotInTouch(Refused):
    rule = "CG3"


class FunctionNotHeld(Refused):
    rule = "CG4"


# What happened


@frozen
class FunctionAssigned(AccountEvent[Cover]):
    """One of our people took on a function in selling to the account, in place of the one they had (C-M4).

    person: who.
    function: which function.
    """

    topic = Cover
    verb = "team function"
    says = "{person} in the selling team, for {function}"

    person: StaffId
    function: SellingFunction

    def admit(self, account: Account) -> None:
        known_staff(self.person, account.programme)

    def change(self, state: Cover, fact: Fact) -> Cover:
        assigned = Assigned(self.function, fact.on, fact.reference)
        return evolve(state, functions=state.functions.insert(self.person, assigned))


@frozen
class FunctionEnded(AccountEvent[Cover]):
    """One of our people no longer sells to the account, nor looks after anybody there.

    person: who.
    """

    topic = Cover
    verb = "team end-function"
    says = "{person} no longer in the selling team"

    person: StaffId

    def admit(self, account: Account) -> None:
        if self.person not in account[Cover].functions:
            raise FunctionNotHeld(
                f"{self.person} has no function in selling to {account.key} on {account.on}",
                "Name somebody who has one.",
            )

    def change(self, state: Cover, fact: Fact) -> Cover:
        return evolve(
            state,
            functions=state.functions.discard(self.person),
            contacts=state.contacts.discard(self.person),
        )


@frozen
class ContactAssigned(AccountEvent[Cover]):
    """One of our people looks after a stakeholder from now on (C-M5).

    member: who of ours.
    stakeholder: whom of theirs.
    """

    topic = Cover
    verb = "team contact"
    says = "{member} looks after {stakeholder}"

    member: StaffId
    stakeholder: PersonId

    def admit(self, account: Account) -> None:
        known_staff(self.member, account.programme)
        if self.member not in sellers(account):
            raise NoFunction(
                f"{self.member} has no function in selling to {account.key} on {account.on}",
                "Assign one first: team function.",
            )
        known_here(self.stakeholder, account)
        contact = account[Cover].of(self.member).get(self.stakeholder)
        if contact and still(account.programme, self.member, contact.since):
            raise AlreadyInTouch(
                f"{self.member} looks after {self.stakeholder} since {contact.since}",
                "Correct that fact, or end the contact first.",
            )
        later = account.ever[Cover].of(self.member).get(self.stakeholder)
        if later is not None and later.since > account.on:
            raise AlreadyInTouch(
                f"{self.member} looks after {self.stakeholder} from {later.since}, after {account.on}",
                f"Correct the day of {later.fact}.",
            )

    def change(self, state: Cover, fact: Fact) -> Cover:
        contact = Contact(self.member, self.stakeholder, fact.on, fact.reference)
        theirs = state.of(self.member).insert(self.stakeholder, contact)
        return evolve(state, contacts=state.contacts.insert(self.member, theirs))


@frozen
class ContactEnded(AccountEvent[Cover]):
    """One of our people no longer looks after a stakeholder.

    member: who of ours.
    stakeholder: whom of theirs.
    """

    topic = Cover
    verb = "team end-contact"
    says = "{member} no longer looks after {stakeholder}"

    member: StaffId
    stakeholder: PersonId

    def admit(self, account: Account) -> None:
        if self.stakeholder not in account[Cover].of(self.member):
            raise NotInTouch(
                f"{self.member} does not look after {self.stakeholder} on {account.on}",
                "Name a contact that stands.",
            )

    def change(self, state: Cover, fact: Fact) -> Cover:
        theirs = state.of(self.member).discard(self.stakeholder)
        return evolve(state, contacts=state.contacts.insert(self.member, theirs))


# What follows


def sellers(account: Account) -> dict[str, Assigned]:
    """Return who of ours, still with us, has which function in selling to the account (C-M4)."""
    held, programme = sorted(account[Cover].functions.items()), account.programme
    return {person: assigned for person, assigned in held if still(programme, person, assigned.since)}


def function_gaps(account: Account) -> tuple[SellingFunction, ...]:
    """Return the functions of the selling team that nobody has on the day (C-M4)."""
    filled = {assigned.function for assigned in sellers(account).values()}
    return tuple(function for function in SellingFunction if function not in filled)


def contacts(account: Account) -> list[Contact]:
    """Return who looks after whom on the day, by person; who left, on either side, drops out (C-M5)."""
    selling, people = sellers(account), account[Relationships].people
    return [
        contact
        for member, theirs in sorted(account[Cover].contacts.items())
        if member in selling
        for stakeholder, contact in sorted(theirs.items())
        if stakeholder in people and people[stakeholder].left is None
        if still(account.programme, member, contact.since)
    ]


def grid(account: Account) -> dict[tuple[SellingFunction, BuyingFunction], tuple[Contact, ...]]:
    """Return the contacts of each function of ours with each function of theirs, all sixteen (C-M5)."""
    selling, people, live = sellers(account), account[Relationships].people, contacts(account)
    return {
        (ours, theirs): tuple(
            c for c in live if selling[c.member].function is ours and people[c.stakeholder].function is theirs
        )
        for ours in SellingFunction
        for theirs in BuyingFunction
    }


@frozen
class Uncovered:
    """The functions of the buying team that nobody of ours looks after.

    unattended: we know people who serve in it, and look after none of them.
    unknown: we know nobody who serves in it.
    """

    unattended: tuple[BuyingFunction, ...]
    unknown: tuple[BuyingFunction, ...]


def uncovered(account: Account) -> Uncovered:
    """Return the functions of the buying team that are not covered on the day (C-M5)."""
    there = {key: p for key, p in account[Relationships].people.items() if p.left is None}
    known = {p.function for p in there.values()}
    covered = {there[c.stakeholder].function for c in contacts(account)}
    return Uncovered(
        tuple(function for function in BuyingFunction if function in known - covered),
        tuple(function for function in BuyingFunction if function not in known),
    )
