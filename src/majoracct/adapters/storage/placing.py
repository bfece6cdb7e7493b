"""Putting a ledger's file in place: written as a draft, and given its name when it is whole.

Whoever opens the name finds nothing, or all of it; what stood there before is never written over.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from majoracct.ports import LedgerExistsError, LedgerFaultError

__all__ = ["placed", "put_in_place"]

_BESIDE: Final = ("-wal", "-shm", "-journal")


@contextlib.contextmanager
def placed(path: Path, doing: str = "create", mode: int = 0o666) -> Iterator[Path]:
    """Give an empty draft, and put what was made of it at PATH when that ended well.

    doing: what for, in the messages. mode: the file's rights, less the umask.
    Raises LedgerExistsError when anything stands at PATH, LedgerFaultError when it cannot be put there; then
    nothing is left behind.
    """
    for taken in (path, *(Path(f"{path}{end}") for end in _BESIDE)):
        if os.path.lexists(taken):
            # SQLite would read a log left by another file into the new one.
            raise LedgerExistsError(f"{taken} exists: a new ledger needs a name of its own")
    if not path.absolute().parent.is_dir():
        raise LedgerFaultError(f"cannot {doing} {path}: there is no folder {path.parent}. Make it first.")
    draft = path.with_name(f".majoracct-{secrets.token_hex(8)}.new")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))  # connections never create
        yield draft
        put_in_place(draft, path, mode)
    except OSError as why:
        raise LedgerFaultError(f"cannot {doing} {path}: {why.strerror}. Check the folder.") from why
    finally:
        for end in ("", *_BESIDE):
            with contextlib.suppress(OSError):
                Path(f"{draft}{end}").unlink()


def put_in_place(draft: Path, path: Path, mode: int = 0o666) -> None:
    """Give DRAFT the name PATH, durably, unless something took that meanwhile.

    mode: the rights of what holds the name for a moment, where files cannot be linked.
    """
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # refuses an existing file, which renaming would replace
    except FileExistsError:
        raise LedgerExistsError(f"{path} exists: a new ledger needs a name of its own") from None
    except OSError:  # a file system without links: hold the name with an empty file, then replace that
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
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
