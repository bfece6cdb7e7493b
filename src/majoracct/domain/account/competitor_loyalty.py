"""Competitor loyalty: who at the customer, or which department of it, is loyal to a competitor of ours.

Whether somebody is loyal to a competitor follows from what stands, and never from what it says: erasing
a person changes no verdict.

Rules
  XL1  Loyal to a competitor is somebody we have identified, who has not left, or a department.  R-T2
  XL2  The competitor is named.                                                             R-T2
  XL3  Only loyalty that stands on the day ends.                                            R-T2
  XL4  A department's loyalty to a competitor is recorded once while it stands, however the two are
       written; a person's is not compared, as its competitor is personal.                  R-T2
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import Relationships, known_here
from majoracct.domain.kernel import (
    AboutThing,
    AccountEvent,
    Fact,
    FactRef,
    Map,
    Personal,
    PersonId,
    Refused,
    alike,
    present,
)

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class CompetitorTie:
    """Somebody, or a department, is loyal to a competitor: one of the two is named."""

    person: str | None
    department: str | None
    competitor: Personal[str]
    on: dt.date
    place: int
    fact: str
    ended: dt.date | None = None


@frozen
class CompetitorLoyalty:
    """The loyalty to competitors, each by the fact that says so."""

    ties: Map[str, CompetitorTie] = field(factory=Map)


# Why not


class LoyalNobody(Refused):
    rule = "XL1"


class LoyalTwice(Refused):
    rule = "XL1"


class LoyalToNobody(Refused):
    rule = "XL2"


class NotLoyalNow(Refused):
    rule = "XL3"


class LoyalAlready(Refused):
    rule = "XL4"


# What happened


@frozen
class CompetitorLoyaltyRecorded(AccountEvent[CompetitorLoyalty]):
    """We learned that somebody at the customer, or a department of it, is loyal to a competitor (R-T2).

    competitor: to which; personal, where `person` says who is, else public.
    person: the stakeholder who is.
    department: the department that is, such as procurement. Public: names nobody.
    """

    topic = CompetitorLoyalty
    verb = "competitor loyalty"
    says = "Loyal to {competitor}:[ {person}][ {department}]"

    competitor: Personal[str]
    person: PersonId | None = None
    department: str | None = None

    def admit(self, account: Account) -> None:
        department = (self.department or "").strip()
        if not (self.person or department):
            raise LoyalNobody("Nothing says who is loyal", "Name the stakeholder, or the department.")
        if self.person and department:
            raise LoyalTwice("A person and a department are not loyal as one", "Record each by itself.")
        if not present(self.competitor):
            raise LoyalToNobody("No competitor was named", "Say to whom they are loyal.")
        if self.person:
            known_here(self.person, account)
        told = _told(department, self.competitor)
        for tie in loyal_to_competitors(account):
            if told and told == _told(tie.department, tie.competitor):
                raise LoyalAlready(
                    f"{department} is loyal to {self.competitor} by {tie.fact} already",
                    "Correct that fact, or end that loyalty first (`competitor end-loyalty`).",
                )

    def change(self, state: CompetitorLoyalty, fact: Fact) -> CompetitorLoyalty:
        tie = CompetitorTie(
            self.person, self.department, self.competitor, fact.on, fact.place, fact.reference
        )
        return evolve(state, ties=state.ties.insert(fact.id, tie))


@frozen
class CompetitorLoyaltyEnded(AboutThing[CompetitorLoyalty, CompetitorTie]):
    """Somebody, or a department, is no longer loyal to a competitor.

    loyalty: the fact that said they were.
    """

    topic = CompetitorLoyalty
    thing = "loyalty"
    kept_in = "ties"
    verb = "competitor end-loyalty"
    says = "Loyalty to a competitor ended: {loyalty}"

    loyalty: FactRef

    def admit(self, account: Account) -> None:
        tie = account[CompetitorLoyalty].ties.get(self.loyalty)
        if tie is None or tie.ended is not None:
            raise NotLoyalNow(
                f"{self.loyalty} is no loyalty to a competitor that stands on {account.on}",
                "Name the fact that recorded one which does.",
            )

    def alter(self, found: CompetitorTie, fact: Fact) -> CompetitorTie:
        return evolve(found, ended=fact.on)


# What follows


def _told(department: str | None, competitor: Personal[str]) -> tuple[str, str] | None:
    """Return what tells the loyalty of a DEPARTMENT from others; None of a person's."""
    return (alike(department), alike(competitor)) if department and isinstance(competitor, str) else None


def loyal_to_competitors(account: Account) -> list[CompetitorTie]:
    """Return who is loyal to a competitor on the day, earliest first; who left is not (R-T2)."""
    people = account[Relationships].people
    found = [
        tie
        for tie in account[CompetitorLoyalty].ties.values()
        if tie.ended is None
        and (not tie.person or ((p := people.get(tie.person)) is not None and p.left is None))
    ]
    return sorted(found, key=lambda tie: (tie.on, tie.place))
