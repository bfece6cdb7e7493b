"""Lateness: what was recorded too late, as the ledger knew when it recorded it, or as it knows now (B-D4).

What comes too late is refused unless somebody entitled says why (K9, K10): what is on record nevertheless
was recorded by override. What was recorded before a limit or a closing was known is late only since; of the
day of recording itself, what was recorded before it was adopted, or the books were closed, was in time.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from attrs import evolve

from majoracct.domain.kernel import PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.past import Facts, Without
from majoracct.domain.programme.periods import Lateness, PeriodClosed, Periods, lateness
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.seen import Programme

__all__ = ["late_now", "limited", "overridden"]


def limited(facts: Iterable[Fact]) -> bool:
    """Return whether any of FACTS, withdrawn or not, ever set a limit or closed the books."""
    return any(
        isinstance(f.event, PeriodClosed)
        or (isinstance(f.event, PolicyAdopted) and f.event.terms.recording.late_days is not None)
        for f in facts
    )


def overridden(facts: Iterable[Fact], day_of: Callable[[int], dt.date]) -> dict[str, Lateness]:
    """Return those of FACTS that were recorded too late by what was known just before, by reference.

    facts: those asked about, and all of the programme's; withdrawn ones and withdrawals, too.
    day_of: the day of an instant.
    """
    held = sorted(facts, key=lambda f: f.position)
    rules = [f for f in held if f.stream == PROGRAMME and _is_rule(f)]
    if not limited(rules):
        return {}
    positions = [f.position for f in rules]
    pasts: dict[int, Facts] = {}  # by how many of the rules were known
    found = {}
    for fact in held:
        known = bisect_left(positions, fact.position)
        if known not in pasts:
            pasts[known] = Facts(rules[:known])
        if late := _late(Programme(PROGRAMME, day_of(fact.recorded_at), pasts[known]), fact):
            found[fact.reference] = late
    return found


def late_now(
    facts: Sequence[Fact], programme: Programme, day_of: Callable[[int], dt.date]
) -> dict[str, Lateness]:
    """Return those of FACTS that were recorded too late, as is known of the PROGRAMME now, by reference."""
    rules: dict[dt.date, list[Fact]] = {}
    for rule in (f for topic in (Policy, Periods) for f in programme.past.live(PROGRAMME, topic)):
        rules.setdefault(rule.on, []).append(rule)
    found = {}
    for fact in facts:
        seen = programme.at(day_of(fact.recorded_at))
        # No clock tells more than the day of a rule; its place tells which of one day came first.
        if after := [rule for rule in rules.get(seen.on, ()) if rule.place > fact.position]:
            seen = evolve(seen, past=Without(seen.past, after))
        if late := _late(seen, fact):
            found[fact.reference] = late
    return found


def _late(programme: Programme, fact: Fact) -> Lateness | None:
    return lateness(programme, fact.stream, fact.on)


def _is_rule(fact: Fact) -> bool:
    return isinstance(fact.event, FactWithdrawn) or fact.event.topic in (Policy, Periods)
