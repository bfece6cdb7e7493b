"""The engine of writing: the eventsourcing library's recorder layer, on our table.

Its recorder and datastore are used as they are. Its pool lends to those who read; those who write, the
library's own methods and our append alike, take turns at one connection (ADR 24).
Nothing but writing loads this module: it costs 30 ms or so.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import RLock
from time import monotonic
from typing import Any, Final
from uuid import UUID, uuid4

from eventsourcing.persistence import ConnectionPoolClosedError, ConnectionUnavailableError, StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from majoracct.adapters.storage.appending import Abandoned, Plan, settle_drafts
from majoracct.adapters.storage.leaf import Hasher
from majoracct.adapters.storage.sqlite_append import append_rows, end_of, insert_rows
from majoracct.adapters.storage.sqlite_file import connect_to_write
from majoracct.ports import BusyError, Receipt

__all__ = ["Engine", "LedgerDatastore"]


# Stands where the library's statements name its table; SQLite reads through it.
_IN_THE_LIBRARYS_WORDS: Final = (
    "(SELECT position AS rowid, stream AS originator_id, version AS originator_version, "
    "type AS topic, body AS state FROM events)"
)


class LedgerConnection(SQLiteConnection):
    """A connection that is never used again after a commit or rollback failed.

    The library puts such a connection back with its transaction open.
    """

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.sqlite = connect_to_write(path, busy_seconds)
        self.sqlite.row_factory = sqlite3.Row  # the library reads columns by name
        super().__init__(self.sqlite, max_age=None)

    def commit(self) -> None:
        try:
            self.sqlite.commit()
        except BaseException:
            self.close()
            raise

    def rollback(self) -> None:
        try:
            self.sqlite.rollback()
        except BaseException:
            self.close()
            raise


class LedgerPool(SQLiteConnectionPool):
    """The library's pool; but those who write take turns at one connection, which is kept for them.

    The library's own way of lending to them costs an append a tenth of the time that it takes (ADR 24).
    """

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.path = path
        self.busy_seconds = busy_seconds
        # Who is next waits for the turn, and the others wait to be next: nobody who has just had the turn
        # has it again before who is next. The locks know who holds them, wherever an interrupt comes.
        self._next, self._turn = RLock(), RLock()
        self._writer: LedgerConnection | None = None  # touched by whoever has the turn
        super().__init__(db_name=str(path), pool_timeout=busy_seconds)

    def _create_connection(self) -> LedgerConnection:
        return LedgerConnection(self.path, self.busy_seconds)

    def get_connection(
        self, timeout: float | None = None, *, is_writer: bool | None = None
    ) -> SQLiteConnection:
        return self.writer(timeout) if is_writer else super().get_connection(timeout, is_writer=is_writer)

    def writer(self, timeout: float | None = None) -> LedgerConnection:
        """Lend the writers' connection, in turn; `put_connection` takes it back.

        Raises ConnectionUnavailableError when TIMEOUT, or else the time to wait for other writers, is over,
        ConnectionPoolClosedError when the pool is closed, if only by then.
        """
        self._wait(self.pool_timeout if timeout is None else timeout)
        try:
            if self._closed:
                raise ConnectionPoolClosedError
            writer = self._writer
            if writer is None or writer.closed:
                writer = self._writer = self._create_connection()
            elif writer.is_writer:  # this thread is within an append, and was made to begin another
                raise ConnectionUnavailableError
            writer.is_writer = True
        except BaseException:
            self._pass_on()
            raise
        return writer

    def _wait(self, patience: float) -> None:
        until = monotonic() + patience
        if self._next.acquire(timeout=patience):
            try:
                if self._turn.acquire(timeout=max(0.0, until - monotonic())):
                    return
            finally:
                self._next.release()
        raise ConnectionUnavailableError

    def put_connection(self, conn: SQLiteConnection) -> None:
        writer = self._writer
        if writer is not None and conn is writer:
            if not writer.closed and writer.sqlite.in_transaction:
                writer.close()  # an interrupt came between its beginning and its end
            writer.is_writer = None
            self._pass_on()
            return
        try:
            super().put_connection(conn)
        except ConnectionPoolClosedError:
            conn.close()

    def _pass_on(self) -> None:
        """Let the next one have the turn."""
        self._turn.release()
        if self._closed:
            self._close_writer()

    def close(self) -> None:
        """Close what is not in use; what is, when it comes back.

        The library closes connections under the threads that use them, which crashes the process.
        """
        with self._put_condition:
            self._closed = True
            while self._pool:
                self._pool.popleft().close()
        self._close_writer()

    def _close_writer(self) -> None:
        """Close the writers' connection, unless somebody has it: who does, comes here next."""
        if self._turn.acquire(blocking=False):
            try:
                if self._writer is not None and not self._writer.is_writer:
                    self._writer.close()
            finally:
                self._turn.release()

    def abandon(self) -> None:
        """Close the pool after this thread was interrupted somewhere within it, and what it had lent us.

        Those who wait here for their turn get it, and find the pool closed.
        """
        self._closed = True
        if self._turn.acquire(blocking=False) and self._writer is not None:
            self._writer.close()  # it was ours, or nobody's; what it had begun is rolled back
        for lock in (self._turn, self._next):
            with contextlib.suppress(RuntimeError):  # it is not ours, or not any more
                while True:
                    lock.release()
        self.close()


