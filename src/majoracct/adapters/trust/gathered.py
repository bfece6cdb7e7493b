"""What a dossier is computed from, noted as it is read: the facts a bundle has to carry, and no others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from majoracct.domain import index
from majoracct.domain.book.persons import PersonErased, PersonKeyCommitted
from majoracct.domain.kernel import LEDGER, PROGRAMME, Erased, Event, Fact, FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.domain.programme.staff import Staff
from majoracct.domain.seen import fields_of

__all__ = ["Gathered", "Handed", "Held", "cites", "in_the_clear", "named", "sealed"]

_WITHDRAWALS: Final = (FactWithdrawn.__name__,)
_OF_KEYS: Final = (PersonKeyCommitted.__name__, PersonErased.__name__)


class Held(Protocol):
    """Whoever holds facts: a store, or a bundle."""

    def heads(self, streams: Collection[str], at: int) -> Mapping[str, int]:
        """Return the last version of each of STREAMS as of position AT; 0 for an unknown one."""

    def facts(
        self, stream: str | None = None, *, types: Collection[str] | None = None, at: int | None = None
    ) -> Iterator[Fact]:
        """Yield the facts of STREAM, or of all, up to position AT, in order of position."""

    def fact(self, stream: str, version: int) -> Fact | None:
        """Return one fact, or None."""


class Gathered(Facts):
    """What somebody holds at a position, of which everything that is read is noted.

    What is read is read by topic: of the programme's facts, the policies with a question of policy, and of
    its people those who are named.
    """

    def __init__(self, held: Held, known_at: int) -> None:
        super().__init__((), known_at)
        self._held = held
        self._noted: dict[str, Fact] = {}

    def noted(self, besides: Collection[str]) -> list[Fact]:
        """Return what was read of other streams BESIDES these, by position."""
        found = (fact for fact in self._noted.values() if fact.stream not in besides)
        return sorted(found, key=lambda fact: fact.position)

    def whole(self, streams: Iterable[str]) -> list[Fact]:
        """Return every fact of STREAMS, by position."""
        found = (fact for stream in streams for fact in self._held.facts(stream, at=self.known_at))
        return sorted(found, key=lambda fact: fact.position)

    def colleagues(self, people: Collection[str]) -> list[Fact]:
        """Return the facts that make those of PEOPLE known who are ours, withdrawn or not."""
        found = self._held.facts(PROGRAMME, types=index.types_of(Staff), at=self.known_at)
        return self._note(
            fact
            for fact in found
            if fact.event.introduces and getattr(fact.event, fact.event.introduces) in people
        )

    def keys(self, people: Collection[str]) -> list[Fact]:
        """Return the facts that commit to the keys of PEOPLE, and those that say they were erased."""
        found: Iterator[Any] = self._held.facts(LEDGER, types=_OF_KEYS, at=self.known_at)
        return self._note(fact for fact in found if fact.event.person in people)

    def _note(self, facts: Iterable[Fact]) -> list[Fact]:
        found = list(facts)
        self._noted.update((fact.reference, fact) for fact in found)
        return found

    def _tip(self, stream: str) -> int:
        return self._held.heads((stream,), self.known_at)[stream]

    def _days(self, stream: str) -> Iterable[tuple[int, dt.date]]:
        facts = self._fetch(stream, None)
        return [(fact.version, fact.on) for fact in facts if not isinstance(fact.event, FactWithdrawn)]

    def _fetch(self, stream: str, topic: type[Any] | None) -> Sequence[Fact]:
        types = None if topic is None else _WITHDRAWALS if topic is FactWithdrawn else index.types_of(topic)
        return self._note(self._held.facts(stream, types=types, at=self.known_at))

    def _fetch_one(self, stream: str, version: int) -> Fact | None:
        found = self._held.fact(stream, version)
        if found is None or found.position > self.known_at:
            return None
        return self._note([found])[0]


class Handed:
    """The facts that were handed over, in memory."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._of: dict[str, list[Fact]] = {}
        self._one: dict[tuple[str, int], Fact] = {}
        for fact in sorted(facts, key=lambda each: each.position):
            self._of.setdefault(fact.stream, []).append(fact)
            self._one[fact.stream, fact.version] = fact

    def heads(self, streams: Collection[str], at: int) -> dict[str, int]:
        """Return the last version that was handed over of each of STREAMS; 0 for an unknown one."""
        return {stream: self._of[stream][-1].version if stream in self._of else 0 for stream in streams}

    def facts(
        self, stream: str | None = None, *, types: Collection[str] | None = None, at: int | None = None
    ) -> Iterator[Fact]:
        """Yield the facts of STREAM, or of all, in order of position."""
        held = self._of.get(stream, ()) if stream is not None else self._one.values()
        return (fact for fact in held if types is None or type(fact.event).__name__ in types)

    def fact(self, stream: str, version: int) -> Fact | None:
        """Return one fact, or None."""
        return self._one.get((stream, version))


# Whom facts are about


def named(fact: Fact) -> set[str]:
    """Return the people FACT names by their ids."""
    return set(_values(fact.event, "person"))


def cites(fact: Fact) -> list[str]:
    """Return the facts of the programme and of the ledger's own that FACT names."""
    named = sorted(set(_values(fact.event, "fact")))
    return [reference for reference in named if reference.rpartition("@")[0] in (PROGRAMME, LEDGER)]


def in_the_clear(fact: Fact) -> set[str]:
    """Return of whom FACT says something personal that can be read; nothing opens what is sealed in it."""
    return {person for person, value in _personal(fact.event) if not isinstance(value, Erased)}


def sealed(fact: Fact) -> set[str]:
    """Return of whom FACT says something personal that is sealed."""
    return {person for person, value in _personal(fact.event) if value is Erased.sealed}


def _values(event: Event[Any], mark: str) -> Iterator[str]:
    """Yield what stands in the fields of EVENT that carry MARK."""
    for name in fields_of(type(event), mark):
        value = getattr(event, name)
        yield from value if isinstance(value, tuple) else [value] if value else []


def _personal(event: Event[Any]) -> Iterator[tuple[str, Any]]:
    """Yield what is personal in EVENT, each with the person it is about."""
    for name in fields_of(type(event), "personal"):
        value = getattr(event, name)
        if value is not None and value != "":
            yield str(getattr(event, type(event).subject) or ""), value
