"""Scorecard: the three heads by which an account, and the programme, is held to what it set out to do.

Each head is a list of parts, each with a verdict of its own; there is no score, and nothing is blended.

Rules
  PG14  An account in the programme is judged by three heads: what each specialist does and says, and how that
        is governed; whether the customer takes part in planning; whether it is a process that is repeated.
        S-K1 S-K2 S-K3
  PG15  A part holds, does not, or is unknown, and names the facts it rests on; what nobody recorded of what
        was done or said is unknown, not undone.                                       S-K1 S-K2
  PG16  The customer is to take part in each cycle, and each is to be kept going; one that runs is not judged
        before it is over, by closing it or by its day.                                  S-K2
  PG17  The counts of the programme are the sums of its accounts'.                        S-W6 S-K3
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from attrs import frozen

from majoracct.domain.account.activities import Activities
from majoracct.domain.account.cycles import cycle_on
from majoracct.domain.account.goals import Goals
from majoracct.domain.account.governance import attestation
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.team import members
from majoracct.domain.assessments.conformance import conformance
from majoracct.domain.assessments.discipline import discipline as together
from majoracct.domain.assessments.engagement import engagement
from majoracct.domain.assessments.governing import weeks_that_count
from majoracct.domain.assessments.in_programme import in_programme
from majoracct.domain.assessments.participation import Attendance, Taking, participation
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.assessments.planning import InCycle, annual
from majoracct.domain.assessments.taken import taken
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
        _reps(account, terms),
        _messages(account, terms, since),
        _meetings(account, terms, day_of, since),
        _answered(account, terms),
    ]


def _activity(account: Account, since: dt.date) -> Part:
    done = [a for _, a in account[Activities].in_order() if a.on >= since]
    by, unsaid = {person for a in done for person in a.members}, sum(not a.members for a in done)
    says = f"{len(done)} logged since {since}, by {len(by)} of ours" if done else f"none logged since {since}"
    says += f"; nobody says who did {unsaid}" if unsaid else ""
    return Part(Head.DISCIPLINE, "activity", True if done else None, says, tuple(a.fact for a in done[-3:]))


def _reps(account: Account, terms: Terms) -> Part:
    """Return whether those who sell a part of what we offer are engaged: unknown of one, unknown of all."""
    reps = [each for each in engagement(account, terms) if each.sells_portfolio]
    if not reps:
        return Part(Head.DISCIPLINE, "reps engaged", None, "no portfolio rep or consultant is seated")
    engaged = [each.engaged for each in reps]
    holds = False if False in engaged else None if None in engaged else True
    said = f"{engaged.count(True)} of {len(reps)} engaged, {engaged.count(None)} unknown"
    facts = tuple(each.last_fact for each in reps if each.last_fact)
    return Part(Head.DISCIPLINE, "reps engaged", holds, said, facts)


def _messages(account: Account, terms: Terms, since: dt.date) -> Part:
    found = together(account, terms)
    strayed = [d.fact for _, d in found.deviations]
    strayed += [u.fact for _, u in found.out_of_date if u.on >= since]
    used = [use.fact for _, use in found.uses if use.on >= since]
    if not (used or strayed):
        return Part(Head.DISCIPLINE, "messages", None, "nobody recorded which messages were used")
    often = "once" if len(used) == 1 else f"{len(used)} times"
    says = f"used {often} since {since}; deviations that stand, or out of date: {len(strayed)}"
    facts = (*strayed, *used)[:3]
    return Part(Head.DISCIPLINE, "messages", not strayed, says, facts)


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
    """Return whether the customer takes part in planning, cycle by cycle, and as a routine (S-K2)."""
    cycles = participation(account, terms)
    return [_each_cycle(cycles), _routine(cycles)]


def _each_cycle(cycles: list[Taking]) -> Part:
    took_part = [t for t in cycles if t.attendance is not Attendance.ABSENT]
    without = [t for t in cycles if t.over and t.attendance is Attendance.ABSENT]
    facts = tuple(fact for t in (without or took_part) for fact in t.facts[:2])
    if not cycles:
        return Part(Head.CUSTOMER, "each cycle", None, "no planning cycle is on record")
    says = f"took part in {len(took_part)} of {len(cycles)}"
    if without:
        names = ", ".join(t.item.name for t in without)
        return Part(Head.CUSTOMER, "each cycle", False, f"{says}; not in {names}", facts)
    return Part(Head.CUSTOMER, "each cycle", True if took_part else None, says, facts)


def _routine(cycles: list[Taking]) -> Part:
    judged = [t for t in cycles if t.kept_going is not None]
    lapsed = [t for t in judged if not t.kept_going]
    facts = tuple(t.item.fact for t in (lapsed or judged))
    if not judged:
        return Part(Head.CUSTOMER, "routine", None, "no planning cycle is over, or was kept going yet")
    says = f"{len(judged) - len(lapsed)} of {len(judged)} cycles kept going"
    return Part(Head.CUSTOMER, "routine", not lapsed, says, facts)


# Head 3

_STANDING: Final = {
    InCycle.NO_PLAN: "no plan was drafted",
    InCycle.NO_CYCLE: "stands, and no planning cycle runs",
    InCycle.NOT_DRAFTED: "was drafted before the cycle that runs",
    InCycle.OUT_OF_DATE: "is out of date",
    InCycle.CURRENT: "drafted in the cycle that runs",
}


def process(account: Account, terms: Terms, day_of: DayOf) -> list[Part]:
    """Return whether what makes the work repeatable is there (S-K3 B-D4 R-U1).

    It takes decisions that came of the defined process, a team, a plan in the cycle, goals and a cadence.
    """
    return [
        _decisions(account, day_of),
        _team(account),
        _plan(account, terms),
        _goals(account),
        _cadence(account),
    ]


def _decisions(account: Account, day_of: DayOf) -> Part:
    judged = [each for one, made in taken(account, day_of) for each in conformance(one, (made,))]
    inside = [each for each in judged if each.inside]
    facts = tuple(each.decision.fact.reference for each in judged if not each.inside or inside == judged)
    if not judged:
        return Part(Head.PROCESS, "decisions", None, "no decision on major status was taken")
    says = f"{len(inside)} of {len(judged)} on major status came of the process"
    return Part(Head.PROCESS, "decisions", inside == judged, says, facts)


def _team(account: Account) -> Part:
    seated = members(account)
    says = f"{len({m.person for m in seated})} seated" if seated else "nobody sits in a team"
    return Part(Head.PROCESS, "team", bool(seated), says, tuple(m.fact for m in seated))


def _plan(account: Account, terms: Terms) -> Part:
    year = annual(account, terms)
    holds = year.standing is InCycle.CURRENT
    title = f"“{account[Plan].title}”" if year.plan else ""
    says = " ".join(filter(None, (title, _STANDING[year.standing])))
    return Part(Head.PROCESS, "plan", holds, says, year.facts)


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
