"""Targets: how many major accounts the programme aims for, by when.

Rules
  T1  A target names at least one account.                             B-D2
  T2  It is set by its day; one for a day that is past aims at nothing. B-D2
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import Fact, Map, ProgrammeEvent, Refused
from majoracct.domain.programme.policy import Policy

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

# What we know


@frozen
class Target:
    """So many major accounts by a day."""

    count: int
    by: dt.date
    fact: str = ""  # the fact that set it; "" when policy does


@frozen
class Targets:
    """The targets that were set, by the day they are for."""

    set: Map[str, Target] = field(factory=Map)


# Why not


class TargetEmpty(Refused):
    rule = "T1"


class TargetPast(Refused):
    rule = "T2"


# What happened


@frozen
class NamedAccountTargetSet(ProgrammeEvent[Targets]):
    """The programme set itself a target of named major accounts.

    count: how many.
    by: by which day.
    """

    topic = Targets
    verb = "programme target"
    says = "Target set: {count} major accounts by {by}"

    count: int
    by: dt.date

    def admit(self, programme: Programme) -> None:
        if self.count < 1:
            raise TargetEmpty(f"A target of {self.count} accounts aims at nothing", "Name at least one.")
        if self.by < programme.on:
            raise TargetPast(
                f"{self.by} is past on {programme.on}", "Name a later day, or the day it was set: --on."
            )

    def change(self, state: Targets, fact: Fact) -> Targets:
        target = Target(self.count, self.by, fact.reference)
        return evolve(state, set=state.set.insert(self.by.isoformat(), target))


# What follows


def target_on(programme: Programme) -> Target:
    """Return the target the programme works towards on the day.

    It is the next one set for that day or later in the year; else policy's, for the same year.
    """
    year_end = dt.date(programme.on.year, 12, 31)
    for by, target in sorted(programme[Targets].set.items()):
        if programme.on.isoformat() <= by <= year_end.isoformat():
            return target
    terms = programme[Policy].terms.targets
    return Target(terms.named_accounts, dt.date(programme.on.year, terms.month, terms.day))
