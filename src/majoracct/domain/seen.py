"""What facts add up to: an account, the programme or the book, seen on a day as known at a position.

Nothing here reads a clock, a file or a random number. What was known at the position is a `Past`; true
on a day are the facts dated up to it.

Rules
  K1  Nothing is recorded about an account that the ledger does not know.
  K2  Nothing dated on or after its merger is recorded about an account that merged into another.
  K3  Only what is on record, and is not itself a withdrawal, can be withdrawn.
  K4  A fact is withdrawn once, so that it has at most one live correction.
  K5  Withdrawing says why.
  K6  What spreads over several streams is recorded together and withdrawn together, never singly.
  K7  What a fact made known is not moved to after facts that speak of it.
  K8  What names the fact of another command is recorded only when that fact is on record.
  K9  Nothing is recorded, withdrawn or corrected on a day of a closed period.                  B-D4
  K10 Nothing is recorded, withdrawn or corrected longer after its day than policy allows.      B-D4
  K11 What is corrected keeps what it pinned: what was known, shown or said then. Only what hangs on the
      day, or on a field of the event, is taken anew when that is corrected.               B-D4

K9 and K10 are asked when something is recorded, on the day of recording, and of nobody who acts in a capacity
that policy lets override them, and says why. Judging the past again asks neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self, TypeAlias, TypeVar, get_type_hints

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
from majoracct.domain.past import Facts, Fold, Past, order

__all__ = [
    "EVER",
    "Account",
    "Book",
    "BooksClosed",
    "NamedFactMissing",
    "Programme",
    "Proposal",
    "RecordedTooLate",
    "Seen",
    "fields_of",
    "judge",
    "kept",
    "may_be_moved",
    "may_be_withdrawn",
    "people_of",
    "require",
    "resolved",
]

EVER: Final = dt.date.max  # no day is later: "whatever the day"
Proposal: TypeAlias = Sequence[tuple[str, Event[Any]]]  # what a procedure proposes: stream and event

State = TypeVar("State")
AnyEvent = TypeVar("AnyEvent", bound=Event[Any])


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
    recorded: dt.date | None = None  # the day it is recorded; None when reading, or judging the past again

    def __getitem__(self, topic: type[State]) -> State:
        return self.fold(topic).on(self.on)

    def fold(self, topic: type[State]) -> Fold[State]:
        """Return what TOPIC came to, day by day, whatever the day seen; money in the ledger's currency."""
        return self.past.fold(topic, self.streams)

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
        return self.past.first_day(self.key)

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

    @property
    def programme(self) -> Programme:
        """The programme on the same day, known at the same position."""
        return Programme(PROGRAMME, self.on, self.past, self.actor)

    def changes(self, *topics: type[Any]) -> list[dt.date]:
        """Return the days up to this one on which any of TOPICS changed, in order."""
        days = {d for topic in topics for d in self.past.fold(topic, self.streams).days if d <= self.on}
        return sorted(days)


@frozen
class Programme(Seen):
    """The programme: its policy and targets. ``programme[Policy]`` reads one topic."""


@frozen
class Book(Seen):
    """The book of record itself: its settings, imports, keys and checkpoints."""


@frozen
class Account(Seen):
    """All that is known of one account. ``account[Sponsorship]`` reads one topic.

    Money is told in the ledger's currency, at the rates in force on the days it was stated of (X-11).
    """

    @property
    def streams(self) -> tuple[str, ...]:
        """Its own stream, and those of the accounts that had merged into it by the day."""
        found = [self.key]
        for stream in found:  # grows as predecessors of predecessors are found
            joined = self.past.fold(Mergers, (stream,)).on(self.on).predecessors
            found += (s for s in joined if s not in found)
        return tuple(found)

    @property
    def known(self) -> bool:
        """Whether something is on record of it that was not withdrawn."""
        gone = self.past.withdrawals(self.key)
        return not gone or self.since is not None

    @property
    def merged_into(self) -> str | None:
        """The account that tells of this one on the day, if it had merged by then."""
        return self.past.fold(Mergers, (self.key,)).on(self.on).successor

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


class OthersRestOnIt(Refused):
    rule = "K7"


class NamedFactMissing(Refused):
    rule = "K8"


class BooksClosed(Refused):
    rule = "K9"


class RecordedTooLate(Refused):
    rule = "K10"


# What may be recorded


def require(kind: type[Event[Any]], seen: Seen) -> None:
    """Raise Refused unless an event of this KIND, whatever its fields, can have happened to what is SEEN.

    Raises TypeError for an event of another kind of stream.
    """
    if isinstance(seen, Account):
        if not issubclass(kind, AccountEvent):
            raise TypeError(f"{kind.__name__} is not an event of an account")
        if not kind.opens and (seen.head == 0 or not seen.known):
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
    _in_time(seen)


