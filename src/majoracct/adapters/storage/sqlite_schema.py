"""Whether a ledger's file holds the tables and guards it was made with, and nothing that meddles."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Final

from majoracct.adapters.storage import sqlite_file as file

__all__ = ["changed_schema"]

_OURS: Final = re.compile(rf"\b({'|'.join(file.TABLES)})\b", re.IGNORECASE)


def changed_schema(connection: sqlite3.Connection, format_: int) -> list[str]:
    """Return which tables and guards are not as they were created, and what was added to them.

    A foreign trigger can drop rows, a foreign index refuse them, and a view pass for the record.
    """
    tables, guards = file.parts(format_)
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
        if kind != "table" and not (kind == "trigger" and name in guards)
        # A trigger or index stands on one table, and may read another; a view says where it reads.
        if _OURS.search(f"{table} {sql}")
    ]
    later = [name for name in file.TABLES if name not in tables and ("table", name) in found]
    return (
        [f"the table {name} is none of a ledger of this format" for name in later]
        + [f"the table {name} was changed" for name in changed("table", tables)]
        + [f"the guard {name} is missing or was changed" for name in changed("trigger", guards)]
        + foreign
    )
