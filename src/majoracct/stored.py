"""What a store held at a position, read topic by topic as rules and questions ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from majoracct.domain import index
from majoracct.domain.kernel import Fact, FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.ports import EventStore

__all__ = ["StoredFacts"]


class StoredFacts(Facts):
    """What a store held at a position, read topic by topic as it is asked for."""

    def __init__(self, store: EventStore, known_at: int) -> None:
        super().__init__((), known_at)
        self._store = store
        self._all: dict[str, list[Fact]] | None = None
        self._tips: dict[str, int] = {}  # heads, once read
        self.newer: Fact | None = None  # a fact of a newer program, if one was read

    def fetch_all(self) -> Self:
        """Read every stream in one pass: for questions about the whole portfolio."""
        self._all = {}
        for fact in self._store.facts(at=self.known_at):
            self._all.setdefault(fact.stream, []).append(fact)
        return self

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
        facts = list(self._store.facts(stream, types=types, at=self.known_at))
        for fact in facts:
            if fact.schema > type(fact.event).schema:
                self.newer = fact
        return facts

    def _fetch_one(self, stream: str, version: int) -> Fact | None:
        return self._store.fact(stream, version) if version <= self._tip(stream) else None
