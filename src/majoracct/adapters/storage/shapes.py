"""Which types and schemas a ledger's file holds, and where each was first met.

Asked before every append, to learn whether a newer program wrote here. The first answer of a process
walks the table once; each later one walks what came since, and no row twice.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Mapping
from typing import Final

__all__ = ["Shapes"]

# The next row whose shape is none of those known. The list is small, and parsed once for a query.
_NEXT: Final = (
    "SELECT position, type, schema, stream, version FROM events WHERE position > ? "
    "AND type || ':' || schema NOT IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT 1"
)


class Shapes:
    """What was met up to a position. Threads take turns."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._met: dict[tuple[str, int], str] = {}
        self._to = 0  # the position up to which every row was looked at

    def look(self, connection: sqlite3.Connection) -> Mapping[tuple[str, int], str]:
        """Return every shape in the ledger, each with the reference of the first fact that has it."""
        with self._lock:
            head = connection.execute("SELECT max(position) FROM events").fetchone()[0] or 0
            after = self._to
            while after < head:
                known = json.dumps([f"{type_}:{schema}" for type_, schema in self._met])
                row = connection.execute(_NEXT, (after, known)).fetchone()
                if row is None:
                    break
                after, type_, schema, stream, version = row
                self._met[type_, schema] = f"{stream}@{version}"
            self._to = max(after, head)
            return dict(self._met)
