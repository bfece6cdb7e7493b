"""Directives: what a member was told by their own management against the team, and what they did alone.

Rules
  DV1  A directive says what was told, by another of our people than the member.                S-G2
  DV2  The commitment it goes against is that member's, made by the day.                      S-V6
  DV3  Only a directive that was not settled is settled.                                    S-G2
  RT1  A rogue action says what was done, by one of ours, and which opportunity it harmed.      S-G3
  RT2  The activity it was is one on record; where its members are, the member is among them.     S-G3
  RT3  The same rogue action is flagged once.                                                   S-G3
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.activities import Activities, served_here
from majoracct.domain.account.commitments import Commitments
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused, StaffId
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Directive:
    """What a member was told to do, by whom of ours, against which commitment, for the sake of what."""

    member: str
    manager: str
    content: str
    against: str | None
    instead: str | None
    on: dt.date
    place: int
    fact: str
    settled: dt.date | None = None


@frozen
class Rogue:
    """What a member did on their own, and the opportunity it harmed."""

    member: str
    what: str
    harmed: str
    activity: str | None
    on: dt.date
    place: int
    fact: str


@frozen
class Directives:
    """The conflicting directives and the rogue actions, each by its fact."""

    items: Map[str, Directive] = field(factory=Map)
    rogue: Map[str, Rogue] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Directive]]:
        """Return the directives, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))

    def rogue_in_order(self) -> list[tuple[str, Rogue]]:
        """Return the rogue actions, earliest first, each with its id."""
        return sorted(self.rogue.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class DirectiveEmpty(Refused):
    rule = "DV1"


class DirectiveFromSelf(Refused):
    rule = "DV1"


class AgainstNoCommitment(Refused):
    rule = "DV2"


class NoDirective(Refused):
    rule = "DV3"


class RogueUnstated(Refused):
    rule = "RT1"


class NothingHarmed(Refused):
    rule = "RT1"


class NotTheirActivity(Refused):
    rule = "RT2"


class FlaggedAlready(Refused):
    rule = "RT3"


# What happened


@frozen
class ConflictingDirectiveReported(AccountEvent[Directives]):
    """A member was told by their own management to do otherwise than the team agreed (S-G2).

    member: who was told.
    manager: who of ours told them.
    content: what they were told. Public: names nobody.
    against: the member's commitment it goes against.
    instead: the opportunity, goal or initiative it wants worked on instead.
    """

    topic = Directives
    verb = "team directive"
    says = "{member} was told otherwise by {manager}: {content}[, against {against}][, for {instead}]"

    member: StaffId
    manager: StaffId
    content: str
    against: FactRef | None = None
    instead: FactRef | None = None

    def admit(self, account: Account) -> None:
        known_staff(self.member, account.programme)
        known_staff(self.manager, account.programme)
        if not self.content.strip():
            raise DirectiveEmpty("The directive says nothing", "Say what was told.")
        if self.member == self.manager:
            raise DirectiveFromSelf(f"{self.member} directs themselves", "Name who told them.")
        if self.against is not None:
            made = account[Commitments].items.get(self.against)
            if made is None or made.member != self.member:
                raise AgainstNoCommitment(
                    f"{self.member} made no commitment {self.against} by {account.on}",
                    "Record it first: team commit.",
                )
        served_here(self.instead, account)

    def change(self, state: Directives, fact: Fact) -> Directives:
        told = Directive(
            self.member,
            self.manager,
            self.content,
            self.against,
            self.instead,
            fact.on,
            fact.place,
            fact.reference,
        )
        return evolve(state, items=state.items.insert(fact.id, told))


@frozen
class ConflictingDirectiveSettled(AboutThing[Directives, Directive]):
    """A conflicting directive was settled: taken back, or the team agreed to it (S-G2).

    directive: which.
    """

    topic = Directives
    thing = "directive"
    kept_in = "items"
    verb = "team settle-directive"
    says = "Directive {directive} settled"

    directive: FactRef

    def admit(self, account: Account) -> None:
        found = account[Directives].items.get(self.directive)
        if found is None or found.settled is not None:
            raise NoDirective(
                f"{self.directive} is no directive that stands on {account.on}", "Name one that does."
            )

    def alter(self, found: Directive, fact: Fact) -> Directive:
        return evolve(found, settled=fact.on)


@frozen
class RogueActionFlagged(AccountEvent[Directives]):
    """A member went after this quarter's revenue on their own, and harmed something bigger (S-G3).

    member: who.
    what: what they did. Public: names nobody.
    harmed: the opportunity it harmed.
    activity: the activity it was, if that was logged.
    """

    topic = Directives
    verb = "team rogue"
    says = "{member} went rogue: {what}, harming {harmed}"

    member: StaffId
    what: str
    harmed: FactRef
    activity: FactRef | None = None

    def admit(self, account: Account) -> None:
        known_staff(self.member, account.programme)
        if not self.what.strip():
            raise RogueUnstated("What was done is missing", "Say it, in short.")
        if self.harmed not in account[Opportunities].items:
            raise NothingHarmed(
                f"{account.key} has no opportunity {self.harmed} on {account.on}", "Identify it first."
            )
        if self.activity is not None:
            done = account[Activities].items.get(self.activity)
            if done is None or (done.members and self.member not in done.members):
                raise NotTheirActivity(
                    f"{self.activity} is no activity of {self.member} by {account.on}",
                    "Name one they took part in, or none.",
                )
        for known in account[Directives].rogue.values():
            same = (known.member, known.what.strip().casefold(), known.harmed)
            if same == (self.member, self.what.strip().casefold(), self.harmed):
                raise FlaggedAlready(f"{known.fact} says so already", "Nothing needs recording.")

    def change(self, state: Directives, fact: Fact) -> Directives:
        done = Rogue(self.member, self.what, self.harmed, self.activity, fact.on, fact.place, fact.reference)
        return evolve(state, rogue=state.rogue.insert(fact.id, done))
