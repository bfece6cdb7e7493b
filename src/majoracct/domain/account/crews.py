"""Crews: who worked for a win, who delivers it, and to whom those who deliver report.

Rules
  CW1  A bid team is some of our own people, for an opportunity on record; the latest named stands.  B-E5
  CW2  A delivery team is some of our own people, for a project on record; the latest named stands.  B-E5
  CW3  A delivery team reports to one of our own people; the latest named stands.                    B-T3
  CW4  A win is handed over to each project that sprang from it, with both teams as they were named.  B-E5
  CW5  Every delivery team of a project under way reports to the seated project manager.             B-T3
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.team import seated
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused, StaffId
from majoracct.domain.programme.staff import known_staff
from majoracct.domain.programme.terms import Seat

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Crew:
    """Some of our people who work on one thing, since when."""

    people: tuple[str, ...]  # each once, sorted
    since: dt.date
    fact: str


@frozen
class Line:
    """To whom the delivery team of a project reports, since when."""

    to: str
    since: dt.date
    fact: str


@frozen
class Crews:
    """The bid teams by opportunity; the delivery teams, and to whom they report, by project."""

    bids: Map[str, Crew] = field(factory=Map)
    deliveries: Map[str, Crew] = field(factory=Map)
    lines: Map[str, Line] = field(factory=Map)


# Why not


class NobodyAssigned(Refused):
    rule = "CW1"


class NothingToBidFor(Refused):
    rule = "CW1"


class NothingToDeliver(Refused):
    rule = "CW2"


class NoDeliveryTeam(Refused):
    rule = "CW3"


def _ours(people: tuple[str, ...], account: Account) -> None:
    if not people:
        raise NobodyAssigned("Nobody was named", "Name those of our people who are in the team.")
    for person in people:
        known_staff(person, account.programme)


def _crew(people: tuple[str, ...], fact: Fact) -> Crew:
    return Crew(tuple(sorted(set(people))), fact.on, fact.reference)


# What happened


@frozen
class BidTeamAssigned(AccountEvent[Crews]):
    """Some of our people were put to work on winning an opportunity, in place of whoever was before.

    opportunity: which.
    people: who, all of them.
    """

    topic = Crews
    verb = "team bid"
    says = "Bid team of {opportunity}: {people}"

    opportunity: FactRef
    people: tuple[StaffId, ...]

    def admit(self, account: Account) -> None:
        if self.opportunity not in account[Opportunities].items:
            raise NothingToBidFor(
                f"{account.key} has no opportunity {self.opportunity} on {account.on}", "Identify it first."
            )
        _ours(self.people, account)

    def change(self, state: Crews, fact: Fact) -> Crews:
        return evolve(state, bids=state.bids.insert(self.opportunity, _crew(self.people, fact)))


@frozen
class DeliveryTeamAssigned(AccountEvent[Crews]):
    """Some of our people were put to work on a project, in place of whoever was before.

    To whom they report is not changed by it.

    project: which.
    people: who, all of them.
    """

    topic = Crews
    verb = "team deliver"
    says = "Delivery team of {project}: {people}"

    project: FactRef
    people: tuple[StaffId, ...]

    def admit(self, account: Account) -> None:
        if self.project not in account[Delivery].projects:
            raise NothingToDeliver(
                f"{account.key} has no project {self.project} on {account.on}",
                "Record its start or completion.",
            )
        _ours(self.people, account)

    def change(self, state: Crews, fact: Fact) -> Crews:
        return evolve(state, deliveries=state.deliveries.insert(self.project, _crew(self.people, fact)))


@frozen
class ReportingLineSet(AccountEvent[Crews]):
    """The delivery team of a project reports to one of our people from now on (B-T3).

    project: whose delivery team.
    to: to whom it reports.
    """

    topic = Crews
    verb = "team report-to"
    says = "Delivery team of {project} reports to {to}"

    project: FactRef
    to: StaffId

    def admit(self, account: Account) -> None:
        if self.project not in account[Crews].deliveries:
            raise NoDeliveryTeam(
                f"{self.project} has no delivery team on {account.on}", "Assign one first: team deliver."
            )
        known_staff(self.to, account.programme)

    def change(self, state: Crews, fact: Fact) -> Crews:
        line = Line(self.to, fact.on, fact.reference)
        return evolve(state, lines=state.lines.insert(self.project, line))


# What follows


@frozen
class Handover:
    """A project that sprang from a win, who worked for the win, and who delivers; None: unknown."""

    opportunity: str
    project: str
    bid: Crew | None
    delivery: Crew | None


def handovers(account: Account) -> list[Handover]:
    """Return each project that sprang from a win, with who worked for the win and who delivers (B-E5).

    The teams are as they were named: who left us since had been in them. Wins are in the order of the
    opportunities, the projects of one win in the order of their ids.
    """
    crews, projects = account[Crews], sorted(account[Delivery].projects.items())
    return [
        Handover(opportunity, key, crews.bids.get(opportunity), crews.deliveries.get(key))
        for opportunity, won in account[Opportunities].in_order()
        if won.won
        for key, project in projects
        if project.opportunity == opportunity
    ]


@frozen
class Unreported:
    """A delivery team that does not report to the project manager."""

    project: str
    title: str
    team: str  # the fact that assigned it
    to: str | None  # to whom it reports
    managers: tuple[str, ...]  # who is seated as project manager; () when nobody is


def not_reporting(account: Account) -> list[Unreported]:
    """Return the delivery teams of projects under way that do not report to the project manager (B-T3).

    Where nobody is seated as project manager, no team reports to one.
    """
    crews, managers = account[Crews], tuple(m.person for m in seated(account, Seat.PROJECT_MANAGER))
    found = []
    for key, project in sorted(account[Delivery].projects.items()):
        crew, line = crews.deliveries.get(key), crews.lines.get(key)
        if crew is None or project.completed:
            continue
        if line is None or line.to not in managers:
            found.append(Unreported(key, project.title, crew.fact, line.to if line else None, managers))
    return found
