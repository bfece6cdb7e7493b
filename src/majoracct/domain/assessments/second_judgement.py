"""Second judgement: each fact judged again, by the rules that let it through, on what now comes before it.

A rule judged a fact when it was recorded. What was learned since, told of earlier days, corrected or
withdrawn, may speak against it: the fact stands, and is contradicted.

Rules
  SJ1  A fact is judged on what is live and was recorded before it, though it was corrected since, or comes
       before it in the order of replay, whenever that was learned.                             B-D4
  SJ2  What had come about by its day is what comes before it in that order; what was recorded before it
       and comes after it counts only for what ever happened.                                   B-D4
  SJ3  Who recorded it, in which capacity, why, and what was shown are its own. Withdrawals, and halves of
       what a procedure records together, are not judged.                                       B-D4
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Final, Generic, TypeVar, cast

from majoracct.domain.kernel import LEDGER, PROGRAMME, Actor, Fact, FactWithdrawn, Refused
from majoracct.domain.past import Fold, Past, order
from majoracct.domain.seen import EVER, Account, Programme, judge

__all__ = ["SecondJudgement"]

State = TypeVar("State")
_DAY: Final = dt.timedelta(days=1)


class SecondJudgement:
    """What is known now, arranged so that each fact of it can be judged on what came before it."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._lines: dict[tuple[type[Any], tuple[str, ...], bool], _Line[Any]] = {}
        self._streams: dict[str, _Stream] = {}
        self._recorded: dict[str, int] = {}  # by reference of a correction: when its first link was

    def refusals(self, stream: str, until: dt.date) -> Iterator[tuple[Fact, Refused]]:
        """Yield the live facts of STREAM, up to the day UNTIL, that would be refused now, and by what."""
        for fact in self.stream(stream).facts:
            if fact.on <= until and (no := self.refusal(fact)) is not None:
                yield fact, no

    def refusal(self, fact: Fact) -> Refused | None:
        """Return what stands in the way of FACT, on what is now known to come before it; None: nothing."""
        if fact.stream == LEDGER or isinstance(fact.event, FactWithdrawn) or fact.event.half:
            return None
        try:
            judge(fact.event, self.met(fact))
        except Refused as no:
            return no
        return None

    def met(self, fact: Fact) -> Account | Programme:
        """Return what FACT, of an account or of the programme, met: what is now known to come before it."""
        kind = Programme if fact.stream == PROGRAMME else Account
        actor = Actor(fact.by, fact.role, fact.assurance)
        return kind(fact.stream, fact.on, _Before(self, fact), actor, fact.reason, fact.evidence)

    def stream(self, name: str) -> _Stream:
        """Return what is live in the stream called NAME."""
        found = self._streams.get(name)
        if found is None:
            found = self._streams[name] = _Stream(self._past.live(name), self.recorded)
        return found

    def line(self, topic: type[State], streams: tuple[str, ...], *, stated: bool = False) -> _Line[State]:
        """Return what TOPIC came to over STREAMS, fact by fact; STATED: with money as it was stated."""
        found = self._lines.get((topic, streams, stated))
        if found is None:
            whole = (self._past.stated if stated else self._past.fold)(topic, streams)
            found = self._lines[topic, streams, stated] = _Line(whole, self.recorded)
        return found

    def recorded(self, fact: Fact) -> int:
        """Return the position at which the ledger first learned of FACT, through every correction of it."""
        if fact.origin is None:
            return fact.position
        position = self._recorded.get(fact.reference)
        if position is None:
            first = self._past.fact(fact.origin)
            position = self._recorded[fact.reference] = first.position if first else fact.position
        return position


class _Stream:
    """What is live in a stream, in the order of replay."""

    def __init__(self, live: Sequence[Fact], recorded: Callable[[Fact], int]) -> None:
        self.facts = sorted(live, key=order)
        self.called = {fact.reference: fact for fact in live}
        self._orders = [order(fact) for fact in self.facts]
        # The last version among the first so many of them.
        self._heads = [0, *accumulate((f.version for f in self.facts), max)]
        learned = sorted(live, key=recorded)
        self._positions = [recorded(fact) for fact in learned]
        self._versions = [0, *accumulate((f.version for f in learned), max)]

    def head(self, fact: Fact) -> int:
        """Return the last version of what comes before FACT, or was recorded before it; 0 for nothing."""
        learned = self._versions[bisect_left(self._positions, fact.position)]
        return max(learned, self._heads[bisect_left(self._orders, order(fact))])


