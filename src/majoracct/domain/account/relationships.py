"""Relationships: who matters inside the account, how they stand to each other and to us.

Rules
  RE1  Somebody is identified once in an account, under an opaque id, until they leave.   C-M5
  RE2  Only somebody we have identified, and who has not left, can be spoken of.        C-M5
  RE3  A link joins two people.                                                        B-Q3
  RE4  What changes somebody comes after they were identified, or it would change nothing. C-M5
  RE5  Only a link that stands on the day is undone.                                   S-F5
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, Map, Personal, PersonId, Refused, present
from majoracct.domain.programme.terms import Level

if TYPE_CHECKING:
    from majoracct.domain.seen import Account, Proposal


class BuyingFunction(enum.Enum):
    """The four functions of a buying team (C-M5)."""

    CORPORATE = "corporate"
    TECHNOLOGY = "technology"
    OPERATIONS = "operations"
    FINANCE = "finance"

    @property
    def duties(self) -> str:
        """What those who serve it see to (C-M5a to C-M5d)."""
        return {
            BuyingFunction.CORPORATE: "approves the programme, pays for it and stands behind it",
            BuyingFunction.TECHNOLOGY: "runs systems and engineering, approves specifications, integrates",
            BuyingFunction.OPERATIONS: "works with what was bought, and puts it to use",
            BuyingFunction.FINANCE: "weighs what it costs and brings, and measures what came of it",
        }[self]


class Strength(enum.Enum):
    """How strongly somebody stands by us, weakest first: a ladder from rapport to trust (B-S3)."""

    COLD = "cold"
    ACQUAINTED = "acquainted"
    RAPPORT = "rapport"
    GOOD = "good"
    TRUSTED = "trusted"

    @property
    def rank(self) -> int:
        """Its place among the strengths, weakest 0."""
        return list(Strength).index(self)


class Trend(enum.Enum):
    """Which way a relationship went."""

    ROSE = "rose"
    FELL = "fell"
    STAYED = "stayed"


class Perception(enum.Enum):
    """What somebody sees in us (R-T1)."""

    VENDOR = "vendor"
    PREFERRED = "preferred"
    GO_TO = "go-to"
    PARTNER = "partner"


class LinkKind(enum.Enum):
    """How one person at the customer stands to another."""

    REPORTS_TO = "reports-to"
    PEER = "peer"
    ADVISES = "advises"
    INFLUENCES = "influences"

    @property
    def words(self) -> str:
        """How a sentence says it: the first … the second."""
        return {LinkKind.REPORTS_TO: "reports to", LinkKind.PEER: "is a peer of"}.get(self, self.value)

    def way(self, person: str, other: str) -> tuple[str, str, str]:
        """Return who stands so to whom: of peers, the same whoever was named first."""
        if self is LinkKind.PEER:
            person, other = sorted((person, other))
        return person, self.value, other


# What we know


@frozen
class Judged:
    """How strongly somebody stood by us when we judged it."""

    strength: Strength
    on: dt.date
    place: int
    fact: str


@frozen
class Stakeholder:
    """Somebody who matters at the customer."""

    function: BuyingFunction
    level: Level | None
    fact: str
    verified: dt.date  # when we last knew the contact to be right
    level_fact: str  # the fact that stated the level
    target_buyer: bool = True
    judged: tuple[Judged, ...] = ()  # every strength we judged, earliest first
    perception: Perception | None = None
    perception_fact: str = ""
    left: dt.date | None = None

    @property
    def strength(self) -> Strength | None:
        """How strongly they stand by us, as judged last; None when nobody judged it."""
        return self.judged[-1].strength if self.judged else None

    @property
    def strength_fact(self) -> str:
        """The fact that judged it last."""
        return self.judged[-1].fact if self.judged else ""


@frozen
class Link:
    """How one person stands to another."""

    person: str
    other: str
    kind: LinkKind
    on: dt.date
    fact: str


@frozen
class Relationships:
    """The people we know inside the account, by opaque id, and the links between them.

    own_stream: the account's; what it says of somebody goes before what a predecessor says.
    """

    people: Map[str, Stakeholder] = field(factory=Map)
    links: tuple[Link, ...] = ()
    own_stream: str = ""


# Why not


class AlreadyIdentified(Refused):
    rule = "RE1"


class StakeholderUnknown(Refused):
    rule = "RE2"


class StakeholderGone(Refused):
    rule = "RE2"


class StakeholderNotYetIdentified(Refused):
    rule = "RE4"


class LinkToSelf(Refused):
    rule = "RE3"


class NotLinked(Refused):
    rule = "RE5"


def known_here(person: str, account: Account) -> None:
    """Raise Refused unless PERSON was identified in the account and has not left by the day."""
    if person not in account.ever[Relationships].people:
        raise StakeholderUnknown(f"{person} is no stakeholder of {account.key}", "Identify them first.")
    now = account[Relationships].people.get(person)
    if now and now.left:
        raise StakeholderGone(f"{person} left {account.key} on {now.left}", "Name somebody who is there.")


def known_by_then(person: str, account: Account) -> Stakeholder:
    """Return PERSON as known on the day. Raises Refused unless identified, and not gone, by then."""
    known_here(person, account)
    somebody = account[Relationships].people.get(person)
    if somebody is None:
        first = account.ever[Relationships].people[person].fact
        raise StakeholderNotYetIdentified(
            f"{person} was identified after {account.on}", f"Correct the day of {first} first."
        )
    return somebody


# What happened


@frozen
class StakeholderIdentified(AccountEvent[Relationships]):
    """We learned that a person matters, and in which function of the buying team.

    person: an opaque id; what is personal is kept beside it, so that it can be erased.
    function: the function of the buying team they serve.
    level: where in the hierarchy they stand.
    name: what they are called.
    title: the office they hold.
    """

    topic = Relationships
    verb = ""
    says = "{person} identified[, {title}], {function}"
    introduces = "person"

    person: PersonId
    function: BuyingFunction
    level: Level | None = None
    name: Personal[str] | None = None
    title: Personal[str] | None = None

    def admit(self, account: Account) -> None:
        here = account[Relationships].people.get(self.person)
        if self.person in account.ever[Relationships].people and not (here and here.left):
            raise AlreadyIdentified(f"{self.person} is a stakeholder of {account.key}", "Record about them.")
        if not self.person.strip():
            raise StakeholderUnknown("Nobody was named", "Give the person an id.")

    def change(self, state: Relationships, fact: Fact) -> Relationships:
        found = Stakeholder(self.function, self.level, fact.reference, fact.on, fact.reference)
        if (known := state.people.get(self.person)) is not None:  # identified by a predecessor, too
            if known.left is None:
                own = known.fact.rpartition("@")[0] == state.own_stream
                found, other = (known, found) if own else (found, known)
                says = found if found.level else other
                found = evolve(found, level=says.level, level_fact=says.level_fact)
            found = evolve(
                found,
                judged=known.judged,
                perception=known.perception,
                perception_fact=known.perception_fact,
                verified=fact.on,
                target_buyer=known.target_buyer or known.left is not None,
            )
        return evolve(state, people=state.people.insert(self.person, found))


class _AboutSomebody(AboutThing[Relationships, Stakeholder]):
    """What changes one stakeholder whom we know."""

    topic = Relationships
    thing = "person"
    kept_in = "people"
    person: str

    def admit(self, account: Account) -> None:
        known_by_then(self.person, account)


@frozen
class RelationshipAssessed(_AboutSomebody):
    """We judged how strongly somebody stands by us.

    person: the stakeholder.
    strength: from cold to trusted.
    """

    verb = "stakeholder assess"
    says = "Relationship with {person} assessed as {strength}"

    person: PersonId
    strength: Strength

    def alter(self, found: Stakeholder, fact: Fact) -> Stakeholder:
        judged = Judged(self.strength, fact.on, fact.place, fact.reference)
        return evolve(found, judged=(*found.judged, judged))


@frozen
class PerceptionAssessed(_AboutSomebody):
    """We learned what somebody sees in us (R-T1).

    person: the stakeholder.
    perception: a vendor among others, a preferred one, the one they go to, or a partner.
    """

    verb = "stakeholder perceive"
    says = "{person} sees us as {perception}"

    person: PersonId
    perception: Perception

    def telling(self) -> str:
        words = {
            Perception.VENDOR: "one vendor among others",
            Perception.PREFERRED: "a preferred vendor",
            Perception.GO_TO: "the vendor to go to",
            Perception.PARTNER: "a partner",
        }
        return f"{{person}} sees us as {words[self.perception]}"

    def alter(self, found: Stakeholder, fact: Fact) -> Stakeholder:
        return evolve(found, perception=self.perception, perception_fact=fact.reference)


@frozen
class StakeholderVerified(_AboutSomebody):
    """We made sure that a contact is still right (R-T4).

    person: the stakeholder.
    target_buyer: whether they buy what we sell.
    """

    verb = "stakeholder verify"
    says = "{person} verified"

    person: PersonId
    target_buyer: bool = True

    def alter(self, found: Stakeholder, fact: Fact) -> Stakeholder:
        return evolve(found, verified=fact.on, target_buyer=self.target_buyer)


@frozen
class StakeholderLeft(_AboutSomebody):
    """Somebody left the customer, and with them whatever sponsorship they gave.

    person: the stakeholder.
    """

    verb = "stakeholder leave"
    says = "{person} left"

    person: PersonId

    def alter(self, found: Stakeholder, fact: Fact) -> Stakeholder:
        return evolve(found, left=fact.on)


@frozen
class InfluenceLinked(AccountEvent[Relationships]):
    """We learned how one person at the customer stands to another (B-Q3).

    person: the stakeholder.
    other: the other stakeholder.
    kind: how the first stands to the second.
    """

    topic = Relationships
    verb = "stakeholder link"
    says = "{person} {kind} {other}"

    person: PersonId
    other: PersonId
    kind: LinkKind

    def admit(self, account: Account) -> None:
        known_here(self.person, account)
        known_here(self.other, account)
        if self.person == self.other:
            raise LinkToSelf(f"{self.person} cannot be linked to themselves", "Name another stakeholder.")

    def telling(self) -> str:
        if self.kind is LinkKind.PEER:
            return "{person} and {other} are peers"
        return f"{{person}} {self.kind.words} {{other}}"

    def change(self, state: Relationships, fact: Fact) -> Relationships:
        link = Link(self.person, self.other, self.kind, fact.on, fact.reference)
        return evolve(state, links=(*state.links, link))


@frozen
class InfluenceUnlinked(AccountEvent[Relationships]):
    """One person at the customer no longer stands to another as we had learned (S-F5).

    person: the stakeholder.
    other: the other stakeholder.
    kind: how the first stood to the second.
    """

    topic = Relationships
    verb = "stakeholder unlink"
    says = "{person} no longer {kind} {other}"

    person: PersonId
    other: PersonId
    kind: LinkKind

    def _same(self, link: Link) -> bool:
        return link.kind.way(link.person, link.other) == self.kind.way(self.person, self.other)

    def admit(self, account: Account) -> None:
        if not any(self._same(link) for link in account[Relationships].links):
            raise NotLinked(
                f"Nothing says on {account.on} that {self.person} stands so to {self.other}",
                "Name a link that stands.",
            )

    def telling(self) -> str:
        return f"It is over that {{person}} {self.kind.words} {{other}}"

    def change(self, state: Relationships, fact: Fact) -> Relationships:
        return evolve(state, links=tuple(link for link in state.links if not self._same(link)))


# What follows


def buying_team(account: Account) -> dict[BuyingFunction, tuple[str, ...]]:
    """Return who serves each function of the buying team on the day; nobody where we know nobody (C-M5)."""
    here = [(p, s) for p, s in sorted(account[Relationships].people.items()) if s.left is None]
    return {function: tuple(p for p, s in here if s.function is function) for function in BuyingFunction}


def identify(
    account: Account,
    *,
    name: Personal[str],
    function: BuyingFunction,
    level: Level | None = None,
    title: Personal[str] | None = None,
    person: PersonId | None = None,
) -> Proposal:
    """Identify somebody who matters, under a new opaque id.

    name: what they are called.
    function: the function of the buying team they serve.
    level: where in the hierarchy they stand.
    title: the office they hold.
    person: their id, if another account knows them already.
    """
    if not present(name):
        raise StakeholderUnknown("Nobody was named", "Say what they are called.")
    found = StakeholderIdentified(person or f"p{account.fresh}", function, level, name, title)
    return ((account.key, found),)


procedures: dict[str, Callable[..., Proposal]] = {"stakeholder identify": identify}
