"""Participation: how far the customer takes part in our planning, cycle by cycle.

Rules
  PP1  An engagement is a co-creation session, or a planning activity in which somebody of theirs took part;
       it belongs to the cycle of its own account that ran on its day, and to none where none ran.  S-C4
  PP2  The customer is absent from a cycle in which nobody of theirs holds a seat or took part.  S-C2
  PP3  Where somebody holds a seat, the customer is at the table; where people only took part, it was left
       to the account manager.                                                                 S-C5
  PP4  A cycle was kept going with as many engagements and commitments as policy asks; one that runs
       still may be.                                                                           S-C4
  PP5  Attendance rose or fell against the cycle before, once a cycle is over.                   S-C9
  PP6  What the customer brought up in a cycle counts with it, and what of that was addressed by the day. S-C9
  PP7  An account tells of the cycles of those that merged into it, too, each as it stood on the day of its
       merger: histories stay readable, and what became of it since is not judged.        X-10 S-C2
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from majoracct.domain.account.access import is_executive
from majoracct.domain.account.activities import Activities, Activity, SellingProcess
from majoracct.domain.account.challenges import BroughtUp, Challenge, Challenges
from majoracct.domain.account.cocreation import CoCreation, Session
from majoracct.domain.account.cycles import Cycle, Cycles
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.participation import Committed, Participation, SeatTaken
from majoracct.domain.account.relationships import Trend
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = [
    "Attendance",
    "Engagement",
    "Taking",
    "attendance",
    "cycle_at",
    "engagements",
    "executives_among",
    "of_predecessors_too",
    "participation",
]


class Attendance(enum.Enum):
    """How the customer takes part in a planning cycle (S-C2 S-C5)."""

    AT_THE_TABLE = "at-the-table"  # somebody of theirs holds a seat
    LEFT_TO_MANAGER = "left-to-manager"  # people took part, as the account manager asked them
    ABSENT = "absent"


@frozen
class Engagement:
    """An occasion on which we planned with people of theirs.

    account: whose it is: of this account, or of one that merged into it. session: whether it was a
    co-creation session. people: theirs. executives: those of them who were executives on the day.
    """

    account: str
    what: str
    session: bool
    people: tuple[str, ...]
    executives: tuple[str, ...]
    on: dt.date
    place: int
    fact: str


@frozen
class Taking:
    """How the customer took part in one cycle, as far as the day.

    cycle: its id. over: whether it was closed, or is late. attendances: how often somebody of theirs took
    part. kept_going: None while it runs and may still be. raised: what the customer brought up that it faces.
    trend: None for the first cycle, and one that runs.
    """

    account: str
    cycle: str
    item: Cycle
    over: bool
    days: int
    seats: tuple[SeatTaken, ...]
    engagements: tuple[Engagement, ...]
    commitments: tuple[Committed, ...]
    attendance: Attendance
    kept_going: bool | None
    raised: tuple[Challenge, ...] = ()
    trend: Trend | None = None

    @property
    def addressed(self) -> int:
        """How much of what the customer brought up was addressed."""
        return sum(each.addressed is not None for each in self.raised)

    @property
    def attendances(self) -> int:
        """How often somebody of theirs took part."""
        return sum(len(each.people) for each in self.engagements)

    @property
    def people(self) -> tuple[str, ...]:
        """Who of theirs took part, or holds a seat."""
        took = {person for each in self.engagements for person in each.people}
        return tuple(sorted(took | {seat.person for seat in self.seats}))

    @property
    def executives(self) -> tuple[str, ...]:
        """Who of those that took part was an executive on the day."""
        return tuple(sorted({person for each in self.engagements for person in each.executives}))

    @property
    def facts(self) -> tuple[str, ...]:
        """What says so."""
        return (
            self.item.fact,
            *(seat.fact for seat in self.seats),
            *(each.fact for each in self.engagements),
            *(made.fact for made in self.commitments),
            *(each.fact for each in self.raised),
        )


def cycle_at(account: Account, day: dt.date) -> tuple[str, Cycle] | None:
    """Return the planning cycle of ACCOUNT that ran on DAY, by its id; None when none did.

    On a day on which one was closed and the next opened, it is the next.
    """
    ran = [(k, c) for k, c in account[Cycles].in_order if c.on <= day and (not c.closed or day <= c.closed)]
    return ran[-1] if ran else None


def engagements(account: Account) -> list[Engagement]:
    """Return the occasions on which we planned with people of theirs by the day, earliest first (S-C4)."""
    found = [
        _engaged(key, s.title, s, s.people, account, session=True)
        for key, s in account[CoCreation].in_order()
    ]
    found += [
        _engaged(key, a.what, a, people, account, session=False)
        for key, a in account[Activities].in_order()
        if a.process is SellingProcess.PLANNING and (people := tuple(dict.fromkeys(a.people)))
    ]
    return sorted(found, key=lambda each: (each.on, each.place))


def _engaged(
    key: str, what: str, held: Session | Activity, people: tuple[str, ...], account: Account, *, session: bool
) -> Engagement:
    executives = executives_among(people, key, held.on, account)
    stream = key.rpartition("@")[0]
    return Engagement(stream, what, session, people, executives, held.on, held.place, held.fact)


def executives_among(people: Iterable[str], key: str, day: dt.date, account: Account) -> tuple[str, ...]:
    """Return who of PEOPLE was an executive on DAY, in the account that recorded KEY."""
    then = account.other(key.rpartition("@")[0]).at(day)
    return tuple(person for person in people if is_executive(person, then))


def participation(account: Account, terms: Terms) -> list[Taking]:
    """Return how the customer took part in each planning cycle of ACCOUNT, earliest first."""
    held = engagements(account)
    found: list[Taking] = []
    for key, cycle in account[Cycles].in_order:
        one = _taking(account, key, cycle, held, terms)
        if found and one.over:
            one = evolve(one, trend=_trend(found[-1].attendances, one.attendances))
        found.append(one)
    return found


def of_predecessors_too(account: Account, terms: Terms) -> list[Taking]:
    """Return each planning cycle of ACCOUNT, and of those that had merged into it, earliest first (X-10)."""
    found = participation(account, terms)
    for key in account.streams[1:]:
        merged = account.other(key)
        then = merged[Mergers].merged_on
        found += participation(merged.at(then) if then else merged, terms)
    return sorted(found, key=lambda each: (each.item.on, each.account, each.item.place))


def _taking(account: Account, key: str, cycle: Cycle, held: list[Engagement], terms: Terms) -> Taking:
    state = account[Participation]
    seats = tuple(s for _, s in sorted(state.seats.items()) if s.cycle == key)
    made = tuple(c for _, c in sorted(state.commitments.items()) if c.cycle == key)
    own = [e for e in held if e.account == account.key]
    within = tuple(e for e in own if (ran := cycle_at(account, e.on)) is not None and ran[0] == key)
    over = cycle.closed is not None or account.on > cycle.until
    enough = len(within) >= terms.engagement.engagements and len(made) >= terms.engagement.commitments
    return Taking(
        account.key,
        key,
        cycle,
        over,
        ((cycle.closed or account.on) - cycle.on).days,
        tuple(sorted(seats, key=lambda each: (each.on, each.place))),
        within,
        tuple(sorted(made, key=lambda each: (each.on, each.place))),
        attendance(seats, within),
        enough if enough or over else None,
        tuple(_raised(account, key)),
    )


def _raised(account: Account, cycle: str) -> Iterator[Challenge]:
    """Yield what the customer of ACCOUNT brought up while CYCLE ran, earliest first (S-C9)."""
    for key, each in account[Challenges].in_order:
        own = key.rpartition("@")[0] == account.key and each.source is BroughtUp.CUSTOMER
        if own and (ran := cycle_at(account, each.on)) is not None and ran[0] == cycle:
            yield each


def attendance(seats: tuple[SeatTaken, ...], held: tuple[Engagement, ...]) -> Attendance:
    """Return how the customer takes part where it has SEATS, and took part in what was HELD."""
    if seats:
        return Attendance.AT_THE_TABLE
    return Attendance.LEFT_TO_MANAGER if held else Attendance.ABSENT


def _trend(before: int, now: int) -> Trend:
    if now == before:
        return Trend.STAYED
    return Trend.ROSE if now > before else Trend.FELL
