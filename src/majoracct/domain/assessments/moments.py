"""Moments: an account after each thing that happened, and after each day on which time alone changed it.

Rules
  RE1  Facts of one day are told one after another, in the order in which replay folds them.       B-D4
  RE2  What time alone changes has a moment of its own, before the facts of its day.               B-D4
  RE3  After the last fact of a day the account is what it is judged to be on that day.            B-D4
  RE4  What was withdrawn is told in its place, with its withdrawal, and changes nothing.          B-D4
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from attrs import define, evolve, field, frozen

from majoracct.domain.assessments.changes import Picture, between, picture
from majoracct.domain.assessments.history import Entry, history, known, staff
from majoracct.domain.assessments.overview import Told
from majoracct.domain.assessments.telling import Names
from majoracct.domain.assessments.turning import turns
from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.past import Facts, Fold, PartOf, Past, order
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account

__all__ = ["Midway", "Moment", "moments"]

State = TypeVar("State")


class _Apart(Facts):
    """What is known of one account, read once: nothing is added to it."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        super().__init__(facts)
        self._live: dict[str, Sequence[Fact]] = {}

    def live(self, stream: str, topic: type[Any] | None = None) -> Sequence[Fact]:
        """Return the facts of STREAM (of one TOPIC) that are not withdrawn, in any order."""
        if topic is not None:
            return super().live(stream, topic)
        found = self._live.get(stream)
        if found is None:
            found = self._live[stream] = super().live(stream)
        return found


