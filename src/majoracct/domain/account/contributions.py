"""Contributions: who of ours had a part in making a plan, cycle by cycle, and for which function.

Rules
  JP6  One of our people contributes to the planning cycle that runs.                            J-D3
  JP7  They speak for the function they say, else for the one they have in selling to the account, else
       for their seat's; one of them there is.                                                   J-P1 J-B1
  JP8  A plan is made jointly once two of ours or more contributed, somebody from each seat of the sales
       account team that is held, by policy, and somebody from marketing: from its seat where that is held.
       Who states for which function they speak contributes from no seat of another. Unknown while none
       is held, or no cycle runs.                                                              J-D3 J-P1
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from majoracct.domain.account.cover import sellers
from majoracct.domain.account.cycles import cycle_on
from majoracct.domain.account.team import members
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused, StaffId, pinned
from majoracct.domain.programme.staff import known_staff
from majoracct.domain.programme.terms import PlanningFunction, Seat

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Contribution:
    """That somebody had a part in a cycle's plan, and with what.

    stated: whether they said for which function; else it is the one they are known by.
    """

    person: str
    function: PlanningFunction
    stated: bool
    seats: tuple[Seat, ...]  # held on the day
    what: str
    cycle: str
    on: dt.date
    place: int
    fact: str


@frozen
class Contributions:
    """Who contributed, each by the fact that says so."""

    items: Map[str, Contribution] = field(factory=Map)


# Why not


class NoCycleToContributeTo(Refused):
    rule = "JP6"


class ContributesForNobody(Refused):
    rule = "JP7"


# What happened


@frozen
class PlanContributed(AccountEvent[Contributions]):
    """One of our people had a part in making the plan of the running cycle (J-D3).

    member: who.
    function: the function they spoke for, where it is not the one they have in the account.
    what: what they brought, such as the personas. Public: names nobody.
    """

    topic = Contributions
    verb = "plan contribute"
    says = "{member} contributed to the plan, for {spoken_for}[: {what}]"
    carries_over = False  # nor does a cycle

    member: StaffId
    function: PlanningFunction | None = None
    what: str | None = None
    cycle: FactRef | None = pinned()
    spoken_for: PlanningFunction | None = pinned(of=("on", "member", "function"))
    seats: tuple[Seat, ...] = pinned((), of=("on", "member"))

    def pin(self, account: Account) -> Self:
        running = cycle_on(account)
        seats = tuple(m.seat for m in members(account) if m.person == self.member)
        return evolve(
            self,
            cycle=running[0] if running else None,
            spoken_for=self.function or function_in(account, self.member),
            seats=seats,
        )

    def admit(self, account: Account) -> None:
        known_staff(self.member, account.programme)
        if self.cycle is None:
            raise NoCycleToContributeTo(
                f"No planning cycle of {account.key} runs on {account.on}", "Open one first: cycle open."
            )
        if self.spoken_for is None:
            raise ContributesForNobody(
                f"{self.member} has no function in {account.key}, and no seat that tells one",
                "Say for which function they speak.",
            )

    def change(self, state: Contributions, fact: Fact) -> Contributions:
        if self.cycle is None or self.spoken_for is None:
            return state
        found = Contribution(
            self.member,
            self.spoken_for,
            self.function is not None,
            self.seats,
            (self.what or "").strip(),
            self.cycle,
            fact.on,
            fact.place,
            fact.reference,
        )
        return evolve(state, items=state.items.insert(fact.id, found))


# What follows


def function_in(account: Account, member: str) -> PlanningFunction | None:
    """Return the function MEMBER has in the account, or by the seats they hold; None: none is known."""
    assigned = sellers(account).get(member)
    if assigned is not None:
        return PlanningFunction(assigned.function.value)
    seats = (m.seat for m in members(account) if m.person == member)
    return next((seat.function for seat in seats if seat.function), None)


@frozen
class Jointly:
    """Who made the plan of the running cycle.

    cycle: which; None when none runs. made: who contributed, earliest first.
    wanted: the seats of the sales account team that are held, marketing aside. lacking: those of them that
    nobody contributed from. marketing: whether somebody of marketing did, from its seat where that is held.
    """

    cycle: str | None
    made: tuple[Contribution, ...]
    wanted: tuple[Seat, ...]
    lacking: tuple[Seat, ...]
    marketing: bool

    @property
    def functions(self) -> tuple[PlanningFunction, ...]:
        """The functions that are represented, in order (J-B1)."""
        there = {each.function for each in self.made}
        return tuple(function for function in PlanningFunction if function in there)

    @property
    def joint(self) -> bool | None:
        """Whether the plan was made jointly; None: unknown."""
        if self.cycle is None or not self.wanted:
            return None
        return self.marketing and not self.lacking and not self.alone

    @property
    def alone(self) -> bool:
        """Whether one person, and nobody else, made it."""
        return len({each.person for each in self.made}) == 1


def jointly_made(account: Account, authors: Iterable[Seat]) -> Jointly:
    """Return who made the plan of the cycle that runs on the day, and who is missing (J-D3 J-P1).

    authors: the seats of the sales account team, by policy.
    A seat contributed through whoever held it when they contributed, or holds it now.
    """
    running = cycle_on(account)
    cycle = running[0] if running else None
    made = sorted(
        (c for c in account[Contributions].items.values() if c.cycle == cycle), key=lambda c: (c.on, c.place)
    )
    now = [(m.person, m.seat) for m in members(account)]
    spoken = {
        seat
        for c in made
        for seat in (*c.seats, *(seat for person, seat in now if person == c.person))
        if not c.stated or seat.function is c.function
    }
    held = {seat for _, seat in now}
    wanted = tuple(seat for seat in authors if seat in held)
    return Jointly(
        cycle,
        tuple(made),
        wanted,
        tuple(seat for seat in wanted if seat not in spoken),
        Seat.MARKETING in spoken
        if Seat.MARKETING in held
        else any(c.function is PlanningFunction.MARKETING for c in made),
    )
