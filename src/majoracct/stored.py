"""What a store held at a position, read topic by topic as rules and questions ask for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

from attrs import frozen

from majoracct.domain import index
from majoracct.domain.kernel import Fact, FactWithdrawn
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
        self._all: dict[str, list[Fact]] | None = None
        self._tips: dict[str, int] = {}  # heads, once read

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

    def fetch_all(self) -> Self:
        """Read every stream in one pass: for questions about the whole portfolio."""
        if self._all is None:
            self._all = {}
            for fact in self._store.facts(at=self.known_at):
                self._all.setdefault(fact.stream, []).append(fact)
        return self

    def named(self, reference: str) -> Fact:
        """Return the fact called REFERENCE, withdrawn or not. Raises NotFoundError."""
        found = self.fact(reference)
        if found is None:
            raise NotFoundError(f"there is no fact {reference!r}: facts are called like acme@3")
        return found

    def together(self, target: Fact) -> list[Fact]:
        """Return what was recorded by the command of TARGET over several streams; else TARGET alone."""
        group = [
            f for f in self._store.of_command(target.command_id) if not isinstance(f.event, FactWithdrawn)
        ]
        return group if len({f.stream for f in group}) > 1 else [target]

    @property
    def read(self) -> dict[str, int]:
        """The head of every stream that was looked at since the last append: what a judgement rests on."""
        return {stream: self._tip(stream) for stream in sorted(self.looked_at)}

    def settle(self, known_at: int) -> None:
        """Take what was added as recorded, the last of it at position KNOWN_AT."""
        for stream, facts in self._added.items():
            self._tips[stream] = facts[-1].version
        self._added.clear()
        self.looked_at.clear()
        self._learnt = 0
        self.known_at = known_at

    @property
    def streams(self) -> list[str]:
        """Every stream that has facts, sorted."""
        return sorted(self._all) if self._all is not None else self._store.streams(self.known_at)

    def _tip(self, stream: str) -> int:
        if self._all is not None:
            held = self._all.get(stream)
            return held[-1].version if held else 0
        head = self._tips.get(stream)
        if head is None:
            head = self._tips[stream] = self._store.heads((stream,), self.known_at)[stream]
        return head

    def _fetch(self, stream: str, topic: type[Any] | None) -> Sequence[Fact]:
        if self._all is not None:
            held = self._all.get(stream, [])
            if topic is None:
                return held
            if topic is FactWithdrawn:
                return [f for f in held if isinstance(f.event, FactWithdrawn)]
            return [f for f in held if not isinstance(f.event, FactWithdrawn) and f.event.topic is topic]
        if self._tip(stream) == 0:
            return ()
        types = (
            None if topic is None else ("FactWithdrawn",) if topic is FactWithdrawn else index.types_of(topic)
        )
        return list(self._store.facts(stream, types=types, at=self.known_at))

    def _fetch_one(self, stream: str, version: int) -> Fact | None:
        return self._store.fact(stream, version) if version <= self._tip(stream) else None
