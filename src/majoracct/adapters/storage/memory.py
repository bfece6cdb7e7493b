"""The ledger in memory: for tests, for trying things out, and as the plainest reading of the port.

It keeps the same rows as a file would, leaves included, and reads facts back from their bytes, so
that nothing works here that would not work there.
"""

from __future__ import annotations

import os
import threading
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence

from majoracct.adapters.storage.appending import command_known, plan, settle
from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.storage.erasures import COMMITMENT, ERASURE, Erasures
from majoracct.adapters.storage.leaf import hasher
from majoracct.adapters.storage.tree import completed
from majoracct.domain.kernel import Fact
from majoracct.ports import (
    Command,
    ForkedLedgerError,
    LedgerClosedError,
    LedgerFaultError,
    LedgerMissingError,
    Outline,
    Receipt,
    Row,
    Subtree,
    Vault,
)

__all__ = ["MemoryStore", "create", "open_ledger"]


def create(place: str, ledger_id: str, now: int, *, vault: Vault | None = None) -> MemoryStore:
    """Return an empty ledger; where and when mean nothing to memory."""
    return MemoryStore(ledger_id, vault)


def open_ledger(place: str, *, vault: Vault | None = None) -> MemoryStore:
    """Raise LedgerMissingError: what was in memory is gone, and only creating makes a ledger."""
    raise LedgerMissingError("a ledger in memory cannot be opened again: create one")


