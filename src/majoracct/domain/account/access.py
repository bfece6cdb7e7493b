"""Access: which executives see us, what moves them, and what of ours answers it.

Demand is created in three steps, each of which rests on the one before: access to an executive, an
emotional or political issue of theirs, and a solution or capability of ours that answers it.

Rules
  AC1  Access is gained to, or refused by, an executive: by policy's levels, or because they sponsor us.  B-P3
  AC2  An issue is recorded of an executive who sees us on the day.                                    B-P3
  AC3  An issue, and what answers it, says something.                                                  B-P3
  AC4  Only an issue on record is answered.                                                            B-P3
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import Relationships, known_by_then, known_here
from majoracct.domain.account.sponsorship import active
from majoracct.domain.kernel import (
    AboutThing,
    AccountEvent,
    Fact,
    FactRef,
    Map,
    Personal,
    PersonId,
    Refused,
    present,
)
from majoracct.domain.programme.policy import Policy

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class IssueKind(enum.Enum):
    """What makes an issue move an executive (B-P3)."""

    EMOTIONAL = "emotional"
    POLITICAL = "political"


# What we know


@frozen
class Audience:
    """Whether an executive sees us, by the latest word."""

    granted: bool
    on: dt.date
    place: int
    fact: str


@frozen
class Answer:
    """What of ours answers an issue."""

    capability: str
    on: dt.date
    place: int
    fact: str


@frozen
class Issue:
    """Something that moves an executive; its text is personal and stays with the fact."""

    person: str
    kind: IssueKind
    on: dt.date
    place: int
    fact: str
    access: str | None  # the fact that had gained us access to them; None when replay finds none
    answers: tuple[Answer, ...] = ()  # earliest first


@frozen
class Access:
    """Which executives see us, by person, and their issues, each by the fact that recorded it."""

    executives: Map[str, Audience] = field(factory=Map)
    issues: Map[str, Issue] = field(factory=Map)


# Why not


class LevelUnknown(Refused):
    rule = "AC1"


class NoExecutive(Refused):
    rule = "AC1"


class NoAccess(Refused):
    rule = "AC2"


class IssueUnstated(Refused):
    rule = "AC3"


class CapabilityUnstated(Refused):
    rule = "AC3"


class IssueUnknown(Refused):
    rule = "AC4"


def _executive_here(person: str, account: Account) -> None:
    """Raise Refused unless PERSON is an executive, known here on the day."""
    somebody = known_by_then(person, account)
    if is_executive(person, account):
        return
    if somebody.level is None:
        raise LevelUnknown(
            f"Nothing says on {account.on} where {person} stands",
            f"Correct {somebody.fact} to state their level, or name them a sponsor.",
        )
    raise NoExecutive(
        f"{person}, {somebody.level.value}, is no executive by the policy in force on {account.on}",
        "Record it of an executive, or name them a sponsor.",
    )


# What happened


class _AboutAccess(AccountEvent[Access]):
    """What says whether an executive sees us."""

    topic = Access
    person: str

    def admit(self, account: Account) -> None:
        _executive_here(self.person, account)


@frozen
class ExecutiveAccessGained(_AboutAccess):
    """An executive at the customer sees us: the first step of creating demand (B-P3).

    person: the executive.
    through: what opened the door, such as an introduction.
    """

    verb = "stakeholder access"
    says = "Access to {person} gained[ through {through}]"

    person: PersonId
    through: Personal[str] | None = None

    def change(self, state: Access, fact: Fact) -> Access:
        seen = Audience(True, fact.on, fact.place, fact.reference)
        return evolve(state, executives=state.executives.insert(self.person, seen))


@frozen
class ExecutiveAccessRefused(_AboutAccess):
    """An executive at the customer would not see us, or sees us no longer.

    person: the executive.
    """

    verb = "stakeholder refuse-access"
    says = "{person} would not see us"

    person: PersonId

    def change(self, state: Access, fact: Fact) -> Access:
        unseen = Audience(False, fact.on, fact.place, fact.reference)
        return evolve(state, executives=state.executives.insert(self.person, unseen))


@frozen
class IssueRecorded(AccountEvent[Access]):
    """We learned of an issue that moves an executive: the second step of creating demand (B-P3).

    person: the executive.
    kind: emotional or political.
    text: what it is; for our own eyes.
    """

    topic = Access
    verb = "stakeholder issue"
    says = "Issue of {person} ({kind}): {text}"

    person: PersonId
    kind: IssueKind
    text: Personal[str]

    def admit(self, account: Account) -> None:
        known_here(self.person, account)
        audience = account[Access].executives.get(self.person)
        if audience is None or not audience.granted:
            raise NoAccess(
                f"{self.person} does not see us on {account.on}",
                "Record that they do, from the day they did.",
            )
        if not present(self.text):
            raise IssueUnstated(f"The issue of {self.person} says nothing", "Say what moves them.")

    def change(self, state: Access, fact: Fact) -> Access:
        audience = state.executives.get(self.person)
        access = audience.fact if audience is not None and audience.granted else None
        issue = Issue(self.person, self.kind, fact.on, fact.place, fact.reference, access)
        return evolve(state, issues=state.issues.insert(fact.id, issue))


@frozen
class IssueAnswered(AboutThing[Access, Issue]):
    """A solution or capability of ours answers an issue: the third step of creating demand (B-P3).

    issue: which.
    capability: what of ours answers it. Public: names nobody.
    """

    topic = Access
    thing = "issue"
    kept_in = "issues"
    verb = "stakeholder answer"
    says = "{issue} answered by {capability}"

    issue: FactRef
    capability: str

    def admit(self, account: Account) -> None:
        if self.issue not in account[Access].issues:
            raise IssueUnknown(f"{account.key} has no issue {self.issue} on {account.on}", "Record it first.")
        if not self.capability.strip():
            raise CapabilityUnstated(f"Nothing of ours answers {self.issue}", "Say what does.")

    def alter(self, found: Issue, fact: Fact) -> Issue:
        answer = Answer(self.capability, fact.on, fact.place, fact.reference)
        return evolve(found, answers=(*found.answers, answer))


# What follows


def is_executive(person: str, account: Account) -> bool:
    """Return whether PERSON is an executive on the day: by the policy's levels, or as a sponsor named."""
    if person in active(account):
        return True
    somebody = account[Relationships].people.get(person)
    executive = account.programme[Policy].terms.qualification.executive_levels
    return somebody is not None and somebody.left is None and somebody.level in executive


@frozen
class Chain:
    """How far creating demand came with an executive: the fact of each step, none without the one before."""

    access: str | None = None
    issue: str | None = None
    answer: str | None = None

    @property
    def complete(self) -> bool:
        """Whether all three steps were taken."""
        return self.answer is not None


def creation_chain(account: Account, person: str) -> Chain:
    """Return the steps of creating demand taken with PERSON by the day, those furthest on (B-P3).

    What was answered stays answered; until then, an executive who sees us no longer takes us back to
    the start.
    """
    state = account[Access]
    issues = [i for i in state.issues.values() if i.person == person and i.access]
    answered = [i for i in issues if i.answers]
    if answered:
        first = min(answered, key=lambda i: (i.answers[0].on, i.answers[0].place))
        return Chain(first.access, first.fact, first.answers[0].fact)
    audience = state.executives.get(person)
    if audience is None or not audience.granted:
        return Chain()
    if issues:
        first = min(issues, key=lambda i: (i.on, i.place))
        return Chain(first.access, first.fact)
    return Chain(audience.fact)
