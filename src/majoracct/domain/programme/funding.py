"""Funding: that the company stands behind the programme, for whom and for how long.

Funding of any length is recorded; only one that runs for policy's years is the multi-year support that the
programme rests on (S-Y1).

Rules
  FN1  Funding is committed by one of our own people, who is with us.                    S-Y1
  FN2  It ends after the day it was committed, and its amount, when stated, is above nothing in the
       ledger's currency: no rate of exchange applies to our own money.                 S-Y1 X-11
  FN3  It is for people, for process, or for both; each is named once.                    S-Y1
  FN4  Only funding that runs is withdrawn.                                              S-Y1 X-13
  FN5  The programme is funded while multi-year funding runs for people, and for process.   S-Y1 X-13
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.book.settings import Settings
from majoracct.domain.calendar import add_months
from majoracct.domain.kernel import Fact, FactRef, Map, ProgrammeEvent, Refused, StaffId
from majoracct.domain.money import Money
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme


class FundedFor(enum.Enum):
    """What funding is for: the two that planning, management and governance take (S-Y1)."""

    PEOPLE = "people"
    PROCESS = "process"


# What we know


@frozen
class Funding:
    """Funding that was committed: who by, from when, to its last day; withdrawn: when, by what fact."""

    sponsor: str
    on: dt.date
    until: dt.date
    place: int
    fact: str
    covers: tuple[FundedFor, ...]
    amount: Decimal | None = None
    withdrawn: dt.date | None = None
    withdrawn_fact: str = ""

    def runs(self, day: dt.date) -> bool:
        """Return whether it runs on DAY, of those it is known on."""
        return self.withdrawn is None and day <= self.until

    def for_years(self, years: int) -> bool:
        """Return whether it was committed for so many YEARS at least."""
        return self.until.toordinal() + 1 >= add_months(self.on, 12 * years).toordinal()


@frozen
class Fundings:
    """The funding that was committed, each by its fact."""

    items: Map[str, Funding] = field(factory=Map)

    @property
    def in_order(self) -> list[tuple[str, Funding]]:
        """Each by its id, earliest first."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class FundingOverAtOnce(Refused):
    rule = "FN2"


class FundingOfNothing(Refused):
    rule = "FN2"


class FundingInForeignCurrency(Refused):
    rule = "FN2"


class FundingForNothing(Refused):
    rule = "FN3"


class FundingNotRunning(Refused):
    rule = "FN4"


# What happened


@frozen
class ProgrammeFundingCommitted(ProgrammeEvent[Fundings]):
    """The company committed itself to fund the programme, from this day on (S-Y1).

    sponsor: who of ours committed it.
    until: the last day it is for.
    covers: what it is for: people, process, or both.
    amount: how much, when that was said; in the ledger's currency, whatever rates are in force.
    """

    topic = Fundings
    verb = "programme fund"
    says = "Programme funded by {sponsor} until {until}, for {covers}[: {amount}]"

    sponsor: StaffId
    until: dt.date
    covers: tuple[FundedFor, ...] = (FundedFor.PEOPLE, FundedFor.PROCESS)
    amount: Money | None = None

    def admit(self, programme: Programme) -> None:
        known_staff(self.sponsor, programme)
        if self.until <= programme.on:
            raise FundingOverAtOnce(f"{self.until} is not after {programme.on}", "Name a later day.")
        if self.amount is not None:
            currency = programme.book[Settings].currency
            if self.amount.amount <= 0:
                raise FundingOfNothing(f"{self.amount} funds nothing", "State an amount above 0, or none.")
            if currency and self.amount.currency != currency:
                raise FundingInForeignCurrency(
                    f"{self.amount} is not in the ledger's currency, {currency}", f"State it in {currency}."
                )
        if not self.covers or len(set(self.covers)) < len(self.covers):
            raise FundingForNothing(
                "What it is for is not said, or said twice", "Name people, process or both."
            )

    def change(self, state: Fundings, fact: Fact) -> Fundings:
        found = Funding(
            self.sponsor,
            fact.on,
            self.until,
            fact.place,
            fact.reference,
            self.covers,
            None if self.amount is None else self.amount.amount,
        )
        return evolve(state, items=state.items.insert(fact.id, found))


@frozen
class ProgrammeFundingWithdrawn(ProgrammeEvent[Fundings]):
    """The company withdrew funding before its last day.

    funding: which.
    """

    topic = Fundings
    verb = "programme end-funding"
    says = "Funding withdrawn: {funding}"

    funding: FactRef

    def admit(self, programme: Programme) -> None:
        found = programme[Fundings].items.get(self.funding)
        if found is None or not found.runs(programme.on):
            raise FundingNotRunning(
                f"{self.funding} is no funding that runs on {programme.on}",
                "See what does: report programme.",
            )

    def change(self, state: Fundings, fact: Fact) -> Fundings:
        found = state.items.get(self.funding)
        if found is None or found.withdrawn:
            return state
        gone = evolve(found, withdrawn=fact.on, withdrawn_fact=fact.reference)
        return evolve(state, items=state.items.insert(self.funding, gone))


# What follows


@frozen
class Backing:
    """How the company stands behind the programme on a day.

    running: the funding that runs. multi_year: that which was committed for policy's years at least.
    lacking: what no multi-year funding that runs is for.
    """

    running: tuple[Funding, ...]
    multi_year: tuple[Funding, ...]
    lacking: tuple[FundedFor, ...]

    @property
    def holds(self) -> bool:
        """Whether multi-year funding runs for people, and for process."""
        return not self.lacking


def backing(programme: Programme, years: int) -> Backing:
    """Return how the company stands behind PROGRAMME on its day; multi-year is for YEARS at least (S-Y1)."""
    running = tuple(f for _, f in programme[Fundings].in_order if f.runs(programme.on))
    lasting = tuple(f for f in running if f.for_years(years))
    paid = {what for funding in lasting for what in funding.covers}
    return Backing(running, lasting, tuple(what for what in FundedFor if what not in paid))
