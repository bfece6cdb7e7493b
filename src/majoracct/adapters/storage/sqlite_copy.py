"""Copying a ledger's SQLite file as one instant has it, while others record in it."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from majoracct.adapters.storage import sqlite_file as file
from majoracct.adapters.storage.placing import placed
from majoracct.adapters.storage.sqlite import SQLiteStore, open_ledger
from majoracct.adapters.storage.sqlite_readers import Readers

__all__ = ["copy_ledger"]

Found = TypeVar("Found")


def copy_ledger(source: Path, target: Path, look: Callable[[SQLiteStore], Found], doing: str) -> Found:
    """Copy the ledger at SOURCE to TARGET, and return what LOOK finds in the copy before it has its name.

    The copy holds every commit, those in the log beside the file too, and none of what was freed in it.
    When LOOK raises, there is no copy. doing: what for, in the messages.
    Raises LedgerMissingError, LedgerExistsError and LedgerFaultError.
    """
    file.look_at(source)
    rights = stat.S_IMODE(source.stat().st_mode) | stat.S_IRUSR | stat.S_IWUSR  # never for more to read
    with placed(target, doing, rights) as draft:
        try:
            with Readers(source).alone() as connection:
                file.header(connection, source)
                connection.execute("PRAGMA query_only=OFF")  # of the copy: SOURCE is open to be read
                with file.faults(target, f"copy {source} to"):
                    connection.execute("VACUUM INTO ?", (str(draft),))
        finally:
            file.tidy(source)
        with contextlib.closing(open_ledger(draft)) as copy:
            return look(copy)
