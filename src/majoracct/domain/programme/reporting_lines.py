"""Reporting lines: which of our people reports to which, by a solid line or a dotted one, on any day.

To whom a delivery team reports is told in the account's `crews`.

Rules
  LI1  A line runs from one of our people to another, both with us.                       S-M6
  LI2  Somebody has one solid line at a time, the latest named; dotted ones as many as are named, to others
       than that one: a solid line ends the dotted one to the same colleague.                 S-M6
  LI3  Solid lines run up: nobody reports to somebody who reports, by and by, to them.      S-M6
  LI4  Only a line that stands is ended.                                               S-M6
  LI5  A line ends with the leaving of either; coming back does not restore it.              S-M6
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import Fact, Map, ProgrammeEvent, Refused, StaffId
from majoracct.domain.programme.staff import known_staff, still

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme


class LineKind(enum.Enum):
    """How binding a reporting line is."""

    SOLID = "solid"  # the direct manager, who sets quota and pay
    DOTTED = "dotted"  # whose word counts beside the manager's


# What we know


@frozen
class Line:
    """To whom somebody reports, how, since when."""

    to: str
    kind: LineKind
    since: dt.date
    fact: str


@frozen
class ReportingLines:
    """The lines that were set and not ended: the solid one by person, the dotted ones by person/to."""

    solid: Map[str, Line] = field(factory=Map)
    dotted: Map[str, Line] = field(factory=Map)


# Why not


class ReportsToSelf(Refused):
    rule = "LI1"


class LineStands(Refused):
    rule = "LI2"


class LinesRunInCircle(Refused):
    rule = "LI3"


class NoSuchLine(Refused):
    rule = "LI4"


def _place(person: str, to: str) -> str:
    return f"{person}/{to}"


# What happened


@frozen
class ReportsToSet(ProgrammeEvent[ReportingLines]):
    """One of our people reports to another from now on (S-M6).

    person: who reports.
    to: to whom.
    line: solid, in place of the solid line before it and of a dotted one to the same colleague; or dotted,
        beside those to others.
    """

    topic = ReportingLines
    verb = "staff report-to"
    says = "{person} reports to {to}, {line} line"

    person: StaffId
    to: StaffId
    line: LineKind

    def admit(self, programme: Programme) -> None:
        known_staff(self.person, programme)
        known_staff(self.to, programme)
        if self.person == self.to:
            raise ReportsToSelf(f"{self.person} does not report to themselves", "Name somebody else.")
        standing = [line.kind for line in lines(programme, self.person) if line.to == self.to]
        if self.line in standing or (standing and self.line is LineKind.DOTTED):
            raise LineStands(
                f"{self.person} reports to {self.to} by a {standing[0].value} line already",
                "Nothing needs recording.",
            )
        if self.line is LineKind.SOLID and self.person in chain(programme, self.to):
            raise LinesRunInCircle(
                f"{self.to} reports to {self.person} by solid lines, directly or not",
                "End the line that runs the other way first: staff end-report.",
            )

    def change(self, state: ReportingLines, fact: Fact) -> ReportingLines:
        line = Line(self.to, self.line, fact.on, fact.reference)
        if self.line is LineKind.SOLID:
            beside = state.dotted.discard(_place(self.person, self.to))
            return evolve(state, solid=state.solid.insert(self.person, line), dotted=beside)
        return evolve(state, dotted=state.dotted.insert(_place(self.person, self.to), line))


@frozen
class ReportsToEnded(ProgrammeEvent[ReportingLines]):
    """One of our people no longer reports to another (S-M6).

    person: who reported.
    to: to whom.
    line: which line it was.
    """

    topic = ReportingLines
    verb = "staff end-report"
    says = "{person} no longer reports to {to}, {line} line"

    person: StaffId
    to: StaffId
    line: LineKind

    def admit(self, programme: Programme) -> None:
        standing = lines(programme, self.person)
        if not any(line.to == self.to and line.kind is self.line for line in standing):
            raise NoSuchLine(
                f"{self.person} reports to {self.to} by no {self.line.value} line on {programme.on}",
                "Name a line that stands.",
            )

    def change(self, state: ReportingLines, fact: Fact) -> ReportingLines:
        if self.line is LineKind.DOTTED:
            return evolve(state, dotted=state.dotted.discard(_place(self.person, self.to)))
        held = state.solid.get(self.person)
        if held is None or held.to != self.to:
            return state
        return evolve(state, solid=state.solid.discard(self.person))


# What follows


def lines(programme: Programme, person: str) -> tuple[Line, ...]:
    """Return to whom PERSON reports on the day: the solid line first, then dotted ones by whom."""
    state = programme[ReportingLines]
    solid = state.solid.get(person)
    dotted = [line for key, line in sorted(state.dotted.items()) if key == _place(person, line.to)]
    found = ([solid] if solid else []) + dotted
    return tuple(
        line
        for line in found
        if still(programme, person, line.since) and still(programme, line.to, line.since)
    )


def manager_of(programme: Programme, person: str) -> Line | None:
    """Return the solid line of PERSON on the day, to their direct manager; None when none is known."""
    return next((line for line in lines(programme, person) if line.kind is LineKind.SOLID), None)


def chain(programme: Programme, person: str) -> tuple[str, ...]:
    """Return PERSON and those they report to by solid lines, nearest first, each once."""
    found = [person]
    while (line := manager_of(programme, found[-1])) is not None and line.to not in found:
        found.append(line.to)
    return tuple(found)


def reporting_to(programme: Programme, to: str) -> dict[str, tuple[Line, ...]]:
    """Return who reports to TO on the day, by person, each with the lines by which they do."""
    state = programme[ReportingLines]
    people = {*state.solid, *(key.partition("/")[0] for key in state.dotted)}
    found = {p: tuple(ln for ln in lines(programme, p) if ln.to == to) for p in sorted(people)}
    return {person: held for person, held in found.items() if held}
