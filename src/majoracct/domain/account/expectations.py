"""Expectations: what a benchmark agreed with the customer holds us to, and what the results say of it.

Rules
  EX1  The latest result by the day speaks; without one, a benchmark is overdue once its day has passed. B-E2
  EX2  What reaches the target meets it; what beats it by more than a margin exceeds it.           B-E2
  EX3  A benchmark has failed when its day has come and its result misses, or its day passed unmeasured. C-R3
  EX4  What does not reach it is behind until the benchmark's day has come, and from then on missed. B-E2
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TypeAlias

from attrs import frozen

from majoracct.domain.kernel import Fact
from majoracct.domain.past import order


class Direction(enum.Enum):
    """Which way a metric is better."""

    HIGHER = "higher"
    LOWER = "lower"


class Expectation(enum.Enum):
    """What the results say of a benchmark (B-E2)."""

    UNMEASURED = "unmeasured"
    OVERDUE = "overdue"  # unmeasured, and its day has passed
    BEHIND = "behind"  # not reached so far, and its day is still to come
    MISSED = "missed"
    MET = "met"
    EXCEEDED = "exceeded"


# What we know

Moment: TypeAlias = tuple[dt.date, str, int]  # a fact's place among the others, as replay orders them


@frozen
class Turn:
    """One turn a promise took, or one result: when, and by which fact."""

    on: dt.date
    moment: Moment
    fact: str

    @classmethod
    def at(cls, fact: Fact) -> Turn:
        """Return the turn that FACT tells."""
        return cls(fact.on, order(fact), fact.reference)


@frozen
class Result:
    """What was measured."""

    value: Decimal
    turn: Turn


@frozen
class Benchmark:
    """What the customer agreed to hold us to, and what was measured since, earliest first."""

    metric: str
    unit: str
    target: Decimal
    baseline: Decimal | None
    better: Direction
    due: dt.date
    agreed_by: str
    promise: str | None
    project: str | None
    on: dt.date
    place: int
    fact: str
    results: tuple[Result, ...] = ()


# What follows


def beats(figure: Decimal, other: Decimal, better: Direction) -> bool:
    """Return whether FIGURE is better than OTHER."""
    return figure > other if better is Direction.HIGHER else figure < other


def latest(benchmark: Benchmark, on: dt.date) -> Result | None:
    """Return the last result measured by the day ON."""
    return next((result for result in reversed(benchmark.results) if result.turn.on <= on), None)


def verdict(benchmark: Benchmark, on: dt.date, margin: Decimal = Decimal(0)) -> Expectation:
    """Return what the latest result by the day ON says of BENCHMARK (B-E2).

    margin: the share of the target by more than which it must be beaten to be exceeded.
    """
    result = latest(benchmark, on)
    if result is None:
        return Expectation.OVERDUE if on > benchmark.due else Expectation.UNMEASURED
    value, target = result.value, benchmark.target
    if beats(target, value, benchmark.better):
        return Expectation.MISSED if on >= benchmark.due else Expectation.BEHIND
    beyond = abs(target) * margin
    mark = target + beyond if benchmark.better is Direction.HIGHER else target - beyond
    return Expectation.EXCEEDED if beats(value, mark, benchmark.better) else Expectation.MET


def failure(benchmark: Benchmark, on: dt.date) -> Moment | None:
    """Return the moment from which BENCHMARK has failed on the day ON, its own day having come."""
    said = verdict(benchmark, on)
    if said is Expectation.OVERDUE:
        return (benchmark.due + dt.timedelta(days=1), "", 0)
    result = latest(benchmark, on)
    if said is Expectation.MISSED and result is not None:
        return max(result.turn.moment, (benchmark.due, "", 0))
    return None