class Midway(PartOf):
    """A past in which one day is told only up to one of its facts, and every other day whole.

    day: that day. last: the last fact of it that is told; None: none is.
    """

    def __init__(self, past: Past, day: dt.date, last: Fact | None) -> None:
        super().__init__(past)
        self._day = day
        self._last = order(last) if last else None

    def tells(self, fact: Fact) -> bool:
        """Return whether FACT is of another day, or comes no later than the last one told."""
        return fact.on != self._day or (self._last is not None and order(fact) <= self._last)

    def first_day(self, stream: str) -> dt.date | None:
        """Return the earliest day of what is told of STREAM; None when nothing is."""
        first = self._past.first_day(stream)
        return first if first != self._day else super().first_day(stream)

    def _folded(self, whole: Fold[State], topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        at = bisect_left(whole.days, self._day)
        if at == len(whole.days) or whole.days[at] != self._day:
            return whole
        state, told = whole.states[at], False
        for fact in whole.facts[bisect_left(whole.facts, self._day, key=lambda f: f.on) :]:
            if fact.on != self._day or not self.tells(fact):
                break
            state, told = fact.event.change(state, fact), True
        days, states = [*whole.days], [*whole.states]
        days[at : at + 1] = [self._day] if told else []
        states[at + 1 : at + 2] = [state] if told else []
        return Fold(days, states, [f for f in whole.facts if self.tells(f)])


@frozen
class Moment:
    """A point in the course of an account.

    entries: what happened: a fact, or a withdrawn one and its withdrawal; nothing where time alone passed.
    before, after: how the account stood; None while it was not there.
    joined: the accounts that merged into it there, each with how many of its facts are told from then on.
    """

    on: dt.date
    entries: tuple[Entry, ...]
    before: Picture | None
    after: Picture | None
    joined: tuple[tuple[str, int], ...] = ()


def moments(
    account: Account, day_of: Callable[[int], dt.date], since: dt.date | None = None
) -> Iterator[Moment]:
    """Yield every point in the course of ACCOUNT up to its day, in order, as known at its position.

    day_of: returns the day of an instant in microseconds since 1970 UTC.
    since: leave out what came up to this day.
    Facts of the programme's policy are told among the account's own, from its first day on.
    """
    course = _Course.of(account)
    days: dict[dt.date, list[tuple[Entry, ...]]] = {}
    for entries in course.happenings(day_of):
        days.setdefault(entries[0].fact.on, []).append(entries)
    alone = turns(course.account)
    before = course.stood(since) if since else None
    for day in sorted(days.keys() | {d for d in alone if d >= min(days, default=d)}):
        if since is not None and day <= since:
            continue
        for moment in course.on(day, days.get(day, []), before, turned=day in alone):
            yield moment
            before = moment.after


@define
class _Course:
    """The account, over a past of its own, and what is known of it by the streams that tell of it."""

    account: Account
    streams: tuple[str, ...]  # all that ever tell of it
    _told: dict[tuple[str, ...], Told] = field(factory=dict)

    @classmethod
    def of(cls, account: Account) -> _Course:
        streams = account.ever.streams
        apart = _Apart(known(account.past, (*streams, PROGRAMME, LEDGER)))
        return cls(evolve(account, past=apart), streams)

    def happenings(self, day_of: Callable[[int], dt.date]) -> Iterator[tuple[Entry, ...]]:
        """Yield what happened up to the account's day: each fact, a withdrawn one with its withdrawal."""
        past, until = self.account.past, self.account.on
        facts = known(past, self.streams)
        own = [f.on for f in facts if f.stream == self.account.key]
        begun = min(own, default=dt.date.max)
        policies = [f for f in known(past, (PROGRAMME,)) if f.on >= begun and _of_policy(f, past)]
        told = [f for f in (*facts, *policies) if f.on <= until]
        entries = history(told, Names.of([*facts, *staff(past)]), day_of)
        withdrawing = {e.fact.reference: e for e in entries if isinstance(e.fact.event, FactWithdrawn)}
        for entry in entries:
            if entry.fact.reference in withdrawing:
                continue
            yield (entry, withdrawing[entry.withdrawal.reference]) if entry.withdrawal else (entry,)

    def on(
        self, day: dt.date, happened: Sequence[tuple[Entry, ...]], before: Picture | None, *, turned: bool
    ) -> Iterator[Moment]:
        """Yield the moments of DAY, on which these things HAPPENED."""
        live = [entries[0].fact for entries in happened if entries[0].withdrawal is None]
        if turned:
            after = self._judged(self._seen(day, None, whole=not live))
            if between(before, after):
                yield Moment(day, (), before, after)
                before = after
        for entries in happened:
            fact = entries[0].fact
            account = self._seen(day, fact, whole=bool(live) and fact is live[-1])
            if fact.stream not in (*account.streams, PROGRAMME):
                continue  # its stream does not tell of this account yet
            if fact.stream not in (account.key, PROGRAMME) and not _carries_over(fact, account.past):
                continue
            after = before if entries[0].withdrawal else self._judged(account)
            if before is None and after is None and fact.stream == PROGRAMME:
                continue
            yield Moment(day, entries, before, after, self._joined(before, account) if after else ())
            before = after

    def _seen(self, day: dt.date, last: Fact | None, *, whole: bool) -> Account:
        account = self.account.at(day)
        return account if whole else evolve(account, past=Midway(account.past, day, last))

    def stood(self, day: dt.date) -> Picture | None:
        """Return how the account stood as DAY ended; None when it was not there."""
        return self._judged(self.account.at(day))

    def _judged(self, account: Account) -> Picture | None:
        since = account.since
        if since is None or since > account.on:
            return None
        streams = account.streams
        told = self._told.get(streams)
        if told is None:
            told = self._told[streams] = Told.of(evolve(account, past=self.account.past))
        return picture(account, told)

    def _joined(self, before: Picture | None, account: Account) -> tuple[tuple[str, int], ...]:
        """Return which accounts tell of it now that did not BEFORE, and by how many facts."""
        there = before.overview.merged_with if before else ()
        new = [stream for stream in account.streams[1:] if stream not in there]
        return tuple(
            (s, sum(1 for f in account.past.live(s) if f.on <= account.on and f.event.carries_over))
            for s in new
        )


def _of_policy(fact: Fact, past: Past) -> bool:
    event = fact.event
    if isinstance(event, FactWithdrawn):
        target = past.fact(event.target)
        return target is not None and target.event.topic is Policy
    return event.topic is Policy


def _carries_over(fact: Fact, past: Past) -> bool:
    event = fact.event
    if isinstance(event, FactWithdrawn):
        target = past.fact(event.target)
        return target is not None and target.event.carries_over
    return event.carries_over
