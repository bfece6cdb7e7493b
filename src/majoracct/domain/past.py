"""The past: what was known at a position, and what the facts of a topic came to, day by day.

Known at a position are the facts up to it, less those withdrawn by a fact up to it. They fold in the
order of their day, the source's time of day where one was imported, and their place.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar, get_type_hints

from attrs import fields, frozen

from majoracct.domain.kernel import Event, Fact, FactWithdrawn
from majoracct.domain.money import Money

__all__ = ["AsKnown", "Facts", "Fold", "PartOf", "Past", "Without", "fold", "money_of", "order", "retold"]

State = TypeVar("State")

_money: dict[type[Event[Any]], tuple[str, ...]] = {}  # by event: what `money_of` says of it


def money_of(event: type[Event[Any]]) -> tuple[str, ...]:
    """Return the fields of EVENT that state money which is told in the ledger's currency."""
    found = _money.get(event)
    if found is None:
        hints = {} if event.any_currency else get_type_hints(event)
        named = (a.name for a in fields(event) if hints.get(a.name) in (Money, Money | None))
        found = _money[event] = tuple(named)
    return found


@frozen
class Fold(Generic[State]):
    """A topic's state after each day that changed it, and the facts that did, in order."""

    days: Sequence[dt.date]
    states: Sequence[State]  # one more than days: the first is before anything happened
    facts: Sequence[Fact] = ()

    @cached_property
    def currencies(self) -> frozenset[str]:
        """The currencies of the money stated in it."""
        found = set()
        for fact in self.facts:
            event = fact.event
            for name in money_of(type(event)):
                stated = getattr(event, name)
                if stated is not None:
                    found.add(stated.currency)
        return frozenset(found)

    def on(self, day: dt.date) -> State:
        """Return the state as DAY ends."""
        return self.states[bisect_right(self.days, day) if self.days else 0]

    def until(self, day: dt.date) -> Sequence[Fact]:
        """Return the facts up to DAY, in order."""
        return self.facts[: bisect_right(self.facts, day, key=lambda f: f.on)]


def order(fact: Fact) -> tuple[dt.date, str, int]:
    """Return where FACT comes among the facts of its topic.

    A fact without a source's time of day comes before those of its day that have one.
    """
    return fact.on, fact.time, fact.place


def fold(topic: type[State], facts: Iterable[Fact], own: str) -> Fold[State]:
    """Return the states TOPIC goes through over its live FACTS, given in any order, in the stream OWN."""
    begun = topic(own_stream=own) if hasattr(topic, "own_stream") else topic()  # type: ignore[call-arg]  # it has
    return _folded([], [begun], [], sorted(facts, key=order))


def retold(found: Fold[State], facts: Sequence[Fact]) -> Fold[State]:
    """Return the fold of FACTS, in order, from the state that FOUND begins with."""
    return _folded([], [found.states[0]], [], facts)


def refold(found: Fold[State], more: Iterable[Fact]) -> Fold[State]:
    """Return the fold of the facts of FOUND and MORE: from the earliest day of these, the rest stands.

    What comes after everything folded goes on from there: a stream written to all day, as the ledger's
    own is, would else be folded from the morning on for each fact of it.
    """
    new = sorted(more, key=order)
    if not new:
        return found
    if not found.facts or order(found.facts[-1]) < order(new[0]):
        return _folded([*found.days], [*found.states], found.facts, new)
    first = new[0].on
    kept, since = bisect_left(found.days, first), bisect_left(found.facts, first, key=lambda f: f.on)
    later = sorted([*found.facts[since:], *new], key=order)
    return _folded([*found.days[:kept]], [*found.states[: kept + 1]], found.facts[:since], later)


def unfold(found: Fold[State], gone: Mapping[str, Fact]) -> Fold[State]:
    """Return the fold of the facts of FOUND less those GONE, by reference: before their day, it stands."""
    first = min((f.on for f in gone.values()), default=None)
    if first is None:
        return found
    kept, since = bisect_left(found.days, first), bisect_left(found.facts, first, key=lambda f: f.on)
    later = [f for f in found.facts[since:] if f.reference not in gone]
    return _folded([*found.days[:kept]], [*found.states[: kept + 1]], found.facts[:since], later)


