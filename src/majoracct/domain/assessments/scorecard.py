"""Scorecard: the three heads by which an account, and the programme, is held to what it set out to do.

Each head is a list of parts, each with a verdict of its own; there is no score, and nothing is blended.

Rules
  PG14  An account in the programme is judged by three heads: what each specialist does and says, and how that
        is governed; whether the customer takes part in planning; whether it is a process that is repeated.
        S-K1 S-K2 S-K3
  PG15  A part holds, does not, or is unknown, and names the facts it rests on; what nobody recorded of what
        was done or said is unknown, not undone.                                       S-K1 S-K2
  PG16  The customer is involved in a cycle when, while it ran, it made us part of its planning, or people of
        theirs took part in planning with us; a cycle that still runs is not judged before it ends.  S-K2
  PG17  The counts of the programme are the sums of its accounts'.                        S-W6 S-K3
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from attrs import frozen

from majoracct.domain.account.activities import Activities, SellingProcess
from majoracct.domain.account.cycles import Cycle, Cycles, cycle_on
from majoracct.domain.account.goals import Goals
from majoracct.domain.account.governance import attestation
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.planning_cycle import Footing, PlanningCycle
from majoracct.domain.account.team import members
from majoracct.domain.assessments.governing import weeks_that_count
from majoracct.domain.assessments.in_programme import in_programme
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.calendar import first_within
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["HEADS", "Head", "Part", "Tally", "scorecard", "tally"]

DayOf: TypeAlias = Callable[[int], dt.date]


class Head(enum.Enum):
    """What a part of the scorecard is about; the three closing actions of the source."""

    DISCIPLINE = "discipline"  # rep activity, messaging, governance (S-K1)
    CUSTOMER = "customer"  # the customer's part in planning (S-K2)
    PROCESS = "process"  # what makes it repeatable (S-K3)

    @property
    def row(self) -> str:
        """The requirement it comes from."""
        return {Head.DISCIPLINE: "S-K1", Head.CUSTOMER: "S-K2", Head.PROCESS: "S-K3"}[self]


@frozen
class Part:
    """One thing an account is held to: whether it holds (None: unknown), why, and the facts that say so."""

    head: Head
    name: str
    holds: bool | None
    says: str
    facts: tuple[str, ...] = ()


@frozen
class Tally:
    """Of how many accounts a part holds, does not, or is unknown."""

    holds: int = 0
    lacks: int = 0
    unknown: int = 0

    def counting(self, holds: bool | None) -> Tally:  # noqa: FBT001 - a verdict is a boolean
        """Return the counts with one more account."""
        return Tally(
            self.holds + (holds is True), self.lacks + (holds is False), self.unknown + (holds is None)
        )


def scorecard(account: Account, terms: Terms, day_of: DayOf) -> list[Part]:
    """Return how ACCOUNT does, part by part; nothing, when it is not in the programme (S-K1 to S-K3).

    day_of: the day of an instant in microseconds since 1970 UTC.
    """
    if not in_programme(account):
        return []
    return [part for head in HEADS.values() for part in head(account, terms, day_of)]


def tally(parts: Iterable[Part]) -> dict[tuple[Head, str], Tally]:
    """Return, for each part by head and name, of how many accounts it holds (S-W6)."""
    found: dict[tuple[Head, str], Tally] = {}
    for part in parts:
        key = (part.head, part.name)
        found[key] = found.get(key, Tally()).counting(part.holds)
    return found


# Head 1


def discipline(account: Account, terms: Terms, day_of: DayOf) -> list[Part]:
    """Return how what the team does and says is governed (S-K1)."""
    since = first_within(account.on, terms.programme.scorecard_months)
    return [
        _activity(account, since),
        Part(Head.DISCIPLINE, "messages", None, "nobody recorded which messages were used"),
        _meetings(account, terms, day_of, since),
        _answered(account, terms),
    ]


def _activity(account: Account, since: dt.date) -> Part:
    done = [a for _, a in account[Activities].in_order() if a.on >= since]
    by = {fact.by for a in done if (fact := account.past.fact(a.fact))}
    says = f"{len(done)} logged since {since}, by {len(by)}" if done else f"none logged since {since}"
    return Part(Head.DISCIPLINE, "activity", True if done else None, says, tuple(a.fact for a in done[-3:]))


def _meetings(account: Account, terms: Terms, day_of: DayOf, since: dt.date) -> Part:
    due = [w for w in weeks_that_count(account, terms, day_of) if w.start >= since and not w.running]
    missed = [w for w in due if w.missed]
    facts = tuple(fact for w in due for fact in w.meetings)[-3:]
    if not due:
        return Part(Head.DISCIPLINE, "meetings", None, f"none was due since {since}")
    says = f"{len(due) - len(missed)} of {len(due)} held since {since}"
    return Part(Head.DISCIPLINE, "meetings", not missed, says, facts)


def _answered(account: Account, terms: Terms) -> Part:
    said = attestation(account, terms.governance)
    if said is None:
        return Part(Head.DISCIPLINE, "record", False, "nobody answered for the record")
    says = f"{our_name(said.by, account)} answered for the record on {said.on}"
    return Part(Head.DISCIPLINE, "record", said.current, says, (said.fact,))


# Head 2


def customer(account: Account, terms: Terms, day_of: DayOf) -> list[Part]:
    """Return whether the customer takes part in planning, cycle by cycle (S-K2)."""
    cycles = account[Cycles].in_order
    if not cycles:
        return [Part(Head.CUSTOMER, "each cycle", None, "no planning cycle is on record")]
    judged = [(cycle, _involving(account, cycle)) for _, cycle in cycles]
    without = [cycle for cycle, facts in judged if not facts and cycle.closed]
    running = [cycle for cycle, facts in judged if not facts and not cycle.closed]
    facts = tuple(facts[0] for _, facts in judged if facts)
    took_part = f"took part in {len(facts)} of {len(cycles)}"
    if without:
        names = ", ".join(cycle.name for cycle in without)
        missed = tuple(cycle.closed_fact for cycle in without)
        return [Part(Head.CUSTOMER, "each cycle", False, f"{took_part}; not in {names}", (*facts, *missed))]
    if running and not facts:
        says = f"{running[0].name} still runs"
        return [Part(Head.CUSTOMER, "each cycle", None, says, (running[0].fact,))]
    still = f"; {running[0].name} still runs" if running else ""
    return [Part(Head.CUSTOMER, "each cycle", True, f"{took_part}{still}", facts)]


def _involving(account: Account, cycle: Cycle) -> tuple[str, ...]:
    """Return the facts by which the customer took part in a CYCLE, earliest first."""
    end = cycle.closed or account.on
    planned = [
        (p.on, p.place, p.fact)
        for p in account[PlanningCycle].items.values()
        if p.footing is Footing.PLANNING and cycle.on <= p.on <= end
    ]
    worked = [
        (a.on, a.place, a.fact)
        for a in account[Activities].items.values()
        if a.process is SellingProcess.PLANNING and a.people and cycle.on <= a.on <= end
    ]
    return tuple(fact for _, _, fact in sorted([*planned, *worked]))


# Head 3


def process(account: Account, terms: Terms, day_of: DayOf) -> list[Part]:
    """Return whether what makes the work repeatable is there: a team, a plan, goals, a cadence (S-K3)."""
    return [_team(account), _plan(account), _goals(account), _cadence(account)]


def _team(account: Account) -> Part:
    seated = members(account)
    says = f"{len({m.person for m in seated})} seated" if seated else "nobody sits in a team"
    return Part(Head.PROCESS, "team", bool(seated), says, tuple(m.fact for m in seated))


def _plan(account: Account) -> Part:
    plan = account[Plan]
    says = f"“{plan.title}”" if plan.fact else "no plan was drafted"
    return Part(Head.PROCESS, "plan", bool(plan.fact), says, (plan.fact,) if plan.fact else ())


def _goals(account: Account) -> Part:
    ahead = [goal for _, goal in account[Goals].standing if goal.due >= account.on]
    says = f"{len(ahead)} with a day to come" if ahead else "none with a day to come"
    return Part(Head.PROCESS, "goals", bool(ahead), says, tuple(g.fact for g in ahead))


def _cadence(account: Account) -> Part:
    running = cycle_on(account)
    if running is None:
        return Part(Head.PROCESS, "cadence", False, "no planning cycle runs")
    _, cycle = running
    in_time = account.on <= cycle.until
    says = (
        f"{cycle.name} runs until {cycle.until}" if in_time else f"{cycle.name} was to end by {cycle.until}"
    )
    return Part(Head.PROCESS, "cadence", in_time, says, (cycle.fact,))


HEADS: Final[dict[Head, Callable[[Account, Terms, DayOf], list[Part]]]] = {
    Head.DISCIPLINE: discipline,
    Head.CUSTOMER: customer,
    Head.PROCESS: process,
}
