"""Cycles: the rounds in which an account's plan is made, carried out and looked back on.

The customer's own planning year is told in `planning_cycle`.

Rules
  PC1  A planning cycle has a name, and is to end after the day it was opened.           S-F2 S-C4
  PC2  One cycle runs at a time: the next is opened once the one before was closed.           S-C4
  PC3  Only a cycle that runs is closed.                                                S-C4
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Cycle:
    """One round of planning: when it was opened, when it is to end, and when it was closed.

    name: what it is called, such as 2024. until: the day by which it is to be closed.
    """

    name: str
    until: dt.date
    on: dt.date
    place: int
    fact: str
    closed: dt.date | None = None
    closed_fact: str = ""


@frozen
class Cycles:
    """The account's planning cycles, each by the fact that opened it."""

    items: Map[str, Cycle] = field(factory=Map)

    @property
    def in_order(self) -> list[tuple[str, Cycle]]:
        """Each cycle by its id, earliest first."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))

    @property
    def running(self) -> tuple[str, Cycle] | None:
        """The cycle that was opened last and not closed, by its id; None when none runs."""
        return next(((key, c) for key, c in reversed(self.in_order) if c.closed is None), None)


# Why not


class CycleUnnamed(Refused):
    rule = "PC1"


class CycleEndsAtOnce(Refused):
    rule = "PC1"


class CycleRuns(Refused):
    rule = "PC2"


class NoCycleRuns(Refused):
    rule = "PC3"


# What happened


@frozen
class CycleOpened(AccountEvent[Cycles]):
    """A planning cycle of the account was opened (S-F2 S-C4).

    name: what it is called, such as 2024. Public: names nobody.
    until: the day by which it is to be closed, the next one following.
    """

    topic = Cycles
    verb = "cycle open"
    says = "Planning cycle opened: {name}, until {until}"
    carries_over = False

    name: str
    until: dt.date

    def admit(self, account: Account) -> None:
        if not self.name.strip():
            raise CycleUnnamed("The planning cycle has no name", "Name it, such as by its year.")
        if self.until <= account.on:
            raise CycleEndsAtOnce(
                f"The planning cycle opened on {account.on} is to end by {self.until}", "Name a later day."
            )
        running = account[Cycles].running
        if running is not None:
            key, cycle = running
            raise CycleRuns(
                f"The planning cycle {cycle.name} ({key}) still runs on {account.on}", "Close it first."
            )

    def change(self, state: Cycles, fact: Fact) -> Cycles:
        opened = Cycle(self.name, self.until, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, opened))


@frozen
class CycleClosed(AboutThing[Cycles, Cycle]):
    """A planning cycle of the account was closed.

    cycle: which.
    """

    topic = Cycles
    thing = "cycle"
    kept_in = "items"
    verb = "cycle close"
    says = "Planning cycle closed: {cycle}"
    carries_over = False

    cycle: FactRef

    def admit(self, account: Account) -> None:
        found = account[Cycles].items.get(self.cycle)
        if found is None or found.closed is not None:
            what = "is no planning cycle" if found is None else f"was closed on {found.closed}"
            raise NoCycleRuns(f"{self.cycle} {what} of {account.key}", "Name the cycle that runs.")

    def alter(self, found: Cycle, fact: Fact) -> Cycle:
        return evolve(found, closed=fact.on, closed_fact=fact.reference)


# What follows


def cycle_on(account: Account) -> tuple[str, Cycle] | None:
    """Return the cycle that runs on the day, by its id, late or not; None when none was left open."""
    return account[Cycles].running
