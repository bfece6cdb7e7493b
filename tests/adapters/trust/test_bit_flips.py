"""One bit flipped in each of 4,000 places of a ledger's file: no change of content passes unseen.

The places are spread over the whole file: facts, tree, indexes, checkpoints, the schema and free space. What
a flip did is read back by plain SQL. As negative control, a verifier that reads rows through an index, as an
earlier one did, must miss some of them.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from majoracct.adapters.storage.sqlite import SQLiteStore, create
from majoracct.adapters.trust.manifest import manifest_root
from majoracct.adapters.trust.note import Checkpoint, Signer, Verifier, sign
from majoracct.adapters.trust.seal import origin_of, root_at
from majoracct.adapters.trust.verify import Verification, verify
from majoracct.domain.account.mergers import AccountSplit
from majoracct.domain.book.checkpoints import ManifestRecorded
from majoracct.ports import LedgerError, Row
from majoracct.testing.store_contract import NOW, paid, record

PLACES: Final = 4_000
PARTS: Final = 8  # so that several workers share them
EVENTS: Final = 1  # among these
_TABLES: Final = (
    "SELECT * FROM ledger NOT INDEXED ORDER BY rowid",
    "SELECT * FROM events NOT INDEXED ORDER BY rowid",
    "SELECT * FROM tree ORDER BY level, number",
    "SELECT * FROM checkpoints NOT INDEXED ORDER BY rowid",
)


class ThroughAnIndex(SQLiteStore):
    """The negative control: rows as the index of streams and versions has them, in a file taken on trust."""

    def rows(self, after: int = 0, at: int | None = None) -> Iterator[Row]:
        with self._reading() as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
            found = connection.execute(
                "SELECT * FROM events INDEXED BY sqlite_autoindex_events_1 ORDER BY position"
            ).fetchall()
        return map(Row._make, found)

    def integrity(self) -> list[str]:
        return []


class Victim(NamedTuple):
    """A ledger's file to be damaged: what it is when it is whole, what is read of it then, and its key."""

    path: Path
    whole: bytes
    content: list[Any]
    key: Verifier
    verdict: Verification


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Verifier]:
    """Return the path of a ledger of 150 facts, sealed twice, and the public key of who sealed it."""
    path = tmp_path_factory.mktemp("sound") / "book.db"
    signer = Signer.generate("signer.example")
    with closing(create(path, "ledger-1", NOW)) as store:
        for number in range(70):
            record(store, f"account-{number % 7}", paid(), AccountSplit(f"part-{number}"), now=NOW + number)
            if number % 35 == 34:
                heads = store.heads(store.streams(store.head()), store.head())
                record(
                    store,
                    "ledger",
                    ManifestRecorded(len(heads), manifest_root(heads).hex()),
                    now=NOW + number,
                )
                size = store.head()
                text = Checkpoint(origin_of("ledger-1"), size, root_at(store, size)).text()
                store.keep_checkpoint(size, sign(text, signer))
    return path, signer.verifier


@pytest.fixture
def victim(sound: tuple[Path, Verifier], tmp_path: Path) -> Victim:
    path = tmp_path / "book.db"
    shutil.copyfile(sound[0], path)
    verdict = _verdict(SQLiteStore, path, sound[1])
    assert verdict is not None
    assert verdict.sound
    assert not verdict.notes
    return Victim(path, path.read_bytes(), _content(path), sound[1], verdict)


def _content(path: Path) -> Any:
    """Return all that PATH says, read through no index; None when it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            return [connection.execute(query).fetchall() for query in _TABLES]
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError):
        return None


def _verdict(opened: Callable[[Path], SQLiteStore], path: Path, key: Verifier) -> Verification | None:
    """Return what verifying PATH finds; None when it does not even open."""
    try:
        with closing(opened(path)) as store:
            return verify(store, keys=[key])
    except LedgerError:
        return None


def _places(part: int, size: int) -> Iterator[int]:
    """Yield the bits of PART: one at random in each of as many equal stretches of a file of SIZE bytes."""
    chance = random.Random(part)  # noqa: S311 - the same flips every time
    for stretch in range(part, PLACES, PARTS):
        yield chance.randrange(stretch * size * 8 // PLACES, (stretch + 1) * size * 8 // PLACES)


@contextlib.contextmanager
def _flipped(victim: Victim, bit: int) -> Iterator[None]:
    """Flip a bit of VICTIM's file in place, and put it back."""
    byte = victim.whole[bit // 8]
    with victim.path.open("r+b", buffering=0) as file:
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))
        yield
        file.seek(bit // 8)
        file.write(bytes([byte]))


@pytest.mark.parametrize("part", range(PARTS))
def test_no_flipped_bit_changes_content_unseen(victim: Victim, part: int) -> None:
    changed = 0
    for bit in _places(part, len(victim.whole)):
        with _flipped(victim, bit):
            found = _verdict(SQLiteStore, victim.path, victim.key)  # raises for nothing
            if _content(victim.path) != victim.content:
                changed += 1
                assert found != victim.verdict, f"bit {bit} changed content and passed"
    assert changed > PLACES / PARTS / 4
    assert hashlib.sha256(victim.path.read_bytes()).digest() == hashlib.sha256(victim.whole).digest()


def test_a_verifier_that_reads_through_an_index_misses_some(victim: Victim) -> None:
    missed = 0
    for bit in _places(0, len(victim.whole)):
        with _flipped(victim, bit):
            content = _content(victim.path)
            if content is not None and content[EVENTS] != victim.content[EVENTS]:
                missed += _verdict(ThroughAnIndex, victim.path, victim.key) == victim.verdict
    assert missed > 3  # 83 of all 4,000
