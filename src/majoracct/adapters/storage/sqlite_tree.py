"""The ledger's tree and its checkpoints in a SQLite file: read and written on a plain cursor."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from majoracct.adapters.storage.tree import completed
from majoracct.ports import LedgerFaultError, Subtree

__all__ = ["grow", "insert_checkpoint", "kept", "misnumbered_checkpoints", "regrow"]

_LEAVES: Final = 1000  # grown at once


def kept(cursor: sqlite3.Cursor, wanted: Collection[Subtree]) -> dict[Subtree, bytes]:
    """Return the hashes of the complete subtrees WANTED, leaves among them, as they were kept.

    Raises LedgerFaultError when one is not there.
    """
    found = {}
    for level, number in wanted:
        if level:
            row = cursor.execute(
                "SELECT hash FROM tree WHERE level = ? AND number = ?", (level, number)
            ).fetchone()
        else:
            row = cursor.execute("SELECT leaf FROM events WHERE position = ?", (number + 1,)).fetchone()
        if row is None:
            raise LedgerFaultError(
                f"the ledger's tree has no subtree {number} of level {level}. Run `majoracct verify`."
            )
        found[level, number] = row[0]
    return found


def grow(cursor: sqlite3.Cursor, size: int, leaves: Sequence[bytes]) -> None:
    """Keep the complete subtrees that LEAVES complete, after the first SIZE leaves."""
    if len(leaves) == 1 and size % 2 == 0:
        return  # every other fact, recorded by itself, has no neighbour to its left yet
    nodes = completed(size, leaves, partial(kept, cursor))
    if nodes:
        cursor.executemany("INSERT INTO tree VALUES (?, ?, ?)", nodes)


def regrow(cursor: sqlite3.Cursor) -> None:
    """Keep the whole tree of the facts that are there, where none was kept."""
    size = 0
    while True:
        page = cursor.execute(
            "SELECT leaf FROM events WHERE position > ? ORDER BY position LIMIT ?", (size, _LEAVES)
        ).fetchall()
        grow(cursor, size, [leaf for (leaf,) in page])
        size += len(page)
        if len(page) < _LEAVES:
            return


def insert_checkpoint(connection: sqlite3.Connection, size: int, note: bytes) -> None:
    """Keep a checkpoint, unless it is kept already."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(
            "INSERT INTO checkpoints SELECT (SELECT ifnull(max(number), 0) + 1 FROM checkpoints), ?, ? "
            "WHERE NOT EXISTS (SELECT 1 FROM checkpoints WHERE size = ? AND note = ?)",
            (size, note, size, note),
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def misnumbered_checkpoints(connection: sqlite3.Connection) -> list[str]:
    """Return what is wrong with the numbers of the checkpoints kept, which run from 1 without gaps."""
    last, count, first = connection.execute(
        "SELECT ifnull(max(number), 0), count(*), ifnull(min(number), 1) FROM checkpoints NOT INDEXED"
    ).fetchone()
    if (first, last) == (1, count):
        return []
    return [f"{count} checkpoints are kept, numbered from {first} to {last}: some were removed or renumbered"]
