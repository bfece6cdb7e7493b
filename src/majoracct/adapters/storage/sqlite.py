"""The ledger in a SQLite file: the append, and a reader that needs nothing but sqlite3.

Each read is one or more short queries on a connection no other thread uses meanwhile, and holds no
transaction open between them: a slow consumer of `facts` neither stops the log from being tidied
nor sees a stale head. Since nothing is ever changed, the pages of one answer still agree.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from majoracct.adapters.storage import sqlite_file as file
from majoracct.adapters.storage.appending import Abandoned, Plan, StoredRow, command_known, plan, settle
from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.storage.leaf import Hasher, hasher
from majoracct.adapters.storage.shapes import Shapes
from majoracct.adapters.storage.sqlite_readers import Readers
from majoracct.domain.kernel import Fact
from majoracct.ports import (
    Command,
    ConflictError,
    ForkedLedgerError,
    LedgerClosedError,
    LedgerError,
    LedgerFaultError,
    Outline,
    Receipt,
    Row,
)

if TYPE_CHECKING:
    from majoracct.adapters.storage.engine import Engine

__all__ = ["SQLiteStore", "append_rows", "create", "insert_rows", "lock_and_look", "open_ledger"]

_PAGE: Final = 1000  # rows read at once: memory stays flat however long the answer
_IDS: Final = 500  # ids looked up at once
_SELECT: Final = (
    "SELECT position, stream, version, type, schema, body, recorded_at, command_id, ordinal, leaf FROM events"
)

_SELECT_OUTLINE: Final = "SELECT position, stream, version, type, body FROM events"


def create(path: str | os.PathLike[str], ledger_id: str, now: int) -> SQLiteStore:
    """Make an empty ledger at PATH and open it.

    now: the instant, in microseconds since 1970 UTC.
    Raises LedgerExistsError when anything stands at PATH, LedgerFaultError when it cannot be made;
    then nothing is left behind.
    """
    file.create_file(Path(path), ledger_id, now)
    return open_ledger(path)


def open_ledger(path: str | os.PathLike[str], *, busy_seconds: float = file.BUSY_SECONDS) -> SQLiteStore:
    """Open the ledger at PATH; never make one.

    busy_seconds: how long an append waits for other writers before it is a conflict.
    Raises LedgerMissingError when there is nothing, LedgerNewerError when a newer program made it,
    LedgerFaultError when it is anything but a ledger.
    """
    return SQLiteStore(Path(path).absolute(), busy_seconds)


# The append, on a plain cursor whose transaction has begun


def lock_and_look(cursor: sqlite3.Cursor) -> tuple[int, int]:
    """Take the write lock and return the last position and its instant; 0 and 0 when there is none.

    A transaction that reads before it writes holds on to what it saw, and fails at once where
    another one committed in between; so a write that changes nothing comes first.
    """
    cursor.execute("DELETE FROM events WHERE 0")
    row = cursor.execute("SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1").fetchone()
    return row or (0, 0)


def insert_rows(cursor: sqlite3.Cursor, rows: Sequence[StoredRow]) -> None:
    """Insert ROWS as they are; the guards of the table judge them.

    Raises LedgerFaultError when some were not inserted: a trigger that is not ours can drop a row
    without a word, and what was never kept must not be acknowledged.
    """
    if not rows:
        return
    cursor.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    if cursor.rowcount != len(rows):
        raise LedgerFaultError(
            f"the file kept {cursor.rowcount} of {len(rows)} facts, so nothing of this append was recorded: "
            "something in it that is not ours is in the way. Run `majoracct verify`."
        )


def append_rows(cursor: sqlite3.Cursor, plan: Plan, leaf: Hasher) -> Receipt:
    """Make the append of PLAN within CURSOR's transaction.

    Raises ConflictError when a stream has moved on or a command id is known, LedgerFaultError when
    the file did not keep every row, sqlite3.Error otherwise; the caller rolls back.
    """
    last, recorded_at = lock_and_look(cursor)
    heads = cursor.execute(
        "SELECT value, (SELECT max(version) FROM events WHERE stream = value) FROM json_each(?)",
        (json.dumps(list(plan.heads)),),
    )
    actual = {stream: version or 0 for stream, version in heads}
    try:
        rows, receipt = settle(plan, actual, last, recorded_at, leaf)
        insert_rows(cursor, rows)
    except (sqlite3.IntegrityError, ConflictError) as why:
        # The head of a repeated command has moved on too; that it is on record says more.
        if (again := _recorded(cursor, plan.command_ids, last)) is not None:
            raise command_known(again) from why
        raise
    return receipt


def _recorded(cursor: sqlite3.Cursor, command_ids: Sequence[str], last: int) -> str | None:
    """Return one of COMMAND_IDS that is on record up to position LAST, before this append; or None."""
    found: tuple[str] | None = cursor.execute(
        "SELECT value FROM json_each(?) WHERE EXISTS "
        "(SELECT 1 FROM events WHERE command_id = value AND position <= ?) LIMIT 1",
        (json.dumps(command_ids), last),
    ).fetchone()
    return found[0] if found else None


# The store


class SQLiteStore:
    """A ledger in a SQLite file. Threads may share it; a process opens it again after a fork."""

    def __init__(self, path: Path, busy_seconds: float = file.BUSY_SECONDS) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._pid = os.getpid()
        self._closed = False
        self._codec = Codec()
        self._readers = Readers(path)
        self._engine: Engine | None = None
        self._engine_lock = threading.Lock()
        self._shapes = Shapes()
        file.look_at(path)
        with self._reading() as connection:
            self._ledger_id = file.header(connection, path)
        self._leaf = hasher(self._ledger_id)

    @property
    def ledger_id(self) -> str:
        """The ledger's id, given once, at creation."""
        return self._ledger_id

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
            engine = self._writer()
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

                    engine = Engine(LedgerDatastore(self.path, self._busy_seconds), self._leaf)
                    self._engine = engine
        return engine

    # Checking

    def rows(self) -> Iterator[Row]:
        """Yield every row as stored, by position, read from the table and through no index."""
        self._usable()
        with self._readers.alone() as connection:
            # Damaged text comes through as it is; the leaf then shows the damage.
            connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
            cursor = connection.execute(f"{_SELECT} NOT INDEXED ORDER BY rowid")
            while page := cursor.fetchmany(_PAGE):
                yield from map(Row._make, page)

    def integrity(self) -> list[str]:
        """Return what is wrong with the file itself: damaged pages, a changed header, missing guards."""
        wrong: list[str] = []
        try:
            with self._reading() as connection:
                checks = [text for (text,) in connection.execute("PRAGMA integrity_check").fetchall()]
                wrong += [f"the file is damaged: {text}" for text in checks if text != "ok"]
                wrong += _changed_schema(connection)
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


_OURS: Final = re.compile(rf"\b({'|'.join(file.TABLES)})\b", re.IGNORECASE)


def _changed_schema(connection: sqlite3.Connection) -> list[str]:
    """Return which tables and guards are not as they were created, and what was added to them.

    A foreign trigger can drop rows, a foreign index refuse them, and a view pass for the record.
    """
    found = {
        (kind, name): (table, sql)
        for kind, name, table, sql in connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        )
    }

    def changed(kind: str, created: Mapping[str, str]) -> list[str]:
        return [name for name, sql in created.items() if found.get((kind, name), ("", ""))[1] != sql]

    foreign = [
        f"the {kind} {name} on {table} is not ours" if kind != "view" else f"the view {name} is not ours"
        for (kind, name), (table, sql) in found.items()
        if kind != "table" and not (kind == "trigger" and name in file.GUARDS)
        # A trigger or index stands on one table, and may read another; a view says where it reads.
        if _OURS.search(f"{table} {sql}")
    ]
    return (
        [f"the table {name} was changed" for name in changed("table", file.TABLES)]
        + [f"the guard {name} is missing or was changed" for name in changed("trigger", file.GUARDS)]
        + foreign
    )
