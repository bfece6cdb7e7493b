"""Replay: how an account came to be what it is, step by step, with what each step changed.

The moments of its course are told one by one, gathered by month or quarter, or only those that moved
its tier or its status.

Rules
  RE6  A step begins as the one before it ended, and the last ends as the account is on the day asked. B-D4
  RE7  A step of a month or quarter tells all that happened in it, and names for each thing that differs
       the facts that moved it.                                                                      B-D4
  RE8  By tier or status, a step is a fact, or time alone, that moved it; none that did is left out.   X-10
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from majoracct.domain.account.qualification import Status
from majoracct.domain.assessments.changes import Change, Picture, between
from majoracct.domain.assessments.history import Entry
from majoracct.domain.assessments.moments import Moment, moments
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account

__all__ = ["By", "Moved", "Stance", "Step", "replay", "stance"]


class By(enum.Enum):
    """What a step of a replay is."""

    FACT = "fact"
    MONTH = "month"
    QUARTER = "quarter"
    TIER = "tier"
    STATUS = "status"


@frozen
class Stance:
    """How an account stood: its tiers, status, standing, and which of the five criteria held.

    criteria: for each of them, whether it held, in their order.
    """

    tier_assigned: Tier | None
    tier_indicated: Tier
    status: Status
    met: bool
    criteria: tuple[tuple[str, bool], ...]
    policy: str

    @property
    def standing(self) -> str:
        """In a word: met or unmet."""
        return "met" if self.met else "unmet"


@frozen
class Moved:
    """A thing that differs, and what moved it: facts, time alone, or over a month the one and the other."""

    change: Change
    facts: tuple[str, ...]
    time_alone: bool = False


@frozen
class Step:
    """A step of a replay.

    number: of how many steps there are in all, counted from 1.
    start, end: its first and last day; the same for a fact.
    entries: what happened: none where time alone passed.
    before, after: how the account stood; None while it was not there.
    moved: what differs between them. joined: as of a moment.
    """

    number: int
    start: dt.date
    end: dt.date
    entries: tuple[Entry, ...]
    before: Stance | None
    after: Stance | None
    moved: tuple[Moved, ...]
    joined: tuple[tuple[str, int], ...] = ()

    @property
    def turned(self) -> list[tuple[str, bool]]:
        """The criteria that turned, and whether each holds now."""
        was = dict(self.before.criteria) if self.before else {}
        now = self.after.criteria if self.after else ()
        return [(name, holds) for name, holds in now if was.get(name, False) != holds]


def stance(seen: Picture | None) -> Stance | None:
    """Return how an account SEEN stood; None when it was not there."""
    if seen is None:
        return None
    found = seen.overview
    return Stance(
        tier_assigned=found.tier_assigned,
        tier_indicated=found.indication.tier,
        status=found.status,
        met=found.met,
        criteria=tuple((v.id, v.holds) for v in found.verdicts),
        policy=found.policy,
    )


def replay(account: Account, day_of: Callable[[int], dt.date], by: By = By.FACT) -> list[Step]:
    """Return the steps in which ACCOUNT came to be what it is on its day, as known at its position.

    day_of: returns the day of an instant in microseconds since 1970 UTC.
    """
    told = moments(account, day_of)
    if by in (By.MONTH, By.QUARTER):
        return [_step(n, held) for n, held in enumerate(_gathered(told, 1 if by is By.MONTH else 3), 1)]
    return [_step(n, (moment,)) for n, moment in enumerate((m for m in told if _counts(m, by)), 1)]


def _counts(moment: Moment, by: By) -> bool:
    """Return whether MOMENT is a step of such a replay (RE8)."""
    was, now = stance(moment.before), stance(moment.after)
    if by is By.FACT:
        return True
    if by is By.TIER:
        return (was and (was.tier_assigned, was.tier_indicated)) != (
            now and (now.tier_assigned, now.tier_indicated)
        )
    return (was and (was.status, was.met)) != (now and (now.status, now.met))


def _gathered(told: Iterable[Moment], months: int) -> Iterator[Sequence[Moment]]:
    """Yield the moments TOLD in groups: those of the same so many MONTHS of a calendar year."""
    held: list[Moment] = []
    for moment in told:
        if held and _period(held[0].on, months) != _period(moment.on, months):
            yield held
            held = []
        held.append(moment)
    if held:
        yield held


def _period(day: dt.date, months: int) -> tuple[int, int]:
    return day.year, (day.month - 1) // months


def _step(number: int, held: Sequence[Moment]) -> Step:
    before, after = held[0].before, held[-1].after
    moved: dict[str, list[str]] = {}
    alone: set[str] = set()
    for moment in held:
        facts = [e.fact.reference for e in moment.entries]
        for key in between(moment.before, moment.after, all_told=True):
            moved.setdefault(key, []).extend(facts)
            if not facts:
                alone.add(key)
    return Step(
        number=number,
        start=held[0].on,
        end=held[-1].on,
        entries=tuple(entry for moment in held for entry in moment.entries),
        before=stance(before),
        after=stance(after),
        moved=tuple(
            Moved(change, tuple(dict.fromkeys(moved.get(key, ()))), key in alone)
            for key, change in between(before, after).items()
        ),
        joined=tuple(each for moment in held for each in moment.joined),
    )
