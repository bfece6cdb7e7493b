"""Challenges: what the customer faces and could gain, who brought it up, and what we did about it.

Not what we may sell it (`opportunities`), nor an executive's issue that our answer takes us back to
(`access`): these are the customer's own, inside the customer.

Rules
  CQ1  A challenge, or an opportunity inside the customer, says what it is.               S-W5
  CQ2  What the customer brought up names who of theirs did; what we saw ourselves names nobody.  S-W5
  CQ3  Only what was identified, and was not addressed, is addressed, and it is said how.  S-W5
  CQ4  What addresses it may be an opportunity of ours, which is on record.               S-W5
  CQ5  Finding something counts as looking, too: we looked last when we last did either.   S-W5
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Facing(enum.Enum):
    """What the customer faces: something in its way, or something it could gain."""

    CHALLENGE = "challenge"
    OPPORTUNITY = "opportunity"


class BroughtUp(enum.Enum):
    """Who brought it up."""

    CUSTOMER = "customer"
    US = "us"


# What we know


@frozen
class Challenge:
    """Something the customer faces; addressed: when, by what fact, and by which opportunity of ours."""

    kind: Facing
    what: str
    source: BroughtUp
    on: dt.date
    place: int
    fact: str
    raised_by: str | None = None
    addressed: dt.date | None = None
    answer: str = ""
    opportunity: str | None = None


@frozen
class Looked:
    """That we looked for what the customer faces, with whom of theirs, and the fact that says so."""

    on: dt.date
    fact: str
    people: tuple[str, ...] = ()


@frozen
class Challenges:
    """What the customer faces, and when we looked, each by its fact."""

    items: Map[str, Challenge] = field(factory=Map)
    looked: Map[str, Looked] = field(factory=Map)

    @property
    def in_order(self) -> list[tuple[str, Challenge]]:
        """Each by its id, earliest first."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class ChallengeUnstated(Refused):
    rule = "CQ1"


class BroughtUpByNobody(Refused):
    rule = "CQ2"


class ChallengeNotOpen(Refused):
    rule = "CQ3"


class AnswerUnstated(Refused):
    rule = "CQ3"


class AddressedByNothing(Refused):
    rule = "CQ4"


# What happened


@frozen
class CustomerChallengeIdentified(AccountEvent[Challenges]):
    """Something that the customer faces, or could gain, was identified (S-W5).

    kind: a challenge, or an opportunity inside the customer.
    what: what it is. Public: names nobody.
    source: who brought it up: the customer, or we.
    raised_by: the stakeholder who did, when the customer brought it up.
    """

    topic = Challenges
    verb = "challenge identify"
    says = "They face, {kind}: {what} (brought up by {source}[, {raised_by}])"

    kind: Facing
    what: str
    source: BroughtUp
    raised_by: PersonId | None = None

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise ChallengeUnstated("What the customer faces is not said", "Say what it is.")
        if (self.source is BroughtUp.CUSTOMER) != (self.raised_by is not None):
            raise BroughtUpByNobody(
                "What the customer brings up, somebody of theirs does; what we saw, nobody of theirs",
                "Name the stakeholder with --source customer, or nobody with --source us.",
            )
        if self.raised_by:
            known_here(self.raised_by, account)

    def change(self, state: Challenges, fact: Fact) -> Challenges:
        found = Challenge(
            self.kind, self.what, self.source, fact.on, fact.place, fact.reference, self.raised_by
        )
        return evolve(state, items=state.items.insert(fact.id, found))


@frozen
class ChallengeAddressed(AboutThing[Challenges, Challenge]):
    """Something that the customer faces was addressed (S-W5).

    challenge: which.
    how: what was done about it. Public: names nobody.
    opportunity: the opportunity of ours that addresses it, if one does.
    """

    topic = Challenges
    thing = "challenge"
    kept_in = "items"
    verb = "challenge address"
    says = "Addressed {challenge}: {how}[, by {opportunity}]"

    challenge: FactRef
    how: str
    opportunity: FactRef | None = None

    def admit(self, account: Account) -> None:
        found = account[Challenges].items.get(self.challenge)
        if found is None or found.addressed:
            what = f"was addressed on {found.addressed}" if found else "is nothing that the customer faces"
            raise ChallengeNotOpen(f"{self.challenge} {what}", "Identify it first: challenge identify.")
        if not self.how.strip():
            raise AnswerUnstated("What was done about it is not said", "Say how it was addressed.")
        if self.opportunity and self.opportunity not in account[Opportunities].items:
            raise AddressedByNothing(
                f"{account.key} has no opportunity {self.opportunity} on {account.on}", "Identify it first."
            )

    def alter(self, found: Challenge, fact: Fact) -> Challenge:
        if found.addressed:
            return found
        return evolve(found, addressed=fact.on, answer=fact.reference, opportunity=self.opportunity)


@frozen
class ChallengesLookedFor(AccountEvent[Challenges]):
    """We looked for what the customer faces and could gain, whether or not something was found (S-W5).

    people: with whom at the customer, if with anybody.
    """

    topic = Challenges
    verb = "challenge look"
    says = "Looked for what they face[, with {people}]"
    carries_over = False  # looking at another company tells nothing of this one

    people: tuple[PersonId, ...] = ()

    def admit(self, account: Account) -> None:
        for person in self.people:
            known_here(person, account)

    def change(self, state: Challenges, fact: Fact) -> Challenges:
        looked = Looked(fact.on, fact.reference, self.people)
        return evolve(state, looked=state.looked.insert(fact.id, looked))


# What follows


def last_looked(account: Account) -> tuple[dt.date, str] | None:
    """Return when we last looked or found something, and the fact; None when never (S-W5)."""
    state = account[Challenges]
    found = [(each.on, each.fact) for each in state.items.values()]
    return max([*found, *((each.on, each.fact) for each in state.looked.values())], default=None)
