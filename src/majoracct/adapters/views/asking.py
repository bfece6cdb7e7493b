"""Asking the views: one SQL statement, which can read and nothing else.

The connection is read-only, and before a statement runs, each thing it would do passes a judge
that lets it read tables and call functions.

Rules
  VW5  A statement reads: what would write, attach a file, change a setting or load an extension is
       refused.
"""

from __future__ import annotations

import contextlib
import difflib
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from attrs import frozen

from majoracct.adapters.views import file
from majoracct.adapters.views.file import State, ViewsError
from majoracct.adapters.views.tables import TABLES

__all__ = ["Asked", "SQLError", "ask", "opened"]

Value: TypeAlias = str | int | float | None

_STEPS: Final = 50_000  # of SQLite's machine, after which an interrupt is looked for
_LONGEST: Final = 100_000_000  # bytes of one text a statement may make
_READING: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_PRAGMAS: Final = frozenset(
    "foreign_key_check foreign_key_list index_info index_list table_info table_list table_xinfo".split()
)
_REFUSALS: Final = ("not authorized", "prohibited", "may not be modified", "VACUUM")
_NOT_SO: Final = frozenset({"load_extension", "fts3_tokenizer"})


class SQLError(ValueError):
    """The statement cannot be asked; the message says what is wrong with it."""


@frozen
class Asked:
    """What a statement found: its columns and rows, and what the tables were made from."""

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    state: State


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Lend a connection that reads the file of views at PATH. Raises ViewsError."""
    try:
        connection = file.connect(path)
    except sqlite3.Error as why:
        raise file.damaged(path, why) from why
    with contextlib.closing(connection):
        yield connection


def ask(
    connection: sqlite3.Connection, sql: str, given: Mapping[str, Value], path: Path | None = None
) -> Asked:
    """Return what the statement SQL finds; GIVEN: its parameters, by name. path: the file, if it is one.

    Raises SQLError when it cannot be asked, ViewsError when the file is damaged, KeyboardInterrupt
    when it was interrupted. The connection is of no use afterwards.
    """
    _check_given(sql, given)
    try:
        connection.execute("BEGIN")  # the rows and what they were made from, as of one refresh
        found = file.state(connection)
    except sqlite3.DatabaseError as why:
        raise file.damaged(path, why) from why
    if found is None:
        raise ViewsError("the views changed while they were asked: ask again")
    connection.execute("PRAGMA query_only=ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(_judge)
    # Called between the machine's steps, so that Python gets to see an interrupt.
    connection.set_progress_handler(lambda: 0, _STEPS)
    try:
        cursor = connection.execute(sql, dict(given))
        rows = cursor.fetchall()
    except (sqlite3.Error, sqlite3.Warning, OverflowError) as why:
        raise _told(why, sql, path) from why
    if cursor.description is None:
        raise SQLError("it asks for nothing: write a SELECT")
    columns = tuple(str(column[0]) for column in cursor.description)
    if "" in columns:
        raise SQLError("a column has no name: give it one, as in `… AS total`")
    if twice := sorted({name for name in columns if columns.count(name) > 1}):
        raise SQLError(f"two columns are called {twice[0]!r}: tell them apart, as in `x.{twice[0]} AS other`")
    return Asked(columns, [tuple(map(_plain, row)) for row in rows], found)


def _judge(action: int, one: str | None, other: str | None, *_: object) -> int:
    if action == sqlite3.SQLITE_PRAGMA:
        return sqlite3.SQLITE_OK if (one or "").casefold() in _PRAGMAS else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and (other or "").casefold() in _NOT_SO:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_UPDATE and one in ("sqlite_master", "sqlite_schema"):
        return sqlite3.SQLITE_OK  # asked for functions such as json_each; to change it is refused elsewhere
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _plain(value: object) -> Value:
    """Return a VALUE as every output can write it: bytes in hexadecimal."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return str(value)
    return value  # type: ignore[return-value]  # SQLite has no other types


# What is wrong with a statement


def _check_given(sql: str, given: Mapping[str, Value]) -> None:
    for name in given:
        if not re.search(rf"[:@$]{re.escape(name)}(?![A-Za-z0-9_])", sql):
            raise SQLError(f"it has no parameter :{name}")


def _told(why: Exception, sql: str, path: Path | None) -> BaseException:  # noqa: PLR0911 - an error, a line
    """Return the error that says what WHY, raised on SQL, means."""
    text = str(why)
    if text == "interrupted":
        return KeyboardInterrupt()  # it was raised in the progress handler, and lost there
    code = (getattr(why, "sqlite_errorcode", None) or 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY):
        return file.damaged(path, why)
    if code in (sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY) or any(part in text for part in _REFUSALS):
        return SQLError("it does more than read: only a SELECT can be asked")
    if "one statement at a time" in text:
        return SQLError("it is more than one statement: ask them one by one")
    if found := re.search(r"supply a value for binding parameter :([A-Za-z_]\w*)", text):
        return SQLError(f"its parameter :{found[1]} has no value: give it with -p {found[1]}=VALUE")
    if "inding" in text:
        return SQLError("its parameters have no names: write :day, and give it with -p day=VALUE")
    if found := re.search(r"no such table: (\S+)", text):
        tables = [table.name for table in TABLES]
        return SQLError(
            f"there is no table {found[1]}{_near(found[1], tables)}: there are {', '.join(tables)}"
        )
    if found := re.search(r"no such column: (\S+)", text):
        return SQLError(f"there is no column {found[1]}{_columns(found[1], sql)}")
    return SQLError(text)


def _columns(name: str, sql: str) -> str:
    """Return which columns the tables that SQL names have, and which of them NAME may have meant."""
    words = set(re.findall(r"\w+", sql))
    named = [table for table in TABLES if table.name in words]
    there = {table.name: [c.name for c in table.columns] for table in named}
    every = sorted({column for columns in there.values() for column in columns})
    told = "; ".join(f"{table} has {', '.join(columns)}" for table, columns in there.items())
    return _near(name.rpartition(".")[2], every) + (f": {told}" if told else "")


def _near(name: str, there: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, there, n=1)
    return f"; did you mean {close[0]}?" if close else ""
