"""Copies of keys: files that still open what was sealed of somebody, wherever their key was destroyed.

A copy of the key store, and an evidence bundle that was not redacted, are told by what is in them, whatever
they are called. Nothing is written, and no wrapping key is asked for.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Final

import msgspec

from majoracct.adapters.trust.bundle_file import MOST_BYTES, Key, looks_like

__all__ = ["BUNDLE", "KEY_STORE", "keys_in"]

KEY_STORE: Final = "a copy of the key store"
BUNDLE: Final = "an evidence bundle"
_DATABASE: Final = b"SQLite format 3\0"
_START: Final = 100  # bytes that tell what a file is
_HANDED_ON: Final = b'{"person":'  # how the line of a bundle that hands a key on begins


def keys_in(path: Path, ledger_id: str) -> tuple[str, frozenset[str]]:
    """Return what the file at PATH is, and whose keys to the ledger LEDGER_ID are in it."""
    try:
        with path.open("rb") as file:
            start = file.read(_START)
            if looks_like(start):
                return BUNDLE, _handed_on(start + file.read(MOST_BYTES))
    except OSError:
        return "", frozenset()
    return (KEY_STORE, _kept(path, ledger_id)) if start.startswith(_DATABASE) else ("", frozenset())


def _handed_on(bundle: bytes) -> frozenset[str]:
    found = set()
    for line in bundle.split(b"\n"):
        if line.startswith(_HANDED_ON):
            with contextlib.suppress(msgspec.MsgspecError, ValueError):
                found.add(msgspec.json.decode(line, type=Key).person)
    return frozenset(found)


def _kept(path: Path, ledger_id: str) -> frozenset[str]:
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            if connection.execute("SELECT 1 FROM store WHERE ledger = ?", (ledger_id,)).fetchone() is None:
                return frozenset()
            return frozenset(str(person) for (person,) in connection.execute("SELECT person FROM keys"))
    except (sqlite3.Error, UnicodeDecodeError):
        return frozenset()  # a database of something else, or one that nobody opens as it is
