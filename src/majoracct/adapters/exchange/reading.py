"""Strict reading of CSV: a file is sound from its first byte to its last, or not one row of it is used.

`check` reads the whole file once, at the speed of the standard library's C code: its bytes decode,
every quote closes, no field or line is beyond reason, and the header names each column once. What
it finds is one error with file, row and column. Rows are numbered by the line of the file on which
they begin, as an editor shows it. A row with too few or too many cells is that row's own fault and
is left to whoever reads the rows.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final, TextIO

from attrs import frozen

__all__ = [
    "FIELD_LIMIT",
    "ROW_LIMIT",
    "Sheet",
    "UnusableFileError",
    "check",
    "delimited_otherwise",
    "shortened",
]

FIELD_LIMIT: Final = 10_000  # characters
COLUMN_LIMIT: Final = 200
ROW_LIMIT: Final = 1_000_000
LINE_LIMIT: Final = 2_000_000  # characters
_BLOCK: Final = 1 << 18  # bytes decoded at once
_WHOLE_FIELD: Final = 2_000_000  # characters of a field that are read to see where it ends

_DELIMITERS: Final = {";": "the delimiter seems to be a semicolon", "\t": "the delimiter seems to be a tab"}

# Python calls these encodings too; they turn innocent bytes into something else.
_NOT_OF_FILES: Final = frozenset(
    {
        "utf-7",
        "unicode_escape",
        "raw_unicode_escape",
        "unicode-escape",
        "raw-unicode-escape",
        "idna",
        "punycode",
    }
)


class UnusableFileError(Exception):
    """A file cannot be used as it is: the message says where, why and what to do. Nothing was recorded."""

    def __init__(self, file: str, what: str, *, row: int | None = None, column: str | None = None) -> None:
        places = [shortened(file, quoted=False)]
        places += [f"row {row}"] if row is not None else []
        places += [f"column {column}"] if column is not None else []
        super().__init__(f"{', '.join(places)}: {what}")
        self.file = file
        self.row = row
        self.column = column


@frozen
class Sheet:
    """A file that was found sound: what it is called, where, and what its rows are made of.

    sha256: of its bytes (hex). rows: how many, the header and blank lines aside.
    size, changed: of the file when it was checked, in bytes and nanoseconds.
    """

    name: str
    path: Path
    encoding: str
    header: tuple[str, ...]
    rows: int
    sha256: str
    size: int
    changed: int

    def read(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row's line and cells. Raises UnusableFileError when the file changed since."""
        with _opened(self.path, self.name) as path, path.open(encoding=self.encoding, newline="") as file:
            self._unchanged(file)
            reader = csv.reader(file, strict=True)
            next(reader)
            line = reader.line_num + 1
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1
            self._unchanged(file)

    def _unchanged(self, file: TextIO) -> None:
        status = os.fstat(file.fileno())
        if (status.st_size, status.st_mtime_ns) != (self.size, self.changed):
            raise UnusableFileError(
                self.name, "it was changed while it was being read: import it again once it is finished"
            )

    def require(self, columns: Sequence[str]) -> list[int]:
        """Return where each of COLUMNS stands. Raises UnusableFileError naming those that are missing."""
        missing = [column for column in columns if column not in self.header]
        if missing:
            near = difflib.get_close_matches(missing[0], self.header, n=1)
            hint = f"; nearest to {missing[0]!r} is {near[0]!r}" if near else ""
            hint = delimited_otherwise(self.header) or hint
            there = ", ".join(shortened(name) for name in self.header[:20])
            what = f"there is no column {', '.join(map(repr, missing))}: the header has {there}{hint}"
            raise UnusableFileError(self.name, what, row=1, column=missing[0])
        return [self.header.index(column) for column in columns]


def delimited_otherwise(header: Sequence[str]) -> str:
    """Return a hint when HEADER, which lacks a column, looks like one of a file without commas; else ""."""
    other = next((said for mark, said in _DELIMITERS.items() if len(header) == 1 and mark in header[0]), "")
    if header[0].lower().startswith("sep="):
        other = f"the first line, {shortened(header[0])}, is for a spreadsheet"
    return f"; {other}: save it as CSV delimited by commas, with the header first" if other else ""


