"""Misalignment: where what the customer strategically cares for is not what we want to sell.

Rules
  MI1  A misalignment says what they focus on, and what we offer beside it.                      S-C7
  MI2  It is told by somebody we know, and meets an opportunity that is open.                     S-C7
  MI3  Only a misalignment that stands is settled.                                               S-C7
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import open_here
from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Settlement(enum.Enum):
    """How a misalignment was settled."""

    OFFER_CHANGED = "offer-changed"  # we offer what they care for
    OFFER_WITHDRAWN = "offer-withdrawn"
    FOCUS_CHANGED = "focus-changed"  # they care for something else now
    NO_MISALIGNMENT = "no-misalignment"  # looked at together, the two meet


# What we know


@frozen
class Misaligned:
    """What they focus on, what we offer, and how the two were brought together, if they were."""

    focus: str
    offer: str
    opportunity: str | None
    person: str | None
    on: dt.date
    place: int
    fact: str
    settled: dt.date | None = None
    how: Settlement | None = None
    settled_fact: str = ""


@frozen
class Misalignments:
    """The account's misalignments, each by the fact that told of it."""

    items: Map[str, Misaligned] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Misaligned]]:
        """Return the misalignments, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class MisalignmentUnstated(Refused):
    rule = "MI1"


class NoMisalignmentStands(Refused):
    rule = "MI3"


# What happened


@frozen
class MisalignmentRecorded(AccountEvent[Misalignments]):
    """The customer's strategic focus is not what we want to sell (S-C7).

    focus: what the customer cares for. Public: names nobody.
    offer: what we want to sell beside it.
    opportunity: the opportunity that does not meet their focus.
    person: who at the customer told us.
    """

    topic = Misalignments
    verb = "focus mismatch"
    says = "Their focus is {focus}, our offer {offer}[, in {opportunity}][, so {person}]"

    focus: str
    offer: str
    opportunity: FactRef | None = None
    person: PersonId | None = None

    def admit(self, account: Account) -> None:
        if not self.focus.strip() or not self.offer.strip():
            raise MisalignmentUnstated(
                "Without their focus and our offer nothing is out of line", "Say both."
            )
        if self.opportunity:
            open_here(self.opportunity, account)
        if self.person:
            known_here(self.person, account)

    def change(self, state: Misalignments, fact: Fact) -> Misalignments:
        found = Misaligned(
            self.focus, self.offer, self.opportunity, self.person, fact.on, fact.place, fact.reference
        )
        return evolve(state, items=state.items.insert(fact.id, found))


@frozen
class MisalignmentResolved(AboutThing[Misalignments, Misaligned]):
    """What the customer cares for and what we offer were brought together (S-C7).

    misalignment: which.
    how: our offer changed or was withdrawn, their focus changed, or the two do meet.
    """

    topic = Misalignments
    thing = "misalignment"
    kept_in = "items"
    verb = "focus settle"
    says = "Misalignment {misalignment} settled: {how}"

    misalignment: FactRef
    how: Settlement

    def admit(self, account: Account) -> None:
        found = account[Misalignments].items.get(self.misalignment)
        if found is None or found.settled:
            what = f"was settled on {found.settled}" if found else f"is no misalignment of {account.key}"
            raise NoMisalignmentStands(f"{self.misalignment} {what}", "Name one that stands.")

    def alter(self, found: Misaligned, fact: Fact) -> Misaligned:
        return evolve(found, settled=fact.on, how=self.how, settled_fact=fact.reference)
