"""A forger: rewrites a ledger's file as somebody who knows all of its format, and puts the guards back.

For tests of what verifying finds. How far a forger goes is their means; whatever those are, guards, indexes
and the header are as they were afterwards, so that nothing but the forgery can show.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from enum import IntEnum
from pathlib import Path
from typing import Final, TypeAlias

from majoracct.adapters.storage.leaf import leaf
from majoracct.adapters.storage.sqlite_file import GUARDS, TABLES
from majoracct.adapters.trust.manifest import manifest_root
from majoracct.adapters.trust.merkle import Tree
from majoracct.adapters.trust.note import Checkpoint, Signing, sign
from majoracct.adapters.trust.seal import origin_of
from majoracct.domain.book.checkpoints import ManifestRecorded
from majoracct.ports import Row

__all__ = ["ATTACKS", "Forgery", "Means", "edit_payload", "forge", "untyped"]

Forgery: TypeAlias = Callable[[list[Row]], list[Row]]


class Means(IntEnum):
    """How far a forger goes; each one as far as those before."""

    ROWS = 1  # the facts' rows
    TREE = 2  # leaves, tree and manifests, made to fit
    CHECKPOINTS = 3  # the checkpoints kept in the ledger, removed
    KEY = 4  # signed anew, with the signing key


def forge(path: Path, forgery: Forgery, means: Means, signer: Signing | None = None) -> None:
    """Rewrite the ledger at PATH, whose rows become what FORGERY makes of them.

    signer: for those who hold the key.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for name in GUARDS:
            connection.execute(f"DROP TRIGGER {name}")
        ((ledger_id,),) = connection.execute("SELECT id FROM ledger").fetchall()
        rows = [Row(*each) for each in connection.execute("SELECT * FROM events ORDER BY position")]
        rows = forgery(rows)
        if means >= Means.TREE:
            rows = _fitting(rows, ledger_id)
        connection.execute("DELETE FROM events")
        connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        if means >= Means.TREE:
            _regrow(connection, rows)
        if means >= Means.CHECKPOINTS:
            _remake_checkpoints(connection, ledger_id, rows, signer if means >= Means.KEY else None)
        for guard in GUARDS.values():
            connection.execute(guard)
        connection.execute("COMMIT")


def untyped(path: Path, table: str, statement: str) -> None:
    """Change TABLE of the ledger at PATH by STATEMENT, which its types would not let in."""
    made = TABLES[table]
    loose = made.replace(" STRICT", "").replace(" NOT NULL", "").replace(" BLOB", "").replace(" TEXT", "")
    for sql, doing in ((loose, ()), (made, (statement,))):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for name in GUARDS if doing else ():
                connection.execute(f"DROP TRIGGER {name}")
            for each in doing:
                connection.execute(each)
            for guard in GUARDS.values() if doing else ():
                connection.execute(guard)
            connection.execute("PRAGMA writable_schema=ON")
            connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, table))


def _fitting(rows: Sequence[Row], ledger_id: str) -> list[Row]:
    """Return ROWS, their positions without gaps, manifests stating the heads, and leaves of what they say."""
    heads: dict[str, int] = {}
    fitting = []
    for position, each in enumerate(rows, 1):
        row = each._replace(position=position)
        if row.type == ManifestRecorded.__name__:
            body = json.loads(row.body)
            body["event"] |= {"streams": len(heads), "root": manifest_root(heads).hex()}
            row = row._replace(body=json.dumps(body, separators=(",", ":")).encode())
        heads[row.stream] = row.version
        fitting.append(row._replace(leaf=leaf(ledger_id, *row[:9])))
    return fitting


def _regrow(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    tree = Tree()
    connection.execute("DELETE FROM tree")
    for row in rows:
        connection.executemany("INSERT INTO tree VALUES (?, ?, ?)", tree.add(row.leaf))


def _remake_checkpoints(
    connection: sqlite3.Connection, ledger_id: str, rows: Sequence[Row], signer: Signing | None
) -> None:
    """Remove the checkpoints; with a SIGNER, sign others of the same sizes, as far as there are facts."""
    sizes = [size for (size,) in connection.execute("SELECT size FROM checkpoints ORDER BY number")]
    connection.execute("DELETE FROM checkpoints")
    if signer is None:
        return
    tree, number = Tree(), 0
    for row in rows:
        tree.add(row.leaf)
        if tree.size in sizes:
            number += 1
            text = Checkpoint(origin_of(ledger_id), tree.size, tree.root()).text()
            connection.execute(
                "INSERT INTO checkpoints VALUES (?, ?, ?)", (number, tree.size, sign(text, signer))
            )


# The seven attacks, on the first payment after a third of the record


def _at(rows: Sequence[Row], nth: int = 0) -> int:
    """Return the index of a payment, a command of its own: the NTH on its stream, from a third on."""
    start = len(rows) // 3
    first = next(n for n in range(start, len(rows)) if rows[n].type == _PAID)
    stream = rows[first].stream
    found = [n for n in range(first, len(rows)) if (rows[n].stream, rows[n].type) == (stream, _PAID)]
    return found[nth]


_PAID: Final = "RevenueRecorded"
_LAST: Final = 100  # facts cut off


def _renumbered(rows: Sequence[Row]) -> list[Row]:
    """Return ROWS with positions and versions without gaps."""
    heads: dict[str, int] = {}
    found = []
    for position, row in enumerate(rows, 1):
        heads[row.stream] = heads.get(row.stream, 0) + 1
        found.append(row._replace(position=position, version=heads[row.stream]))
    return found


def edit_payload(rows: list[Row]) -> list[Row]:
    """Make a payment another one."""
    at = _at(rows)
    body = json.loads(rows[at].body)
    body["event"]["amount"]["amount"] = "99999.99"
    rows[at] = rows[at]._replace(body=json.dumps(body, separators=(",", ":")).encode())
    return rows


def change_type(rows: list[Row]) -> list[Row]:
    """Make a payment a cost."""
    at = _at(rows)
    rows[at] = rows[at]._replace(type="CostOfSalesRecorded")
    return rows


def delete_in_the_middle(rows: list[Row]) -> list[Row]:
    """Take a payment away."""
    del rows[_at(rows)]
    return rows


def delete_and_renumber(rows: list[Row]) -> list[Row]:
    """Take a payment away, and close the gaps."""
    return _renumbered(delete_in_the_middle(rows))


def delete_the_tail(rows: list[Row]) -> list[Row]:
    """Cut off what came last."""
    return rows[:-_LAST]


def reorder_two(rows: list[Row]) -> list[Row]:
    """Let two payments of an account change places."""
    one, other = _at(rows), _at(rows, 1)
    told = [(rows[n].type, rows[n].schema, rows[n].body, rows[n].command_id) for n in (other, one)]
    for n, (type_, schema, body, command_id) in zip((one, other), told, strict=True):
        rows[n] = rows[n]._replace(type=type_, schema=schema, body=body, command_id=command_id)
    return rows


def insert_back_dated(rows: list[Row]) -> list[Row]:
    """Put in a payment that was never recorded, as if it had been then."""
    at = _at(rows)
    rows.insert(at, rows[at]._replace(command_id="forged"))
    return _renumbered(rows)


ATTACKS: Final[dict[str, Forgery]] = {
    "edit a payload": edit_payload,
    "change a type": change_type,
    "delete a row in the middle": delete_in_the_middle,
    "delete a row and renumber": delete_and_renumber,
    "delete the tail": delete_the_tail,
    "reorder two": reorder_two,
    "insert a back-dated row": insert_back_dated,
}
