"""Who was erased, as a ledger's file says: looked up before personal values are read.

An erasure holds from the moment it is on record, whether its key is gone already or not, and for every
earlier position. Each look reads what came since on one stream.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec import Struct

from majoracct.domain.book.persons import PersonErased
from majoracct.domain.kernel import LEDGER

__all__ = ["ERASURE", "Erasures"]

ERASURE: Final = PersonErased.__name__
_SINCE: Final = "SELECT version, type, body FROM events WHERE stream = ? AND version > ? ORDER BY version"


class _Whom(Struct):
    person: str


class _Body(Struct):
    event: _Whom


_DECODE: Final = msgspec.json.Decoder(_Body).decode


class Erasures:
    """The people erased, as of the last look. Threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._to = 0  # the version of the ledger's stream up to which every row was looked at
        self.people: frozenset[str] = frozenset()

    def look(self, connection: sqlite3.Connection) -> None:
        """Take note of the erasures recorded since the last look."""
        with self._lock:
            rows = connection.execute(_SINCE, (LEDGER, self._to)).fetchall()
            if rows:
                self.add(body for _, type_, body in rows if type_ == ERASURE)
                self._to = rows[-1][0]

    def add(self, bodies: Iterable[bytes]) -> None:
        """Take note of the erasures stored as BODIES."""
        found = set()
        for body in bodies:
            try:
                found.add(_DECODE(body).event.person)
            except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
                continue  # a damaged row: reading it says so
        self.people |= found
