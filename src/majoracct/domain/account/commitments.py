"""Commitments: the support that members of the team promise each other, and whether they kept it.

What we promise the customer is told in `promises`.

Rules
  CI1  A commitment says what is promised, by a day that is not past, by one of our people.       S-V5
  CI2  Only a commitment that is open is kept or missed; it is not missed before the day it is due.  S-V5
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.activities import served_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused, StaffId
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Commitment:
    """What a member promised the team, or one of it, and what came of it.

    serves: the opportunity, goal or initiative it is for. kept, missed: when it was said so.
    closed: the fact that says so. instead: what was worked on instead, of one that was missed.
    """

    member: str
    what: str
    due: dt.date
    to: str | None
    serves: str | None
    on: dt.date
    place: int
    fact: str
    kept: dt.date | None = None
    missed: dt.date | None = None
    closed: str = ""
    instead: str | None = None

    @property
    def open(self) -> bool:
        """Whether nobody said what came of it."""
        return self.kept is None and self.missed is None

    @property
    def in_time(self) -> bool:
        """Whether it was kept by its day."""
        return self.kept is not None and self.kept <= self.due


@frozen
class Commitments:
    """What members promised, each by the fact that says so."""

    items: Map[str, Commitment] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Commitment]]:
        """Return the commitments, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class CommitmentEmpty(Refused):
    rule = "CI1"


class CommitmentAlreadyDue(Refused):
    rule = "CI1"


class CommitmentNotOpen(Refused):
    rule = "CI2"


class NotYetMissed(Refused):
    rule = "CI2"


def _open(commitment: str, account: Account) -> Commitment:
    found = account[Commitments].items.get(commitment)
    if found is None:
        raise CommitmentNotOpen(
            f"{account.key} has no commitment {commitment} on {account.on}", "Record it first: team commit."
        )
    if not found.open:
        raise CommitmentNotOpen(f"{found.closed} says what came of it", "Correct that fact.")
    return found


# What happened


@frozen
class MemberCommitted(AccountEvent[Commitments]):
    """One of our people promised the team support (S-V5).

    member: who.
    what: what they promised. Public: names nobody.
    due: by when.
    to: to whom of ours; unstated: to the whole team.
    serves: the opportunity, goal or initiative it is for.
    """

    topic = Commitments
    verb = "team commit"
    says = "{member} committed to {what}, by {due}[, to {to}][, for {serves}]"

    member: StaffId
    what: str
    due: dt.date
    to: StaffId | None = None
    serves: FactRef | None = None

    def admit(self, account: Account) -> None:
        known_staff(self.member, account.programme)
        if self.to is not None:
            known_staff(self.to, account.programme)
        if not self.what.strip():
            raise CommitmentEmpty("The commitment promises nothing", "Say what was promised.")
        if self.due < account.on:
            raise CommitmentAlreadyDue(f"{self.due} is before {account.on}", "Name a day to come.")
        served_here(self.serves, account)

    def change(self, state: Commitments, fact: Fact) -> Commitments:
        made = Commitment(
            self.member, self.what, self.due, self.to, self.serves, fact.on, fact.place, fact.reference
        )
        return evolve(state, items=state.items.insert(fact.id, made))


@frozen
class MemberCommitmentKept(AboutThing[Commitments, Commitment]):
    """A member kept what they had promised the team (S-V5).

    commitment: which.
    """

    topic = Commitments
    thing = "commitment"
    kept_in = "items"
    verb = "team keep"
    says = "Commitment {commitment} kept"

    commitment: FactRef

    def admit(self, account: Account) -> None:
        _open(self.commitment, account)

    def alter(self, found: Commitment, fact: Fact) -> Commitment:
        return evolve(found, kept=fact.on, closed=fact.reference)


@frozen
class MemberCommitmentMissed(AboutThing[Commitments, Commitment]):
    """A member did not keep what they had promised the team (S-V5).

    commitment: which.
    instead: what they worked on instead, if that is known: an opportunity, goal or initiative.
    """

    topic = Commitments
    thing = "commitment"
    kept_in = "items"
    verb = "team miss"
    says = "Commitment {commitment} missed[, for {instead}]"

    commitment: FactRef
    instead: FactRef | None = None

    def admit(self, account: Account) -> None:
        found = _open(self.commitment, account)
        if account.on < found.due:
            raise NotYetMissed(f"It is due by {found.due}", "Wait for that day.")
        served_here(self.instead, account)

    def alter(self, found: Commitment, fact: Fact) -> Commitment:
        return evolve(found, missed=fact.on, closed=fact.reference, instead=self.instead)
