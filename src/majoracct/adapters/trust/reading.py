"""Reading a ledger from end to end: every row against its leaf and the rows before it.

What is kept in memory grows with the streams and the people of the ledger, not with its facts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import msgspec

from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.storage.leaf import hasher
from majoracct.adapters.trust.kept_tree import Recomputed
from majoracct.adapters.trust.manifest import manifest_root
from majoracct.adapters.trust.problems import Found, Problem
from majoracct.domain.book.checkpoints import ManifestRecorded
from majoracct.domain.book.persons import PersonKeyCommitted
from majoracct.domain.kernel import LEDGER
from majoracct.ports import Row, UnreadableFactError

__all__ = ["Reading", "leaves"]

_A_DAY: Final = 86_400_000_000  # microseconds
_CALENDAR: Final = range(-62_135_596_800_000_000, 253_402_300_800_000_000)  # the years 1 to 9999, in the same
_TYPES: Final[tuple[type[Any], ...]] = (int, str, int, str, int, bytes, int, str, int, bytes)


class Reading:
    """What has been read so far, and what was wrong with it.

    roots: by size, the roots of the tree at the sizes that were asked for and reached.
    manifest: the position of the first manifest; 0 when there is none.
    """

    def __init__(self, ledger_id: str, sizes: Collection[int], now: int | None) -> None:
        """Read the ledger with LEDGER_ID.

        sizes: of the tree, at which its root is wanted.
        now: the present instant, in microseconds since 1970 UTC; None: no instant is in the future.
        """
        self.leaf = hasher(ledger_id)
        self.decode = Codec().decode
        self.tree = Recomputed()
        self.roots: dict[int, bytes] = {0: self.tree.root()}
        self.facts = 0
        self.position = 0
        self.recorded_at = 0
        self.manifest = 0
        self.command_id = ""
        self.ordinal = 0
        self.versions: dict[str, int] = {}
        self.found = Found()
        self._sizes = frozenset(sizes)
        self._latest = None if now is None else now + _A_DAY
        self._unread: dict[tuple[str, int], tuple[Problem, int]] = {}  # by type and schema: first, how many
        self._ahead: tuple[int, int] = (0, 0)  # the first fact recorded in the future, and how many
        self._keys: dict[str, str] = {}  # commitments, by person
        self._sealed: dict[str, int] = {}  # by the command being read: people told of, and where

    def take(self, row: Row) -> None:
        """Check one more row."""
        self.facts += 1
        if _well_typed(row):
            made = self._check(row)
            self.position = row.position
            if row.recorded_at in _CALENDAR:  # of another, nothing can be told
                self.recorded_at = row.recorded_at
            self.command_id, self.ordinal = row.command_id, row.ordinal
            self.versions[row.stream] = row.version
        else:
            self.found.add(_place(row), "its columns are not of their types")
            made = _ill_typed(row)
        self.tree.add(made)
        if self.tree.size in self._sizes:
            self.roots[self.tree.size] = self.tree.root()

    def end(self) -> None:
        """Check what is known only when no row follows."""
        self._end_command()

    @property
    def notes(self) -> list[Problem]:
        """What speaks against nobody: what cannot be read here, and what a clock may explain."""
        notes = [
            Problem(first.position, first.what + (f" (the first of {count:,})" if count > 1 else ""))
            for first, count in self._unread.values()
        ]
        first, count = self._ahead
        if count:
            those = "it is" if count == 1 else f"it and {count - 1:,} more are"
            notes.append(Problem(first, f"{those} recorded more than a day from now: whose clock is wrong?"))
        return sorted(notes, key=lambda note: note.position)

    def _check(self, row: Row) -> bytes:
        """Check a row whose columns are of their types; return the leaf of what it says."""
        (position, stream, version, name, schema, body, recorded_at, command_id, ordinal, leaf) = row
        wrong = self.found.add
        made = self.leaf(position, stream, version, name, schema, body, recorded_at, command_id, ordinal)
        if made != leaf:
            wrong(position, "it is not what was recorded: its leaf differs")
        if not (stream.isascii() and name.isascii() and command_id.isascii()) and not all(
            map(_is_text, (stream, name, command_id))
        ):
            wrong(position, "its columns hold bytes that are no UTF-8: no other command can read it")
        if position != self.position + 1:
            wrong(
                position, f"it follows @{self.position}: what stood between was removed, moved or renumbered"
            )
        if version != (before := self.versions.get(stream, 0)) + 1:
            wrong(position, f"it is {stream}@{version}, and {stream}@{before + 1} comes next")
        if recorded_at < self.recorded_at:
            wrong(position, "it was recorded earlier than the fact before it")
        elif recorded_at not in _CALENDAR:
            wrong(position, "it was recorded at an instant that is in no calendar")
        elif self._latest is not None and recorded_at > self._latest:
            self._ahead = (self._ahead[0] or position, self._ahead[1] + 1)
        # A command's facts stand together; that no id comes back later is the file's own index,
        # which `integrity` holds against the table.
        if command_id != self.command_id:
            self._end_command()
        if ordinal != (self.ordinal + 1 if command_id == self.command_id else 0):
            wrong(position, f"it is number {ordinal} of its command, out of turn")
        self._check_told(row)
        return made

    def _check_told(self, row: Row) -> None:
        """Check what the row says, as far as it can be read here."""
        if b'"sealed"' in row.body or b"\\u" in row.body:  # a name may be spelt with escapes, too
            for person in _sealed_in(row.body):
                self._sealed.setdefault(person, row.position)
        try:
            event = self.decode(row).event
        except UnreadableFactError as why:
            self._unreadable(row, why)
            return
        if row.stream != LEDGER:
            return
        if isinstance(event, ManifestRecorded):
            self._check_manifest(row.position, event)
        elif isinstance(event, PersonKeyCommitted):
            self._check_commitment(row.position, event)

    def _unreadable(self, row: Row, why: UnreadableFactError) -> None:
        if not _is_json(row.body):
            self.found.add(row.position, f"its body cannot be read: {why.__cause__ or why}")
            return
        shape = row.type, row.schema
        first, count = self._unread.get(shape, (Problem(row.position, str(why)), 0))
        if count or len(self._unread) < 1000:  # a damaged file may hold any number of names
            self._unread[shape] = first, count + 1

    def _check_manifest(self, position: int, manifest: ManifestRecorded) -> None:
        """Hold a manifest against the heads there are before it."""
        self.manifest = self.manifest or position
        if manifest.streams != len(self.versions) or manifest.root != manifest_root(self.versions).hex():
            self.found.add(position, "its manifest does not state the heads of the streams before it")

    def _check_commitment(self, position: int, committed: PersonKeyCommitted) -> None:
        """Take note of a commitment to a key: nobody has two."""
        if self._keys.setdefault(committed.person, committed.commitment) != committed.commitment:
            self.found.add(position, f"it commits to another key of {committed.person}")

    def _end_command(self) -> None:
        """Hold whom the command's facts told of, sealed, against the keys that are committed to by now."""
        for person, position in self._sealed.items():
            if person not in self._keys:
                self.found.add(
                    position,
                    f"it holds what is sealed about {person}, and no key of {person} is committed to",
                )
        self._sealed.clear()


def leaves(ledger_id: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the leaf of what each of ROWS says, whatever is stored as its leaf."""
    made = hasher(ledger_id)
    for row in rows:
        yield made(*row[:9]) if _well_typed(row) else _ill_typed(row)


def _ill_typed(row: tuple[object, ...]) -> bytes:
    """Return what stands for the leaf of a row from which none can be made."""
    return row[-1] if isinstance(row[-1], bytes) else b""


def _well_typed(row: Row) -> bool:
    return tuple(map(type, row)) == _TYPES


def _place(row: tuple[object, ...]) -> int:
    return row[0] if isinstance(row[0], int) else 0


def _sealed_in(body: bytes) -> Iterator[str]:
    """Yield whom the sealed values in BODY are about."""
    try:
        waiting: list[Any] = [msgspec.json.decode(body)]
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return  # a damaged row: reading it says so
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if "sealed" in value and isinstance(value.get("person"), str):
                yield value["person"]
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _is_text(column: str) -> bool:
    """Return whether COLUMN was read as text, and not as bytes that stand for damage."""
    return not any("\ud800" <= character <= "\udfff" for character in column)


def _is_json(body: bytes) -> bool:
    try:
        msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False
    return True
