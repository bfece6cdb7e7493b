"""What facts add up to: an account, the programme or the book, seen on a day as known at a position.

Nothing here reads a clock, a file or a random number. Known at a position are the facts up to it,
less those withdrawn by a fact up to it; true on a day are those dated up to it. They fold in the
order of their day, the source's time of day where one was imported, and their place.

Rules
  K1  Nothing is recorded about an account that the ledger does not know.
  K2  Nothing dated on or after its merger is recorded about an account that merged into another.
  K3  Only what is on record, and is not itself a withdrawal, can be withdrawn.
  K4  A fact is withdrawn once, so that it has at most one live correction.
  K5  Withdrawing says why.
  K6  What spreads over several streams is recorded together and withdrawn together, never singly.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, Final, Generic, Protocol, Self, TypeAlias, TypeVar, get_type_hints

from attrs import evolve, field, fields, frozen

from majoracct.domain.account.mergers import Mergers
from majoracct.domain.kernel import (
    LEDGER,
    PROGRAMME,
    AccountEvent,
    Actor,
    Event,
    Evidence,
    Fact,
    FactWithdrawn,
    LedgerEvent,
    ProgrammeEvent,
    Refused,
    marked,
)

__all__ = [
    "EVER",
    "Account",
    "Book",
    "Fact",
    "Facts",
    "Fold",
    "Past",
    "Programme",
    "Proposal",
    "Seen",
    "judge",
    "may_be_withdrawn",
    "require",
    "resolved",
]

EVER: Final = dt.date.max  # no day is later: "whatever the day"
Proposal: TypeAlias = Sequence[tuple[str, Event[Any]]]  # what a procedure proposes: stream and event

State = TypeVar("State")
AnyEvent = TypeVar("AnyEvent", bound=Event[Any])


# What is known


@frozen
class Fold(Generic[State]):
    """A topic's state after each day that changed it."""

    days: Sequence[dt.date]
    states: Sequence[State]  # one more than days: the first is before anything happened

    def on(self, day: dt.date) -> State:
        """Return the state as DAY ends."""
        return self.states[bisect_right(self.days, day) if self.days else 0]


def order(fact: Fact) -> tuple[dt.date, str, int]:
    """Return where FACT comes among the facts of its topic.

    A fact without a source's time of day comes before those of its day that have one.
    """
    return fact.on, fact.time, fact.place


