"""Ladders: how what we offer, and how our relationships, climbed, step by step.

Rules
  LAD1  What we offer climbs one ladder, to strategically differentiated; each person judged climbs
        another, from rapport to trusted: every judgement by the day is a step.               B-S3
  LAD2  A ladder rose when its last step stands above its first; of one step, nothing is said.  B-S3
  LAD3  Nothing stands on its last step by a judgement that is unfounded.                        C-V4
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from typing import TypeVar

from attrs import frozen

from majoracct.domain.account.relationships import Relationships, Stakeholder, Strength, Trend
from majoracct.domain.account.services import Rung, Services, founded
from majoracct.domain.account.sponsorship import active
from majoracct.domain.seen import Account

__all__ = ["Climbed", "Ladder", "LadderKind", "Step", "climbed", "ladders", "trend"]

Scale = TypeVar("Scale", Rung, Strength)


class LadderKind(enum.Enum):
    """Which of the two ladders (B-S3)."""

    VALUE_PROPOSITION = "value-proposition"
    RELATIONSHIP = "relationship"


# What is answered


@frozen
class Step:
    """Where a ladder stood when it was judged.

    place: its place on the scale, lowest 1. moved: against the step before; None at the first.
    founded: whether what the judgement takes was there on its day.
    """

    rung: Rung | Strength
    place: int
    on: dt.date
    fact: str
    moved: Trend | None
    founded: bool = True


@frozen
class Ladder:
    """How one thing climbed: what we offer, or the relationship with a person.

    person: whose relationship; "" for what we offer. sponsor: whether they sponsor us on the day.
    top: the last place on its scale.
    """

    account: str
    kind: LadderKind
    person: str
    sponsor: bool
    top: int
    steps: tuple[Step, ...]

    @property
    def went(self) -> Trend | None:
        """Which way it went from its first step to its last; None when there is but one."""
        if len(self.steps) < 2:
            return None
        return _between(self.steps[0].place, self.steps[-1].place)

    @property
    def at_top(self) -> bool:
        """Whether it stands on its last rung, by a judgement that is founded."""
        return self.steps[-1].place == self.top and self.steps[-1].founded

    @property
    def days(self) -> int:
        """How many days lie between its first step and its last."""
        return (self.steps[-1].on - self.steps[0].on).days


@frozen
class Climbed:
    """Of the ladders of one kind: how many there are, rose, fell, and stand on their last rung."""

    kind: LadderKind
    ladders: int
    rose: int
    fell: int
    at_top: int


# What follows


def ladders(account: Account) -> list[Ladder]:
    """Return the ladders of ACCOUNT, each with its steps up to the day: what we offer, then people by id."""
    found = []
    offered = [(r.rung, r.on, r.fact, founded(r, account)) for r in account[Services].ratings]
    if offered:
        found.append(
            Ladder(account.key, LadderKind.VALUE_PROPOSITION, "", False, len(Rung), _steps(Rung, offered))
        )
    sponsors = active(account)
    for person, somebody in sorted(account[Relationships].people.items()):
        judged = [(each.strength, each.on, each.fact, True) for each in somebody.judged]
        if judged:
            steps = _steps(Strength, judged)
            kind = LadderKind.RELATIONSHIP
            found.append(Ladder(account.key, kind, person, person in sponsors, len(Strength), steps))
    return found


def _steps(scale: type[Scale], judged: Sequence[tuple[Scale, dt.date, str, bool]]) -> tuple[Step, ...]:
    rungs, found = list(scale), []
    before: int | None = None
    for rung, day, fact, proven in judged:
        place = rungs.index(rung) + 1
        moved = None if before is None else _between(before, place)
        found.append(Step(rung, place, day, fact, moved, proven))
        before = place
    return tuple(found)


def _between(first: int, last: int) -> Trend:
    if first == last:
        return Trend.STAYED
    return Trend.ROSE if last > first else Trend.FELL


def climbed(found: Iterable[Ladder]) -> list[Climbed]:
    """Return how the ladders of each kind went, of one account or of several."""
    every = list(found)
    told = []
    for kind in LadderKind:
        of = [ladder for ladder in every if ladder.kind is kind]
        rose, fell = (sum(1 for ladder in of if ladder.went is way) for way in (Trend.ROSE, Trend.FELL))
        told.append(Climbed(kind, len(of), rose, fell, sum(1 for ladder in of if ladder.at_top)))
    return told


def trend(somebody: Stakeholder, since: dt.date) -> Trend | None:
    """Return which way the relationship with SOMEBODY went from the end of the day SINCE to the day seen.

    Where nobody had judged it by then, it is compared with the first judgement after; None when there
    is nothing to compare (B-D6).
    """
    before = [judged.strength.rank for judged in somebody.judged if judged.on <= since]
    after = [judged.strength.rank for judged in somebody.judged if judged.on > since]
    known = before[-1:] + after
    if not before and len(after) < 2:
        return None
    if known[-1] == known[0]:
        return Trend.STAYED
    return Trend.ROSE if known[-1] > known[0] else Trend.FELL
