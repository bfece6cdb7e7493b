"""Cadences: how often an account holds what is held again and again, and whether it was: one rule for all.

Rules
  TQ3  A cadence is of a day at least, and is set anew only where it differs.                     X-5
  TQ4  Where the account set none, policy's is in force; a new one counts from the day it was set.  X-5
  TQ5  A period is kept by what was held in it, missed once it is over without, and not due when it was
       cut short.                                                                        X-5 B-G1
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused
from majoracct.domain.programme.discipline_tables import Ceremony

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Cadence:
    """How many days apart something is held, since when."""

    days: int
    since: dt.date
    fact: str


@frozen
class Cadences:
    """The cadences that the account set, by ceremony, earliest first."""

    of: Map[str, tuple[Cadence, ...]] = field(factory=Map)


# Why not


class CadenceOfNothing(Refused):
    rule = "TQ3"


class CadenceUnchanged(Refused):
    rule = "TQ3"


# What happened


@frozen
class CadenceSet(AccountEvent[Cadences]):
    """The account set how often something is held for it, instead of what policy says (X-5).

    ceremony: what is held.
    days: how many days apart at most.
    """

    topic = Cadences
    verb = "meeting cadence"
    says = "Cadence set: {ceremony} every {days} days"
    carries_over = False  # it governs one account's meetings

    ceremony: Ceremony
    days: int

    def admit(self, account: Account) -> None:
        if self.days < 1:
            raise CadenceOfNothing(f"Nothing is held every {self.days} days", "Name one day or more.")
        standing = own(account, self.ceremony)
        if standing is not None and standing.days == self.days:
            raise CadenceUnchanged(f"{standing.fact} says so already", "Nothing needs recording.")

    def change(self, state: Cadences, fact: Fact) -> Cadences:
        known = state.of.get(self.ceremony.value, ())
        cadence = Cadence(self.days, fact.on, fact.reference)
        return evolve(state, of=state.of.insert(self.ceremony.value, (*known, cadence)))


# What follows


def own(account: Account, ceremony: Ceremony) -> Cadence | None:
    """Return the cadence that the account set last for a CEREMONY; None where policy's is in force."""
    return next(reversed(account[Cadences].of.get(ceremony.value, ())), None)


@frozen
class Span:
    """A run of days, from START up to but not including END, in which something is held every DAYS days."""

    start: dt.date
    end: dt.date
    days: int


@frozen
class Held:
    """That something was held, by which fact, and whether that was recorded late."""

    on: dt.date
    fact: str
    late: bool = False


@frozen
class Week:
    """A period in which something was to be held, from START up to but not including END.

    meetings: the facts of what was held. late: whether all of them were recorded late.
    running: whether it has not ended by the day seen.
    """

    start: dt.date
    end: dt.date
    meetings: tuple[str, ...]
    late: bool
    running: bool

    @property
    def kept(self) -> bool:
        """Whether it was held."""
        return bool(self.meetings)

    @property
    def missed(self) -> bool:
        """Whether it is over and nothing was held."""
        return not (self.kept or self.running)


def in_force(
    account: Account, ceremony: Ceremony, days: int, spells: Iterable[tuple[dt.date, dt.date]]
) -> list[Span]:
    """Return how often a CEREMONY was to be held in each of SPELLS, cut where the account set its own.

    days: how often by policy. A spell runs from its first day up to but not including its second.
    """
    known = account[Cadences].of.get(ceremony.value, ())
    found = []
    for began, ended in spells:
        start, every = began, days
        for cadence in known:
            if cadence.since >= ended:
                break
            if cadence.since > start:
                found.append(Span(start, cadence.since, every))
                start = cadence.since
            every = cadence.days
        found.append(Span(start, ended, every))
    return found


def periods(spans: Iterable[Span], held: Sequence[Held], on: dt.date) -> list[Week]:
    """Return the periods of SPANS that began by the day ON, and what of HELD, in order of days, kept each."""
    days = [each.on for each in held]
    found = []
    for span in spans:
        start = span.start
        while start <= on and start < span.end:
            end = dt.date.fromordinal(min(start.toordinal() + span.days, dt.date.max.toordinal()))
            # What was held after the span ended is the next one's, which begins where this one was cut.
            there = held[bisect_left(days, start) : bisect_left(days, min(end, span.end))]
            if there or end <= span.end:
                late = all(each.late for each in there)
                meetings = tuple(each.fact for each in there)
                found.append(Week(start, end, meetings, bool(there) and late, on < end))
            start = end
    return found