def fold(topic: type[State], facts: Iterable[Fact]) -> Fold[State]:
    """Return the states TOPIC goes through over its live FACTS, given in any order."""
    days: list[dt.date] = []
    states: list[State] = [topic()]
    for fact in sorted(facts, key=order):
        after = fact.event.change(states[-1], fact)
        if days and days[-1] == fact.on:
            states[-1] = after
        else:
            days.append(fact.on)
            states.append(after)
    return Fold(days, states)


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

    def fold(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return what TOPIC came to, day by day, over STREAMS, the first of which is the account's own."""


class Facts:
    """Facts held in memory: the pure `Past`.

    A reader that fetches facts on demand derives from this and overrides `_fetch` and `_tip`.
    """

    def __init__(self, facts: Iterable[Fact] = (), known_at: int | None = None) -> None:
        held = sorted(facts, key=lambda f: f.position)
        self.known_at = known_at if known_at is not None else held[-1].position if held else 0
        self.looked_at: set[str] = set()  # streams somebody asked about; the reader starts it anew
        self._learnt = 0  # facts added since that are not recorded yet
        self._added: dict[str, list[Fact]] = {}
        self._withdrawn: dict[str, dict[str, Fact]] = {}
        self._folds: dict[type[Any], dict[tuple[str, ...], Fold[Any]]] = {}
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

    def _tip(self, stream: str) -> int:
        """Return the last version of STREAM, those added since aside."""
        return 0

    def add(self, fact: Fact) -> None:
        """Learn one more FACT: recorded, or about to be."""
        event = fact.event
        if isinstance(event, FactWithdrawn):
            self.withdrawals(fact.stream)[event.target] = fact
            self._folds.clear()
        else:
            self._folds.pop(event.topic, None)
        self._added.setdefault(fact.stream, []).append(fact)
        self._learnt += 1

    def forget(self, facts: Sequence[Fact]) -> None:
        """Unlearn FACTS, the last ones learnt: what followed them was refused."""
        for fact in reversed(facts):
            self._added[fact.stream].remove(fact)
            self._folds.pop(fact.event.topic, None)
        self._learnt -= len(facts)

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

    def fold(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        """Return what TOPIC came to, day by day, over STREAMS, the first of which is the account's own."""
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
            found = kept[streams] = fold(topic, facts)
        return found


# What is seen


@frozen
class Seen:
    """One stream as it stood when a day ended, as known at a position, by an actor.

    ``seen[Topic]`` is what the facts of that topic had come to.
    """

    key: str
    on: dt.date
    past: Past = field(factory=Facts, repr=False)
    actor: Actor = field(default=Actor(""))
    reason: str = ""  # why the actor records; "" when reading
    evidence: tuple[Evidence, ...] = ()  # what the actor shows
    fresh: str = ""  # an id nobody has used, brought from outside

    def __getitem__(self, topic: type[State]) -> State:
        return self.past.fold(topic, self.streams).on(self.on)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams that tell of it on the day: its own, then its predecessors'."""
        return (self.key,)

    @property
    def known_at(self) -> int:
        """The ledger's position whose knowledge this is; what is recorded with it, before it, included."""
        return self.past.next_position - 1

    @property
    def head(self) -> int:
        """The stream's last version, whatever the day."""
        return self.past.head(self.key)

    def at(self, day: dt.date) -> Self:
        """Return the same knowledge, seen on another DAY."""
        return evolve(self, on=day)

    @property
    def ever(self) -> Self:
        """The same knowledge with no day's limit: what exists, what is taken."""
        return self.at(EVER)

    @property
    def since(self) -> dt.date | None:
        """The day of its earliest fact that is not withdrawn; None when nothing is known of it."""
        return min((f.on for f in self.past.live(self.key)), default=None)

    @property
    def facts(self) -> list[Fact]:
        """What was true of it by the day and is not withdrawn, in the order it was true."""
        own, *others = self.streams
        known = [f for f in self.past.live(own) if f.on <= self.on]
        for stream in others:
            known += (f for f in self.past.live(stream) if f.on <= self.on and f.event.carries_over)
        return sorted(known, key=order)

    @property
    def book(self) -> Book:
        """The book of record, known at the same position, whatever the day."""
        return Book(LEDGER, EVER, self.past, self.actor)

    def changes(self, *topics: type[Any]) -> list[dt.date]:
        """Return the days up to this one on which any of TOPICS changed, in order."""
        days = {d for topic in topics for d in self.past.fold(topic, self.streams).days if d <= self.on}
        return sorted(days)


@frozen
class Programme(Seen):
    """The programme: its policy and targets. ``programme[Policy]`` reads one topic."""


@frozen
class Book(Seen):
    """The book of record itself: its settings and imports."""


@frozen
class Account(Seen):
    """All that is known of one account. ``account[Sponsorship]`` reads one topic."""

    @property
    def streams(self) -> tuple[str, ...]:
        """Its own stream, and those of the accounts that had merged into it by the day."""
        found = [self.key]
        for stream in found:  # grows as predecessors of predecessors are found
            joined = self.past.fold(Mergers, (stream,)).on(self.on).predecessors
            found += (s for s in joined if s not in found)
        return tuple(found)

    @property
    def merged_into(self) -> str | None:
        """The account that tells of this one on the day, if it had merged by then."""
        return self.past.fold(Mergers, (self.key,)).on(self.on).successor

    @property
    def programme(self) -> Programme:
        """The programme on the same day, known at the same position."""
        return Programme(PROGRAMME, self.on, self.past, self.actor)

    def other(self, key: str) -> Account:
        """Return another account, seen on the same day, known at the same position."""
        return evolve(self, key=key)


# Why not


class AccountUnknown(Refused):
    rule = "K1"


class AccountMergedAway(Refused):
    rule = "K2"


class NothingToWithdraw(Refused):
    rule = "K3"


class AlreadyWithdrawn(Refused):
    rule = "K4"


class ReasonMissing(Refused):
    rule = "K5"


class OneOfSeveral(Refused):
    rule = "K6"


# What may be recorded


def require(kind: type[Event[Any]], seen: Seen) -> None:
    """Raise Refused unless an event of this KIND, whatever its fields, can have happened to what is SEEN.

    Raises TypeError for an event of another kind of stream.
    """
    if isinstance(seen, Account):
        if not issubclass(kind, AccountEvent):
            raise TypeError(f"{kind.__name__} is not an event of an account")
        if seen.head == 0 and not kind.opens:
            raise AccountUnknown(f"The ledger knows no account {seen.key}", "Open it first.")
        if (successor := seen.merged_into) is not None and kind.topic is not Mergers:
            raise AccountMergedAway(
                f"{seen.key} had merged into {successor} by {seen.on}", f"Record it on {successor}."
            )
        kind.require(seen)
    elif isinstance(seen, Programme):
        if not issubclass(kind, ProgrammeEvent):
            raise TypeError(f"{kind.__name__} is not an event of the programme")
        kind.require(seen)
    elif isinstance(seen, Book):
        if not issubclass(kind, LedgerEvent):
            raise TypeError(f"{kind.__name__} is not an event of the book of record")
        kind.require(seen)


def judge(event: Any, seen: Seen) -> Any:
    """Return EVENT, its pinned fields filled in, when it can have happened to what is SEEN.

    Raises Refused by the first rule that stands in the way. Replay never calls this.
    """
    require(type(event), seen)
    event = resolved(event, seen.past).pin(seen)
    event.admit(seen)
    return event


_named: dict[type[Event[Any]], tuple[str, ...]] = {}  # by event: its fields that name facts


def _references(event: type[Event[Any]]) -> tuple[str, ...]:
    found = _named.get(event)
    if found is None:
        hints = get_type_hints(event, include_extras=True)
        found = _named[event] = tuple(a.name for a in fields(event) if marked(hints[a.name], "fact"))
    return found


def resolved(event: AnyEvent, past: Past) -> AnyEvent:
    """Return EVENT with every fact it names called by its origin, whichever link of its chain was named."""
    named = _references(type(event))
    if not named:
        return event

    def origin(reference: str) -> str:
        fact = past.fact(reference)
        return fact.id if fact else reference

    changes: dict[str, Any] = {}
    for name in named:
        value = getattr(event, name)
        if isinstance(value, tuple):
            changes[name] = tuple(origin(v) for v in value)
        elif value is not None:
            changes[name] = origin(value)
    return evolve(event, **changes)


def may_be_withdrawn(target: Fact, seen: Seen) -> None:
    """Raise Refused unless TARGET, a fact of the stream SEEN, can be withdrawn for the reason given there."""
    if isinstance(target.event, FactWithdrawn):
        raise NothingToWithdraw(
            f"{target.reference} is itself a withdrawal", "Record again what was withdrawn by mistake."
        )
    if by := seen.past.withdrawals(target.stream).get(target.reference):
        raise AlreadyWithdrawn(
            f"{target.reference} was withdrawn by {by.reference}",
            "Correct the fact that replaced it, or record it again.",
        )
    if not seen.reason.strip():
        raise ReasonMissing("A withdrawal without a reason cannot be judged later", "Say why.")
    target.event.release(target, seen)