class MemoryStore:
    """A ledger that lasts as long as the object. Threads may share it; a forked process may not use it."""

    def __init__(self, ledger_id: str, vault: Vault | None = None) -> None:
        self._ledger_id = ledger_id
        self.vault = vault
        self._erasures = Erasures()
        self._codec = Codec(vault, lambda: self._erasures.people, lambda: self._erasures.commitments)
        self._leaf = hasher(ledger_id)
        self._lock = threading.RLock()
        self._pid = os.getpid()
        self._closed = False
        self._rows: list[Row] = []  # the row at position n is the (n-1)th
        self._of_stream: dict[str, list[int]] = {}  # positions, ascending
        self._of_command: dict[str, list[int]] = {}
        self._shapes: dict[tuple[str, int], str] = {}  # the reference of the first fact of each
        self._tree: dict[Subtree, bytes] = {}  # leaves aside
        self._checkpoints: list[tuple[int, bytes]] = []

    @property
    def ledger_id(self) -> str:
        """The ledger's id, given at creation."""
        return self._ledger_id

    @property
    def keeps_tree(self) -> bool:
        """Whether the tree is kept: it is."""
        return True

    def head(self) -> int:
        """Return the last position; 0 when nothing was recorded."""
        return len(self._open())

    def heads(self, streams: Collection[str], at: int) -> dict[str, int]:
        """Return the last version of each of STREAMS as of position AT; 0 for an unknown one."""
        self._open()
        with self._lock:
            return {stream: bisect_right(self._of_stream.get(stream, ()), at) for stream in streams}

    def streams(self, at: int) -> list[str]:
        """Return every stream that had facts at position AT, sorted."""
        with self._lock:
            self._open()
            return sorted(stream for stream, places in self._of_stream.items() if places[0] <= at)

    def facts(
        self, stream: str | None = None, *, types: Collection[str] | None = None, at: int | None = None
    ) -> Iterator[Fact]:
        """Yield the facts of STREAM, or of all, up to position AT, in order of position.

        types: stored names; only facts of these types are decoded and yielded.
        Raises UnreadableFactError on a row that cannot be decoded.
        """
        for row in self._up_to(stream, at):
            if types is None or row.type in types:
                yield self._codec.decode(row)

    def outlines(self, stream: str | None = None, *, at: int | None = None) -> Iterator[Outline]:
        """Yield the facts of STREAM, or of all, up to position AT, in outline, in order of position.

        Raises UnreadableFactError on a row without a day, or of a type that is not in the registry.
        """
        for row in self._up_to(stream, at):
            yield self._codec.outline((row.position, row.stream, row.version, row.type, row.body))

    def _up_to(self, stream: str | None, at: int | None) -> Iterator[Row]:
        """Yield the rows of STREAM, or of all, up to position AT; those there are when it is asked."""
        with self._lock:
            rows = self._open()
            limit = len(rows) if at is None else min(at, len(rows))
            places = range(1, limit + 1) if stream is None else list(self._of_stream.get(stream, ()))
        for place in places:
            if place <= limit:
                yield rows[place - 1]

    def fact(self, stream: str, version: int) -> Fact | None:
        """Return one fact, or None."""
        with self._lock:
            rows, places = self._open(), self._of_stream.get(stream, ())
            if not 1 <= version <= len(places):
                return None
            return self._codec.decode(rows[places[version - 1] - 1])

    def of_command(self, command_id: str) -> list[Fact]:
        """Return the facts a command recorded, by position; empty when it recorded none."""
        with self._lock:
            rows = self._open()
            return [self._codec.decode(rows[place - 1]) for place in self._of_command.get(command_id, ())]

    def known(self, command_ids: Sequence[str]) -> dict[str, tuple[str, int]]:
        """Return, for those of COMMAND_IDS that are recorded, the stream and version of their first fact."""
        with self._lock:
            rows = self._open()
            places = {id_: self._of_command[id_][0] for id_ in command_ids if id_ in self._of_command}
        return {id_: (rows[place - 1].stream, rows[place - 1].version) for id_, place in places.items()}

    def shapes(self) -> Mapping[tuple[str, int], str]:
        """Return every type and schema in the ledger as it stands, each with its first fact's reference."""
        with self._lock:
            self._open()
            return dict(self._shapes)

    def position_at(self, instant: int) -> int:
        """Return the last position recorded at or before INSTANT (microseconds since 1970 UTC); 0 if none."""
        return bisect_right(self._open(), instant, key=lambda row: row.recorded_at)

    def append(
        self, commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
    ) -> Receipt:
        """Record COMMANDS, whole or not at all.

        heads: the version at which each stream read or written must still stand.
        head: the position at which the whole ledger must still stand, where that matters.
        now: the instant, in microseconds since 1970 UTC; a later last `recorded_at` prevails.
        Raises ConflictError when a stream has moved on or a command id is known, and
        LedgerFaultError when the facts are not contiguous with their heads or cannot be stored.
        """
        self._open()
        planned = plan(self._codec, commands, heads, now, head)
        with self._lock:
            rows = self._open()
            for id_ in planned.command_ids:
                if id_ in self._of_command:
                    raise command_known(id_)
            actual = {stream: len(self._of_stream.get(stream, ())) for stream in heads}
            last = rows[-1].recorded_at if rows else 0
            settled, receipt = settle(planned, actual, len(rows), last, self._leaf)
            grown = completed(len(rows), [row[-1] for row in settled], self.subtrees)
            self._tree.update(((level, number), hash_) for level, number, hash_ in grown)
            self._erasures.add(row[5] for row in settled if row[3] == ERASURE)
            self._erasures.commit(row[5] for row in settled if row[3] == COMMITMENT)
            for row in map(Row._make, settled):
                self._of_stream.setdefault(row.stream, []).append(row.position)
                self._of_command.setdefault(row.command_id, []).append(row.position)
                self._shapes.setdefault((row.type, row.schema), f"{row.stream}@{row.version}")
                rows.append(row)
        return receipt

    def rows(self, after: int = 0, at: int | None = None) -> Iterator[Row]:
        """Yield every row as stored, by position; only those after position AFTER, and up to AT."""
        rows = self._open()
        return iter(rows[after:at])

    def subtrees(self, wanted: Collection[Subtree]) -> dict[Subtree, bytes]:
        """Return the hashes of the complete subtrees WANTED, leaves among them.

        Raises LedgerFaultError when one is not there.
        """
        with self._lock:
            rows = self._open()
            try:
                return {
                    (level, number): self._tree[level, number] if level else rows[number].leaf
                    for level, number in wanted
                }
            except LookupError as why:
                raise LedgerFaultError(f"the tree has no subtree {why} yet") from why

    def tree(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield every complete subtree, of level 1 and up, as level, number and hash, in that order."""
        with self._lock:
            self._open()
            found = sorted(self._tree.items())
        for (level, number), hash_ in found:
            yield level, number, hash_

    def checkpoints(self) -> list[tuple[int, bytes]]:
        """Return the checkpoints kept, as the size of the tree and the signed note, oldest first."""
        self._open()
        return self._checkpoints[:]

    def keep_checkpoint(self, size: int, note: bytes) -> None:
        """Keep a checkpoint of the tree's first SIZE leaves. Keeping the same one twice is harmless."""
        with self._lock:
            self._open()
            if (size, note) not in self._checkpoints:
                self._checkpoints.append((size, note))

    def integrity(self) -> list[str]:
        """Return nothing: memory has no pages of ours to be damaged."""
        self._open()
        return []

    def close(self) -> None:
        """Refuse every use from now on. Closing twice is harmless."""
        self._closed = True

    def _open(self) -> list[Row]:
        if self._closed:
            raise LedgerClosedError("the ledger in memory was closed. Make another.")
        if os.getpid() != self._pid:
            # What the child recorded in its copy would be lost with it, acknowledged.
            raise ForkedLedgerError("the ledger in memory was made by another process: make one after a fork")
        return self._rows
