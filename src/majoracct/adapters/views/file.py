"""A file of views: how it is known to be ours, made beside its place, and asked without being written.

A file is known by the application id in its header, so that nobody else's is ever written over.
What is in it can always be made anew from the ledger, which alone is the truth.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from attrs import frozen

from majoracct.adapters.storage.drafts import draft_of
from majoracct.adapters.views.tables import SHAPE, TABLES, Table
from majoracct.domain.checks.index import plugged

__all__ = [
    "State",
    "ViewsError",
    "begins_like_views",
    "connect",
    "damaged",
    "is_ours",
    "made_from",
    "make",
    "make_tables",
    "program",
    "state",
]

_OURS: Final = 0x4D414356  # "MACV", in the header of every file of views
_BEGINS: Final = b"SQLite format 3\0"
_BESIDE: Final = ("-journal", "-wal", "-shm")
_BUSY_SECONDS: Final = 30.0  # how long to wait for another refresh of the same file


class ViewsError(Exception):
    """The views cannot be made, refreshed or asked; the message says why, and what to do."""


@frozen
class State:
    """What the tables in a file were made from, as `meta` says."""

    ledger: str
    position: int
    fact: str
    mark: str
    day: str
    program: str
    keys: str


def program() -> str:
    """Return the version of this program, and the checks that plug-ins brought to it."""
    return "+".join((version("majoracct"), *plugged()))


def is_ours(path: Path) -> bool:
    """Return whether a file of views is at PATH; False where there is nothing, or an empty file.

    Raises ViewsError when something else is there.
    """
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except FileNotFoundError:
        return False
    except OSError as why:
        raise ViewsError(f"{path} cannot be read: {why.strerror}: name another file") from None
    if not start:
        return False
    if start[:16] == _BEGINS and int.from_bytes(start[68:72], "big") == _OURS:
        return True
    raise ViewsError(f"{path} holds something else, no views of a ledger: name another file")


def connect(path: Path, *, writing: bool = False) -> sqlite3.Connection:
    """Return a connection to the file of views at PATH, in which nothing begins or ends by itself.

    writing: to refresh it; else to ask it.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rw' if writing else 'ro'}",
        uri=True,
        isolation_level=None,
        timeout=_BUSY_SECONDS,
    )
    try:
        # What was erased, or is no longer so, does not stay behind in free pages.
        connection.execute("PRAGMA secure_delete=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def damaged(path: Path | None, why: Exception) -> ViewsError:
    """Return the error that says what WHY, raised by sqlite3 on the file at PATH, means."""
    code = (getattr(why, "sqlite_errorcode", None) or 0) & 0xFF
    where = path or "the views in memory"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ViewsError(f"{where} is busy: another program is writing to it. Try again")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return ViewsError(f"{where} cannot be written ({why}): name another file")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return ViewsError(f"{where} cannot be written ({why}): make room, or name another file")
    return ViewsError(f"{where} is damaged ({why}): `majoracct views -o {where} --rebuild` makes it anew")


def state(connection: sqlite3.Connection) -> State | None:
    """Return what the tables were made from; None when they are not there, or of another shape."""
    if connection.execute("PRAGMA user_version").fetchone()[0] != SHAPE:
        return None
    row = connection.execute("SELECT ledger, position, fact, mark, day, program, keys FROM meta").fetchone()
    return State(*row) if row else None


def begins_like_views(path: Path) -> bool:
    """Return whether PATH begins as a file of views does, damaged or not."""
    try:
        return is_ours(path)
    except ViewsError:
        return False


def made_from(path: Path) -> tuple[str, int] | None:
    """Return of which ledger the file of views at PATH tells, and up to which position.

    Of another shape, too; None when PATH holds no views, or none that can be read.
    """
    if not begins_like_views(path):
        return None
    try:
        # Writing, since what a refresh left half-way when it was killed is taken back first.
        with contextlib.closing(connect(path, writing=os.access(path, os.W_OK))) as connection:
            row = connection.execute("SELECT ledger, position FROM meta").fetchone()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return (str(row[0]), int(row[1])) if row else None


def make_tables(connection: sqlite3.Connection) -> None:
    """Make every table, empty, with its keys, references and indexes."""
    from sqlite_utils import Database

    database = Database(connection, execute_plugins=False, recursive_triggers=False)
    for table in TABLES:
        connection.execute(_made(database.create_table_sql, table))
        for column in table.unique:
            database.table(table.name).create_index([column], unique=True)
        for column in table.indexed:
            database.table(table.name).create_index([column])
    connection.execute(f"PRAGMA application_id = {_OURS}")
    connection.execute(f"PRAGMA user_version = {SHAPE}")


def _made(create_table_sql: Callable[..., str], table: Table) -> str:
    """Return the statement that makes TABLE, its rows kept in the order of its key.

    So the same rows come in the same order, whichever refresh wrote them.
    """
    single = len(table.key) == 1
    statement = create_table_sql(
        table.name,
        {column.name: column.type for column in table.columns},
        pk=table.key[0] if single else table.key,
        foreign_keys=[(c.name, *c.refers.split(".")) for c in table.columns if c.refers],
        not_null={c.name for c in table.columns if not c.null and not (single and c.name in table.key)},
        strict=True,
    )
    statement = statement.strip().removesuffix(";")
    by_number = single and any(c.name in table.key and c.type is int for c in table.columns)
    return statement if by_number else f"{statement}, WITHOUT ROWID"


def make(path: Path, fill: Callable[[sqlite3.Connection], None], like: Path | None = None) -> None:
    """Make the file at PATH anew, whole or not at all: FILL writes the rows, beside its place.

    like: the ledger's file, whose readers are the new file's, where there was none before.
    Raises ViewsError, and OSError with a file's name.
    """
    real = Path(os.path.realpath(path))
    draft = draft_of(real)
    try:
        with _anew(draft) as connection:
            fill(connection)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        if (pattern := real if real.exists() else like) is not None:
            draft.chmod(stat.S_IMODE(pattern.stat().st_mode) | stat.S_IRUSR | stat.S_IWUSR)
        for more in _BESIDE:  # a journal of the old file would be played back into the new one
            Path(f"{real}{more}").unlink(missing_ok=True)
        draft.replace(real)
    except sqlite3.Error as why:
        raise damaged(path, why) from why
    except OSError as why:
        raise ViewsError(f"{path} cannot be written: {why.strerror}: name another file") from why
    finally:
        for more in ("", *_BESIDE):
            Path(f"{draft}{more}").unlink(missing_ok=True)


@contextlib.contextmanager
def _anew(draft: Path) -> Iterator[sqlite3.Connection]:
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))  # nobody else's while it is made
    with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        # Nobody reads a draft, and what is left of one after a fault is thrown away.
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        yield connection
