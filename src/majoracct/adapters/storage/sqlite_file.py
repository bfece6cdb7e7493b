"""A ledger's SQLite file: its tables and guards, how it is made, opened and found faulty.

The guards are triggers. They hold for every program that opens the file, ours or not: no row is
updated, deleted or replaced, and the next one takes the next position. SQLite fires no delete
trigger for the row that INSERT OR REPLACE removes unless `recursive_triggers` is on, which a
foreign program decides; so the guard of inserts looks for such rows itself.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from majoracct.ports import (
    BusyError,
    LedgerError,
    LedgerExistsError,
    LedgerFaultError,
    LedgerMissingError,
    LedgerNewerError,
)

__all__ = [
    "BUSY_SECONDS",
    "FAILURES",
    "FORMAT",
    "GUARDS",
    "TABLES",
    "connect_to_read",
    "connect_to_write",
    "create_file",
    "fault",
    "faults",
    "has_log",
    "header",
    "header_digest",
    "is_settled",
    "look_at",
    "parts",
    "put_in_place",
    "tidy",
    "upgrade",
    "writing_pragmas",
]

FORMAT: Final = 2  # of the file; a program opens its own and older ones, which a first append makes its own
_TREE: Final = 2  # the format from which on the tree and the checkpoints are kept
# What sqlite3 raises. A damaged file has error messages that are no text; an integer can be too large.
FAILURES: Final = (sqlite3.Error, UnicodeDecodeError, OverflowError)
BUSY_SECONDS: Final = 10.0  # how long to wait for another writer

TABLES: Final = {
    "ledger": (
        "CREATE TABLE ledger (id TEXT NOT NULL, format INTEGER NOT NULL, created_at INTEGER NOT NULL, "
        "digest BLOB NOT NULL) STRICT"
    ),
    "events": (
        "CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, "
        "type TEXT NOT NULL, schema INTEGER NOT NULL, body BLOB NOT NULL, recorded_at INTEGER NOT NULL, "
        "command_id TEXT NOT NULL, ordinal INTEGER NOT NULL, leaf BLOB NOT NULL, "
        "UNIQUE (stream, version), UNIQUE (command_id, ordinal)) STRICT"
    ),
    "tree": (
        "CREATE TABLE tree (level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL, "
        "PRIMARY KEY (level, number)) STRICT, WITHOUT ROWID"
    ),
    "checkpoints": (
        "CREATE TABLE checkpoints (number INTEGER PRIMARY KEY, size INTEGER NOT NULL, note BLOB NOT NULL) "
        "STRICT"
    ),
}


def _guard(name: str, when: str, message: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _onto_a_row_with(one: str, other: str, table: str = "events") -> str:
    return (
        f"INSERT ON {table} WHEN EXISTS "
        f"(SELECT 1 FROM {table} WHERE {one} = NEW.{one} AND {other} = NEW.{other})"
    )


GUARDS: Final = {
    name: _guard(name, when, message)
    for name, when, message in (
        (
            "events_position",
            "INSERT ON events WHEN NEW.position IS NOT (SELECT ifnull(max(position), 0) + 1 FROM events)",
            "majoracct: a fact takes the next position of the ledger",
        ),
        (
            "events_version",
            _onto_a_row_with("stream", "version"),
            "majoracct: this version of the stream is on record",
        ),
        (
            "events_command",
            _onto_a_row_with("command_id", "ordinal"),
            "majoracct: this fact of the command is on record",
        ),
        ("events_update", "UPDATE ON events", "majoracct: facts are never changed; record a correction"),
        ("events_delete", "DELETE ON events", "majoracct: facts are never deleted; record a withdrawal"),
        (
            "ledger_insert",
            "INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger)",
            "majoracct: a ledger has one header",
        ),
        ("ledger_update", "UPDATE ON ledger", "majoracct: the header of a ledger is never changed"),
        ("ledger_delete", "DELETE ON ledger", "majoracct: the header of a ledger is never deleted"),
        (
            "tree_insert",
            _onto_a_row_with("level", "number", "tree"),
            "majoracct: this subtree is on record",
        ),
        ("tree_update", "UPDATE ON tree", "majoracct: the tree only grows"),
        ("tree_delete", "DELETE ON tree", "majoracct: the tree only grows"),
        (
            "checkpoints_number",
            "INSERT ON checkpoints WHEN NEW.number <> (SELECT ifnull(max(number), 0) + 1 FROM checkpoints)",
            "majoracct: checkpoints are numbered from 1 on",
        ),
        ("checkpoints_update", "UPDATE ON checkpoints", "majoracct: checkpoints are never changed"),
        ("checkpoints_delete", "DELETE ON checkpoints", "majoracct: checkpoints are never deleted"),
    )
}

_SINCE: Final = {"tree": _TREE, "checkpoints": _TREE}  # tables that older formats have not


def parts(format_: int) -> tuple[dict[str, str], dict[str, str]]:
    """Return the tables and the guards of a file of FORMAT_, each with the statement that makes it."""
    later = {name for name, since in _SINCE.items() if since > format_}
    tables = {name: sql for name, sql in TABLES.items() if name not in later}
    return tables, {name: sql for name, sql in GUARDS.items() if name.partition("_")[0] not in later}


# Build defaults differ between systems, so nothing that matters is left to them.
_TO_READ: Final = (
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
)
_TO_WRITE: Final = (
    *_TO_READ,
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-16000",  # kibibytes: an import's command ids land all over their index
    "PRAGMA wal_autocheckpoint=4000",  # pages, 16 MB: an import rewrites the same ones over and over
    *(("PRAGMA fullfsync=ON", "PRAGMA checkpoint_fullfsync=ON") if sys.platform == "darwin" else ()),
)
_BESIDE: Final = ("-wal", "-shm", "-journal")


def writing_pragmas() -> tuple[str, ...]:
    """Return what every connection that writes is set to."""
    return _TO_WRITE


def header_digest(ledger_id: str, format_: int, created_at: int) -> bytes:
    """Return what the header's digest must be: it is in no leaf, and damage to it should show."""
    return sha256(f"majoracct/header\n{ledger_id}\n{format_}\n{created_at}\n".encode()).digest()


