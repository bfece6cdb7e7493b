"""The key store: a key for each person, in a file apart from the ledger, wrapped by a key kept elsewhere.

How a person's key seals, `personal_key` says. It is kept wrapped (AES key wrap, RFC 3394) by the wrapping
key, which is in no file of ours. Destroying somebody's key makes all that was sealed with
it unreadable, in every copy of the ledger.

The file is a SQLite database, for its owner alone. It overwrites what it deletes, and keeps no log beside it;
while it is written there is a journal, which is played back when somebody was interrupted.

Opening it asks for no key and needs no library: the wrapping key is asked for, and `cryptography` loaded,
when the first value is sealed or read.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from majoracct.adapters.trust import key_store_file as file
from majoracct.adapters.trust.personal_key import KEY_BYTES, PersonalCipher, commitment_to, digest_by
from majoracct.ports import BusyError, ConflictError, ForkedLedgerError, KeyStoreError, LedgerError

__all__ = ["KeyStore", "create", "open_key_store"]


def create(path: Path, ledger_id: str, wrapping_key: bytes) -> KeyStore:
    """Make an empty key store at PATH for a ledger, whole or not at all, and open it.

    wrapping_key: 32 bytes, kept elsewhere.
    Raises KeyStoreError when anything stands at PATH or it cannot be made, CryptographyMissingError.
    """
    file.create_file(path, ledger_id, wrapping_key)
    return open_key_store(path, wrapping_key)


def open_key_store(path: Path, wrapping_key: bytes | Callable[[], bytes]) -> KeyStore:
    """Open the key store at PATH; never make one.

    wrapping_key: the key it was made with, or what gives it: asked once something is sealed or read.
    Raises KeyStoreError when there is none that this program can read, or others may read it, too.
    """
    return KeyStore(path, wrapping_key)


class KeyStore:
    """A `ports.Vault` in a file. Threads take turns; other processes may use the file meanwhile.

    Another process's writing is noticed at once: before a key is used, it is asked whether the file is
    still what its keys were read from. Closed, it opens the file again when it is next used.
    """

    def __init__(self, path: Path, wrapping_key: bytes | Callable[[], bytes]) -> None:
        self.path = path
        self._given = wrapping_key
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._wrapping: bytes | None = None  # once asked for, and found to open this store
        self._keys: dict[str, bytes | None] = {}  # unwrapped, as of the version below; None: there is none
        self._ciphers: dict[str, PersonalCipher] = {}
        self._made: dict[str, bytes] = {}  # not kept yet
        self._version = -1
        self._connection: sqlite3.Connection | None = None
        file.look_at(path)
        with self._reading() as connection:
            try:
                row = connection.execute("SELECT id, format, ledger FROM store").fetchone()
            except sqlite3.OperationalError as why:
                if why.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
                    raise
                row = None  # a database of something else
        if row is None:
            self.close()
            raise KeyStoreError(f"{path} is no key store: name the one that belongs to this ledger")
        if row[1] > file.FORMAT:
            self.close()
            raise KeyStoreError(
                f"{path} has format {row[1]}, and this program reads up to {file.FORMAT}: "
                "use a newer majoracct"
            )
        self.id: str = row[0]
        self.ledger_id: str = row[2]

    # Keys

    def commitment(self, person: str) -> str:
        """Return what commits to PERSON's key (hex SHA-256), which is made now if there is none.

        Raises KeyStoreError when their key is there, and cannot be read.
        """
        with self._lock:
            key = self._key(person) or self._made.get(person)
            if key is None:
                self._refuse_damaged(person)
                key = self._made[person] = secrets.token_bytes(KEY_BYTES)
            return commitment_to(person, key)

    def keep(self, people: Collection[str] | None = None) -> None:
        """Keep the keys made since, of PEOPLE or of all, durably.

        Raises ConflictError when another process has made a key for one of them meanwhile.
        """
        with self._lock:
            made = [
                (person, self._made.pop(person))
                for person in sorted(self._made)
                if people is None or person in people
            ]
            if not made:
                return
            wrapping = self._opened()
            rows = [(person, file.wrapped(wrapping, key)) for person, key in made]
            try:
                with self._writing() as connection:
                    connection.executemany("INSERT INTO keys VALUES (?, ?)", rows)
            except sqlite3.IntegrityError as why:
                self._forget_read()
                raise ConflictError("another process made a key for the same person: run it again") from why
            self._keys.update(made)

    def seal(self, person: str, clear: bytes, context: bytes) -> bytes:
        """Return CLEAR, sealed with PERSON's key and bound to CONTEXT. Raises KeyStoreError without a key."""
        [sealed] = self.seal_all(person, ((clear, context),))
        return sealed

    def seal_all(self, person: str, values: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Return VALUES, each with the context it is bound to, sealed as by `seal`."""
        with self._lock:
            cipher = self._cipher(person)
            if cipher is None:
                self._refuse_damaged(person)
                raise KeyStoreError(f"the key store has no key of {person}")
        return [cipher.seal(clear, context) for clear, context in values]

    def unseal(self, person: str, sealed: bytes, context: bytes) -> bytes | None:
        """Return what was sealed; None when PERSON has no key here, or it does not open it."""
        with self._lock:
            cipher = self._cipher(person)
        return None if cipher is None else cipher.unseal(sealed, context)

    def digest(self, person: str, text: bytes) -> str | None:
        """Return a digest (hex) of TEXT that only PERSON's key makes; None without a key."""
        with self._lock:
            key = self._key(person) or self._made.get(person)
        return None if key is None else digest_by(key, text)

    def forget(self, person: str) -> None:
        """Destroy PERSON's key, durably. Doing so twice is harmless. No wrapping key is asked for."""
        with self._lock:
            self._made.pop(person, None)
            with self._writing() as connection:
                connection.execute("DELETE FROM keys WHERE person = ?", (person,))
            self._forget_read()

    def rewrap(self, new_wrapping_key: bytes) -> None:
        """Wrap every key by NEW_WRAPPING_KEY instead, in one transaction; whoever has it open finds out.

        Raises KeyStoreError, and changes nothing, when a key cannot be read, or the new one is none.
        """
        with self._lock:
            self._stay_current()
            old = self._opened()
            with self._writing() as connection:
                rows = []
                for person, wrapped in connection.execute("SELECT person, wrapped FROM keys").fetchall():
                    key = file.unwrapped(old, wrapped)
                    if key is None:
                        raise self._damaged(person)
                    rows.append((file.wrapped(new_wrapping_key, key), person))
                connection.execute(
                    "UPDATE store SET wrapped_check = ?", (file.wrapped(new_wrapping_key, file.CHECK),)
                )
                connection.executemany("UPDATE keys SET wrapped = ? WHERE person = ?", rows)
            self._given = self._wrapping = new_wrapping_key
            self._forget_read()

    # Looking

    def personal_key(self, person: str) -> bytes | None:
        """Return PERSON's key itself, to be handed on with evidence; None without one. It is a secret."""
        with self._lock:
            return self._key(person)

    def people(self) -> list[str]:
        """Return whose keys are kept, sorted."""
        with self._lock, self._reading() as connection:
            return [person for (person,) in connection.execute("SELECT person FROM keys ORDER BY person")]

    def kept(self, person: str) -> str | None:
        """Return what commits to the key kept of PERSON; None when there is none. Nothing is made.

        Raises KeyStoreError when it is there, and cannot be read.
        """
        with self._lock:
            key = self._key(person)
            if key is None:
                self._refuse_damaged(person)
                return None
            return commitment_to(person, key)

    def unlock(self) -> None:
        """Ask for the wrapping key, and raise KeyStoreError unless it opens this store."""
        with self._lock:
            self._opened()

    def integrity(self) -> list[str]:
        """Return what is wrong with the file, a line each; empty when nothing is."""
        with self._lock, self._reading() as connection:
            found = [text for (text,) in connection.execute("PRAGMA integrity_check").fetchall()]
        return [text for text in found if text != "ok"]

    def close(self) -> None:
        """Let go of the file, and of the keys in memory. Closing twice is harmless."""
        with self._lock:
            self._forget_read()
            self._made.clear()
            self._wrapping = None
            if self._connection is not None and os.getpid() == self._pid:
                self._connection.close()
                self._connection = None

    # Inside, under the lock

    def _forget_read(self) -> None:
        self._keys.clear()
        self._ciphers.clear()

    def _stay_current(self) -> None:
        """Let go of keys that were read before another process wrote: somebody may have been erased."""
        [version] = self._row("PRAGMA data_version")
        if version != self._version:
            self._forget_read()
            self._version = version
            if self._wrapping is not None and not self._opens(self._wrapping):
                self._wrapping = None  # they were wrapped anew: ask again

    def _opened(self) -> bytes:
        """Return the wrapping key, once it is found to be this store's. Raises KeyStoreError."""
        if self._wrapping is None:
            key = self._given if isinstance(self._given, bytes) else self._given()
            if not self._opens(key):
                raise KeyStoreError(
                    f"the wrapping key does not open {self.path}: give the one it was made with"
                )
            self._wrapping = key
        return self._wrapping

    def _opens(self, wrapping_key: bytes) -> bool:
        row = self._row("SELECT wrapped_check FROM store")
        return row is not None and file.unwrapped(wrapping_key, row[0]) == file.CHECK

    def _key(self, person: str) -> bytes | None:
        """Return the key kept of PERSON; None when there is none, or it cannot be read."""
        self._stay_current()
        if person not in self._keys:
            row = self._row("SELECT wrapped FROM keys WHERE person = ?", person)
            self._keys[person] = file.unwrapped(self._opened(), row[0]) if row else None
        return self._keys[person]

    def _cipher(self, person: str) -> PersonalCipher | None:
        """Return what seals with PERSON's key, kept or just made; None without one."""
        key = self._key(person)
        if key is not None and person in self._ciphers:
            return self._ciphers[person]
        if (key := key or self._made.get(person)) is None:
            return None
        cipher = PersonalCipher(self.ledger_id, person, key)
        if self._keys[person] is not None:
            self._ciphers[person] = cipher
        return cipher

    def _refuse_damaged(self, person: str) -> None:
        """Raise KeyStoreError when a key of PERSON is kept, but cannot be read."""
        if self._row("SELECT 1 FROM keys WHERE person = ?", person) is not None:
            raise self._damaged(person)

    def _damaged(self, person: str) -> KeyStoreError:
        return KeyStoreError(f"the key of {person} in {self.path} is damaged: restore a backup of the file")

    # The file

    def _connected(self) -> sqlite3.Connection:
        if os.getpid() != self._pid:
            raise ForkedLedgerError(f"{self.path} was opened by another process. Open it again after a fork.")
        if self._connection is None:
            self._connection = file.connect(self.path)
            self._version = -1
        return self._connection

    def _row(self, query: str, *given: str) -> Any:
        """Return the first row that answers QUERY, or None; errors of sqlite3 become ours."""
        try:
            return self._connected().execute(query, given).fetchone()
        except sqlite3.Error as why:
            raise self._fault(why) from why

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection; errors of sqlite3 become ours, but for IntegrityError."""
        try:
            yield self._connected()
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as why:
            raise self._fault(why) from why

    def _fault(self, why: sqlite3.Error) -> LedgerError:
        code = (getattr(why, "sqlite_errorcode", None) or 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return BusyError(f"{self.path} is busy: another program is writing to it. Try again.")
        if code == sqlite3.SQLITE_READONLY:
            return KeyStoreError(f"you may read {self.path}, but not write to it or its folder")
        return KeyStoreError(
            f"{self.path} cannot be read as a key store ({why}): it is damaged, or something else. "
            "Restore a backup of it."
        )

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection in a transaction: committed at the end, rolled back on any error."""
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
