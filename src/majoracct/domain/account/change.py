"""Change: what an initiative changes at the customer, why, why now, how, and how people are to act.

An initiative is something we and the customer undertake; it may rest on an opportunity or a project.

Rules
  CH1  An initiative has a title, and rests only on an opportunity or a project on record.   S-B5
  CH2  Why change, and why now, are answered before how.                               S-B2 S-B3
  CH3  An answer, a goal and an expected behaviour each say something.                 S-B2 S-B3 S-B4
  CH4  Only an initiative that has not ended is told more of.                                S-B5
  CH5  Only a behaviour that is expected is observed.                                        S-B4
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.cocreation import session_here
from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class ChangeQuestion(enum.Enum):
    """What the case for a change answers, in this order (S-B2 S-B3)."""

    WHY_CHANGE = "why-change"
    WHY_NOW = "why-now"
    HOW = "how"

    @property
    def words(self) -> str:
        """How a sentence says it."""
        return self.value.replace("-", " ")


class Adoption(enum.Enum):
    """How far people act as expected."""

    NOT_YET = "not-yet"
    PARTLY = "partly"
    ADOPTED = "adopted"


class InitiativeEnd(enum.Enum):
    """How an initiative ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ABANDONED = "abandoned"


# What we know


@frozen
class Reply:
    """What answers a question of the case; person: who at the customer gave it; session: where."""

    text: str
    on: dt.date
    fact: str
    person: str | None = None
    session: str | None = None


@frozen
class ChangeGoal:
    """What the change is to bring, by when."""

    what: str
    due: dt.date | None
    on: dt.date
    fact: str


@frozen
class Behaviour:
    """How a group of their people is to act once the change is made, and how far it does."""

    group: str
    expected: str
    on: dt.date
    fact: str
    seen: Adoption | None = None  # as observed last; None: nobody looked
    seen_fact: str = ""


@frozen
class Initiative:
    """Something undertaken at the customer, and its change: the case for it, its goals, the behaviour.

    answers: by question. goals, behaviours: each by the fact that states it.
    """

    title: str
    opportunity: str | None
    project: str | None
    on: dt.date
    place: int
    fact: str
    answers: Map[str, Reply] = field(factory=Map)
    goals: Map[str, ChangeGoal] = field(factory=Map)
    behaviours: Map[str, Behaviour] = field(factory=Map)
    ended: dt.date | None = None
    end: InitiativeEnd | None = None
    end_fact: str = ""


