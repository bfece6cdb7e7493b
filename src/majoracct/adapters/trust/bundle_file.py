r"""The file an evidence bundle is: what stands in it, line by line, and how it is read back.

What follows is the format, complete: an auditor can write a second program from it. The file is UTF-8, its
lines end with a line feed, and it has two parts with one fixed line between them:

    majoracct evidence bundle 1, worded by majoracct 0.1.0
    … the dossier, in plain text …
    -- Here ends the dossier. What follows proves it, line by line: majoracct verify FILE --key PUB --
    … the proof, a JSON object a line …

Of the lines that are the fixed one, the last divides the parts. The JSON is ASCII, without spaces, its names
in the order given here, everything beyond ASCII written \uxxxx (lower case, surrogates in pairs), and no
other escapes than \" \\ \b \f \n \r \t. Bytes are base64, padded. In this order stand:

    {"ledger":text,"as_of":"YYYY-MM-DD","accounts":[text,…]}   (one line)
        The ledger's id; the day the dossier tells of; the accounts it is about, as asked for.
    {"checkpoint":text}   (one line)
        The signed note, with one signature: origin ``majoracct/<ledger id>``, the size n, the root (`note`).
    {"stream":text,"version":v,"index":i,"path":[bytes,…]}   (a line for each stream of the accounts)
        That the stream's last version is v: leaf i of the manifest's tree (see `manifest`) and its
        proof of inclusion. By the streams' names, as Unicode code points.
    {"position":p,"stream":text,"version":v,"type":text,"schema":s,"recorded_at":t,
     "command_id":text,"ordinal":o,"body":text,"path":[bytes,…]}   (a line for each fact)
        A fact as it is stored, its body to the byte, and the proof of inclusion of its leaf
        (`storage/leaf.py`), which is number p - 1 of n. By position. The last is the manifest, at n.
    {"person":text,"key":bytes}   (a line for each person whose key is handed on)
        The key (32 bytes) that what is personal of them is sealed with. By the person's id.

Proofs of inclusion are those of RFC 9162, 2.1.3. There is nothing in the file that is not proven by the
checkpoint, held against a fact that is, or computed from such facts by whoever reads it: no time of making
and no recipient. So whatever is changed in it, it is no longer a bundle that verifies.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, TypeVar

import msgspec
from attrs import field, frozen
from msgspec import Meta, Struct

from majoracct.ports import Row

__all__ = [
    "MOST_BYTES",
    "Bundle",
    "BundleError",
    "Claimed",
    "Head",
    "Key",
    "Proven",
    "first_line",
    "looks_like",
    "worded_by",
]

FORMAT: Final = 1
MOST_BYTES: Final = 256_000_000
_MOST_LINES: Final = 1_000_000
_LONGEST_LINE: Final = 8_000_000
_MOST_NODES: Final = 64
_MAGIC: Final = b"majoracct evidence bundle "
_DIVIDE: Final = (
    b"-- Here ends the dossier. What follows proves it, line by line: majoracct verify FILE --key PUB --"
)

_Number = Annotated[int, Meta(ge=0, le=(1 << 63) - 1)]
_Path = Annotated[list[bytes], Meta(max_length=_MOST_NODES)]
_Line = TypeVar("_Line", bound=Struct)


class BundleError(Exception):
    """What was given is no evidence bundle; the message says where and why, in a line."""


class Claimed(Struct, forbid_unknown_fields=True, frozen=True):
    """What the bundle is about."""

    ledger: str
    as_of: dt.date
    accounts: list[str]


class Signed(Struct, forbid_unknown_fields=True, frozen=True):
    """The checkpoint's note."""

    checkpoint: str


class Head(Struct, forbid_unknown_fields=True, frozen=True):
    """The last version of a stream, and the proof that the manifest states it."""

    stream: str
    version: _Number
    index: _Number
    path: _Path


class Proven(Struct, forbid_unknown_fields=True, frozen=True):
    """A fact as stored, and the proof that the checkpoint is over it."""

    position: _Number
    stream: str
    version: _Number
    type: str
    schema: _Number
    recorded_at: _Number
    command_id: str
    ordinal: _Number
    body: str
    path: _Path

    @property
    def row(self) -> tuple[int, str, int, str, int, bytes, int, str, int]:
        """The row, as the columns are ordered, without its leaf."""
        return (
            self.position,
            self.stream,
            self.version,
            self.type,
            self.schema,
            self.body.encode(),
            self.recorded_at,
            self.command_id,
            self.ordinal,
        )

    @classmethod
    def of(cls, row: Row, path: Sequence[bytes]) -> Proven:
        """Return ROW with its proof of inclusion. Raises BundleError for a body that is no text."""
        try:
            body = row.body.decode()
        except UnicodeDecodeError:
            raise BundleError(f"@{row.position} is damaged: run `majoracct verify`") from None
        return cls(
            row.position,
            row.stream,
            row.version,
            row.type,
            row.schema,
            row.recorded_at,
            row.command_id,
            row.ordinal,
            body,
            list(path),
        )


class Key(Struct, forbid_unknown_fields=True, frozen=True):
    """The key of a person."""

    person: str
    key: Annotated[bytes, Meta(min_length=32, max_length=32)]


