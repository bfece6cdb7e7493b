"""Drafts: files on the way to a name of their own, told from files that have one.

Whoever writes a file writes a draft beside its place, and gives it the name when it is whole. A process
that is killed leaves the draft there, with whatever it had written by then. A draft is called after its
place and the process that writes it; or, where one process writes several, by a random number.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

__all__ = ["draft_of", "is_draft", "writer_of", "writes_still"]

_LONGEST: Final = 100  # characters of a name that go into its draft's
_BY_PROCESS: Final = re.compile(r"\..+\.([0-9]{1,10})\.draft(?:-wal|-shm|-journal)?\Z", re.DOTALL)
# Of a ledger, a backup or a key store (`.majoracct-…`), or of rows an import rejects.
_BY_NUMBER: Final = re.compile(r"\..*[-.][0-9a-f]{16}\.new(?:-wal|-shm|-journal)?\Z", re.DOTALL)


def draft_of(path: Path) -> Path:
    """Return this process's draft of PATH, beside it."""
    return path.with_name(f".{path.name[:_LONGEST]}.{os.getpid()}.draft")


def is_draft(path: Path) -> bool:
    """Return whether PATH is called as a draft is, of whatever it is."""
    return writer_of(path) is not None or _BY_NUMBER.match(path.name) is not None


def writer_of(path: Path) -> int | None:
    """Return the process that writes the draft at PATH, or did; None where its name does not say."""
    named = _BY_PROCESS.match(path.name)
    return None if named is None else int(named[1])


def writes_still(process: int) -> bool:
    """Return whether PROCESS may be writing its draft still; unknown counts as yes.

    One that has our number, and is no draft that we write, was left by an earlier process, as in a container.
    """
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return process != os.getpid()