@frozen
class Initiatives:
    """The account's initiatives, each by the fact that opened it."""

    items: Map[str, Initiative] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Initiative]]:
        """Return the initiatives, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class InitiativeUntitled(Refused):
    rule = "CH1"


class InitiativeRestsOnNothing(Refused):
    rule = "CH1"


class HowBeforeWhy(Refused):
    rule = "CH2"


class ChangeUnstated(Refused):
    rule = "CH3"


class InitiativeUnknown(Refused):
    rule = "CH4"


class InitiativeOver(Refused):
    rule = "CH4"


class BehaviourUnknown(Refused):
    rule = "CH5"


# What happened


@frozen
class InitiativeOpened(AccountEvent[Initiatives]):
    """We and the customer undertook something that changes how the customer works (S-B5).

    title: what it is called. Public: names nobody.
    opportunity: the opportunity it rests on.
    project: the project it rests on.
    """

    topic = Initiatives
    verb = "initiative open"
    says = "Initiative opened: {title}[, for {opportunity}][, with the project {project}]"

    title: str
    opportunity: FactRef | None = None
    project: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise InitiativeUntitled("The initiative has no title", "Say what it is.")
        if self.opportunity and self.opportunity not in account[Opportunities].items:
            raise InitiativeRestsOnNothing(
                f"{account.key} has no opportunity {self.opportunity} on {account.on}", "Identify it first."
            )
        if self.project and self.project not in account[Delivery].projects:
            raise InitiativeRestsOnNothing(
                f"{account.key} has no project {self.project} on {account.on}", "Start it first."
            )

    def change(self, state: Initiatives, fact: Fact) -> Initiatives:
        opened = Initiative(self.title, self.opportunity, self.project, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, opened))


class _AboutInitiative(AboutThing[Initiatives, Initiative]):
    """What tells more of one initiative that has not ended."""

    topic = Initiatives
    thing = "initiative"
    kept_in = "items"
    initiative: str

    def admit(self, account: Account) -> None:
        _under_way(self.initiative, account)


def _under_way(initiative: str, account: Account) -> Initiative:
    found = account[Initiatives].items.get(initiative)
    if found is None:
        raise InitiativeUnknown(
            f"{account.key} has no initiative {initiative} on {account.on}", "Open it first."
        )
    if found.ended:
        raise InitiativeOver(f"{found.title} ended on {found.ended}", "Open another initiative.")
    return found


def _stated(text: str, what: str) -> None:
    if not text.strip():
        raise ChangeUnstated(f"{what} says nothing", "Say it.")


@frozen
class ChangeQuestionAnswered(_AboutInitiative):
    """The case for a change was made: why change, why now, then how; a later answer takes over (S-B2 S-B3).

    initiative: which.
    question: what is answered.
    answer: the answer. Public: names nobody.
    person: who at the customer gave it.
    session: the co-creation session in which it was worked out.
    """

    verb = "initiative answer"
    says = "{initiative}, {question}: {answer}[, so {person}]"

    initiative: FactRef
    question: ChangeQuestion
    answer: str
    person: PersonId | None = None
    session: FactRef | None = None

    def admit(self, account: Account) -> None:
        found = _under_way(self.initiative, account)
        _stated(self.answer, "The answer")
        if self.question is ChangeQuestion.HOW:
            open_ = [q.words for q in unanswered(found) if q is not ChangeQuestion.HOW]
            if open_:
                raise HowBeforeWhy(
                    f"{found.title} says how to change before {' and '.join(open_)}",
                    "Answer why change, and why now, first.",
                )
        if self.person:
            known_here(self.person, account)
        if self.session:
            session_here(self.session, account)

    def alter(self, found: Initiative, fact: Fact) -> Initiative:
        reply = Reply(self.answer, fact.on, fact.reference, self.person, self.session)
        return evolve(found, answers=found.answers.insert(self.question.value, reply))


@frozen
class ChangeGoalSet(_AboutInitiative):
    """A goal of the change was set: what the customer is to gain by it (S-B4).

    initiative: which.
    what: what it is to bring. Public: names nobody.
    due: by when.
    """

    verb = "initiative aim"
    says = "Change goal of {initiative}: {what}[, by {due}]"

    initiative: FactRef
    what: str
    due: dt.date | None = None

    def admit(self, account: Account) -> None:
        _under_way(self.initiative, account)
        _stated(self.what, "The goal of the change")

    def alter(self, found: Initiative, fact: Fact) -> Initiative:
        goal = ChangeGoal(self.what, self.due, fact.on, fact.reference)
        return evolve(found, goals=found.goals.insert(fact.id, goal))


@frozen
class BehaviourExpectationSet(_AboutInitiative):
    """How a group of the customer's people is to act once the change is made (S-B4).

    initiative: which.
    group: whose behaviour, such as the plant managers. Public: names nobody.
    expected: how they are to act. Public: names nobody.
    """

    verb = "initiative expect"
    says = "{initiative}: {group} to {expected}"

    initiative: FactRef
    group: str
    expected: str

    def admit(self, account: Account) -> None:
        _under_way(self.initiative, account)
        _stated(self.group, "The group")
        _stated(self.expected, "What is expected of the group")

    def alter(self, found: Initiative, fact: Fact) -> Initiative:
        behaviour = Behaviour(self.group, self.expected, fact.on, fact.reference)
        return evolve(found, behaviours=found.behaviours.insert(fact.id, behaviour))


@frozen
class BehaviourObserved(_AboutInitiative):
    """We saw how far a group acts as expected (S-B4).

    initiative: which.
    behaviour: the expectation.
    adoption: not yet, partly or wholly.
    """

    verb = "initiative observe"
    says = "{initiative}, expectation {behaviour}: {adoption}"

    initiative: FactRef
    behaviour: FactRef
    adoption: Adoption

    def admit(self, account: Account) -> None:
        found = _under_way(self.initiative, account)
        if self.behaviour not in found.behaviours:
            raise BehaviourUnknown(
                f"{found.title} expects no behaviour {self.behaviour} by {account.on}", "Expect it first."
            )

    def alter(self, found: Initiative, fact: Fact) -> Initiative:
        behaviour = found.behaviours.get(self.behaviour)
        if behaviour is None:
            return found
        seen = evolve(behaviour, seen=self.adoption, seen_fact=fact.reference)
        return evolve(found, behaviours=found.behaviours.insert(self.behaviour, seen))


@frozen
class InitiativeEnded(_AboutInitiative):
    """An initiative ended (S-B5).

    initiative: which.
    end: it succeeded, failed or was abandoned.
    """

    verb = "initiative end"
    says = "{initiative} {end}"

    initiative: FactRef
    end: InitiativeEnd

    def alter(self, found: Initiative, fact: Fact) -> Initiative:
        return evolve(found, ended=fact.on, end=self.end, end_fact=fact.reference)


# What follows


def unanswered(found: Initiative) -> tuple[ChangeQuestion, ...]:
    """Return the questions of the case for a change that nobody answered, in their order."""
    return tuple(q for q in ChangeQuestion if q.value not in found.answers)


def managed(found: Initiative) -> bool:
    """Return whether the change is managed: it has a goal, and says how people are to act (S-B4 S-B5)."""
    return bool(len(found.goals)) and bool(len(found.behaviours))
