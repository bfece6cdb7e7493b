"""The ledger in a SQLite file: a reader that needs nothing but sqlite3, and the door to the engine.

Each read is one or more short queries on a connection no other thread uses meanwhile, and holds no
transaction open between them: a slow consumer of `facts` neither stops the log from being tidied
nor sees a stale head. Since nothing is ever changed, the pages of one answer still agree.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from majoracct.adapters.storage import sqlite_file as file
from majoracct.adapters.storage.appending import Abandoned, plan
from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.storage.erasures import Erasures
from majoracct.adapters.storage.leaf import hasher
from majoracct.adapters.storage.shapes import Shapes
from majoracct.adapters.storage.sqlite_readers import Readers
from majoracct.adapters.storage.sqlite_schema import changed_schema
from majoracct.adapters.storage.sqlite_tree import insert_checkpoint, kept, misnumbered_checkpoints, regrow
from majoracct.domain.kernel import Fact
from majoracct.ports import (
    Command,
    ForkedLedgerError,
    KeyStoreError,
    LedgerClosedError,
    LedgerError,
    LedgerFaultError,
    Outline,
    Receipt,
    Row,
    Subtree,
    Vault,
)

if TYPE_CHECKING:
    from majoracct.adapters.storage.engine import Engine

__all__ = ["SQLiteStore", "create", "open_ledger"]

_PAGE: Final = 1000  # rows read at once: memory stays flat however long the answer
_IDS: Final = 500  # ids looked up at once
_SELECT: Final = (
    "SELECT position, stream, version, type, schema, body, recorded_at, command_id, ordinal, leaf FROM events"
)

_SELECT_OUTLINE: Final = "SELECT position, stream, version, type, body FROM events"


def create(
    path: str | os.PathLike[str], ledger_id: str, now: int, *, vault: Vault | None = None
) -> SQLiteStore:
    """Make an empty ledger at PATH and open it.

    now: the instant, in microseconds since 1970 UTC.
    vault: what seals personal values, and opens them.
    Raises LedgerExistsError when anything stands at PATH, LedgerFaultError when it cannot be made;
    then nothing is left behind.
    """
    file.create_file(Path(path), ledger_id, now)
    return open_ledger(path, vault=vault)


def open_ledger(
    path: str | os.PathLike[str], *, vault: Vault | None = None, busy_seconds: float = file.BUSY_SECONDS
) -> SQLiteStore:
    """Open the ledger at PATH; never make one.

    vault: what seals personal values, and opens them.
    busy_seconds: how long an append waits for other writers before it is a conflict.
    Raises LedgerMissingError when there is nothing, LedgerNewerError when a newer program made it,
    LedgerFaultError when it is anything but a ledger, KeyStoreError when VAULT is another ledger's.
    """
    return SQLiteStore(Path(path).absolute(), busy_seconds, vault)


# The store


class SQLiteStore:
    """A ledger in a SQLite file. Threads may share it; a process opens it again after a fork."""

    def __init__(
        self, path: Path, busy_seconds: float = file.BUSY_SECONDS, vault: Vault | None = None
    ) -> None:
        self.path = path
        self.vault = vault
        self._busy_seconds = busy_seconds
        self._pid = os.getpid()
        self._closed = False
        self._erasures = Erasures()
        self._codec = Codec(vault, lambda: self._erasures.people, lambda: self._erasures.commitments)
        self._readers = Readers(path)
        self._engine: Engine | None = None
        self._engine_lock = threading.Lock()
        self._shapes = Shapes()
        file.look_at(path)
        with self._reading() as connection:
            self._ledger_id, self._format = file.header(connection, path)
        if vault is not None and vault.ledger_id != self._ledger_id:
            raise KeyStoreError(
                f"the key store is of the ledger {vault.ledger_id}, and {path} is {self._ledger_id}: "
                "name the one that belongs to it"
            )
        self._leaf = hasher(self._ledger_id)

    @property
    def ledger_id(self) -> str:
        """The ledger's id, given once, at creation."""
        return self._ledger_id

    @property
    def keeps_tree(self) -> bool:
        """Whether the tree is kept; a file of an older format keeps one from its next append on."""
        return not self._older_than_the_tree()

    # Reading

    def head(self) -> int:
        """Return the last position; 0 when nothing was recorded."""
        return self._number("SELECT max(position) FROM events")

    def heads(self, streams: Collection[str], at: int) -> dict[str, int]:
        """Return the last version of each of STREAMS as of position AT; 0 for an unknown one."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT value, (SELECT version FROM events WHERE stream = value AND position <= ? "
                "ORDER BY version DESC LIMIT 1) FROM json_each(?)",
                (at, json.dumps(list(streams))),
            ).fetchall()
        return {stream: version or 0 for stream, version in rows}

    def streams(self, at: int) -> list[str]:
        """Return every stream that had facts at position AT, sorted."""
        with self._reading() as connection:
            # One step into the index for each stream, however many facts it has.
            rows = connection.execute(
                "WITH RECURSIVE found(stream) AS (SELECT min(stream) FROM events UNION ALL "
                "SELECT (SELECT min(stream) FROM events WHERE events.stream > found.stream) FROM found "
                "WHERE found.stream IS NOT NULL) SELECT stream FROM found WHERE stream IS NOT NULL AND "
                "(SELECT position FROM events WHERE events.stream = found.stream ORDER BY version LIMIT 1) "
                "<= ?",
                (at,),
            ).fetchall()
        return [stream for (stream,) in rows]

    def facts(
        self, stream: str | None = None, *, types: Collection[str] | None = None, at: int | None = None
    ) -> Iterator[Fact]:
        """Yield the facts of STREAM, or of all, up to position AT, in order of position.

        types: stored names; only facts of these types are decoded and yielded.
        Raises UnreadableFactError on a row that cannot be decoded.
        """
        yield from map(self._codec.decode, self._up_to(_SELECT, stream, types, at))

    def outlines(self, stream: str | None = None, *, at: int | None = None) -> Iterator[Outline]:
        """Yield the facts of STREAM, or of all, up to position AT, in outline, in order of position.

        Raises UnreadableFactError on a row without a day, or of a type that is not in the registry.
        """
        yield from map(self._codec.outline, self._up_to(_SELECT_OUTLINE, stream, None, at))

    def _up_to(
        self, select: str, stream: str | None, types: Collection[str] | None, at: int | None
    ) -> Iterator[tuple[Any, ...]]:
        """Yield what SELECT takes of the rows of STREAM, or of all, of TYPES, up to position AT."""
        at = self.head() if at is None else at  # what is appended meanwhile is not in the answer
        given: list[str | int] = [at]
        where, key = "position <= ?", "position"
        if stream is not None:
            where, key = f"{where} AND stream = ?", "version"
            given.append(stream)
        if types is not None:
            where += f" AND type IN ({', '.join('?' * len(types))})"
            given += types
        query = f"{select} WHERE {where} AND {key} > ? ORDER BY {key} LIMIT {_PAGE}"
        after = 0
        while True:
            with self._reading() as connection:
                self._erasures.look(connection)
                page = connection.execute(query, (*given, after)).fetchall()
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1][0 if stream is None else 2]

    def fact(self, stream: str, version: int) -> Fact | None:
        """Return one fact, or None."""
        found = self._facts("stream = ? AND version = ?", (stream, version))
        return found[0] if found else None

    def of_command(self, command_id: str) -> list[Fact]:
        """Return the facts a command recorded, by position; empty when it recorded none."""
        return self._facts("command_id = ?", (command_id,))

    def known(self, command_ids: Sequence[str]) -> dict[str, tuple[str, int]]:
        """Return, for those of COMMAND_IDS that are recorded, the stream and version of their first fact."""
        found: dict[str, tuple[str, int]] = {}
        for start in range(0, len(command_ids), _IDS):
            chunk = command_ids[start : start + _IDS]
            with self._reading() as connection:
                rows = connection.execute(
                    "SELECT command_id, stream, version FROM json_each(?) "
                    "JOIN events ON command_id = value AND ordinal = 0",
                    (json.dumps(list(chunk)),),
                ).fetchall()
            found.update((id_, (stream, version)) for id_, stream, version in rows)
        return found

    def shapes(self) -> Mapping[tuple[str, int], str]:
        """Return every type and schema in the ledger as it stands, each with its first fact's reference."""
        with self._reading() as connection:
            return self._shapes.look(connection)

    def position_at(self, instant: int) -> int:
        """Return the last position recorded at or before INSTANT (microseconds since 1970 UTC); 0 if none."""
        low, high = 0, self.head()
        query = "SELECT recorded_at FROM events WHERE position = ?"
        with self._reading() as connection:
            while low < high:  # recorded_at never decreases
                middle = (low + high + 1) // 2
                row = connection.execute(query, (middle,)).fetchone()
                if row is None:
                    raise LedgerFaultError(f"{self.path} has no @{middle}. Run `majoracct verify`.")
                low, high = (middle, high) if row[0] <= instant else (low, middle - 1)
        return low

    def _facts(self, where: str, given: tuple[Any, ...]) -> list[Fact]:
        with self._reading() as connection:
            self._erasures.look(connection)
            rows = connection.execute(f"{_SELECT} WHERE {where} ORDER BY position", given).fetchall()
        return [self._codec.decode(row) for row in rows]

    def _number(self, query: str) -> int:
        with self._reading() as connection:
            return connection.execute(query).fetchone()[0] or 0

    # Recording

    def append(
        self, commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
    ) -> Receipt:
        """Record COMMANDS, whole or not at all, and return once they are durable.

        heads: the version at which each stream read or written must still stand.
        head: the position at which the whole ledger must still stand, where that matters.
        now: the instant, in microseconds since 1970 UTC; a later last `recorded_at` prevails.
        Raises ConflictError when a stream has moved on or a command id is known, BusyError when
        others keep the ledger locked, and LedgerFaultError when the facts are not contiguous with
        their heads, cannot be stored, or would not be read back as they are.
        """
        self._usable()
        planned = plan(self._codec, commands, heads, now, head)
        while True:
            engine = self._engine or self._writer()
            try:
                return engine.append(planned)
            except Abandoned:
                self._usable()  # closed meanwhile; or else a thread was interrupted while we waited
            except LedgerError:
                raise
            except file.FAILURES as why:
                raise file.fault(self.path, why, "write to") from why
            except BaseException:
                self._abandon(engine)
                raise

    def _abandon(self, engine: Engine) -> None:
        """Let go of ENGINE, in which this thread was interrupted, so that the next append has another.

        What was interrupted (by Ctrl-C, mostly) is whole, if its commit was through, or is rolled back here.
        """
        with self._engine_lock:
            if self._engine is engine:
                self._engine = None
        engine.abandon()

    def _writer(self) -> Engine:
        engine = self._engine  # another thread may let go of it at any time
        if engine is None:
            with self._engine_lock:
                self._usable()  # closed meanwhile, it would be left open
                engine = self._engine
                if engine is None:
                    from majoracct.adapters.storage.engine import Engine, LedgerDatastore

                    if self._format < file.FORMAT:
                        with file.faults(self.path, "write to"):
                            file.upgrade(self.path, regrow, self._busy_seconds)
                        self._format = file.FORMAT

                    engine = Engine(LedgerDatastore(self.path, self._busy_seconds), self._leaf)
                    self._engine = engine
        return engine

    # The tree and the checkpoints

    def subtrees(self, wanted: Collection[Subtree]) -> dict[Subtree, bytes]:
        """Return the hashes of the complete subtrees WANTED, leaves among them, as they were kept.

        Raises LedgerFaultError when one is not there.
        """
        if any(level for level, _ in wanted) and self._older_than_the_tree():
            raise LedgerFaultError(f"{self.path} has no tree yet: the first append by this program grows it")
        with self._reading() as connection:
            return kept(connection.cursor(), wanted)

    def tree(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield every complete subtree kept, of level 1 and up, as level, number and hash, in that order."""
        if self._older_than_the_tree():
            return
        self._usable()
        with self._readers.alone() as connection:
            cursor = connection.execute("SELECT level, number, hash FROM tree ORDER BY level, number")
            while page := cursor.fetchmany(_PAGE):
                yield from page

    def checkpoints(self) -> list[tuple[int, bytes]]:
        """Return the checkpoints kept beside the facts: size of the tree, signed note; oldest first."""
        if self._older_than_the_tree():
            return []
        with self._reading() as connection:
            found = connection.execute("SELECT size, note FROM checkpoints ORDER BY number").fetchall()
        if any(not isinstance(size, int) or not isinstance(note, bytes) for size, note in found):
            raise LedgerFaultError(f"a checkpoint kept in {self.path} is not of its types: it is damaged")
        return found

    def _older_than_the_tree(self) -> bool:
        """Return whether the file is of a format that has no tree yet, as it stands now."""
        if self._format < file.FORMAT:
            with self._reading() as connection:
                self._format = file.header(connection, self.path)[1]
        return self._format < file.FORMAT

    def keep_checkpoint(self, size: int, note: bytes) -> None:
        """Keep a checkpoint of the tree's first SIZE leaves, durably. Keeping it twice is harmless."""
        self._usable()
        self._writer()  # a file of an older format is made ours
        with (
            file.faults(self.path, "write to"),
            contextlib.closing(file.connect_to_write(self.path, self._busy_seconds)) as connection,
        ):
            insert_checkpoint(connection, size, note)

    # Checking

    def rows(self, after: int = 0, at: int | None = None) -> Iterator[Row]:
        """Yield every row as stored, by position, read from the table and through no index.

        after, at: only those after position AFTER, and up to AT; else every one, whatever its position.
        """
        self._usable()
        bounds = " WHERE rowid > ? AND rowid <= ifnull(?, rowid)" if after or at is not None else ""
        with self._readers.alone() as connection:
            # Damaged text comes through as it is; the leaf then shows the damage.
            connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
            cursor = connection.execute(
                f"{_SELECT} NOT INDEXED{bounds} ORDER BY rowid", (after, at) if bounds else ()
            )
            while page := cursor.fetchmany(_PAGE):
                yield from map(Row._make, page)

    def integrity(self) -> list[str]:
        """Return what is wrong with the file itself: damaged pages, a changed header, missing guards."""
        wrong: list[str] = []
        try:
            with self._reading() as connection:
                checks = [text for (text,) in connection.execute("PRAGMA integrity_check").fetchall()]
                wrong += [f"the file is damaged: {text}" for text in checks if text != "ok"]
                self._format = file.header(connection, self.path)[1]  # another program may have made it ours
                wrong += changed_schema(connection, self._format)
                if self._format >= file.FORMAT:
                    wrong += misnumbered_checkpoints(connection)
                headers = connection.execute("SELECT id, format, created_at, digest FROM ledger").fetchall()
                if len(headers) != 1 or file.header_digest(*headers[0][:3]) != headers[0][3]:
                    wrong.append("the header of the ledger was changed")
        except LedgerFaultError as why:
            wrong.append(str(why))
        return wrong

    # Connections

    def _usable(self) -> None:
        if self._closed:
            raise LedgerClosedError(f"{self.path} was closed. Open it again.")
        if os.getpid() != self._pid:
            raise ForkedLedgerError(f"{self.path} was opened by another process. Open it again after a fork.")

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to one thread for one answer."""
        self._usable()
        with self._readers.lend() as connection:
            yield connection
        if self._closed:
            self._readers.let_go()

    def close(self) -> None:
        """Let go of what the store holds open. Closing twice is harmless."""
        if self._closed or os.getpid() != self._pid:
            return  # a child that closed its parent's connections could remove the log under it
        with self._engine_lock:
            self._closed = True
        self._readers.let_go()
        if self._engine is not None:
            self._engine.datastore.close()
        file.tidy(self.path)