def _folded(
    days: list[dt.date], states: list[State], before: Sequence[Fact], facts: Sequence[Fact]
) -> Fold[State]:
    """Return the fold that DAYS and STATES, of the facts BEFORE, begin and FACTS, in order, go on with."""
    for fact in facts:
        after = fact.event.change(states[-1], fact)
        if days and days[-1] == fact.on:
            states[-1] = after
        else:
            days.append(fact.on)
            states.append(after)
    return Fold(days, states, [*before, *facts])


class Past(Protocol):
    """What a ledger held at one position, stream by stream."""

    @property
    def known_at(self) -> int:
        """The position."""

    @property
    def next_position(self) -> int:
        """The position the next fact would take if nobody else recorded anything."""

    def head(self, stream: str) -> int:
        """Return the last version known of STREAM; 0 when nothing is."""

    def withdrawals(self, stream: str) -> dict[str, Fact]:
        """Return the withdrawals known in STREAM, by the reference of the fact withdrawn."""

    def fact(self, reference: str) -> Fact | None:
        """Return the fact called REFERENCE, withdrawn or not; None when none is known by it."""

    def live(self, stream: str, topic: type[Any] | None = None) -> Sequence[Fact]:
        """Return the facts of STREAM (of one TOPIC) that are not withdrawn, in any order."""

    def first_day(self, stream: str) -> dt.date | None:
        """Return the earliest day of a fact of STREAM that is not withdrawn; None when there is none."""

    def fold(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return what TOPIC came to, day by day, over STREAMS, the first of which is the account's own.

        Money is told in the ledger's currency, at the rates in force on the days it was stated of (X-11).
        """

    def stated(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return the same with money in the currencies it was stated in: it does not add."""


class Facts:
    """Facts held in memory: the pure `Past`.

    A reader that fetches facts on demand derives from this and overrides `_fetch`, `_fetch_one`,
    `_days` and `_tip`.
    """

    def __init__(self, facts: Iterable[Fact] = (), known_at: int | None = None) -> None:
        held = sorted(facts, key=lambda f: f.position)
        self.known_at = known_at if known_at is not None else held[-1].position if held else 0
        self.looked_at: set[str] = set()  # streams somebody asked about; the reader starts it anew
        self._learnt = 0  # facts added since that are not recorded yet
        self._added: dict[str, list[Fact]] = {}
        self._withdrawn: dict[str, dict[str, Fact]] = {}
        self._folds: dict[type[Any], dict[tuple[str, ...], Fold[Any]]] = {}
        self._told: dict[tuple[type[Any], tuple[str, ...]], tuple[Fold[Any], Any, Fold[Any]]] = {}
        self._first: dict[str, dt.date | None] = {}
        self._late: dict[tuple[type[Any], tuple[str, ...]], list[Fact]] = {}  # learnt since they were folded
        for fact in held:
            if fact.position <= self.known_at:
                self.add(fact)
        self._learnt = 0

    def _fetch(self, stream: str, topic: type[Any] | None) -> Sequence[Fact]:
        """Return what else is known of STREAM: facts of TOPIC, withdrawals, or everything (None)."""
        return ()

    def _fetch_one(self, stream: str, version: int) -> Fact | None:
        """Return one more fact that is known of STREAM."""
        return None

    def _days(self, stream: str) -> Iterable[tuple[int, dt.date]]:
        """Return the versions and days of what else is known of STREAM, withdrawals aside."""
        return ()

    def _tip(self, stream: str) -> int:
        """Return the last version of STREAM, those added since aside."""
        return 0

    def add(self, fact: Fact) -> None:
        """Learn one more FACT: recorded, or about to be."""
        event = fact.event
        if isinstance(event, FactWithdrawn):
            self.withdrawals(fact.stream)[event.target] = fact
            self._first.pop(fact.stream, None)
            self._folds.clear()
            self._late.clear()
        else:
            if fact.stream in self._first:
                self._first[fact.stream] = min(fact.on, self._first[fact.stream] or fact.on)
            for streams in self._folds.get(event.topic, ()):
                if fact.stream in streams:
                    self._late.setdefault((event.topic, streams), []).append(fact)
        self._added.setdefault(fact.stream, []).append(fact)
        self._learnt += 1

    def forget(self, facts: Sequence[Fact]) -> None:
        """Unlearn FACTS, the last ones learnt, in that order: what followed them was refused."""
        for fact in reversed(facts):
            self._added[fact.stream].pop()
            self._first.pop(fact.stream, None)
        self._folds.clear()
        self._late.clear()
        self._learnt -= len(facts)

    def forget_from(self, position: int) -> None:
        """Unlearn the facts learnt at POSITION and after it."""
        learnt = (f for facts in self._added.values() for f in facts if f.position >= position)
        self.forget(sorted(learnt, key=lambda f: f.position))

    @property
    def next_position(self) -> int:
        """The position the next fact would take if nobody else recorded anything."""
        return self.known_at + self._learnt + 1

    def head(self, stream: str) -> int:
        """Return the last version known of STREAM; 0 when nothing is."""
        self.looked_at.add(stream)
        added = self._added.get(stream)
        return added[-1].version if added else self._tip(stream)

    def withdrawals(self, stream: str) -> dict[str, Fact]:
        """Return the withdrawals known in STREAM, by the reference of the fact withdrawn."""
        self.looked_at.add(stream)
        known = self._withdrawn.get(stream)
        if known is None:
            known = {f.event.target: f for f in self._fetch(stream, FactWithdrawn)}  # type: ignore[attr-defined]  # only those
            self._withdrawn[stream] = known
        return known

    def fact(self, reference: str) -> Fact | None:
        """Return the fact called REFERENCE, withdrawn or not; None when none is known by it."""
        stream, _, version = reference.rpartition("@")
        if not (stream and version.isascii() and version.isdecimal()):
            return None
        self.looked_at.add(stream)
        for fact in self._added.get(stream, ()):
            if fact.version == int(version):
                return fact
        return self._fetch_one(stream, int(version))

    def live(self, stream: str, topic: type[Any] | None = None) -> Sequence[Fact]:
        """Return the facts of STREAM (of one TOPIC) that are not withdrawn, in any order."""
        gone = self.withdrawals(stream)
        return [
            fact
            for facts in (self._fetch(stream, topic), self._added.get(stream, ()))
            for fact in facts
            if not isinstance(fact.event, FactWithdrawn)
            and (topic is None or fact.event.topic is topic)
            and fact.reference not in gone
        ]

    def first_day(self, stream: str) -> dt.date | None:
        """Return the earliest day of a fact of STREAM that is not withdrawn; None when there is none."""
        gone = self.withdrawals(stream)
        if stream not in self._first:
            facts = (f for f in self._added.get(stream, ()) if not isinstance(f.event, FactWithdrawn))
            known = (*self._days(stream), *((f.version, f.on) for f in facts))
            days = (on for version, on in known if not gone or f"{stream}@{version}" not in gone)
            self._first[stream] = min(days, default=None)
        return self._first[stream]

    def fold(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return what TOPIC came to, day by day, over STREAMS, with its money in the ledger's currency."""
        found = self.stated(topic, streams)
        if not found.currencies:  # as of most topics
            return found
        from majoracct.domain.programme.rates import exchanged, home_currency, rates_known

        home = home_currency(self)
        if not home or found.currencies <= {home}:
            return found
        rates, kept = rates_known(self), self._told.get((topic, streams))
        if kept is None or kept[0] is not found or kept[1] is not rates:
            kept = self._told[topic, streams] = found, rates, exchanged(found, rates, home)
        return kept[2]

    def stated(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return what TOPIC came to, day by day, over STREAMS, with its money as it was stated."""
        self.looked_at.update(streams)
        kept = self._folds.get(topic)
        if kept is None:
            kept = self._folds[topic] = {}
        found = kept.get(streams)
        if found is None:
            own, *predecessors = streams
            facts = list(self.live(own, topic))
            for stream in predecessors:
                facts += (f for f in self.live(stream, topic) if f.event.carries_over)
            found = kept[streams] = fold(topic, facts, own)
        elif (late := self._late.pop((topic, streams), None)) is not None:
            own = streams[0]
            found = kept[streams] = refold(
                found, [f for f in late if f.stream == own or f.event.carries_over]
            )
        return found


class AsKnown(Facts):
    """A past as it was known at an earlier position: without what was recorded since, withdrawals too."""

    def __init__(self, past: Past, known_at: int) -> None:
        super().__init__((), known_at)
        self._past = past

    def _fetch(self, stream: str, topic: type[Any] | None) -> Sequence[Fact]:
        gone = self._past.withdrawals(stream)
        if topic is FactWithdrawn:
            return [f for f in gone.values() if f.position <= self.known_at]
        found = [*self._past.live(stream, topic)]
        found += (
            fact
            for target, withdrawal in gone.items()
            if withdrawal.position > self.known_at
            and (fact := self._past.fact(target)) is not None
            and (topic is None or fact.event.topic is topic)
        )
        return [f for f in found if f.position <= self.known_at]

    def _fetch_one(self, stream: str, version: int) -> Fact | None:
        found = self._past.fact(f"{stream}@{version}")
        return found if found is not None and found.position <= self.known_at else None

    def _days(self, stream: str) -> Iterable[tuple[int, dt.date]]:
        return [(f.version, f.on) for f in self.live(stream)]

    def _tip(self, stream: str) -> int:
        told = (*self._fetch(stream, None), *self.withdrawals(stream).values())
        gone = (self._past.fact(target) for target in self.withdrawals(stream))
        return max((f.version for f in (*told, *gone) if f is not None), default=0)


class PartOf:
    """A past of which only part is told; what, a class that derives from this says in `tells`."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._folds: dict[tuple[type[Any], tuple[str, ...]], Fold[Any]] = {}
        self._stated: dict[tuple[type[Any], tuple[str, ...]], Fold[Any]] = {}

    def tells(self, fact: Fact) -> bool:
        """Return whether FACT is among what is told."""
        raise NotImplementedError

    def _folded(self, whole: Fold[State], topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return what is told of WHOLE, which is what TOPIC came to over STREAMS."""
        raise NotImplementedError

    @property
    def known_at(self) -> int:
        """The position."""
        return self._past.known_at

    @property
    def next_position(self) -> int:
        """The position the next fact would take."""
        return self._past.next_position

    def head(self, stream: str) -> int:
        """Return the last version known of STREAM: versions are never given twice."""
        return self._past.head(stream)

    def withdrawals(self, stream: str) -> dict[str, Fact]:
        """Return the withdrawals known in STREAM, by the reference of the fact withdrawn."""
        return self._past.withdrawals(stream)

    def fact(self, reference: str) -> Fact | None:
        """Return the fact called REFERENCE; None when none is known by it, or it is not told."""
        found = self._past.fact(reference)
        return found if found is not None and self.tells(found) else None

    def live(self, stream: str, topic: type[Any] | None = None) -> Sequence[Fact]:
        """Return the facts of STREAM (of one TOPIC) that are told and not withdrawn, in any order."""
        return [f for f in self._past.live(stream, topic) if self.tells(f)]

    def first_day(self, stream: str) -> dt.date | None:
        """Return the earliest day of a fact of STREAM that is told and not withdrawn; None without one."""
        return min((f.on for f in self.live(stream)), default=None)

    def fold(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return what TOPIC came to, day by day, over STREAMS, of what is told."""
        found = self._folds.get((topic, streams))
        if found is None:
            found = self._folds[topic, streams] = self._exchanged(topic, streams)
        return found

    def _exchanged(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return it from the whole, of which the money is told already, unless other rates tell it here."""
        whole = self._past.fold(topic, streams)
        if not whole.currencies:
            return self._folded(whole, topic, streams)
        from majoracct.domain.programme.rates import exchanged, home_currency, rates_known

        rates = rates_known(self)
        if rates is rates_known(self._past):
            return self._folded(whole, topic, streams)
        return exchanged(self.stated(topic, streams), rates, home_currency(self))

    def stated(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return the same with money as it was stated."""
        found = self._stated.get((topic, streams))
        if found is None:
            whole = self._past.stated(topic, streams)
            found = self._stated[topic, streams] = self._folded(whole, topic, streams)
        return found


class Without(PartOf):
    """A past as if certain facts had never been recorded. Pure; what they do not touch is folded once.

    What withdrew or corrected others stays: the facts they replaced are gone all the same.
    """

    def __init__(self, past: Past, gone: Iterable[Fact]) -> None:
        super().__init__(past)
        self._gone = {f.reference: f for f in gone}

    def tells(self, fact: Fact) -> bool:
        """Return whether FACT is not one of those gone."""
        return fact.reference not in self._gone

    def _folded(self, whole: Fold[State], topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        mine = {r: f for r, f in self._gone.items() if f.event.topic is topic and f.stream in streams}
        return unfold(whole, mine) if mine else whole
