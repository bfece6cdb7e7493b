"""Periods: through which day the books are closed, and what it means to record after that.

The closing in force on the day of recording counts, as known then; so does the limit of policy. Both give
way to whoever acts in one of the capacities that policy names, and says why.

Rules
  PD1  Only days that are over are closed.                                             B-D4
  PD2  Who closes or reopens says why.                                                 B-D4
  PD3  Books are closed further, never back: what is closed is reopened. A closing that
       holds from a later day takes nothing back of what was closed by then.           B-D4
  PD4  Only what is closed is reopened.                                                B-D4
  PD5  Reopening, and taking a closing back, is for those who may record in a closed
       period; or anybody could get round one.                                         B-D4
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import frozen

from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact, ProgrammeEvent, Refused
from majoracct.domain.programme.policy import Policy, overrides

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

# What we know


@frozen
class Periods:
    """Through which day the books are closed, if they are, and the fact that says so."""

    through: dt.date | None = None
    fact: str = ""


# Why not


class PeriodNotOver(Refused):
    rule = "PD1"


class ClosingUnexplained(Refused):
    rule = "PD2"


class ClosedAlready(Refused):
    rule = "PD3"


class NotClosed(Refused):
    rule = "PD4"


class ReopenerNotEntitled(Refused):
    rule = "PD5"


def _explained(programme: Programme) -> None:
    if not programme.reason.strip():
        raise ClosingUnexplained("Books closed or reopened without a reason cannot be relied on", "Say why.")


def _may_reopen(programme: Programme) -> None:
    terms = programme.at(programme.recorded or programme.on)[Policy].adopted
    if terms is not None and not overrides(programme.actor.role, terms.recording.override_roles):
        raise ReopenerNotEntitled(
            f"{programme.actor.id} records as {programme.actor.role or 'nobody in particular'}",
            f"Have it recorded as {' or '.join(terms.recording.override_roles)}.",
        )


# What happened


@frozen
class PeriodClosed(ProgrammeEvent[Periods]):
    """The books were closed: nothing more is recorded of the days of a period, nor changed.

    through: the last day of the period; every day before it is closed, too.
    """

    topic = Periods
    verb = "programme close-period"
    says = "Books closed through {through}"

    through: dt.date

    def admit(self, programme: Programme) -> None:
        _explained(programme)
        last = min(programme.on, programme.recorded or programme.on)
        if self.through >= last:
            raise PeriodNotOver(
                f"{self.through} is not over on {last}", "Close through an earlier day, or wait until it is."
            )
        closed = programme[Periods].through
        if closed is not None and self.through <= closed:
            raise ClosedAlready(
                f"The books are closed through {closed}", "Reopen them, if days are to be open again."
            )

    def release(self, fact: Fact, seen: Programme) -> None:
        _may_reopen(seen)

    def change(self, state: Periods, fact: Fact) -> Periods:
        if state.through is not None and state.through >= self.through:
            return state
        return Periods(self.through, fact.reference)


@frozen
class PeriodReopened(ProgrammeEvent[Periods]):
    """Closed books were opened again.

    after: the day through which they stay closed; by default, none does.
    """

    topic = Periods
    verb = "programme reopen-period"
    says = "Books reopened[ after {after}]"

    after: dt.date | None = None

    def admit(self, programme: Programme) -> None:
        _explained(programme)
        closed = programme[Periods].through
        if closed is None:
            raise NotClosed(f"The books are not closed on {programme.on}", "There is nothing to reopen.")
        if self.after is not None and self.after >= closed:
            raise NotClosed(
                f"The books are closed through {closed}: what comes after {self.after} is open",
                "Name an earlier day.",
            )
        _may_reopen(programme)

    def change(self, state: Periods, fact: Fact) -> Periods:
        return Periods(self.after, fact.reference)


# What follows


@frozen
class Lateness:
    """What a recording came too late for.

    days: how long after the day it was true it was recorded.
    through: through which day the books were closed, when that day was one of those.
    limit: how many days late policy allowed at most, when it was more.
    roles: the capacities in which it could be recorded all the same, saying why.
    """

    days: int
    through: dt.date | None
    limit: int | None
    roles: tuple[str, ...]

    def entitles(self, role: str) -> bool:
        """Return whether whoever acts in ROLE may record it all the same."""
        return overrides(role, self.roles)


def lateness(programme: Programme, stream: str, on: dt.date) -> Lateness | None:
    """Return what a fact of STREAM, true ON a day, comes too late for; None when it does not.

    programme: seen on the day the fact is recorded.
    What concerns the book itself is never late. Nor, by the limit, is a rule of the programme that holds
    from the first day of the calendar, as the shipped policy does.
    """
    adopted = programme[Policy].adopted
    if stream == LEDGER or on >= programme.on or adopted is None:
        return None
    terms, days = adopted.recording, (programme.on - on).days
    closed = programme[Periods].through
    ever = stream == PROGRAMME and on == dt.date.min
    through = closed if closed is not None and on <= closed else None
    limit = terms.late_days if terms.late_days is not None and days > terms.late_days and not ever else None
    if through is None and limit is None:
        return None
    return Lateness(days, through, limit, terms.override_roles)
