"""Delivery: the projects we carry out, how they went and how they ended.

Rules
  D1  A project has a title, and springs from an opportunity we know, if it names one.  B-Q2
  D2  A project is completed once, and not before it started.                          B-Q2
  D3  A milestone slips to a later day, in a project under way, and changes nothing else.  B-R3
  D4  Somebody we know at the customer rates a project of ours.                        B-D6, B-N5
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Quality(enum.Enum):
    """How well the customer finds a project delivered, worst first."""

    POOR = "poor"
    FAIR = "fair"
    GOOD = "good"
    EXCELLENT = "excellent"

    @property
    def rank(self) -> int:
        """Its place among the ratings, worst 0."""
        return list(Quality).index(self)


# What we know


@frozen
class Slip:
    """A milestone that came, or will come, later than planned."""

    milestone: str
    planned: dt.date
    expected: dt.date
    on: dt.date
    place: int
    fact: str


@frozen
class Rating:
    """How well somebody at the customer found a project delivered."""

    by: str
    quality: Quality
    on: dt.date
    place: int
    fact: str


@frozen
class Project:
    """A project, how it went, and how it ended, if it did."""

    title: str
    opportunity: str | None
    started: dt.date | None = None
    completed: dt.date | None = None
    successful: bool = False
    place: int = 0  # of its completion
    fact: str = ""  # the fact that completed it, else that started it
    slips: tuple[Slip, ...] = ()  # earliest first
    ratings: tuple[Rating, ...] = ()  # earliest first


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


class MilestoneUnnamed(Refused):
    rule = "D3"


class ProjectNotUnderWay(Refused):
    rule = "D3"


class NoSlip(Refused):
    rule = "D3"


class ProjectNotOurs(Refused):
    rule = "D4"


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


class _AboutProject(AboutThing[Delivery, Project]):
    """What is told of a project on record, and neither starts nor completes it."""

    topic = Delivery
    thing = "project"
    kept_in = "projects"
    project: str


@frozen
class MilestoneSlipped(_AboutProject):
    """A milestone of a project will be reached later than planned. Selling goes on (B-R3).

    project: the project.
    milestone: what slipped. Public: names nobody.
    planned: the day it was planned for.
    expected: the later day on which it is expected now.
    """

    verb = "delivery slip"
    says = "{milestone} of {project} slipped from {planned} to {expected}"

    project: FactRef
    milestone: str
    planned: dt.date
    expected: dt.date

    def admit(self, account: Account) -> None:
        found = account[Delivery].projects.get(self.project)
        if found is None:
            raise ProjectNotUnderWay(
                f"{account.key} has no project {self.project} on {account.on}", "Start it first."
            )
        if found.completed:
            raise ProjectNotUnderWay(
                f"{found.title} was completed on {found.completed}", "Record it on a day before that."
            )
        if not self.milestone.strip():
            raise MilestoneUnnamed("The milestone has no name", "Say what slipped.")
        if self.expected <= self.planned:
            raise NoSlip(
                f"{self.expected} is not later than {self.planned}", "A slip is to a later day than planned."
            )

    def alter(self, found: Project, fact: Fact) -> Project:
        slip = Slip(self.milestone, self.planned, self.expected, fact.on, fact.place, fact.reference)
        return evolve(found, slips=(*found.slips, slip))


@frozen
class DeliveryQualityRated(_AboutProject):
    """Somebody at the customer told us how well they find a project delivered.

    project: the project.
    by: the stakeholder who rates it.
    rating: from poor to excellent.
    """

    verb = "delivery rate"
    says = "{by} rates the delivery of {project} as {rating}"

    project: FactRef
    by: PersonId
    rating: Quality

    def admit(self, account: Account) -> None:
        known_here(self.by, account)
        if self.project not in account[Delivery].projects:
            raise ProjectNotOurs(
                f"{account.key} has no project {self.project} on {account.on}", "Start or complete it first."
            )

    def alter(self, found: Project, fact: Fact) -> Project:
        rating = Rating(self.by, self.rating, fact.on, fact.place, fact.reference)
        return evolve(found, ratings=(*found.ratings, rating))


# What follows


def smooth(project: Project) -> bool | None:
    """Return whether a PROJECT went smoothly: a success, nothing slipped, no rating below good (B-D6).

    None while it is under way.
    """
    if project.completed is None:
        return None
    pleased = all(rating.quality.rank >= Quality.GOOD.rank for rating in project.ratings)
    return project.successful and not project.slips and pleased


def successes(account: Account) -> list[tuple[str, Project]]:
    """Return the successfully completed projects, earliest first, each with its id."""
    done = [(key, p) for key, p in account[Delivery].projects.items() if p.completed and p.successful]
    return sorted(done, key=lambda item: (item[1].completed or dt.date.max, item[1].place))