def shortened(text: str, limit: int = 60, *, quoted: bool = True) -> str:
    """Return TEXT as a message shows it: in quotes, controls spelt out, cut to LIMIT characters."""
    cut = text if len(text) <= limit else f"{text[: limit - 1]}…"
    said = repr(cut)
    return said if quoted or not cut.isprintable() else cut


def check(path: Path, encoding: str = "utf-8") -> Sheet:
    """Return PATH as a sound sheet. Raises UnusableFileError, with the first thing that is wrong."""
    name = path.name
    codec = _codec(name, encoding)
    with _opened(path, name):
        status = path.stat()
        digest = _decodes(path, name, codec)
        header, rows = _parses(path, name, codec)
    return Sheet(name, path, codec, header, rows, digest, status.st_size, status.st_mtime_ns)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Path]:
    try:
        if not path.is_file():
            # It is read twice, which a pipe does not allow.
            what = "it is no ordinary file" if path.exists() else "there is no such file"
            raise UnusableFileError(str(path), what)
        yield path
    except OSError as error:
        raise UnusableFileError(name, f"it cannot be read: {error.strerror}") from None


def _codec(name: str, encoding: str) -> str:
    try:
        found: codecs.CodecInfo | None = codecs.lookup(encoding)
        b"text".decode(encoding, "replace")  # some codecs make no text of bytes
        codecs.getincrementaldecoder(encoding)  # and some cannot go on where they stopped
    except (LookupError, UnicodeError, ValueError):
        found = None
    if found is None or found.name in _NOT_OF_FILES:
        what = f"--encoding {shortened(encoding)} is none we know: give utf-8, cp1252, latin-1 or utf-16"
        raise UnusableFileError(name, what)
    return "utf-8-sig" if found.name == "utf-8" else found.name


def _decodes(path: Path, name: str, codec: str) -> str:
    """Return the file's digest when its bytes are text; else say at which byte and line they are not."""
    digest = sha256()
    decoder = codecs.getincrementaldecoder("utf-8" if codec == "utf-8-sig" else codec)()
    offset, line, open_line = 0, 1, 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            digest.update(block)
            pending = decoder.getstate()[0]
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                at = offset - len(pending) + error.start
                line += error.object[: error.start].count(b"\n")
                raise _undecodable(name, codec, at, line, path) from None
            except UnicodeError as error:  # a mark that must be there is missing
                what = f"it is not {codec}: {error}. Give its own with --encoding"
                raise UnusableFileError(name, what) from None
            if "\0" in text:
                line += text[: text.index("\0")].count("\n")
                what = "a NUL character: no text holds one. Is it a text file, and the --encoding its own?"
                raise UnusableFileError(name, what, row=line)
            open_line = _open_line(text, open_line)
            if open_line > LINE_LIMIT:
                line += text.count("\n")
                what = f"a line of more than {LINE_LIMIT:,} characters: is it a CSV file?"
                raise UnusableFileError(name, what, row=line)
            line += text.count("\n")
            if not block:
                return digest.hexdigest()
            offset += len(block)


def _open_line(text: str, before: int) -> int:
    """Return how long the line is that TEXT leaves unfinished."""
    end = max(text.rfind("\n"), text.rfind("\r"))
    return before + len(text) if end < 0 else len(text) - end - 1


def _undecodable(name: str, codec: str, at: int, line: int, path: Path) -> UnusableFileError:
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(at)
        byte = file.read(1)
    shown = f" (0x{byte[0]:02x})" if byte else ""
    utf16 = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    likely = "--encoding utf-16" if utf16 else "--encoding cp1252"
    said = "UTF-8" if codec == "utf-8-sig" else codec
    what = f"byte {at}{shown} is not {said}. If it has another encoding, say which: {likely}, for one"
    return UnusableFileError(name, what, row=line)


