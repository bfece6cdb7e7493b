"""The engine of writing: the eventsourcing library's recorder layer, on our table.

Its pool hands out one writer at a time, in the order they asked; its transactions roll back.
What runs inside is our append. Nothing but writing loads this module: it costs 30 ms or so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import get_ident
from typing import Any, Final
from uuid import UUID, uuid4

from eventsourcing.persistence import (
    ConnectionPoolClosedError,
    ConnectionUnavailableError,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

from majoracct.adapters.storage.appending import Abandoned, Plan, settle_drafts
from majoracct.adapters.storage.leaf import Hasher
from majoracct.adapters.storage.sqlite_append import append_rows, insert_rows, lock_and_look
from majoracct.adapters.storage.sqlite_file import connect_to_write
from majoracct.ports import BusyError, Receipt

__all__ = ["Engine", "LedgerDatastore"]


# Stands where the library's statements name its table; SQLite reads through it.
_IN_THE_LIBRARYS_WORDS: Final = (
    "(SELECT position AS rowid, stream AS originator_id, version AS originator_version, "
    "type AS topic, body AS state FROM events)"
)


class LedgerConnection(SQLiteConnection):
    """A connection opened when it is first used, and never used again after a commit or rollback failed.

    The library's pool keeps its writer's lock for ever when opening fails within it, and puts a
    connection back with its transaction open when committing fails.
    """

    def __init__(self, path: Path, busy_seconds: float) -> None:
        super().__init__(None, None)  # type: ignore[arg-type]  # opened by the first cursor
        self._path = path
        self._busy_seconds = busy_seconds
        self.user = 0  # the thread it is lent to

    def cursor(self) -> SQLiteCursor:
        if self._sqlite_conn is None:
            self._sqlite_conn = connect_to_write(self._path, self._busy_seconds)
            self._sqlite_conn.row_factory = sqlite3.Row  # the library reads columns by name
        return super().cursor()

    def commit(self) -> None:
        try:
            super().commit()
        except BaseException:
            self.close()
            raise

    def rollback(self) -> None:
        try:
            super().rollback()
        except BaseException:
            self.close()
            raise

    def _close(self) -> None:
        if self._sqlite_conn is None:
            self._closed = True
        else:
            super()._close()


class LedgerPool(SQLiteConnectionPool):
    """The library's pool, of connections with our pragmas."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.path = path
        self.busy_seconds = busy_seconds
        super().__init__(db_name=str(path), pool_timeout=busy_seconds)

    def _create_connection(self) -> SQLiteConnection:
        return LedgerConnection(self.path, self.busy_seconds)

    def get_connection(
        self, timeout: float | None = None, *, is_writer: bool | None = None
    ) -> SQLiteConnection:
        connection = super().get_connection(timeout, is_writer=is_writer)
        if self._closed:  # while we waited; the library looks only before
            self.put_connection(connection)
            raise ConnectionPoolClosedError
        return connection

    def _get_connection(self, timeout: float = 0.0) -> SQLiteConnection:
        connection = super()._get_connection(timeout)
        if isinstance(connection, LedgerConnection):
            connection.user = get_ident()
        return connection

    def abandon(self) -> None:
        """Close the pool after this thread was interrupted somewhere within it, and what it had lent us.

        Where the interrupt came, the library may have kept its locks, or given back a connection
        with its transaction open. Those who wait here for their turn get it, and find the pool closed.
        """
        self.close()
        with self._put_condition:
            for connection in list(self._in_use.values()):
                if isinstance(connection, LedgerConnection) and connection.user == get_ident():
                    self.put_connection(connection)
            if not self._in_use and self._writer_lock.locked():
                self._writer_lock.release()

    def close(self) -> None:
        """Close what is not in use; what is, when it comes back.

        The library closes connections under the threads that use them, which crashes the process.
        """
        with self._put_condition:
            self._closed = True
            while self._pool:
                self._pool.popleft().close()

    def put_connection(self, conn: SQLiteConnection) -> None:
        if isinstance(conn, LedgerConnection):
            conn.user = 0
        was_writer = conn.is_writer
        try:
            super().put_connection(conn)
        except ConnectionPoolClosedError:
            conn.is_writer = was_writer  # the library forgets it before it looks
        else:
            return
        with self._put_condition:
            self._in_use.pop(id(conn), None)
            conn.close()
            if conn.is_writer and self._writer_lock.locked():
                self._writer_lock.release()


class LedgerDatastore(SQLiteDatastore):
    """The library's datastore, over our pool."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.pool = LedgerPool(path, busy_seconds)
        self.single_row_tracking = True
        self.originator_id_type = "text"


class Engine(SQLiteApplicationRecorder):
    """The library's recorder, whose table is ours: originators are streams, topics are types."""

    def __init__(self, datastore: LedgerDatastore, leaf: Hasher) -> None:
        super().__init__(datastore, events_table_name=_IN_THE_LIBRARYS_WORDS)
        self.leaf = leaf

    def construct_create_table_statements(self) -> list[str]:
        return []  # only `create_file` makes tables

    def append(self, plan: Plan) -> Receipt:
        """Make the append of PLAN. Raises ConflictError, LedgerFaultError, Abandoned or sqlite3.Error."""
        pool = self.datastore.pool
        try:
            # What the datastore's own `transaction` does, without its three context managers.
            connection = pool.get_connection(is_writer=True)
            try:
                with SQLiteTransaction(connection, commit=True) as cursor:
                    return append_rows(cursor.sqlite_cursor, plan, self.leaf)
            finally:
                pool.put_connection(connection)
        except ConnectionPoolClosedError:
            raise Abandoned from None
        except ConnectionUnavailableError:
            raise BusyError("the ledger is busy: too many threads are writing. Try again.") from None
        except PersistenceError as why:
            if isinstance(why.__cause__, sqlite3.Error):
                raise why.__cause__ from None
            raise

    def abandon(self) -> None:
        """Let go of everything, after the calling thread was interrupted within an append."""
        pool = self.datastore.pool
        if isinstance(pool, LedgerPool):
            pool.abandon()

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any
    ) -> Sequence[int] | None:
        """Insert events as the library means it: versions start where they like, nothing is expected."""
        last, recorded_at = lock_and_look(c.sqlite_cursor)
        command_id = uuid4().hex
        drafts = [
            (_stream(e.originator_id), e.originator_version, e.topic, 1, e.state, command_id, ordinal)
            for ordinal, e in enumerate(stored_events)
        ]
        insert_rows(c.sqlite_cursor, settle_drafts(drafts, last, recorded_at, self.leaf))
        return list(range(last + 1, last + 1 + len(drafts)))


def _stream(originator_id: UUID | str) -> str:
    return originator_id if isinstance(originator_id, str) else originator_id.hex
