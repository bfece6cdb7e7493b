"""Connections that read a ledger's SQLite file, lent to one thread at a time.

A file at rest, which we could not join the log of without leaving one its owner cannot write to, is
read without locks. Each such answer is held against the file afterwards: if somebody wrote to it
meanwhile, there is no answer, and asking again gives one.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from majoracct.adapters.storage import sqlite_file as file
from majoracct.ports import ConflictError

__all__ = ["Readers"]


class Sight(NamedTuple):
    """What shows that a file at rest was written to."""

    has_log: bool
    changed: int  # nanoseconds since 1970
    size: int  # bytes


class Reader(NamedTuple):
    """A connection, and what its file looked like if it is read without locks."""

    connection: sqlite3.Connection
    sight: Sight | None


class Readers:
    """The readers of one file. As many are kept as ever read at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: deque[Reader] = deque()

    @contextlib.contextmanager
    def lend(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for one answer. Errors of sqlite3 become ours."""
        # As `alone` does it, in one generator: a command asks for a connection some twenty times.
        try:
            reader = self._fresh()
            try:
                yield reader.connection
            except BaseException as why:
                self._failed(reader, why)
                raise
            self._check(reader)
        except file.FAILURES as why:
            raise file.fault(self._path, why) from why
        self._idle.append(reader)

    @contextlib.contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that nobody had before or has after, for a reading from end to end."""
        with file.faults(self._path):
            reader = self._open()
            with contextlib.closing(reader.connection), self._watched(reader):
                yield reader.connection

    def let_go(self) -> None:
        """Close what is not lent."""
        while self._idle:
            with contextlib.suppress(IndexError, sqlite3.Error):
                self._idle.pop().connection.close()

    @property
    def idle(self) -> int:
        """How many are kept."""
        return len(self._idle)

    def _fresh(self) -> Reader:
        try:
            reader = self._idle.pop()
        except IndexError:
            return self._open()
        if reader.sight is None or reader.sight == self._sight():
            return reader
        reader.connection.close()
        return self._open()

    def _open(self) -> Reader:
        settled = file.is_settled(self._path)
        sight = self._sight() if settled else None
        return Reader(file.connect_to_read(self._path, settled=settled), sight)

    @contextlib.contextmanager
    def _watched(self, reader: Reader) -> Iterator[None]:
        """Close READER when its answer fails, and refuse an answer its file changed under."""
        try:
            yield
        except BaseException as why:
            self._failed(reader, why)
            raise
        self._check(reader)

    def _failed(self, reader: Reader, why: BaseException) -> None:
        reader.connection.close()
        if isinstance(why, file.FAILURES):
            self._check(reader)

    def _check(self, reader: Reader) -> None:
        if reader.sight is not None and reader.sight != self._sight():
            reader.connection.close()
            raise ConflictError(f"{self._path} was written to while it was read. Try again.")

    def _sight(self) -> Sight:
        try:
            status = self._path.stat()
        except OSError:
            return Sight(has_log=True, changed=0, size=0)
        return Sight(file.has_log(self._path), status.st_mtime_ns, status.st_size)
