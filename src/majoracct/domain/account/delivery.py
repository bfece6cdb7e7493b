"""Delivery: the projects we carry out, and how they ended.

Rules
  D1  A project has a title, and springs from an opportunity we know, if it names one.  B-Q2
  D2  A project is completed once, and not before it started.                          B-Q2
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Project:
    """A project, and how it ended, if it did."""

    title: str
    opportunity: str | None
    started: dt.date | None = None
    completed: dt.date | None = None
    successful: bool = False
    place: int = 0  # of its completion
    fact: str = ""  # the fact that completed it, else that started it


@frozen
class Delivery:
    """The account's projects, each by the fact that first told of it."""

    projects: Map[str, Project] = field(factory=Map)


# Why not


class ProjectUntitled(Refused):
    rule = "D1"


class SourceUnknown(Refused):
    rule = "D1"


class ProjectUnknown(Refused):
    rule = "D2"


class AlreadyCompleted(Refused):
    rule = "D2"


def _springs_from_known(opportunity: str | None, account: Account) -> None:
    if opportunity and opportunity not in account[Opportunities].items:
        raise SourceUnknown(
            f"{account.key} has no opportunity {opportunity} on {account.on}", "Identify it first."
        )


# What happened


@frozen
class DeliveryStarted(AccountEvent[Delivery]):
    """We started a project.

    title: what it is called.
    opportunity: the opportunity that was won with it, if one was recorded.
    """

    topic = Delivery
    verb = "delivery start"
    says = "Project started: {title}"

    title: str
    opportunity: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise ProjectUntitled("The project has no title", "Say what it is.")
        _springs_from_known(self.opportunity, account)

    def change(self, state: Delivery, fact: Fact) -> Delivery:
        project = Project(self.title, self.opportunity, started=fact.on, fact=fact.reference)
        if (known := state.projects.get(fact.id)) is not None:  # corrected to a day after its completion
            project = evolve(known, title=self.title, opportunity=self.opportunity, started=fact.on)
        return evolve(state, projects=state.projects.insert(fact.id, project))


@frozen
class DeliveryCompleted(AccountEvent[Delivery]):
    """We completed a project: one that was started on record, or one that is named here.

    successful: whether it was a success.
    project: the project, if its start is on record.
    title: what it is called, if its start is not on record.
    opportunity: the opportunity that was won with it, if its start is not on record.
    """

    topic = Delivery
    verb = "delivery complete"
    says = "Project completed[: {title}][: {project}]"

    successful: bool
    project: FactRef | None = None
    title: str | None = None
    opportunity: FactRef | None = None

    def admit(self, account: Account) -> None:
        if self.project is None:
            if not (self.title and self.title.strip()):
                raise ProjectUntitled("No project was named", "Give --project or --title.")
            _springs_from_known(self.opportunity, account)
            return
        if self.title or self.opportunity:
            raise ProjectUntitled(
                f"{self.project} says what it is", "Give --project alone, or --title without it."
            )
        project = account[Delivery].projects.get(self.project)
        if project is None:
            raise ProjectUnknown(
                f"{account.key} has no project {self.project} on {account.on}", "Start it, or give --title."
            )
        done = account.ever[Delivery].projects[self.project].completed
        if done:
            raise AlreadyCompleted(f"{project.title} was completed on {done}", "Correct that fact.")

    def telling(self) -> str:
        return self.says if self.successful else "Project completed without success[: {title}][: {project}]"

    def change(self, state: Delivery, fact: Fact) -> Delivery:
        key = self.project or fact.id
        begun = state.projects.get(key) or Project(self.title or "", self.opportunity)
        done = evolve(
            begun, completed=fact.on, successful=self.successful, place=fact.place, fact=fact.reference
        )
        return evolve(state, projects=state.projects.insert(key, done))


# What follows


def successes(account: Account) -> list[tuple[str, Project]]:
    """Return the successfully completed projects, earliest first, each with its id."""
    done = [(key, p) for key, p in account[Delivery].projects.items() if p.completed and p.successful]
    return sorted(done, key=lambda item: (item[1].completed or dt.date.max, item[1].place))
