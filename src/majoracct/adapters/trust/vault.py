"""The key store: a key for each person, in a file apart from the ledger, wrapped by a key kept elsewhere.

A value is sealed with AES-256-GCM under the person's key, with a random nonce of 96 bits, and bound to the
ledger, the person and where it stands. A person's key is 256 random bits, wrapped (AES key wrap, RFC 3394) by
the wrapping key, which is in no file of ours. Destroying somebody's key makes all that was sealed with
it unreadable, in every copy of the ledger.

The file is a SQLite database that overwrites what it deletes, and keeps no log beside it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import threading
from hashlib import sha256
from hmac import digest as hmac
from pathlib import Path
from typing import Any, Final

from majoracct.ports import ConflictError, KeyStoreError

__all__ = ["KeyStore", "commitment_to", "create", "open_key_store"]

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_FORMAT: Final = 1
_CHECK: Final = b"majoracct/key-store-check/v1".ljust(KEY_BYTES, b"\0")
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


def commitment_to(person: str, key: bytes) -> str:
    """Return what commits to KEY as that of PERSON: SHA-256 (hex), see `PersonKeyCommitted`."""
    return sha256(b"majoracct/person-key/v1\n" + person.encode() + b"\n" + key).hexdigest()


def create(path: Path, ledger_id: str, wrapping_key: bytes) -> KeyStore:
    """Make an empty key store at PATH for a ledger, and open it.

    wrapping_key: 32 bytes, kept elsewhere. Raises KeyStoreError when something stands at PATH.
    """
    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as why:
        raise KeyStoreError(f"cannot make a key store at {path}: {why.strerror}. Name another file.") from why
    with contextlib.closing(_connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute(
            "INSERT INTO store VALUES (?, ?, ?, ?)",
            (secrets.token_hex(12), _FORMAT, ledger_id, aes_key_wrap(wrapping_key, _CHECK)),
        )
        connection.execute("COMMIT")
    return open_key_store(path, wrapping_key)


def open_key_store(path: Path, wrapping_key: bytes) -> KeyStore:
    """Open the key store at PATH; never make one.

    Raises KeyStoreError when there is none, or WRAPPING_KEY does not open it.
    """
    if not path.is_file():
        raise KeyStoreError(f"there is no key store at {path}: name the one that belongs to this ledger")
    return KeyStore(path, wrapping_key)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=10.0,
    )
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


class KeyStore:
    """A `ports.Vault` in a file. Threads take turns; other processes may use the file meanwhile."""

    def __init__(self, path: Path, wrapping_key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

        self.path = path
        self._lock = threading.RLock()
        self._cipher = AESGCM
        self._wrap, self._unwrap, self._invalid = aes_key_wrap, aes_key_unwrap, InvalidUnwrap
        self._wrapping_key = wrapping_key
        self._keys: dict[str, bytes | None] = {}  # unwrapped, as of the version below
        self._made: dict[str, bytes] = {}  # not kept yet
        self._version = -1
        try:
            self._connection = _connect(path)
            row = self._connection.execute("SELECT id, format, ledger, wrapped_check FROM store").fetchone()
        except sqlite3.Error as why:
            raise KeyStoreError(f"{path} cannot be read as a key store: {why}") from why
        if row is None or row[1] > _FORMAT:
            raise KeyStoreError(f"{path} is no key store that this program reads")
        self.id: str = row[0]
        self.ledger_id: str = row[2]
        try:
            opened = self._unwrap(wrapping_key, row[3])
        except (InvalidUnwrap, ValueError):
            opened = b""
        if opened != _CHECK:
            self._connection.close()
            raise KeyStoreError(f"the wrapping key does not open {path}: give the one it was made with")

    def commitment(self, person: str) -> str:
        """Return what commits to PERSON's key (hex SHA-256), which is made now if there is none."""
        with self._lock:
            key = self._key(person)
            if key is None:
                key = self._made[person] = secrets.token_bytes(KEY_BYTES)
            return commitment_to(person, key)

    def keep(self) -> None:
        """Keep the keys made since, durably. Raises ConflictError when another process made one meanwhile."""
        with self._lock:
            if not self._made:
                return
            made = sorted(self._made.items())
            rows = [(person, self._wrap(self._wrapping_key, key)) for person, key in made]
            self._made.clear()
            try:
                self._write("INSERT INTO keys VALUES (?, ?)", rows)
            except sqlite3.IntegrityError as why:
                self._keys.clear()
                raise ConflictError("another process made a key for the same person: run it again") from why
            self._keys.update(made)

    def seal(self, person: str, clear: bytes, context: bytes) -> bytes:
        """Return CLEAR, sealed with PERSON's key and bound to CONTEXT. Raises KeyStoreError without a key."""
        key = self._key(person)
        if key is None:
            raise KeyStoreError(f"the key store has no key of {person}")
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher(key).encrypt(nonce, clear, self._bound(person, context))

    def unseal(self, person: str, sealed: bytes, context: bytes) -> bytes | None:
        """Return what was sealed; None when PERSON has no key here, or it does not open it."""
        from cryptography.exceptions import InvalidTag

        key = self._key(person)
        if key is None:
            return None
        nonce, sealed = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher(key).decrypt(nonce, sealed, self._bound(person, context))
        except (InvalidTag, ValueError):
            return None

    def digest(self, person: str, text: bytes) -> str | None:
        """Return a digest (hex) of TEXT that only PERSON's key makes; None without a key."""
        key = self._key(person)
        return None if key is None else hmac(key, b"majoracct/request/v1\n" + text, "sha256").hex()

    def forget(self, person: str) -> None:
        """Destroy PERSON's key, durably. Doing so twice is harmless."""
        with self._lock:
            self._made.pop(person, None)
            self._write("DELETE FROM keys WHERE person = ?", [(person,)])
            self._keys.clear()

    def personal_key(self, person: str) -> bytes | None:
        """Return PERSON's key itself, to be handed on with evidence; None without one. It is a secret."""
        with self._lock:
            return self._key(person)

    def people(self) -> list[str]:
        """Return whose keys are kept, sorted."""
        with self._lock:
            return [
                person for (person,) in self._connection.execute("SELECT person FROM keys ORDER BY person")
            ]

    def close(self) -> None:
        """Let go of the file, and of the keys in memory. Closing twice is harmless."""
        with self._lock:
            self._keys.clear()
            self._made.clear()
            self._connection.close()

    def _bound(self, person: str, context: bytes) -> bytes:
        return b"\n".join((b"majoracct/personal/v1", self.ledger_id.encode(), person.encode(), context))

    def _key(self, person: str) -> bytes | None:
        with self._lock:
            if (made := self._made.get(person)) is not None:
                return made
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
            if version != self._version:  # another process wrote: somebody may have been erased
                self._keys.clear()
                self._version = version
            if person not in self._keys:
                row = self._connection.execute(
                    "SELECT wrapped FROM keys WHERE person = ?", (person,)
                ).fetchone()
                self._keys[person] = self._unwrapped(row[0]) if row else None
            return self._keys[person]

    def _unwrapped(self, wrapped: bytes) -> bytes | None:
        try:
            return self._unwrap(self._wrapping_key, wrapped)
        except (self._invalid, ValueError):
            return None

    def _write(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany(statement, rows)
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
