"""Rejects: the rows an import could not use, kept as they were, with where and why.

The file round-trips: after the cells are put right, it is imported like any other, and the columns
we added are left out. So cells stay exactly as they were, formulas included; it is meant for
correcting, not for opening in a spreadsheet unseen.
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

__all__ = ["COLUMNS", "Reject", "RejectsFile"]

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
    """A file of rejects. It appears, whole, when the import has finished; until then PATH is untouched."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        """Begin it. Raises UnusableFileError when it cannot be written there."""
        if path.is_dir():
            raise UnusableFileError(str(path), "it is a folder: name a file for the rejects")
        self.path = path
        # A file of rejects may be imported, and bring rejects again.
        self._kept = [at for at, name in enumerate(header) if name not in COLUMNS]
        self._all = len(self._kept) == len(header)
        self._draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.new")
        try:
            self._file = self._draft.open("x", encoding="utf-8", newline="")
        except OSError as error:
            raise self._unwritable(error) from None
        self._writer = csv.writer(self._file)
        self._writer.writerow((*COLUMNS, *self._cells(header)))

    def add(self, reject: Reject) -> None:
        """Add one more."""
        self._writer.writerow(
            (reject.file, reject.row, reject.column, reject.reason, *self._cells(reject.cells))
        )

    def _cells(self, cells: Sequence[str]) -> Sequence[str]:
        if self._all:
            return cells
        return [cells[at] for at in self._kept if at < len(cells)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                self._draft.replace(self.path)
        except OSError as wrong:
            raise self._unwritable(wrong) from None
        finally:
            with contextlib.suppress(OSError):
                self._file.close()
            self._draft.unlink(missing_ok=True)

    def _unwritable(self, error: OSError) -> UnusableFileError:
        return UnusableFileError(str(self.path), f"the rejects cannot be written there: {error.strerror}")
