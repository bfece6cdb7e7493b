"""Lateness: what was recorded too late, as the ledger knew when it recorded it, or as it knows now (B-D4).

What comes too late is refused unless somebody entitled says why (K9, K10): what is on record nevertheless
was recorded by override. What was recorded before a limit or a closing was known is late only since; of the
day of recording itself, what was recorded before it was adopted, or the books were closed, was in time.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Self

from attrs import evolve, field, frozen

from majoracct.domain.kernel import PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.past import Facts, Without
from majoracct.domain.programme.periods import Lateness, PeriodClosed, Periods, lateness
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.seen import Programme

__all__ = ["Limits", "late_now", "limited"]


def limited(facts: Iterable[Fact]) -> bool:
    """Return whether any of FACTS, withdrawn or not, ever set a limit or closed the books."""
    return any(
        isinstance(f.event, PeriodClosed)
        or (isinstance(f.event, PolicyAdopted) and f.event.terms.recording.late_days is not None)
        for f in facts
    )


@frozen
class Limits:
    """What was known of limits and closings, recording by recording.

    rules: what the programme ever said of them, withdrawn or not, and the withdrawals, as recorded.
    day_of: the day of an instant.
    """

    rules: tuple[Fact, ...]
    day_of: Callable[[int], dt.date]
    _known: dict[int, Facts] = field(factory=dict, eq=False, repr=False)  # by how many rules were recorded

    @classmethod
    def of(cls, facts: Iterable[Fact], day_of: Callable[[int], dt.date]) -> Self:
        """Return those among FACTS, which are all of the programme's; withdrawn ones and withdrawals, too."""
        rules = [f for f in facts if f.stream == PROGRAMME and _is_rule(f)]
        return cls(tuple(sorted(rules, key=lambda f: f.position)), day_of)

    def overridden(self, facts: Iterable[Fact]) -> dict[str, Lateness]:
        """Return those of FACTS that were recorded too late by what was known just before, by reference."""
        if not limited(self.rules):
            return {}
        found = {}
        for fact in facts:
            programme = Programme(PROGRAMME, self.day_of(fact.recorded_at), self._before(fact))
            if late := _late(programme, fact):
                found[fact.reference] = late
        return found

    def _before(self, fact: Fact) -> Facts:
        """Return the rules that were known just before FACT was recorded."""
        count = bisect_left(self.rules, fact.position, key=lambda f: f.position)
        if count not in self._known:
            self._known[count] = Facts(self.rules[:count])
        return self._known[count]


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