class _Line(Generic[State]):
    """The states a topic goes through, fact by fact, so that one can be had from between two of them."""

    def __init__(self, whole: Fold[State], recorded: Callable[[Fact], int]) -> None:
        self._whole = whole
        self._orders = [order(fact) for fact in whole.facts]
        self._recorded = [recorded(fact) for fact in whole.facts]
        # The first position among those from each place on: mostly it says that none was recorded before.
        self._first = [*accumulate(reversed(self._recorded), min)][::-1]
        self._last = [*accumulate(reversed(self._recorded), max)][::-1]  # and that all were
        self._day: dt.date | None = None  # on it, so many facts come to this state: the next asks for more
        self._count, self._state = 0, whole.states[0]

    def before(self, fact: Fact) -> Fold[State]:
        """Return what the topic had come to when FACT came, and what of later days was recorded then."""
        whole = self._whole
        kept, cut = bisect_left(whole.days, fact.on), bisect_left(self._orders, order(fact))
        later = cut < len(whole.facts) and whole.facts[cut].on > fact.on
        if later and self._last[cut] < fact.position:
            return whole  # all of later days was recorded then, as rates of exchange mostly are
        # A day alone comes before each of its facts.
        begins = bisect_left(cast("list[Any]", self._orders), (fact.on,))
        if self._day != fact.on or self._count > cut:
            self._day, self._count, self._state = fact.on, begins, whole.states[kept]
        for each in whole.facts[self._count : cut]:
            self._state = each.event.change(self._state, each)
        self._count = cut
        days, states = list(whole.days[:kept]), list(whole.states[: kept + 1])
        if cut > begins:
            days.append(fact.on)
            states.append(self._state)
        facts = list(whole.facts[:cut])
        if cut < len(self._first) and self._first[cut] < fact.position:
            for each, recorded in zip(whole.facts[cut:], self._recorded[cut:], strict=True):
                if recorded < fact.position and each.reference != fact.reference:
                    self._go_on(days, states, each, fact.on)
                    facts.append(each)
        return Fold(days, states, facts)

    @staticmethod
    def _go_on(days: list[dt.date], states: list[State], each: Fact, day: dt.date) -> None:
        """Let EACH, recorded before a fact of DAY that it comes after, count from the next day on."""
        if day == EVER:
            return
        counts = max(each.on, day + _DAY)
        after = each.event.change(states[-1], each)
        if days and days[-1] == counts:
            states[-1] = after
        else:
            days.append(counts)
            states.append(after)


class _Before:
    """The past as a fact met it, with what is now known to come before it: a `Past`."""

    def __init__(self, judgement: SecondJudgement, fact: Fact) -> None:
        self._judgement = judgement
        self._fact = fact
        self._folds: dict[tuple[type[Any], tuple[str, ...]], Fold[Any]] = {}

    @property
    def known_at(self) -> int:
        """The position before the fact's."""
        return self._fact.position - 1

    @property
    def next_position(self) -> int:
        """The fact's own."""
        return self._fact.position

    def _met(self, other: Fact) -> bool:
        fact = self._fact
        earlier = self._judgement.recorded(other) < fact.position or order(other) < order(fact)
        return earlier and other.reference != fact.reference

    def head(self, stream: str) -> int:
        """Return the last version of what the fact met in STREAM; 0 when it met nothing."""
        fact = self._fact
        if fact.stream == stream and fact.origin is not None:  # itself it never met
            return max((f.version for f in self.live(stream)), default=0)
        return self._judgement.stream(stream).head(fact)

    def withdrawals(self, stream: str) -> dict[str, Fact]:
        """Return none: what was withdrawn is not met at all."""
        return {}

    def fact(self, reference: str) -> Fact | None:
        """Return the fact called REFERENCE, if it was met."""
        found = self._judgement.stream(reference.rpartition("@")[0]).called.get(reference)
        return found if found is not None and self._met(found) else None

    def live(self, stream: str, topic: type[Any] | None = None) -> Sequence[Fact]:
        """Return the facts of STREAM (of one TOPIC) that were met, in any order."""
        return [
            f
            for f in self._judgement.stream(stream).facts
            if self._met(f) and (topic is None or f.event.topic is topic)
        ]

    def first_day(self, stream: str) -> dt.date | None:
        """Return the earliest day of what was met of STREAM; None when nothing was."""
        return next((f.on for f in self._judgement.stream(stream).facts if self._met(f)), None)

    def fold(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return what TOPIC came to, day by day, over STREAMS, of what was met."""
        found = self._folds.get((topic, streams))
        if found is None:
            found = self._folds[topic, streams] = self._judgement.line(topic, streams).before(self._fact)
        return found

    def stated(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return the same with money as it was stated."""
        return self._judgement.line(topic, streams, stated=True).before(self._fact)
