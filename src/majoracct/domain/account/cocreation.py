"""Co-creation: sessions in which we and the customer work out new possibilities together.

Rules
  KC1  A session says what it was about, and has somebody of both sides in it, each once.  S-B1
  KC2  Who took part of theirs was identified and has not left; who of ours, or led it, is with us. S-B1 S-C5
  KC3  What a session brought says something.                                              S-B1
  KC4  An opportunity comes only of a session held by the day, and is created, not answered.  S-C6

Which planning cycle a session belongs to, and which opportunities came of it, follows.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AccountEvent, Fact, Map, PersonId, Refused, StaffId
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Depth(enum.Enum):
    """How far a session went, least first (S-B6)."""

    EXPLORING_WHY = "exploring-why"  # why change, and why now
    SHAPING_HOW = "shaping-how"  # how to go about it
    BUILDING_CAPABILITY = "building-capability"  # something that neither side had

    @property
    def rank(self) -> int:
        """Its place among the depths, least 0."""
        return list(Depth).index(self)


class Venue(enum.Enum):
    """Where a session was held (S-C6)."""

    CUSTOMER_BOARDROOM = "customer-boardroom"
    CUSTOMER_SITE = "customer-site"
    OURS = "ours"
    ELSEWHERE = "elsewhere"
    REMOTE = "remote"


# What we know


@frozen
class Session:
    """A session, who was in it, and what it brought.

    people: theirs. colleagues: ours. facilitator: who of ours led it; None: unknown.
    """

    title: str
    depth: Depth
    people: tuple[str, ...]
    colleagues: tuple[str, ...]
    where: Venue | None
    facilitator: str | None
    outputs: tuple[str, ...]
    on: dt.date
    place: int
    fact: str


@frozen
class CoCreation:
    """The account's co-creation sessions, each by the fact that says it was held."""

    sessions: Map[str, Session] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Session]]:
        """Return the sessions, earliest first, each with its id."""
        return sorted(self.sessions.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class SessionUnnamed(Refused):
    rule = "KC1"


class SessionOneSided(Refused):
    rule = "KC1"


class TookPartTwice(Refused):
    rule = "KC1"


class OutputUnstated(Refused):
    rule = "KC3"


class SessionUnknown(Refused):
    rule = "KC4"


class SessionCreatesDemand(Refused):
    rule = "KC4"


def session_here(session: str, account: Account) -> Session:
    """Return the SESSION that was held by the day. Raises SessionUnknown."""
    found = account[CoCreation].sessions.get(session)
    if found is None:
        raise SessionUnknown(
            f"{account.key} has no session {session} by {account.on}", "Record it first: session hold."
        )
    return found


def came_of_session(session: str | None, account: Account, *, created: bool) -> None:
    """Raise Refused when an opportunity cannot have come of SESSION; created: whether its demand was."""
    if session is None:
        return
    session_here(session, account)
    if not created:
        raise SessionCreatesDemand(
            "What a co-creation session brings is created together, and answers no demand",
            "State origin creation.",
        )


# What happened


@frozen
class CoCreationSessionHeld(AccountEvent[CoCreation]):
    """We and the customer worked out new possibilities together (S-B1).

    title: what it was about. Public: names nobody.
    depth: how far it went, from exploring why to building a capability.
    people: who took part at the customer.
    colleagues: who of ours took part.
    where: where it was held.
    facilitator: who of ours led it, in the session or beside it.
    outputs: what it brought, one by one. Public: names nobody.
    """

    topic = CoCreation
    verb = "session hold"
    says = "Co-creation session ({depth}): {title}, with {people} and {colleagues}[, led by {facilitator}]"

    title: str
    depth: Depth
    people: tuple[PersonId, ...]
    colleagues: tuple[StaffId, ...]
    where: Venue | None = None
    facilitator: StaffId | None = None
    outputs: tuple[str, ...] = ()

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise SessionUnnamed("The session was about nothing", "Say what was worked on.")
        if not self.people or not self.colleagues:
            missing = "of ours" if self.people else "of theirs"
            raise SessionOneSided(
                f"Nobody {missing} took part: nothing was worked out together",
                "Name who of theirs and who of ours did.",
            )
        for named in (self.people, self.colleagues):
            if len(set(named)) < len(named):
                raise TookPartTwice("Somebody is named twice", "Name everybody once.")
        for person in self.people:
            known_here(person, account)
        for colleague in (*self.colleagues, *([self.facilitator] if self.facilitator else [])):
            known_staff(colleague, account.programme)
        if not all(output.strip() for output in self.outputs):
            raise OutputUnstated("What the session brought says nothing", "Say what it was, or leave it out.")

    def change(self, state: CoCreation, fact: Fact) -> CoCreation:
        held = Session(
            self.title,
            self.depth,
            self.people,
            self.colleagues,
            self.where,
            self.facilitator,
            self.outputs,
            fact.on,
            fact.place,
            fact.reference,
        )
        return evolve(state, sessions=state.sessions.insert(fact.id, held))
