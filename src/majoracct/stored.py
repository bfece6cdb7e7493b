"""What a store held at a position, read topic by topic as rules and questions ask for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any, Final, Self

from attrs import frozen

from majoracct.domain import index
from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.ports import EventStore, NotFoundError

__all__ = ["Newer", "StoredFacts"]


@frozen
class Newer:
    """A fact that this program does not wholly understand: its reference, type and schema."""

    reference: str
    type: str
    schema: int


class StoredFacts(Facts):
    """What a store held at a position, read topic by topic as it is asked for."""

    def __init__(self, store: EventStore, known_at: int, recorded: dt.date | None = None) -> None:
        """Read what STORE held at KNOWN_AT.

        recorded: the day on which something is recorded on this knowledge; None when it is only read.
        """
        super().__init__((), known_at)
        self.recorded = recorded
        self._store = store
        self._all: _All | None = None
        self._tips: dict[str, int] = {}  # heads, once read

    def record_on(self, day: dt.date | None) -> None:
        """Let what is judged from now on be recorded on DAY; None: before the ledger's zone is known."""
        self.recorded = day

    @property
    def newer(self) -> Newer | None:
        """The first kind of fact in the whole ledger that this program does not wholly understand, if any.

        A ledger that holds one is read-only to us: a judgement of ours could rest on half of what
        that fact says, or contradict it. Two kinds are meant alike: a schema newer than our class of
        the type, whatever was read of it, and a type we have no class for, since a newer program, or a
        plug-in we were not given, has rules about it. The ledger as it stands is asked, not as of
        `known_at`; what others append between this question and our append stands on streams that we
        either did not read, or conflict on.
        """
        known = {entry.type for entry in index.events()}
        for (type_, schema), reference in self._store.shapes().items():
            # Every class is as new as schema 1: most need not be imported to be asked.
            if type_ not in known or (schema > 1 and schema > index.event_class(type_).schema):
                return Newer(reference, type_, schema)
        return None

    @property
    def on_record(self) -> bool:
        """Whether all of it is on record: nothing was judged on it, or supposed, that is not."""
        return self._learnt == 0

    def fetch_all(self) -> Self:
        """Read every stream at once from now on, a topic when it is asked for: for the whole portfolio."""
        if self._all is None:
            self._all = _All(self._store, self.known_at)
        return self

    def named(self, reference: str) -> Fact:
        """Return the fact called REFERENCE, withdrawn or not. Raises NotFoundError."""
        found = self.fact(reference)
        if found is None:
            raise NotFoundError(f"there is no fact {reference!r}: facts are called like acme@3")
        return found

    def of_types(self, types: Collection[str]) -> list[Fact]:
        """Return every fact of these TYPES, by stored name, of all streams, in order of position."""
        return list(self._store.facts(types=types, at=self.known_at))

    def together(self, target: Fact) -> list[Fact]:
        """Return what was recorded by the command of TARGET over several streams; else TARGET alone.

        What the book of record noted of itself beside it, such as a key, stays whatever becomes of TARGET.
        """
        group = [
            f
            for f in self._store.of_command(target.command_id)
            if f.stream != LEDGER and not isinstance(f.event, FactWithdrawn)
        ]
        return group if len({f.stream for f in group}) > 1 else [target]

    @property
    def read(self) -> dict[str, int]:
        """The head of every stream that was looked at since the last append: what a judgement rests on."""
        return {stream: self._tip(stream) for stream in sorted(self.looked_at)}

    def overtaken(self, stream: str) -> bool:
        """Return whether somebody has recorded on STREAM since the position whose knowledge this is."""
        now = self._store.heads((stream,), self._store.head())[stream]
        return now != self._store.heads((stream,), self.known_at)[stream]

    def settle(self, known_at: int) -> None:
        """Take what was added as recorded, the last of it at position KNOWN_AT."""
        for stream, facts in self._added.items():
            self._tips[stream] = facts[-1].version
        if self._all is not None:
            self._all = _All(self._store, known_at)
        self._added.clear()
        self.looked_at.clear()
        self._learnt = 0
        self.known_at = known_at

    @property
    def streams(self) -> list[str]:
        """Every stream that has facts, sorted."""
        return self._store.streams(self.known_at) if self._all is None else sorted(self._all.heads)

    def _tip(self, stream: str) -> int:
        if self._all is not None:
            return self._all.heads.get(stream, 0)
        head = self._tips.get(stream)
        if head is None:
            head = self._tips[stream] = self._store.heads((stream,), self.known_at)[stream]
        return head

    def _days(self, stream: str) -> Iterable[tuple[int, dt.date]]:
        if self._all is not None:
            return self._all.days(stream)
        if self._tip(stream) == 0:
            return ()
        outlines = self._store.outlines(stream, at=self.known_at)
        return [(each.version, each.on) for each in outlines if each.type not in _WITHDRAWALS]

    def _fetch(self, stream: str, topic: type[Any] | None) -> Sequence[Fact]:
        if self._all is not None:
            return self._all.facts(stream, topic)
        if self._tip(stream) == 0:
            return ()
        return list(self._store.facts(stream, types=_types(topic), at=self.known_at))

    def _fetch_one(self, stream: str, version: int) -> Fact | None:
        return self._store.fact(stream, version) if version <= self._tip(stream) else None


