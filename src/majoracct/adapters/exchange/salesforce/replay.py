"""Replaying a field's history: what it was when the record was created, and after every change since.

Salesforce says of each change what the value was and what it became. So each change can be held against
the one before it, and the last against the record as it stands. Where they do not meet, a change is
missing, by an import that switched tracking off or by somebody who deleted history, and it is told:
what the history says is taken all the same, since nothing says it better.

A history may begin in the middle of a life: tracking was switched on later, or rows older than
18 to 24 months are gone. What the first change replaced is then taken for the value from the start.

Instants are to the second, and the order of two changes within one is not promised, so there they
are put in the order in which one leads to the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Generic, TypeVar

from attrs import frozen

__all__ = ["Change", "Gap", "Replayed", "replay"]

Value = TypeVar("Value")


@frozen
class Change(Generic[Value]):
    """A value gave way to another. id: of the row that says so; ids come in the order of changes, mostly."""

    at: dt.datetime
    id: str
    old: Value
    new: Value


@frozen
class Gap(Generic[Value]):
    """What a history says was there, and what it had come to; where no change says how one became the other.

    change: whose old value it is; None for the record as it stands.
    """

    change: Change[Value] | None
    says: Value
    held: Value


@frozen
class Replayed(Generic[Value]):
    """A field from its start. changes: in order. gaps: in the same order, the record as it stands last."""

    start: Value
    changes: tuple[Change[Value], ...]
    gaps: tuple[Gap[Value], ...]

    def before(self, instant: dt.datetime) -> Value:
        """Return what it was just before INSTANT."""
        held = self.start
        for change in self.changes:
            if change.at >= instant:
                break
            held = change.new
        return held

    def at(self, instant: dt.datetime) -> Value:
        """Return what it was from INSTANT on."""
        held = self.start
        for change in self.changes:
            if change.at > instant:
                break
            held = change.new
        return held


def replay(changes: Iterable[Change[Value]], now: Value) -> Replayed[Value]:
    """Return the history of a field by its CHANGES, in any order, when it is NOW what the record says."""
    ordered = _in_order(changes)
    start = held = ordered[0].old if ordered else now
    gaps: list[Gap[Value]] = []
    for change in ordered:
        if change.old != held:
            gaps.append(Gap(change, change.old, held))
        held = change.new
    if held != now:
        gaps.append(Gap(None, now, held))
    return Replayed(start, tuple(ordered), tuple(gaps))


def _in_order(changes: Iterable[Change[Value]]) -> list[Change[Value]]:
    ordered: list[Change[Value]] = []
    by_instant = sorted(changes, key=lambda change: (change.at, change.id))
    for _, group in groupby(by_instant, key=lambda change: change.at):
        left = list(group)
        while left:
            at = _next(left, ordered[-1] if ordered else None)
            ordered.append(left.pop(at))
    return ordered


def _next(left: list[Change[Value]], last: Change[Value] | None) -> int:
    """Return which of the changes LEFT of an instant follows LAST, or begins when there is none."""
    if last is None:
        made = [change.new for change in left]
        return next((at for at, change in enumerate(left) if change.old not in made), 0)
    return next((at for at, change in enumerate(left) if change.old == last.new), 0)
