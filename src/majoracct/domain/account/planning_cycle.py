"""Planning cycle: whether the customer plans its year with us in it, and we know what it plans.

A year is the calendar year in which the customer's planning year starts. What we know of a predecessor's
planning tells nothing of its successor's: none of these events carries over.

Rules
  CY1  The customer's planning year starts in a month from 1 to 12; in January, when not stated.  B-N2
  CY2  We are part of its planning through people there, at least one.                            B-N2
  CY3  A critical success factor and a project say what they are.                                 B-N2
  CY4  What is planned is of a year of the calendar.                                              B-N2
  CY5  Inertia takes all three by the day its year starts: part of its planning, its critical
       success factors known, its projects inventoried.                                           B-N2
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import Relationships, known_here
from majoracct.domain.calendar import add_months
from majoracct.domain.kernel import AccountEvent, Fact, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Footing(enum.Enum):
    """What has to be there as the customer's year starts (B-N2)."""

    PLANNING = "planning"
    FACTORS = "factors"
    PROJECTS = "projects"


# What we know


@frozen
class Planned:
    """Something the customer plans for a year, or plans with us."""

    footing: Footing
    year: int
    what: str  # the factor or the project; "" for the planning itself
    on: dt.date
    place: int
    fact: str
    people: tuple[str, ...] = ()  # through whom we are part of it
    budget: str | None = None


@frozen
class PlanningCycle:
    """When the customer's year starts, and what we know of its plans, each by the fact that says so."""

    month: int = 1
    month_fact: str = ""
    items: Map[str, Planned] = field(factory=Map)


# Why not


class NoSuchMonth(Refused):
    rule = "CY1"


class NobodyPlansWithUs(Refused):
    rule = "CY2"


class PlannedUnstated(Refused):
    rule = "CY3"


class NoSuchYear(Refused):
    rule = "CY4"


def _a_year(year: int) -> None:
    if not 1 <= year <= 9998:
        raise NoSuchYear(f"{year} is no year of the calendar", "Name the year in which their year starts.")


# What happened


@frozen
class CustomerYearSet(AccountEvent[PlanningCycle]):
    """We learned when the customer's planning year starts.

    month: its first month, 1 to 12.
    """

    topic = PlanningCycle
    verb = "insider year"
    says = "Their planning year starts in month {month}"
    carries_over = False

    month: int

    def admit(self, account: Account) -> None:
        if not 1 <= self.month <= 12:
            raise NoSuchMonth(f"{self.month} is no month", "State one from 1 to 12.")

    def change(self, state: PlanningCycle, fact: Fact) -> PlanningCycle:
        return evolve(state, month=self.month, month_fact=fact.reference)


@frozen
class PlanningInclusionRecorded(AccountEvent[PlanningCycle]):
    """The customer made us part of its planning for a year.

    year: the year in which its planning year starts.
    people: the stakeholders through whom we are part of it.
    """

    topic = PlanningCycle
    verb = "insider planning"
    says = "Part of their planning for {year}, through {people}"
    carries_over = False

    year: int
    people: tuple[PersonId, ...]

    def admit(self, account: Account) -> None:
        _a_year(self.year)
        if not self.people:
            raise NobodyPlansWithUs(f"Nobody is named who plans {self.year} with us", "Name at least one.")
        for person in self.people:
            known_here(person, account)

    def change(self, state: PlanningCycle, fact: Fact) -> PlanningCycle:
        found = Planned(Footing.PLANNING, self.year, "", fact.on, fact.place, fact.reference, self.people)
        return evolve(state, items=state.items.insert(fact.id, found))


@frozen
class CriticalSuccessFactorRecorded(AccountEvent[PlanningCycle]):
    """We learned what the customer's success in a year hangs on.

    year: the year in which its planning year starts.
    factor: what it hangs on. Public: names nobody.
    """

    topic = PlanningCycle
    verb = "insider factor"
    says = "Critical to them in {year}: {factor}"
    carries_over = False

    year: int
    factor: str

    def admit(self, account: Account) -> None:
        _a_year(self.year)
        if not self.factor.strip():
            raise PlannedUnstated("The critical success factor says nothing", "Say what success hangs on.")

    def change(self, state: PlanningCycle, fact: Fact) -> PlanningCycle:
        found = Planned(Footing.FACTORS, self.year, self.factor, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, found))


@frozen
class CustomerProjectInventoried(AccountEvent[PlanningCycle]):
    """We listed one of the key projects that the customer plans for a year.

    year: the year in which its planning year starts.
    project: what it is called. Public: names nobody.
    budget: what the customer sets aside for it, in its own words.
    """

    topic = PlanningCycle
    verb = "insider project"
    says = "They plan for {year}: {project}[ ({budget})]"
    carries_over = False

    year: int
    project: str
    budget: str | None = None

    def admit(self, account: Account) -> None:
        _a_year(self.year)
        if not self.project.strip():
            raise PlannedUnstated("The project has no name", "Say what it is called.")

    def change(self, state: PlanningCycle, fact: Fact) -> PlanningCycle:
        found = Planned(
            Footing.PROJECTS, self.year, self.project, fact.on, fact.place, fact.reference, budget=self.budget
        )
        return evolve(state, items=state.items.insert(fact.id, found))


# What follows


@frozen
class Inertia:
    """Whether a year started with all three there: the facts in time, what is missing, what came late.

    in_time: the earliest fact of each that was there by the day the year starts.
    missing: what is not there at all.
    late: the earliest fact of each that came only after that day.
    """

    year: int
    starts: dt.date
    in_time: dict[str, str]
    missing: tuple[str, ...]
    late: dict[str, str]

    @property
    def holds(self) -> bool:
        """Whether all three were there in time."""
        return len(self.in_time) == len(Footing)


def year_start(account: Account, year: int) -> dt.date:
    """Return the day on which the customer's planning year starts that starts in YEAR."""
    return add_months(dt.date(year, 1, 1), account[PlanningCycle].month - 1)


def planned(account: Account, year: int) -> list[Planned]:
    """Return what we know by the day of the customer's plans for YEAR, earliest first.

    Being part of its planning through somebody who is not on record any more does not count.
    """
    people = account[Relationships].people
    found = [
        item
        for item in account[PlanningCycle].items.values()
        if item.year == year
        and (item.footing is not Footing.PLANNING or any(p in people for p in item.people))
    ]
    return sorted(found, key=lambda item: (item.on, item.place))


def inertia(account: Account, year: int) -> Inertia:
    """Return whether the customer's YEAR starts with us in it, as known by the day (B-N2)."""
    starts = year_start(account, year)
    first: dict[Footing, Planned] = {}
    for item in planned(account, year):
        first.setdefault(item.footing, item)
    return Inertia(
        year,
        starts,
        {f.value: first[f].fact for f in Footing if f in first and first[f].on <= starts},
        tuple(f.value for f in Footing if f not in first),
        {f.value: first[f].fact for f in Footing if f in first and first[f].on > starts},
    )