@frozen
class Bundle:
    """An evidence bundle, taken apart.

    worded: the first line and the dossier, as they stand.
    """

    worded: str
    claimed: Claimed
    note: str
    heads: Sequence[Head]
    facts: Sequence[Proven]
    keys: Sequence[Key] = field(factory=tuple)

    def encoded(self) -> bytes:
        """Return the file's bytes. Raises BundleError when it is larger than a reader accepts."""
        lines: list[Struct] = [self.claimed, Signed(self.note), *self.heads, *self.facts, *self.keys]
        written = [_json(line) for line in lines]
        for line, text in zip(lines, written, strict=True):
            if len(text) > _LONGEST_LINE:
                what = f"@{line.position}" if isinstance(line, Proven) else "a line of the proof"
                raise BundleError(
                    f"{what} is too large for a bundle, whose lines have {_LONGEST_LINE:,} bytes at most"
                )
        proof = "".join(f"{text}\n" for text in written)
        data = self.worded.encode() + _DIVIDE + b"\n" + proof.encode("ascii")
        if len(data) > MOST_BYTES or len(lines) > _MOST_LINES:
            raise BundleError(
                f"the bundle would have {len(data):,} bytes and {len(lines):,} facts and proofs; "
                f"{MOST_BYTES:,} and {_MOST_LINES:,} are the most: prove fewer accounts at a time"
            )
        return data

    @classmethod
    def parse(cls, data: bytes) -> Bundle:
        """Return the bundle in DATA. Raises BundleError unless DATA is, to the byte, what `encoded` gives."""
        if len(data) > MOST_BYTES:
            raise BundleError(f"a bundle is at most {MOST_BYTES:,} bytes, and this is more")
        if not looks_like(data):
            raise BundleError("this is no evidence bundle: its first line says something else")
        worded, divided, proof = data.rpartition(b"\n" + _DIVIDE + b"\n")
        if not divided:
            raise BundleError("the bundle has no proof: the line that divides it from the dossier is missing")
        if proof.count(b"\n") > _MOST_LINES:
            raise BundleError(f"a proof has at most {_MOST_LINES:,} lines")
        start = worded.count(b"\n") + 3  # the number of the proof's first line
        lines = _Lines(proof, start)
        claimed = lines.take(Claimed)
        note = lines.take(Signed).checkpoint
        heads = list(lines.all(Head, b'{"stream":'))
        facts = list(lines.all(Proven, b'{"position":'))
        keys = list(lines.all(Key, b'{"person":'))
        lines.end()
        try:
            found = cls(worded.decode() + "\n", claimed, note, heads, facts, keys)
            worded_by(found.worded)
            same = found.encoded() == data
        except ValueError:
            raise BundleError("the bundle is not UTF-8") from None
        if not same:
            raise BundleError("the bundle's proof is not written as it has to be, to the byte")
        return found


class _Lines:
    """The lines of a proof, taken one after the other."""

    def __init__(self, proof: bytes, start: int) -> None:
        self._lines = proof.split(b"\n")
        self._at = 0
        self._start = start

    def take(self, of: type[_Line]) -> _Line:
        """Return the next line. Raises BundleError unless it is one of its kind."""
        number = self._start + self._at
        line = self._lines[self._at] if self._at < len(self._lines) else b""
        self._at += 1
        if len(line) > _LONGEST_LINE:
            raise BundleError(f"line {number} of the bundle is longer than {_LONGEST_LINE:,} bytes")
        try:
            return msgspec.json.decode(line, type=of)
        except (msgspec.MsgspecError, ValueError, RecursionError) as why:
            raise BundleError(f"line {number} of the bundle is not what has to stand there: {why}") from None

    def all(self, of: type[_Line], begin: bytes) -> Iterator[_Line]:
        """Yield the lines that follow and BEGIN so."""
        while self._at < len(self._lines) and self._lines[self._at].startswith(begin):
            yield self.take(of)

    def end(self) -> None:
        """Raise BundleError unless there is nothing more, and the last line was ended."""
        if self._lines[self._at :] != [b""]:
            raise BundleError(f"line {self._start + self._at} of the bundle is one too many, or cut short")


def looks_like(first_bytes: bytes) -> bool:
    """Return whether FIRST_BYTES, of a file, are those of an evidence bundle."""
    return first_bytes.startswith(_MAGIC)


def first_line(version: str) -> str:
    """Return the first line of a bundle whose dossier was worded by the program of VERSION."""
    return f"{_MAGIC.decode()}{FORMAT}, worded by majoracct {version}\n"


def worded_by(worded: str) -> str:
    """Return the version a bundle says its dossier was worded by. Raises BundleError."""
    line = worded.partition("\n")[0]
    version = line.removeprefix(first_line("").rstrip("\n"))
    if version == line or not version or len(version) > 40 or not version.isascii():
        raise BundleError("this program reads evidence bundles of format 1: use a newer majoracct")
    return version


def _json(line: Struct) -> str:
    return json.dumps(msgspec.to_builtins(line), ensure_ascii=True, separators=(",", ":"))
