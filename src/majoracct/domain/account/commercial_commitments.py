"""Commercial commitments: what a customer settled on with us for years: platform, technology, relationship.

What was signed for something we won is in `contracts`; this is the lasting choice behind it (S-A7).

Rules
  CC1  A commitment says what was settled on, and who of theirs settled it, if named, is known.   S-A7
  CC2  Its term, when one is stated, ends after the day it was made.                              S-A7
  CC3  Only a commitment that runs is ended.                                                S-A7
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class CommitmentKind(enum.Enum):
    """What the customer committed itself to (S-A7)."""

    PLATFORM = "platform"
    TECHNOLOGY = "technology"
    RELATIONSHIP = "relationship"


# What we know


@frozen
class Commitment:
    """What was settled on, from when; until: the last day of its term, None: with no end stated."""

    kind: CommitmentKind
    what: str
    on: dt.date
    place: int
    fact: str
    until: dt.date | None = None
    settled_by: str | None = None
    ended: dt.date | None = None

    def runs(self, day: dt.date) -> bool:
        """Return whether it holds on DAY, of those it is known on."""
        return self.ended is None and (self.until is None or day <= self.until)


@frozen
class CommercialCommitments:
    """The account's commitments, each by the fact that made it."""

    items: Map[str, Commitment] = field(factory=Map)

    @property
    def in_order(self) -> list[tuple[str, Commitment]]:
        """Each by its id, earliest first."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class CommitmentUnstated(Refused):
    rule = "CC1"


class CommitmentOverAtOnce(Refused):
    rule = "CC2"


class CommitmentNotRunning(Refused):
    rule = "CC3"


# What happened


@frozen
class CommercialCommitmentMade(AccountEvent[CommercialCommitments]):
    """The customer committed itself to a platform, a technology or the relationship (S-A7).

    kind: to which of the three.
    what: what was settled on. Public: names nobody.
    until: the last day of its term, when one was stated.
    settled_by: the stakeholder who settled it, if we know.
    """

    topic = CommercialCommitments
    verb = "contract commit"
    says = "They committed to a {kind}: {what}[, until {until}][, settled by {settled_by}]"

    kind: CommitmentKind
    what: str
    until: dt.date | None = None
    settled_by: PersonId | None = None

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise CommitmentUnstated("The commitment says nothing", "Say what was settled on.")
        if self.until and self.until <= account.on:
            raise CommitmentOverAtOnce(f"{self.until} is not after {account.on}", "Name a later day.")
        if self.settled_by:
            known_here(self.settled_by, account)

    def change(self, state: CommercialCommitments, fact: Fact) -> CommercialCommitments:
        made = Commitment(
            self.kind, self.what, fact.on, fact.place, fact.reference, self.until, self.settled_by
        )
        return evolve(state, items=state.items.insert(fact.id, made))


@frozen
class CommercialCommitmentEnded(AboutThing[CommercialCommitments, Commitment]):
    """The customer gave up a commitment before its term was over.

    commitment: which.
    """

    topic = CommercialCommitments
    thing = "commitment"
    kept_in = "items"
    verb = "contract end-commitment"
    says = "Commitment ended: {commitment}"

    commitment: FactRef

    def admit(self, account: Account) -> None:
        found = account[CommercialCommitments].items.get(self.commitment)
        if found is None or not found.runs(account.on):
            raise CommitmentNotRunning(
                f"{self.commitment} is no commitment that runs on {account.on}",
                "See those that do: report commitments.",
            )

    def alter(self, found: Commitment, fact: Fact) -> Commitment:
        return evolve(found, ended=found.ended or fact.on)