def _in_time(seen: Seen) -> None:
    """Raise Refused when something of the day SEEN is recorded too late (K9, K10)."""
    if seen.recorded is None or seen.on >= seen.recorded:
        return  # what is recorded on its day rests on no rule of the programme, and conflicts with none
    from majoracct.domain.programme.periods import lateness

    late = lateness(Programme(PROGRAMME, seen.recorded, seen.past), seen.key, seen.on)
    if late is None:
        return
    entitled = late.entitles(seen.actor.role)
    if entitled and seen.reason.strip():
        return
    remedy = "Say why." if entitled else f"Have it recorded as {' or '.join(late.roles)}, saying why."
    if late.through is not None:
        raise BooksClosed(f"{seen.on} is closed, as the books are through {late.through}", remedy)
    raise RecordedTooLate(
        f"{seen.on} is {late.days:,} days before {seen.recorded}, when it is recorded; "
        f"policy allows {late.limit:,}",
        remedy,
    )


def judge(event: Any, seen: Seen, kept: Mapping[str, Any] | None = None) -> Any:
    """Return EVENT, its pinned fields filled in, when it can have happened to what is SEEN.

    kept: the pinned fields that are not taken anew: those of the fact that it corrects.
    Raises Refused by the first rule that stands in the way. Replay never calls this.
    """
    require(type(event), seen)
    event, pins, stays = resolved(event, seen.past), _pins(type(event)), kept or {}
    if pins:  # nobody brings their own to what is recorded
        event = evolve(event, **{**({} if seen.recorded is None else pins), **stays})
    if not pins or stays.keys() != pins.keys():
        event = evolve(event.pin(seen), **stays)
    event.admit(seen)
    return event


def kept(target: Fact, on: dt.date, changed: Event[Any], past: Past) -> dict[str, Any]:
    """Return the pinned fields of TARGET that stay when it is corrected: when ON is the day, and CHANGED it.

    What was pinned is what was so, known, shown or said then. It stays unless it was taken of what changes.
    """
    was, now = target.event, resolved(changed, past)
    changes = {a.name for a in fields(type(was)) if getattr(was, a.name) != getattr(now, a.name)}
    if on != target.on:
        changes.add("on")
    pins = (a for a in fields(type(was)) if a.metadata.get("pinned"))
    return {a.name: getattr(was, a.name) for a in pins if changes.isdisjoint(a.metadata["of"])}


def _pins(event: type[Event[Any]]) -> dict[str, Any]:
    """Return the pinned fields of EVENT, empty."""
    found = _pinned.get(event)
    if found is None:
        found = {a.name: a.default for a in fields(event) if a.metadata.get("pinned")}
        _pinned[event] = found
    return found


_pinned: dict[type[Event[Any]], dict[str, Any]] = {}  # by event: its pinned fields, empty


_named: dict[tuple[type[Event[Any]], str], tuple[str, ...]] = {}  # by event and mark: its fields so marked


def fields_of(event: type[Event[Any]], of: str = "fact") -> tuple[str, ...]:
    """Return the fields of EVENT that carry the mark OF."""
    found = _named.get((event, of))
    if found is None:
        hints = get_type_hints(event, include_extras=True)
        found = _named[event, of] = tuple(a.name for a in fields(event) if marked(hints[a.name], of))
    return found


def people_of(event: Event[Any]) -> set[str]:
    """Return the people that EVENT names."""
    return _named_in(event, "person")


def _speaks_of(event: Event[Any]) -> set[str]:
    """Return the facts and people that EVENT names."""
    return _named_in(event, "fact") | people_of(event)


def _named_in(event: Event[Any], of: str) -> set[str]:
    found: set[str] = set()
    for name in fields_of(type(event), of):
        value = getattr(event, name)
        found.update(value if isinstance(value, tuple) else [value] if value else [])
    return found


def resolved(event: AnyEvent, past: Past) -> AnyEvent:
    """Return EVENT with every fact it names called by its origin, whichever link of its chain was named."""
    named = fields_of(type(event))
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
    _in_time(seen)


def may_be_moved(target: Fact, to: dt.date, seen: Seen) -> None:
    """Raise Refused when the day TO puts TARGET after facts of its stream that speak of what it made known.

    On a new day a fact comes after those that were there.
    """
    made = {target.id, getattr(target.event, target.event.introduces or "introduces", "")}
    before = [
        f
        for f in sorted(seen.past.live(seen.key), key=order)
        if f.on <= to != target.on and f.id != target.id and made & _speaks_of(f.event)
    ]
    if before:
        first = before[0]
        raise OthersRestOnIt(
            f"{first.reference} of {first.on} speaks of {target.reference}, which cannot come after it",
            "Correct or withdraw what rests on it first.",
        )
