"""Satisfaction: how satisfied people at the customer are with us.

Rules
  SA1  Only somebody we have identified, and who has not left, is judged satisfied or not.  C-W3
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import Relationships, known_here
from majoracct.domain.kernel import AccountEvent, Fact, Map, PersonId

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Satisfaction(enum.Enum):
    """How satisfied somebody is with us, least first."""

    DISSATISFIED = "dissatisfied"
    PARTLY = "partly"
    SATISFIED = "satisfied"
    FULLY = "fully"

    @property
    def content(self) -> bool:
        """Whether it is more than partly."""
        return self in (Satisfaction.SATISFIED, Satisfaction.FULLY)

    @property
    def words(self) -> str:
        """How a sentence says it: they are …."""
        return {
            Satisfaction.DISSATISFIED: "dissatisfied",
            Satisfaction.PARTLY: "partly satisfied",
            Satisfaction.SATISFIED: "satisfied",
            Satisfaction.FULLY: "fully satisfied",
        }[self]


# What we know


@frozen
class Mood:
    """How satisfied somebody was when we asked."""

    satisfaction: Satisfaction
    on: dt.date
    fact: str


@frozen
class Satisfactions:
    """How satisfied each person is, as judged last, by person."""

    of: Map[str, Mood] = field(factory=Map)


# What happened


@frozen
class SatisfactionAssessed(AccountEvent[Satisfactions]):
    """We learned how satisfied somebody at the customer is with us.

    person: the stakeholder.
    satisfaction: from dissatisfied to fully satisfied.
    """

    topic = Satisfactions
    verb = "stakeholder satisfaction"
    says = "{person} is {satisfaction}"

    person: PersonId
    satisfaction: Satisfaction

    def admit(self, account: Account) -> None:
        known_here(self.person, account)

    def telling(self) -> str:
        return f"{{person}} is {self.satisfaction.words} with us"

    def change(self, state: Satisfactions, fact: Fact) -> Satisfactions:
        mood = Mood(self.satisfaction, fact.on, fact.reference)
        return evolve(state, of=state.of.insert(self.person, mood))


# What follows


def moods(account: Account) -> dict[str, Mood]:
    """Return how satisfied each person still at the customer is on the day, by person (C-W3).

    Whom nobody asked is missing: unknown is not dissatisfied.
    """
    people = account[Relationships].people
    return {
        person: mood
        for person, mood in sorted(account[Satisfactions].of.items())
        if (somebody := people.get(person)) is not None and somebody.left is None
    }
