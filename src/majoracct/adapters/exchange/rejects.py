"""Rejects: the rows an import could not use, kept as they were, with where and why.

The file round-trips: after the cells are put right, it is imported like any other, and the columns
we added are left out. So cells stay exactly as they were, formulas included; it is meant for
correcting, not for opening in a spreadsheet unseen. A file that is no file of rejects is never
written over, and where nothing was rejected nothing is written.
"""

from __future__ import annotations

import contextlib
import csv
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from attrs import frozen

from majoracct.adapters.exchange.reading import UnusableFileError

__all__ = ["COLUMNS", "Reject", "RejectsFile", "holds_rejects"]

_HEADER_LIMIT: Final = 100_000  # characters of a first line that are looked at
COLUMNS: Final = ("reject_file", "reject_row", "reject_column", "reject_reason")


@frozen
class Reject:
    """A row that was not recorded: where, the column in the way ("" for the whole row), why, its cells."""

    file: str
    row: int
    column: str
    reason: str
    cells: Sequence[str]


class RejectsFile:
    """A file of rejects. It appears, whole, when the import has finished; until then PATH is untouched.

    Without a reject it does not appear, and one from before stays: `older` says that there is one.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        """Begin it. Raises UnusableFileError when it cannot be written there, or something else is there."""
        self.path = path
        self.older = holds_rejects(path)
        self.count = 0
        self._width = len(header)
        # A file of rejects may be imported, and bring rejects again.
        self._kept = [at for at, name in enumerate(header) if name not in COLUMNS]
        self._all = len(self._kept) == len(header)
        # Where a link leads, so that the link stays one.
        self._place = Path(os.path.realpath(path))
        self._draft = self._place.with_name(f".{path.name[:60]}.{secrets.token_hex(8)}.new")
        try:
            self._file = self._draft.open("x", encoding="utf-8", newline="")
        except OSError as error:
            raise self._unwritable(error) from None
        self._writer = csv.writer(self._file)
        self._writer.writerow((*COLUMNS, *self._cells(header)))

    def add(self, reject: Reject) -> None:
        """Add one more."""
        self.count += 1
        self._writer.writerow(
            (reject.file, reject.row, reject.column, reject.reason, *self._cells(reject.cells))
        )

    def _cells(self, cells: Sequence[str]) -> Sequence[str]:
        if self._all:
            return cells
        # What stands beyond the header is why a row was rejected, and must come back as it was.
        return [*(cells[at] for at in self._kept if at < len(cells)), *cells[self._width :]]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self.count:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                self._draft.replace(self._place)
        except OSError as wrong:
            raise self._unwritable(wrong) from None
        finally:
            with contextlib.suppress(OSError):
                self._file.close()
            self._draft.unlink(missing_ok=True)

    def _unwritable(self, error: OSError) -> UnusableFileError:
        return UnusableFileError(str(self.path), f"the rejects cannot be written there: {error.strerror}")


def holds_rejects(path: Path) -> bool:
    """Return whether there is a file of rejects, or an empty one, at PATH.

    Raises UnusableFileError when something else is there, which must not be written over.
    """
    if not path.exists():
        return False
    if not path.is_file():
        raise UnusableFileError(str(path), "it is no ordinary file: name a file for the rejects")
    if not _ours(path):
        raise UnusableFileError(
            str(path), "it is there already, and holds no rejects: name another file for the rejects"
        )
    return True


def _ours(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline(_HEADER_LIMIT)
    except UnicodeDecodeError:
        return False
    except OSError as error:
        raise UnusableFileError(str(path), f"it is there already, and unreadable: {error.strerror}") from None
    cells = next(csv.reader([first]), [])
    return not first or tuple(cells[: len(COLUMNS)]) == COLUMNS
