"""Loyalty: who at the customer is loyal to whom of ours. People are loyal; an account never is.

Rules
  LO1  Only the loyalty of somebody we have identified, and who has not left, is judged.  B-N4
  LO2  Loyalty is to one of our own people, who has not left us.                          B-N5
  LO3  How loyal somebody is, is personal: of whom it cannot be read, nobody says whether they are.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import Relationships, known_here
from majoracct.domain.kernel import AccountEvent, Erased, Fact, Map, Personal, PersonId, StaffId
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class LoyaltyLevel(enum.Enum):
    """How loyal somebody is, least first."""

    NONE = "none"
    SOME = "some"
    STRONG = "strong"


# What we know


@frozen
class Tie:
    """How loyal somebody at the customer was judged to be to somebody of ours."""

    person: str
    to: str
    level: Personal[LoyaltyLevel]
    on: dt.date
    fact: str


@frozen
class Loyalty:
    """The loyalty of each person at the customer to each of ours, as judged last."""

    ties: Map[str, Map[str, Tie]] = field(factory=Map)  # by their person, then by ours


# What happened


@frozen
class LoyaltyAssessed(AccountEvent[Loyalty]):
    """We judged how loyal somebody at the customer is to one of our own people.

    person: the stakeholder.
    to: the one of ours.
    level: none, some or strong.
    """

    topic = Loyalty
    verb = "stakeholder loyalty"
    says = "Loyalty of {person} to {to}: {level}"
    schema = 2

    person: PersonId
    to: StaffId
    level: Personal[LoyaltyLevel]

    def admit(self, account: Account) -> None:
        known_here(self.person, account)
        known_staff(self.to, account.programme)

    def telling(self) -> str:
        if isinstance(self.level, Erased):
            return self.says
        return {
            LoyaltyLevel.NONE: "{person} is not loyal to {to}",
            LoyaltyLevel.SOME: "{person} is loyal to {to} to some extent",
            LoyaltyLevel.STRONG: "{person} is strongly loyal to {to}",
        }[self.level]

    def change(self, state: Loyalty, fact: Fact) -> Loyalty:
        tie = Tie(self.person, self.to, self.level, fact.on, fact.reference)
        theirs: Map[str, Tie] = state.ties.get(self.person) or Map()
        return evolve(state, ties=state.ties.insert(self.person, theirs.insert(self.to, tie)))

    @classmethod
    def upcast(cls, fields: dict[str, Any], schema: int) -> dict[str, Any]:
        # Schema 1 kept the level untagged.
        return {**fields, "level": {"person": fields["person"], "clear": fields["level"]}}


# What follows


def loyal(account: Account) -> list[Tie]:
    """Return who at the customer is strongly loyal, and to whom, on the day; who left is not (B-N4).

    That is all there is to an account's loyalty: it adds up from people.
    """
    return [tie for tie in _ties(account) if tie.level is LoyaltyLevel.STRONG]


def untold(account: Account) -> list[Tie]:
    """Return the ties on the day of which it cannot be read any more how loyal they are (LO3)."""
    return [tie for tie in _ties(account) if isinstance(tie.level, Erased)]


def _ties(account: Account) -> list[Tie]:
    people = account[Relationships].people
    return [
        tie
        for person, theirs in sorted(account[Loyalty].ties.items())
        if (somebody := people.get(person)) is not None and somebody.left is None
        for _, tie in sorted(theirs.items())
    ]
