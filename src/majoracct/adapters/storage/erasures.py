"""Who was erased, and which keys are committed to: looked up before anything personal is read.

An erasure holds from the moment it is on record, whether its key is gone already or not, and for every
earlier position. Each look reads what came since on one stream.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from msgspec import Struct

from majoracct.domain.book.persons import PersonErased, PersonKeyCommitted
from majoracct.domain.kernel import LEDGER

__all__ = ["COMMITMENT", "ERASURE", "Erasures"]

ERASURE: Final = PersonErased.__name__
COMMITMENT: Final = PersonKeyCommitted.__name__
_SINCE: Final = "SELECT version, type, body FROM events WHERE stream = ? AND version > ? ORDER BY version"


class _Whom(Struct):
    person: str


class _Body(Struct):
    event: _Whom


class _Key(Struct):
    person: str
    commitment: str


class _KeyBody(Struct):
    event: _Key


_DECODE: Final = msgspec.json.Decoder(_Body).decode
_DECODE_KEY: Final = msgspec.json.Decoder(_KeyBody).decode
_DAMAGED: Final = (msgspec.MsgspecError, ValueError, TypeError, RecursionError)  # reading the row says so


class Erasures:
    """The people erased, and the commitments to keys, by person, as of the last look. Threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._to = 0  # the version of the ledger's stream up to which every row was looked at
        self.people: frozenset[str] = frozenset()
        self.commitments: Mapping[str, str] = {}

    def look(self, connection: sqlite3.Connection) -> None:
        """Take note of the erasures and commitments recorded since the last look."""
        with self._lock:
            rows = connection.execute(_SINCE, (LEDGER, self._to)).fetchall()
            if rows:
                self.add(body for _, type_, body in rows if type_ == ERASURE)
                self.commit(body for _, type_, body in rows if type_ == COMMITMENT)
                self._to = rows[-1][0]

    def add(self, bodies: Iterable[bytes]) -> None:
        """Take note of the erasures stored as BODIES."""
        found = set()
        for body in bodies:
            try:
                found.add(_DECODE(body).event.person)
            except _DAMAGED:
                continue
        self.people |= found

    def commit(self, bodies: Iterable[bytes]) -> None:
        """Take note of the commitments stored as BODIES; the first to somebody's key is the one there is."""
        found: dict[str, str] = {}
        for body in bodies:
            try:
                told = _DECODE_KEY(body).event
            except _DAMAGED:
                continue
            found.setdefault(told.person, told.commitment)
        if found:
            self.commitments = found | dict(self.commitments)
