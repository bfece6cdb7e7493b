"""Promises judged: how each stands, which we over-promised, and where sales stopped at the first project.

Rules
  PJ1  Every promise is shown with how it stands and what its benchmarks say, exceeded by the margin of
       policy.                                                                           C-R1, C-R2, B-E2
  PJ2  An engagement was over-promised when the share kept of what was due is below policy.       B-D5
  PJ3  We are stuck at the first implementation once the project completed first is done, a promise is
       broken or the agreement on one reneged, and nothing was won after that project, nor after the
       first win.                                                                                C-R3
  PJ4  Expectations count by what their benchmark says, whether or not it belongs to a promise.   B-E2
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from attrs import frozen

from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.expectations import Benchmark, Expectation, Result, latest, verdict
from majoracct.domain.account.keeping import PromiseStanding, delivery_ratio, standing
from majoracct.domain.account.opportunities import Opportunities, first_win
from majoracct.domain.account.promises import Promise, Promises
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = [
    "Held",
    "Judged",
    "OverPromised",
    "Stuck",
    "expectations",
    "judged",
    "over_promised",
    "standings",
    "stuck_at_first_implementation",
]


@frozen
class Held:
    """A benchmark we are held to, what was measured last, and what that says."""

    benchmark: str
    item: Benchmark
    result: Result | None
    verdict: Expectation


@frozen
class Judged:
    """A promise, how it stands, and its benchmarks, earliest first; or benchmarks of no promise.

    promise, item, standing: None for the benchmarks agreed for no promise.
    """

    promise: str | None
    item: Promise | None
    standing: PromiseStanding | None
    benchmarks: tuple[Held, ...]


@frozen
class OverPromised:
    """An engagement of which too few promises were kept, the share kept, and its promises."""

    opportunity: str
    title: str
    ratio: Decimal
    promises: tuple[str, ...]


@frozen
class Stuck:
    """Sales stopped at the first implementation.

    project: the fact that completed it, and its day. promises: those that failed.
    """

    project: str
    completed: dt.date
    promises: tuple[str, ...]


_FAILED: Final = (PromiseStanding.BROKEN, PromiseStanding.RENEGED)


def judged(account: Account, terms: Terms) -> list[Judged]:
    """Return every promise by the day, earliest first, then the benchmarks of none (C-R1, C-R2)."""
    held: dict[str | None, list[Held]] = {}
    state = account[Promises]
    for key, benchmark in sorted(state.benchmarks.items(), key=lambda item: (item[1].on, item[1].place)):
        said = verdict(benchmark, account.on, terms.promises.exceed_margin)
        promise = benchmark.promise if benchmark.promise in state.promises else None
        held.setdefault(promise, []).append(Held(key, benchmark, latest(benchmark, account.on), said))
    found = [
        Judged(key, promise, standing(account, key), tuple(held.get(key, ())))
        for key, promise in sorted(state.promises.items(), key=lambda item: (item[1].on, item[1].place))
    ]
    loose = held.get(None)
    return [*found, Judged(None, None, None, tuple(loose))] if loose else found


def over_promised(account: Account, terms: Terms) -> list[OverPromised]:
    """Return the engagements of which less was kept than TERMS ask, as their opportunities came (B-D5)."""
    found = []
    for key, opportunity in account[Opportunities].in_order():
        ratio = delivery_ratio(account, key)
        if ratio is not None and ratio < terms.promises.delivery_ratio:
            promises = account[Promises].promises.items()
            made = tuple(sorted(p.fact for _, p in promises if p.opportunity == key))
            found.append(OverPromised(key, opportunity.title, ratio, made))
    return found


def stuck_at_first_implementation(account: Account) -> Stuck | None:
    """Return why sales stopped at the first implementation; None when they did not (C-R3)."""
    done = [p for p in account[Delivery].projects.values() if p.completed]
    if not done:
        return None
    first = min(done, key=lambda p: (p.completed or dt.date.max, p.place))
    completed = first.completed or account.on
    promises = account[Promises].promises
    failed = tuple(promises[key].fact for key in sorted(promises) if standing(account, key) in _FAILED)
    won = first_win(account)
    sold = min(completed, won[1].won or completed) if won else completed  # what came first, was sold by then
    further = any(o.won and o.won > sold for o in account[Opportunities].items.values())
    return Stuck(first.fact, completed, failed) if failed and not further else None


def standings(accounts: Iterable[Account]) -> dict[PromiseStanding, int]:
    """Return how many promises of ACCOUNTS stand how (C-R1)."""
    counts = dict.fromkeys(PromiseStanding, 0)
    for account in accounts:
        for key in account[Promises].promises:
            counts[standing(account, key)] += 1
    return counts


def expectations(accounts: Iterable[Account], terms: Terms) -> dict[Expectation, int]:
    """Return how many benchmarks of ACCOUNTS say what of the expectation they hold us to (B-E2)."""
    counts = dict.fromkeys(Expectation, 0)
    for account in accounts:
        for found in judged(account, terms):
            for held in found.benchmarks:
                counts[held.verdict] += 1
    return counts