def _parses(path: Path, name: str, codec: str) -> tuple[tuple[str, ...], int]:
    """Return the header and the number of rows when the file is CSV throughout; else say where it is not."""
    rows, line = 0, 1
    header: tuple[str, ...] | None = None
    with path.open(encoding=codec, newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            for cells in reader:
                if header is None:
                    header = _header(name, cells)
                elif cells:
                    rows += 1
                    # Joining is quicker than measuring each, and nearly always settles it.
                    if len("".join(cells)) > FIELD_LIMIT and len(max(cells, key=len)) > FIELD_LIMIT:
                        raise _too_long(name, header, cells, line)
                line = reader.line_num + 1
        except csv.Error as error:
            raise _malformed(path, name, codec, header, line, error) from None
    if header is None:
        raise UnusableFileError(name, "no rows: it is empty")
    if rows > ROW_LIMIT:
        raise UnusableFileError(name, f"{rows:,} rows: cut it into files of at most {ROW_LIMIT:,}")
    return header, rows


def _header(name: str, cells: list[str]) -> tuple[str, ...]:
    if not cells or not any(cell.strip() for cell in cells):
        raise UnusableFileError(name, "no header: its first line names no column", row=1)
    if len(cells) > COLUMN_LIMIT:
        what = f"{len(cells)} columns: at most {COLUMN_LIMIT} are read. Is the delimiter a comma?"
        raise UnusableFileError(name, what, row=1)
    for at, cell in enumerate(cells):
        if len(cell) > FIELD_LIMIT:
            raise _too_long(name, None, cells, 1)
        if cell and (before := cells.index(cell)) < at:
            what = f"the header names it twice, as columns {before + 1} and {at + 1}: rename one of them"
            raise UnusableFileError(name, what, row=1, column=shortened(cell, quoted=False))
    return tuple(cells)


def _too_long(name: str, header: tuple[str, ...] | None, cells: list[str], line: int) -> UnusableFileError:
    at = next(n for n, cell in enumerate(cells) if len(cell) > FIELD_LIMIT)
    what = f"more than {FIELD_LIMIT:,} characters in one field: is a quote left open before?"
    return UnusableFileError(name, what, row=line, column=_column(header, at))


def _column(header: tuple[str, ...] | None, at: int) -> str:
    """Return what to call the column AT: its name, else its number, counted from 1."""
    named = header is not None and at < len(header) and header[at]
    return shortened(named, quoted=False) if named else str(at + 1)


def _malformed(
    path: Path, name: str, codec: str, header: tuple[str, ...] | None, line: int, error: csv.Error
) -> UnusableFileError:
    """Return what to say of a row that begins on LINE and is no CSV."""
    said = str(error)
    if "field limit" in said and (cells := _reread(path, codec, line)) is not None:
        return _too_long(name, header, cells, line)
    with path.open(encoding=codec, newline="") as file:
        for _ in range(line - 1):
            file.readline()
        # Read leniently, the row's first line ends in the field whose quote is open.
        cells = next(csv.reader([file.readline(10 * FIELD_LIMIT)]), [""])
    column = _column(header, max(len(cells) - 1, 0))
    if "unexpected end of data" in said or "field limit" in said:
        what = "a quote is opened and not closed"
    elif "expected after" in said:
        what = "a quote is not closed, or stands inside a field: close it, or write it twice"
    else:
        what = f"it is not CSV: {said}"
    return UnusableFileError(name, what, row=line, column=column)


def _reread(path: Path, codec: str, line: int) -> list[str] | None:
    """Return the row that begins on LINE when it ends, however long its fields; else None."""
    limit = csv.field_size_limit(_WHOLE_FIELD)  # of the whole process: put back at once
    try:
        with path.open(encoding=codec, newline="") as file:
            for _ in range(line - 1):
                file.readline()
            return next(csv.reader(file, strict=True))
    except csv.Error:
        return None
    finally:
        csv.field_size_limit(limit)