class LedgerDatastore(SQLiteDatastore):
    """The library's datastore, over our pool."""

    pool: LedgerPool

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.pool = LedgerPool(path, busy_seconds)
        self.single_row_tracking = True
        self.originator_id_type = "text"


class Engine(SQLiteApplicationRecorder):
    """The library's recorder, whose table is ours: originators are streams, topics are types."""

    datastore: LedgerDatastore

    def __init__(self, datastore: LedgerDatastore, leaf: Hasher) -> None:
        super().__init__(datastore, events_table_name=_IN_THE_LIBRARYS_WORDS)
        self.leaf = leaf

    def construct_create_table_statements(self) -> list[str]:
        return []  # only `create_file` makes tables

    def append(self, plan: Plan) -> Receipt:
        """Make the append of PLAN. Raises ConflictError, LedgerFaultError, Abandoned or sqlite3.Error."""
        pool = self.datastore.pool
        try:
            connection = pool.writer()
        except ConnectionPoolClosedError:
            raise Abandoned from None
        except ConnectionUnavailableError:
            raise BusyError("the ledger is busy: too many threads are writing. Try again.") from None
        try:
            cursor = connection.sqlite.execute("BEGIN IMMEDIATE")
            try:
                receipt = append_rows(cursor, plan, self.leaf)
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
        finally:
            pool.put_connection(connection)
        return receipt

    def abandon(self) -> None:
        """Let go of everything, after the calling thread was interrupted within an append."""
        self.datastore.pool.abandon()

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any
    ) -> Sequence[int] | None:
        """Insert events as the library means it: versions start where they like, nothing is expected."""
        # The library's transaction has not asked for the write lock. One that reads before it does holds on
        # to what it saw, and fails at once where another one committed in between.
        c.execute("DELETE FROM events WHERE 0")
        last, recorded_at = end_of(c.sqlite_cursor)
        command_id = uuid4().hex
        drafts = [
            (_stream(e.originator_id), e.originator_version, e.topic, 1, e.state, command_id, ordinal)
            for ordinal, e in enumerate(stored_events)
        ]
        insert_rows(c.sqlite_cursor, settle_drafts(drafts, last, recorded_at, self.leaf))
        return list(range(last + 1, last + 1 + len(drafts)))


def _stream(originator_id: UUID | str) -> str:
    return originator_id if isinstance(originator_id, str) else originator_id.hex
