"""Verifying a ledger by itself: every row against its leaf, its neighbours and the file it is in.

What this shows is that the ledger agrees with itself. Somebody who rewrote rows and leaves alike
passes it; only a checkpoint kept elsewhere speaks against that. It reads rows from the table and
through no index, since a damaged or doctored index would show it what it likes, and never writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from attrs import frozen

from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.storage.leaf import hasher
from majoracct.ports import EventStore, LedgerFaultError, Row, UnreadableFactError

__all__ = ["Problem", "Verification", "verify"]


@frozen
class Problem:
    """Something wrong: where (0 is the ledger as a whole), and what."""

    position: int
    what: str

    def __str__(self) -> str:
        return f"@{self.position}: {self.what}" if self.position else self.what


@frozen
class Verification:
    """What verifying found.

    facts: how many rows were checked.
    head: the last position met; 0 when there is none.
    last_recorded_at: its instant, in microseconds since 1970 UTC.
    problems: what speaks against the record, the earliest position first.
    notes: what this program cannot read, though the record vouches for it: types and shapes of
        newer programs and of plug-ins that are not loaded.
    """

    ledger_id: str
    facts: int
    head: int
    last_recorded_at: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against the record."""
        return not self.problems


def verify(store: EventStore) -> Verification:
    """Return what a full reading of STORE finds. Damage is reported, not raised; nothing is written."""
    problems = [Problem(0, text) for text in store.integrity()]
    scan = _Scan(store.ledger_id)
    try:
        for row in store.rows():
            scan.take(row)
    except LedgerFaultError as why:
        scan.problems.append(Problem(scan.position + 1, f"from here on it cannot be read: {why}"))
    # Rows come in the order of the table, which damage can disturb.
    problems = sorted(scan.problems, key=lambda problem: problem.position) + problems
    return Verification(
        store.ledger_id, scan.facts, scan.position, scan.recorded_at, tuple(problems), tuple(scan.notes)
    )


class _Scan:
    """What has been seen so far. It grows with the streams, not with the facts."""

    def __init__(self, ledger_id: str) -> None:
        self.leaf = hasher(ledger_id)
        self.decode = Codec().decode
        self.facts = 0
        self.position = 0
        self.recorded_at = 0
        self.command_id = ""
        self.ordinal = 0
        self.versions: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def take(self, row: Row) -> None:
        """Check one more row against its leaf and the rows before it."""
        self.facts += 1
        wrong = list(self._wrong(row)) if _well_typed(row) else ["its columns are not of their types"]
        self.problems += [Problem(row.position, what) for what in wrong]
        if _well_typed(row):
            self.position, self.recorded_at = row.position, row.recorded_at
            self.command_id, self.ordinal = row.command_id, row.ordinal
            self.versions[row.stream] = row.version

    def _wrong(self, row: Row) -> Iterator[str]:
        (position, stream, version, name, schema, body, recorded_at, command_id, ordinal, leaf) = row
        if self.leaf(position, stream, version, name, schema, body, recorded_at, command_id, ordinal) != leaf:
            yield "it is not what was recorded: its leaf differs"
        if position != self.position + 1:
            yield f"it follows @{self.position}: what stood between was removed, moved or renumbered"
        if version != (before := self.versions.get(stream, 0)) + 1:
            yield f"it is {stream}@{version}, and {stream}@{before + 1} comes next"
        if recorded_at < self.recorded_at:
            yield "it was recorded earlier than the fact before it"
        # A command's facts stand together; that no id comes back later is the file's own index,
        # which `integrity` holds against the table.
        if ordinal != (self.ordinal + 1 if command_id == self.command_id else 0):
            yield f"it is number {ordinal} of its command, out of turn"
        try:
            self.decode(row)
        except UnreadableFactError as why:
            if not _is_json(body):
                yield f"its body cannot be read: {why.__cause__ or why}"
            else:
                self.notes.append(Problem(position, str(why)))


def _well_typed(row: Row) -> bool:
    return tuple(map(type, row)) == _TYPES


_TYPES: tuple[type[Any], ...] = (int, str, int, str, int, bytes, int, str, int, bytes)


def _is_json(body: bytes) -> bool:
    try:
        msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError):
        return False
    return True
