"""Messages: what the team says to the account across its initiatives, who said it, who said otherwise.

Rules
  ME1  A message has a title and says something; one of our people approved it.               S-V2
  ME2  Approved again under its title, it is the next version, and says something else.        S-V2
  ME3  A message is used, or deviated from, by one of our people, once it was approved.         S-V2
  ME4  A deviation says what was said instead; only one that stands is settled.               S-V2
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.activities import served_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused, StaffId, alike
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Message:
    """One version of a message: what it says, and who approved it when."""

    title: str
    text: str
    by: str
    on: dt.date
    place: int
    fact: str


@frozen
class Use:
    """That one of our people said a message as it was approved, and where."""

    message: str
    member: str
    where: str
    serves: str | None
    on: dt.date
    place: int
    fact: str


@frozen
class Deviation:
    """That one of our people said something else, and where; settled: since when nobody minds."""

    message: str
    member: str
    said: str
    where: str
    serves: str | None
    on: dt.date
    place: int
    fact: str
    settled: dt.date | None = None


@frozen
class Messages:
    """The messages by version, their uses, and the deviations from them, each by its fact."""

    items: Map[str, Message] = field(factory=Map)
    uses: Map[str, Use] = field(factory=Map)
    deviations: Map[str, Deviation] = field(factory=Map)

    def versions(self, title: str) -> list[tuple[str, Message]]:
        """Return the versions of the message called TITLE, earliest first, each with its id."""
        asked = alike(title)
        found = [(key, m) for key, m in self.items.items() if alike(m.title) == asked]
        return sorted(found, key=lambda item: (item[1].on, item[1].place))


# Why not


class MessageEmpty(Refused):
    rule = "ME1"


class MessageUnchanged(Refused):
    rule = "ME2"


class MessageUnknown(Refused):
    rule = "ME3"


class PlaceUnstated(Refused):
    rule = "ME3"


class DeviationUnsaid(Refused):
    rule = "ME4"


class NoDeviation(Refused):
    rule = "ME4"


def _approved(message: str, where: str, account: Account) -> None:
    if message not in account[Messages].items:
        raise MessageUnknown(
            f"{account.key} has no message {message} on {account.on}", "Approve it first: message approve."
        )
    if not where.strip():
        raise PlaceUnstated("It says nowhere", "Say where it was said, such as in a proposal.")


# What happened


@frozen
class MessageApproved(AccountEvent[Messages]):
    """What the team says to the account was approved, or its next version (S-V2).

    title: what the message is called; the same title again is its next version.
    text: what is said. Public: names nobody.
    by_whom: which of our people approved it.
    """

    topic = Messages
    verb = "message approve"
    says = "Message approved by {by_whom}: {title}"

    title: str
    text: str
    by_whom: StaffId

    def admit(self, account: Account) -> None:
        known_staff(self.by_whom, account.programme)
        if not (self.title.strip() and self.text.strip()):
            raise MessageEmpty("The message lacks a title, or says nothing", "State both.")
        before = account[Messages].versions(self.title)
        if before and alike(before[-1][1].text) == alike(self.text):
            raise MessageUnchanged(f"That is what {before[-1][0]} says", "Nothing needs recording.")

    def change(self, state: Messages, fact: Fact) -> Messages:
        message = Message(self.title, self.text, self.by_whom, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, message))


@frozen
class MessageUsed(AccountEvent[Messages]):
    """One of our people said a message as it was approved (S-V2).

    message: the version that was used.
    member: who said it.
    where: where, such as in a proposal or at a review. Public: names nobody.
    serves: the opportunity, goal or initiative in which it was said.
    """

    topic = Messages
    verb = "message use"
    says = "{member} said {message}, {where}[, for {serves}]"

    message: FactRef
    member: StaffId
    where: str
    serves: FactRef | None = None

    def admit(self, account: Account) -> None:
        known_staff(self.member, account.programme)
        _approved(self.message, self.where, account)
        served_here(self.serves, account)

    def change(self, state: Messages, fact: Fact) -> Messages:
        use = Use(self.message, self.member, self.where, self.serves, fact.on, fact.place, fact.reference)
        return evolve(state, uses=state.uses.insert(fact.id, use))


@frozen
class MessageDeviationNoted(AccountEvent[Messages]):
    """One of our people said something else than the approved message (S-V2).

    message: the version that was deviated from.
    member: who said it.
    said: what was said instead. Public: names nobody.
    where: where, such as in a proposal or at a review. Public: names nobody.
    serves: the opportunity, goal or initiative in which it was said.
    """

    topic = Messages
    verb = "message deviate"
    says = "{member} deviated from {message}, {where}: {said}[, for {serves}]"

    message: FactRef
    member: StaffId
    said: str
    where: str
    serves: FactRef | None = None

    def admit(self, account: Account) -> None:
        known_staff(self.member, account.programme)
        _approved(self.message, self.where, account)
        if not self.said.strip():
            raise DeviationUnsaid("What was said instead is missing", "Say it, in short.")
        served_here(self.serves, account)

    def change(self, state: Messages, fact: Fact) -> Messages:
        noted = Deviation(
            self.message,
            self.member,
            self.said,
            self.where,
            self.serves,
            fact.on,
            fact.place,
            fact.reference,
        )
        return evolve(state, deviations=state.deviations.insert(fact.id, noted))


@frozen
class MessageDeviationSettled(AboutThing[Messages, Deviation]):
    """A deviation from a message was settled: taken back, or put right with the customer (S-V2).

    deviation: which.
    """

    topic = Messages
    thing = "deviation"
    kept_in = "deviations"
    verb = "message settle"
    says = "Deviation {deviation} settled"

    deviation: FactRef

    def admit(self, account: Account) -> None:
        found = account[Messages].deviations.get(self.deviation)
        if found is None or found.settled is not None:
            raise NoDeviation(
                f"{self.deviation} is no deviation that stands on {account.on}", "Name one that does."
            )

    def alter(self, found: Deviation, fact: Fact) -> Deviation:
        return evolve(found, settled=fact.on)


# What follows


def in_force(account: Account) -> list[tuple[str, Message]]:
    """Return the latest version of each message on the day, by title, each with its id (S-V2)."""
    state = account[Messages]
    titles = sorted({alike(m.title) for m in state.items.values()})
    return [state.versions(title)[-1] for title in titles]


def superseded(use: Use, account: Account) -> bool:
    """Return whether what was said in USE was no longer in force, as another version had been approved.

    One approved later on the same day supersedes nothing said before it.
    """
    state = account[Messages]
    said = state.items.get(use.message)
    if said is None:
        return False
    return any(
        (said.on, said.place) < (m.on, m.place) < (use.on, use.place) for _, m in state.versions(said.title)
    )
