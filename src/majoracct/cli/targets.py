"""Targets: where a command may write a file. What holds somebody's data is never written over."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from majoracct.adapters.storage.drafts import draft_of
from majoracct.cli.display import display
from majoracct.cli.session import BadInput

__all__ = ["ledger_files", "writable_target", "write_whole"]

# Beside the ledger's own file: SQLite's write-ahead log, its index, and the journal of a rollback.
_COMPANIONS = ("-wal", "-shm", "-journal")


def ledger_files(location: str) -> list[Path]:
    """Return the files of the ledger at LOCATION, a path or a URL, whether or not they exist."""
    scheme, _, rest = location.partition(":")
    if scheme == "sqlite":
        location = rest.removeprefix("///")
    elif "://" in location:  # in no file of ours
        return []
    path = Path(location)
    # SQLite follows a link first and keeps its companions beside what the link leads to.
    real = Path(os.path.realpath(path))
    return [path, *(Path(f"{file}{more}") for file in (path, real) for more in _COMPANIONS)]


def writable_target(path: str, *, option: str, kept: Iterable[Path], needed: bool = False) -> Path:
    """Return PATH when a file may be written there: nothing is there, or an ordinary file of nobody's.

    option: what asked for it, for the message. kept: files that must not be lost, such as those of
    `ledger_files` and those the command reads; they need not exist. needed: whether it cannot be left out.
    Raises BadInput when PATH is or leads to one of them, to a folder or to anything else but an
    ordinary file, and for ``-``, which is no file.
    """
    said = f"{option} {display(path)}"
    if not path or path == "-":
        way_out = "" if needed else f", or leave {option} out"
        raise BadInput(f"{said}: it is no file: name one{way_out}")
    target = Path(path)
    try:
        real = Path(os.path.realpath(target))
        status = _status(real)
        if status is not None and not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
            raise BadInput(f"{said}: it is {what}: name a file")
        for file in kept:
            if _same(real, status, file):
                raise BadInput(f"{said}: that is {display(file)}, which must be kept: name another file")
        if not real.parent.is_dir():
            raise BadInput(f"{said}: there is no folder {display(real.parent)}: make it, or name another")
    except (OSError, ValueError) as error:  # a loop of links, a name too long, a NUL in it
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{said}: it cannot be used: {display(why)}: name another file") from None
    return target


def write_whole(target: Path, content: bytes, before: Callable[[], None] | None = None) -> None:
    """Make CONTENT what TARGET holds, whole or not at all, durably. Raises OSError.

    before: done once the content is safe, and before TARGET has it; when it raises, TARGET stays as it was.
    """
    real = Path(os.path.realpath(target))
    draft = draft_of(real)
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if real.exists():
            shutil.copymode(real, draft)
        if before is not None:
            before()
        draft.replace(real)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(real.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _same(real: Path, status: os.stat_result | None, file: Path) -> bool:
    """Return whether REAL, whose status is STATUS, is FILE, by another name or none yet."""
    if real == Path(os.path.realpath(file)):
        return True
    other = _status(file)  # a hard link, or a file system that does not tell A from a
    return status is not None and other is not None and os.path.samestat(status, other)
