"""A key store's file: how it is made, found unfit and opened, and how a key is wrapped in it.

Nothing here imports `cryptography` before a key is wrapped or unwrapped.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import stat
from pathlib import Path
from typing import Final

from majoracct.adapters.storage.placing import put_in_place
from majoracct.adapters.trust.note import cryptography_at_hand
from majoracct.adapters.trust.personal_key import KEY_BYTES
from majoracct.ports import KeyStoreError, LedgerError

__all__ = [
    "BESIDE",
    "CHECK",
    "FORMAT",
    "connect",
    "create_file",
    "look_at",
    "unwrapped",
    "wrapped",
]

FORMAT: Final = 1
CHECK: Final = b"majoracct/key-store-check/v1".ljust(KEY_BYTES, b"\0")  # wrapped, it tells the wrapping key
BESIDE: Final = ("-journal", "-wal", "-shm")
_OF_OTHERS: Final = 0o077
_BUSY_SECONDS: Final = 10.0  # how long to wait for another process that writes to it
_TABLES: Final = (
    "CREATE TABLE store (id TEXT NOT NULL, format INTEGER, ledger TEXT NOT NULL, wrapped_check BLOB) STRICT",
    "CREATE TABLE keys (person TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID",
)
_PRAGMAS: Final = (
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_mode=DELETE",
    "PRAGMA synchronous=FULL",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)


def create_file(path: Path, ledger_id: str, wrapping_key: bytes) -> None:
    """Make an empty key store at PATH for a ledger, whole or not at all.

    wrapping_key: 32 bytes, kept elsewhere.
    Raises KeyStoreError when anything stands at PATH or it cannot be made, CryptographyMissingError.
    """
    for taken in (path, *(Path(f"{path}{end}") for end in BESIDE)):
        if os.path.lexists(taken):
            raise KeyStoreError(f"{taken} exists: a new key store needs a name of its own")
    check = wrapped(wrapping_key, CHECK)
    draft = path.with_name(f".majoracct-{secrets.token_hex(8)}.new")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with contextlib.closing(connect(draft)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute(
                "INSERT INTO store VALUES (?, ?, ?, ?)", (secrets.token_hex(12), FORMAT, ledger_id, check)
            )
            connection.execute("COMMIT")
        put_in_place(draft, path)
    except (OSError, sqlite3.Error, LedgerError) as why:
        said = getattr(why, "strerror", None) or why
        raise KeyStoreError(f"cannot make a key store at {path}: {said}. Check the folder.") from why
    finally:
        for end in ("", *BESIDE):
            with contextlib.suppress(OSError):
                Path(f"{draft}{end}").unlink()


def look_at(path: Path) -> None:
    """Raise KeyStoreError unless PATH may be a key store, and its owner's alone."""
    try:
        status = path.stat()
    except OSError as why:
        raise KeyStoreError(
            f"there is no key store at {path} ({why.strerror}): name this ledger's, or none, and what is "
            "personal is shown [sealed]"
        ) from None
    if not stat.S_ISREG(status.st_mode):
        raise KeyStoreError(f"{path} is no file, and no key store: name the one that belongs to this ledger")
    if not status.st_size:
        raise KeyStoreError(f"{path} is empty: no key store, or a lost one. Restore a backup of it.")
    if os.name == "posix" and status.st_mode & _OF_OTHERS:
        raise KeyStoreError(
            f"others may get at the key store {path} (mode {stat.S_IMODE(status.st_mode):04o}): "
            f"chmod 600 {path}"
        )


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection to an existing file, that overwrites what it deletes."""
    # Quoted, since SQLite reads '?', '#' and '%' in an address, and file names may hold them.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,  # used by one thread at a time, but not always the same
        timeout=_BUSY_SECONDS,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def wrapped(wrapping_key: bytes, key: bytes) -> bytes:
    """Return KEY as it is kept. Raises KeyStoreError when WRAPPING_KEY is none."""
    with cryptography_at_hand():
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap
    if len(wrapping_key) != KEY_BYTES:
        raise KeyStoreError(
            f"a wrapping key is {KEY_BYTES} bytes, and this one {len(wrapping_key)}: "
            "give one that `majoracct keygen --wrapping` made"
        )
    return aes_key_wrap(wrapping_key, key)


def unwrapped(wrapping_key: bytes, wrapped: bytes) -> bytes | None:
    """Return the key that was WRAPPED by WRAPPING_KEY; None when it was not."""
    with cryptography_at_hand():
        from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
    try:
        key = aes_key_unwrap(wrapping_key, wrapped)
    except (InvalidUnwrap, ValueError, TypeError):
        return None
    return key if len(key) == KEY_BYTES else None