# Faults


@contextlib.contextmanager
def faults(path: Path, doing: str = "read") -> Iterator[None]:
    """Turn every sqlite3 error into one of ours, with PATH and what to do about it."""
    try:
        yield
    except FAILURES as why:
        raise fault(path, why, doing) from why


def fault(path: Path, why: Exception, doing: str = "read") -> LedgerError:
    """Return the error that says what WHY, met while DOING something with PATH, means."""
    code = getattr(why, "sqlite_errorcode", None) or 0
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BusyError(f"{path} is busy: another program has been writing to it for long. Try again.")
    hint = _HINTS.get(primary, "Check the file and its folder, and run `majoracct doctor`.")
    return LedgerFaultError(f"cannot {doing} {path}: {why}. {hint}")


_HINTS: Final = {
    sqlite3.SQLITE_FULL: "The disk is full: nothing of this append was recorded. Make room and try again.",
    sqlite3.SQLITE_IOERR: "The disk or a size limit refused it: check both before trying again.",
    sqlite3.SQLITE_CORRUPT: "The file is damaged: run `majoracct verify`, and restore a backup.",
    sqlite3.SQLITE_NOTADB: "It is no ledger, or it is damaged: name another file, or restore a backup.",
    sqlite3.SQLITE_READONLY: "You may read the file, but not write to it or its folder.",
    sqlite3.SQLITE_PERM: "You may not read it: ask its owner.",
    sqlite3.SQLITE_CANTOPEN: "You may not read it, or it is in use and its folder is closed to you.",
    sqlite3.SQLITE_AUTH: "You may not read it: ask its owner.",
    sqlite3.SQLITE_CONSTRAINT: "The rows do not follow one another: run `majoracct verify`.",
    sqlite3.SQLITE_ERROR: "Its tables are not those of a ledger of this format: run `majoracct verify`.",
}


# Connections


