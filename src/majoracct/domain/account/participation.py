"""Participation: the customer's people who hold a seat in our planning, and what is committed in a cycle.

Sessions and planning activities that the customer takes part in are told in their own topics; how a
cycle went with the customer follows from all of them.

Rules
  PA1  A seat is taken in the planning cycle that runs, by somebody we know and who is there.   S-C2 S-C5
  PA2  Nobody takes a seat in one cycle twice.                                                  S-C5
  PA3  A commitment is made in the planning cycle that runs, says to what, and by whom: of theirs, of ours
       or of both.                                                                             S-C4
  PA4  A commitment to invest may name an amount, above nothing, in the ledger's currency; one to act
       names none.                                                                             S-C4
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from majoracct.domain.account.cycles import cycle_on
from majoracct.domain.account.relationships import known_here
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, PersonId, Refused, StaffId, pinned
from majoracct.domain.money import Money
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class CommitmentTo(enum.Enum):
    """To what somebody committed in a planning cycle (S-C4)."""

    ACTION = "action"
    INVESTMENT = "investment"


# What we know


@frozen
class SeatTaken:
    """Who of theirs holds a seat in a cycle, since when."""

    cycle: str
    person: str
    on: dt.date
    place: int
    fact: str


@frozen
class Committed:
    """What somebody committed to in a cycle; person: of theirs; colleague: of ours."""

    cycle: str
    to: CommitmentTo
    what: str
    person: str | None
    colleague: str | None
    amount: Money | None
    on: dt.date
    place: int
    fact: str


@frozen
class Participation:
    """The seats the customer's people hold in our planning, and the commitments, each by its fact."""

    seats: Map[str, SeatTaken] = field(factory=Map)
    commitments: Map[str, Committed] = field(factory=Map)


# Why not


class NoCycleToJoin(Refused):
    rule = "PA1"


class SeatedAlready(Refused):
    rule = "PA2"


class NoCycleToCommitIn(Refused):
    rule = "PA3"


class CommitmentUnstated(Refused):
    rule = "PA3"


class CommittedByNobody(Refused):
    rule = "PA3"


class CommitmentAmountImpossible(Refused):
    rule = "PA4"


def _running(account: Account, otherwise: type[Refused]) -> str:
    """Return the planning cycle that runs on the day, by its id. Raises OTHERWISE without one."""
    found = cycle_on(account)
    if found is None:
        raise otherwise(f"No planning cycle of {account.key} runs on {account.on}", "Open one: cycle open.")
    return found[0]


# What happened


@frozen
class CustomerParticipantJoined(AccountEvent[Participation]):
    """Somebody at the customer took a seat at the table in the planning cycle that runs (S-C5).

    person: who.
    """

    topic = Participation
    verb = "cycle join"
    says = "{person} took a seat at the table in the planning cycle {cycle}"
    carries_over = False  # cycles do not, either

    person: PersonId
    cycle: FactRef | None = pinned()

    @classmethod
    def require(cls, account: Account) -> None:
        _running(account, NoCycleToJoin)

    def pin(self, account: Account) -> Self:
        return evolve(self, cycle=_running(account, NoCycleToJoin))

    def admit(self, account: Account) -> None:
        known_here(self.person, account)
        for seat in account[Participation].seats.values():
            if (seat.cycle, seat.person) == (self.cycle, self.person):
                raise SeatedAlready(
                    f"{self.person} has had a seat in this cycle since {seat.on}", "Nothing needs recording."
                )

    def change(self, state: Participation, fact: Fact) -> Participation:
        taken = SeatTaken(self.cycle or "", self.person, fact.on, fact.place, fact.reference)
        return evolve(state, seats=state.seats.insert(fact.id, taken))


@frozen
class CycleCommitmentMade(AccountEvent[Participation]):
    """Somebody committed to act or to invest in the planning cycle that runs: theirs, ours or both (S-C4).

    to: to act, or to invest.
    what: what they will do, or put in. Public: names nobody.
    person: who at the customer committed.
    colleague: who of ours committed.
    amount: how much will be invested, where that was said.
    """

    topic = Participation
    verb = "cycle commit"
    says = "Committed to {to}: {what}[, {amount}][, by {person}][, by {colleague} of ours]"
    carries_over = False

    to: CommitmentTo
    what: str
    person: PersonId | None = None
    colleague: StaffId | None = None
    amount: Money | None = None
    cycle: FactRef | None = pinned()

    @classmethod
    def require(cls, account: Account) -> None:
        _running(account, NoCycleToCommitIn)

    def pin(self, account: Account) -> Self:
        return evolve(self, cycle=_running(account, NoCycleToCommitIn))

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise CommitmentUnstated("The commitment says nothing", "Say what will be done, or put in.")
        if self.person is None and self.colleague is None:
            raise CommittedByNobody(
                "Nobody committed", "Name who of theirs did (--person), or of ours (--colleague)."
            )
        if self.person:
            known_here(self.person, account)
        if self.colleague:
            known_staff(self.colleague, account.programme)
        if self.amount is None:
            return
        if self.to is not CommitmentTo.INVESTMENT or self.amount.amount <= 0:
            raise CommitmentAmountImpossible(
                f"{self.amount} is no amount for a commitment to {self.to.value}",
                "State one above 0, for an investment, or none.",
            )
        in_ledgers_currency(self.amount, account)

    def change(self, state: Participation, fact: Fact) -> Participation:
        made = Committed(
            self.cycle or "",
            self.to,
            self.what,
            self.person,
            self.colleague,
            self.amount,
            fact.on,
            fact.place,
            fact.reference,
        )
        return evolve(state, commitments=state.commitments.insert(fact.id, made))
