"""The append to a SQLite file, on a plain cursor whose transaction has the write lock."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from majoracct.adapters.storage.appending import Plan, StoredRow, command_known, settle
from majoracct.adapters.storage.leaf import Hasher
from majoracct.adapters.storage.sqlite_tree import grow
from majoracct.ports import ConflictError, LedgerFaultError, Receipt

__all__ = ["append_rows", "end_of", "insert_rows"]


def end_of(cursor: sqlite3.Cursor) -> tuple[int, int]:
    """Return the last position and its instant; 0 and 0 when there is none."""
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
    grow(cursor, rows[0][0] - 1, [row[-1] for row in rows])


def append_rows(cursor: sqlite3.Cursor, plan: Plan, leaf: Hasher) -> Receipt:
    """Make the append of PLAN within CURSOR's transaction.

    Raises ConflictError when a stream has moved on or a command id is known, LedgerFaultError when
    the file did not keep every row, sqlite3.Error otherwise; the caller rolls back.
    """
    last, recorded_at = end_of(cursor)
    actual = {}
    for stream in plan.heads:
        [version] = cursor.execute("SELECT max(version) FROM events WHERE stream = ?", (stream,)).fetchone()
        actual[stream] = version or 0
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
