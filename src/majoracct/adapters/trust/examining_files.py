"""Examining files: whose they are, who may get at them, what stands beside them, and what was left behind."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from majoracct.adapters.storage.drafts import is_draft, writer_of, writes_still
from majoracct.adapters.trust.examining import Examined, Installation

__all__ = ["companion", "examine_files", "examine_folders", "examine_keys", "files_beside", "mode_of"]

_LOGS: Final = (0x377F0682, 0x377F0683)  # how a write-ahead log begins
_KEY_SIZE: Final = 10_000  # bytes; no file that holds a key is longer
_MOVE_IT: Final = (
    "Find out who put it there, move it away with nobody using the ledger, and run `majoracct verify`."
)
_SIGNING, _WRAPPING = b"PRIVATE+KEY+", b"majoracct wrapping key"


def companion(path: Path, end: str) -> Path:
    """Return the file that SQLite keeps beside PATH: ``-wal``, ``-shm`` or ``-journal``."""
    return Path(f"{os.path.realpath(path)}{end}")


def files_beside(*paths: Path | None) -> list[Path]:
    """Return the ordinary files in the folders of PATHS, sorted; those that cannot be listed are left out."""
    found: set[Path] = set()
    for folder in sorted({Path(os.path.realpath(path)).parent for path in paths if path is not None}):
        try:
            with os.scandir(folder) as entries:
                found |= {Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False)}
        except OSError:
            continue
    return sorted(found)


def _start(path: Path, count: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError:
        return b""


def mode_of(path: Path) -> str:
    """Return the permissions of PATH as chmod has them."""
    return f"{stat.S_IMODE(path.stat().st_mode):04o}"


# The ledger's own files


def examine_files(ledger: Path, found: Examined) -> None:
    """Take note of what is wrong with the file LEDGER, its folder, and what SQLite keeps beside it."""
    if os.name == "posix":
        _permissions(ledger, found)
    start = _start(ledger, 100)
    page = int.from_bytes(start[16:18], "big")
    page = 65_536 if page == 1 else page
    log, journal = companion(ledger, "-wal"), companion(ledger, "-journal")
    if log.exists():
        head = _start(log, 32)
        if not head:
            found.note(
                "log-empty",
                log,
                "an empty log is left of somebody who read the ledger, or reads it now",
                "Nothing: whoever records next takes it away.",
            )
        elif int.from_bytes(head[:4], "big") not in _LOGS or int.from_bytes(head[8:12], "big") != page:
            found.error(
                "log-foreign",
                log,
                "it is not this ledger's log: SQLite passes it over, or takes facts of another file from it",
                _MOVE_IT,
            )
    if journal.exists() and journal.stat().st_size:
        found.error(
            "journal-foreign",
            journal,
            "a rollback journal stands beside the ledger, which keeps none: SQLite may play it back",
            _MOVE_IT,
        )


def _permissions(ledger: Path, found: Examined) -> None:
    if ledger.stat().st_mode & stat.S_IWOTH:
        found.error(
            "ledger-writable-by-others",
            ledger,
            f"everybody may write to it (mode {mode_of(ledger)}), and only a checkpoint tells if they did",
            f"chmod o-w {ledger}",
        )
    folder = Path(os.path.realpath(ledger)).parent
    mode = folder.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        found.error(
            "folder-writable-by-others",
            folder,
            f"everybody may replace the ledger in this folder (mode {mode_of(folder)})",
            f"chmod o-w {folder}",
        )


# Keys in files


def examine_keys(installation: Installation, found: Examined) -> None:
    """Take note of keys that others may get at, or that stand beside what they protect."""
    for setting, path in (
        ("signing_key_file", installation.signing_key_file),
        ("wrapping_key_file", installation.wrapping_key_file),
    ):
        if path is None:
            continue
        if not path.is_file():
            found.error(
                "key-file-missing", path, f"{setting} names it, and there is no such file", "Name another."
            )
        elif os.name == "posix" and path.stat().st_mode & 0o077:
            found.error(
                "key-exposed",
                path,
                f"others may get at this key (mode {mode_of(path)}), and it is refused",
                f"chmod 600 {path}; if anybody did, make another key.",
            )
    ledger, store = installation.ledger, installation.key_store
    if ledger is not None:
        for path in _keys_beside(ledger, _SIGNING):
            found.warning(
                "signing-key-beside-ledger",
                path,
                "a signing key is in the ledger's folder: who rewrites the ledger could sign what it became",
                "Move it where whoever can write the ledger cannot read it.",
            )
    if store is not None:
        for path in _keys_beside(store, _WRAPPING):
            found.warning(
                "wrapping-key-beside-key-store",
                path,
                "a wrapping key is in the key store's folder: who gets the folder, or its backup, reads all",
                "Keep it in another place, and out of that backup.",
            )
    if ledger is not None and store is not None and _same_folder(ledger, store):
        found.note(
            "key-store-beside-ledger",
            store,
            "the key store is in the ledger's folder: a backup of both keeps keys of who is erased later",
            "Back the key store up apart, and for a shorter time.",
        )


def _keys_beside(path: Path, begins: bytes) -> Iterator[Path]:
    for each in files_beside(path):
        try:
            small = each.stat().st_size <= _KEY_SIZE
        except OSError:
            continue
        if small and _start(each, len(begins)) == begins:
            yield each


def _same_folder(one: Path, other: Path) -> bool:
    return Path(os.path.realpath(one)).parent == Path(os.path.realpath(other)).parent


# What was left behind


def examine_folders(installation: Installation, found: Examined) -> None:
    """Take note of drafts that were never finished, in the folders of the ledger and the key store."""
    for path in files_beside(installation.ledger, installation.key_store):
        if not is_draft(path):
            continue
        if (writer := writer_of(path)) is not None and writes_still(writer):
            found.note("draft", path, "a process is writing it", "Nothing, unless it stays.")
            continue
        found.warning(
            "draft-left",
            path,
            "somebody was interrupted while writing it; it may hold what was personal",
            "Remove it, once nobody writes it.",
        )