_WITHDRAWALS: Final = (FactWithdrawn.__name__,)
_OWN: Final = (PROGRAMME, LEDGER)  # streams that are no account's


def _types(topic: type[Any] | None) -> tuple[str, ...] | None:
    """Return the stored names of the events of TOPIC, of withdrawals, or None for everything."""
    if topic is None:
        return None
    return _WITHDRAWALS if topic is FactWithdrawn else index.types_of(topic)


class _All:
    """Every stream at once, up to a position: the days of its facts, and the topics asked for so far.

    A topic is read once for all streams. Of the rest no event's class is imported: a portfolio is mostly
    asked about a few topics of the many that it has.
    """

    def __init__(self, store: EventStore, known_at: int) -> None:
        self._store = store
        self._known_at = known_at
        self._read: dict[type[Any] | None, dict[str, list[Fact]]] = {}
        self._own: dict[str, list[Fact]] = {}  # all of a stream that is no account's, once read

    @cached_property
    def heads(self) -> dict[str, int]:
        """The last version of every stream that has facts."""
        return self._store.heads(self._store.streams(self._known_at), self._known_at)

    @cached_property
    def _outlined(self) -> tuple[set[str], dict[str, list[tuple[int, dt.date]]]]:
        """The types there are; of each stream, the versions and days of its facts, withdrawals aside."""
        types: set[str] = set()
        days: dict[str, list[tuple[int, dt.date]]] = {}
        for _, stream, version, type_, on in self._store.outlines(at=self._known_at):
            types.add(type_)
            if type_ not in _WITHDRAWALS:
                days.setdefault(stream, []).append((version, on))
        return types, days

    def days(self, stream: str) -> Sequence[tuple[int, dt.date]]:
        """Return the versions and days of the facts of STREAM, withdrawals aside."""
        return self._outlined[1].get(stream, ())

    def facts(self, stream: str, topic: type[Any] | None) -> Sequence[Fact]:
        """Return the facts of STREAM: of TOPIC, the withdrawals in it, or everything (None)."""
        if topic is None and stream in _OWN:
            # An answer about accounts names our people, and needs nothing else of these.
            if stream not in self._own:
                self._own[stream] = list(self._store.facts(stream, at=self._known_at))
            return self._own[stream]
        found = self._read.get(topic)
        if found is None:
            found = {}
            for fact in self._of(topic):
                found.setdefault(fact.stream, []).append(fact)
            self._read[topic] = found  # whole: another thread may ask meanwhile
        return found.get(stream, ())

    def _of(self, topic: type[Any] | None) -> Iterable[Fact]:
        """Return the facts of TOPIC, withdrawals, or everything (None), of all streams."""
        types = _types(topic)
        if types is None:
            return self._store.facts(at=self._known_at)
        if (everything := self._read.get(None)) is not None:
            return (f for facts in everything.values() for f in facts if type(f.event).__name__ in types)
        if topic is not FactWithdrawn and self._outlined[0].isdisjoint(types):
            return ()  # a pass over all rows is saved
        return self._store.facts(types=types, at=self._known_at)