def is_settled(path: Path) -> bool:
    """Return whether PATH is at rest, and not ours to write to: no log beside it, it or its folder read-only.

    In a read-only folder there can be no log to join. In one we may write to, joining would leave
    a log that is ours, and the file's owner could not write any more.
    """
    rights = os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
    return not rights and not has_log(path)


def has_log(path: Path) -> bool:
    """Return whether a write-ahead log stands beside PATH, with commits the file itself may lack."""
    return Path(f"{path}-wal").exists()


def connect_to_read(path: Path, *, settled: bool = False) -> sqlite3.Connection:
    """Return a connection that cannot write.

    settled: read without locks or log; only for a file that `is_settled`, and its answers are to
        be held against the file afterwards, since a writer's changes would be misread.
    """
    parameters = "mode=ro&immutable=1" if settled else "mode=ro"
    return _connection(path, parameters, (*_TO_READ, "PRAGMA query_only=ON"), BUSY_SECONDS)


def connect_to_write(path: Path, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Return a connection to an existing file that makes every commit durable."""
    connection = _connection(path, "mode=rw", _TO_WRITE, busy_seconds)
    if _mode(connection) != "wal" and _mode(connection, "=WAL") != "wal":
        connection.close()
        raise LedgerFaultError(f"{path} cannot keep a write-ahead log here: move it to a local disk")
    return connection


def _mode(connection: sqlite3.Connection, change: str = "") -> str:
    try:
        return str(connection.execute(f"PRAGMA journal_mode{change}").fetchone()[0])
    except BaseException:
        connection.close()
        raise


def tidy(path: Path) -> None:
    """Remove an empty log that readers left beside PATH, if nobody uses it.

    A connection that cannot write makes the log and cannot take it away again; left behind, it would
    keep a copy of the folder on read-only media from opening. A log that holds commits is left alone.
    """
    with contextlib.suppress(OSError, sqlite3.Error):
        if Path(f"{path}-wal").stat().st_size == 0 and os.access(path, os.W_OK):
            with contextlib.closing(_connection(path, "mode=rw", _TO_WRITE, 0.0)) as connection:
                connection.execute(
                    "SELECT id FROM ledger"
                ).fetchall()  # joins the log, to leave it as the last


def _connection(
    path: Path, parameters: str, pragmas: tuple[str, ...], busy_seconds: float
) -> sqlite3.Connection:
    # Quoted, since SQLite reads '?', '#' and '%' in an address, and file names may hold them.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{parameters}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,  # lent to one thread at a time, but not always the same
        timeout=busy_seconds,
    )
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


# Making and opening


def create_file(path: Path, ledger_id: str, created_at: int) -> None:
    """Make an empty ledger at PATH, whole or not at all.

    created_at: microseconds since 1970 UTC.
    Raises LedgerExistsError when anything stands there, LedgerFaultError when it cannot be made.
    """
    for taken in (path, *(Path(f"{path}{end}") for end in _BESIDE)):
        if os.path.lexists(taken):
            # SQLite would read a log left by another file into the new one.
            raise LedgerExistsError(f"{taken} exists: a new ledger needs a name of its own")
    if not path.absolute().parent.is_dir():
        raise LedgerFaultError(f"cannot create {path}: there is no folder {path.parent}. Make it first.")
    draft = path.with_name(f".majoracct-{secrets.token_hex(8)}.new")
    try:
        with faults(path, "create"):
            _write_empty(draft, ledger_id, created_at)
        put_in_place(draft, path)
    except OSError as why:
        raise LedgerFaultError(f"cannot create {path}: {why.strerror}. Check the folder.") from why
    finally:
        for end in ("", *_BESIDE):
            with contextlib.suppress(OSError):
                Path(f"{draft}{end}").unlink()


def _write_empty(draft: Path, ledger_id: str, created_at: int) -> None:
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))  # connections never create
    connection = connect_to_write(draft)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for statement in (*TABLES.values(), *GUARDS.values()):
            connection.execute(statement)
        digest = header_digest(ledger_id, FORMAT, created_at)
        connection.execute("INSERT INTO ledger VALUES (?, ?, ?, ?)", (ledger_id, FORMAT, created_at, digest))
        connection.execute("COMMIT")
    finally:
        connection.close()


def put_in_place(draft: Path, path: Path) -> None:
    """Give DRAFT its name, unless something took it meanwhile."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # refuses an existing file, which renaming would replace
    except FileExistsError:
        raise LedgerExistsError(f"{path} exists: a new ledger needs a name of its own") from None
    except OSError:  # a file system without links: hold the name with an empty file, then replace that
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))
        except FileExistsError:
            raise LedgerExistsError(f"{path} exists: a new ledger needs a name of its own") from None
        try:
            draft.replace(path)
        except OSError:
            path.unlink()
            raise
    if os.name == "posix":
        folder = os.open(path.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def look_at(path: Path) -> None:
    """Raise LedgerMissingError or LedgerFaultError unless PATH may be a ledger's file."""
    if not path.exists():
        raise LedgerMissingError(
            f"there is no ledger at {path}. `majoracct init` makes one; or name another."
        )
    if path.is_dir():
        raise LedgerFaultError(f"{path} is a folder, not a ledger. Name the file in it.")
    try:
        with path.open("rb") as opened:
            start = opened.read(100)
        size = path.stat().st_size
    except OSError as why:
        raise LedgerFaultError(f"{path} may not be read by you: {why.strerror}. Ask its owner.") from why
    if not size:
        raise LedgerFaultError(
            f"{path} is empty: no ledger, or a lost one. Restore a backup, or remove it and create one."
        )

    # SQLite takes what is missing of a page for zeroes, and would answer as if facts were not there.
    # While there is a log, the file may lack what the log holds.
    page = int.from_bytes(start[16:18], "big")
    whole = (65_536 if page == 1 else page) * int.from_bytes(start[28:32], "big")
    if start.startswith(b"SQLite format 3\0") and size < whole and not has_log(path):
        raise LedgerFaultError(
            f"{path} was cut short: {size} bytes of {whole} are left. It is damaged: restore a backup."
        )


def header(connection: sqlite3.Connection, path: Path) -> tuple[str, int]:
    """Return the ledger's id and the file's format.

    Raises LedgerFaultError when PATH holds no ledger that we can read.
    """
    found = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'ledger'"
    ).fetchone()
    row = connection.execute("SELECT id, format FROM ledger").fetchone() if found else None
    if row is None:
        raise LedgerFaultError(f"{path} is a database, but no ledger. Name another file.")
    ledger_id, format_ = row
    if not isinstance(ledger_id, str) or not isinstance(format_, int):
        raise LedgerFaultError(f"{path} has a damaged header. Restore a backup.")
    if format_ > FORMAT:
        raise LedgerNewerError(
            f"{path} has format {format_}, and this program reads up to {FORMAT}. Use a newer majoracct."
        )
    if format_ < 1:
        raise LedgerFaultError(f"{path} has format {format_}, which is none. Restore a backup.")
    return ledger_id, format_


def upgrade(path: Path, grow: Callable[[sqlite3.Cursor], None], busy_seconds: float = BUSY_SECONDS) -> None:
    """Make the file at PATH one of our format, whole or not at all. No fact is touched.

    grow: fills the tree, which older formats have not, from the facts that are there.
    """
    with contextlib.closing(connect_to_write(path, busy_seconds)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        ledger_id, format_, created_at = connection.execute(
            "SELECT id, format, created_at FROM ledger"
        ).fetchone()
        if format_ >= FORMAT:  # somebody else was first
            connection.execute("ROLLBACK")
            return
        (tables, guards), (had_tables, had_guards) = parts(FORMAT), parts(format_)
        for name in [name for name in tables if name not in had_tables]:
            connection.execute(tables[name])
        for name in [name for name in guards if name not in had_guards]:
            connection.execute(guards[name])
        grow(connection.cursor())
        connection.execute("DROP TRIGGER ledger_update")
        digest = header_digest(ledger_id, FORMAT, created_at)
        connection.execute("UPDATE ledger SET format = ?, digest = ?", (FORMAT, digest))
        connection.execute(guards["ledger_update"])
        connection.execute("COMMIT")
