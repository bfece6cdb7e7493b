"""A copy of a ledger's file: whole, of one instant, and in place only when it was looked at."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest

from majoracct.adapters.storage.sqlite import SQLiteStore, create, open_ledger
from majoracct.adapters.storage.sqlite_copy import copy_ledger
from majoracct.adapters.trust.verify import verify
from majoracct.ports import LedgerExistsError, LedgerFaultError, LedgerMissingError
from majoracct.testing.store_contract import NOW, paid, record


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with closing(create(path, "ledger-1", NOW)) as store:
        record(store, "acme", paid(), paid())
    return path


def sound(store: SQLiteStore) -> int:
    assert verify(store).sound
    return store.head()


def test_what_is_still_in_the_log_is_copied_too(book: Path, tmp_path: Path) -> None:
    """A copy of the file alone would lack it."""
    with closing(open_ledger(book)) as writer:
        record(writer, "acme", paid())
        assert Path(f"{book}-wal").stat().st_size
        assert copy_ledger(book, tmp_path / "copy.db", sound, "copy") == 3
    with closing(open_ledger(tmp_path / "copy.db")) as copy, closing(open_ledger(book)) as original:
        assert list(copy.rows()) == list(original.rows())
        assert list(copy.tree()) == list(original.tree())
        record(copy, "acme", paid())
        assert sound(copy) == 4


def test_it_is_in_place_only_once_it_was_looked_at(book: Path, tmp_path: Path) -> None:
    def look(store: SQLiteStore) -> None:
        assert not (tmp_path / "copy.db").exists()
        raise RuntimeError("no good")

    with pytest.raises(RuntimeError, match="no good"):
        copy_ledger(book, tmp_path / "copy.db", look, "copy")
    assert [entry.name for entry in tmp_path.iterdir()] == ["book.db"]


def test_it_is_for_no_more_people_than_the_ledger(book: Path, tmp_path: Path) -> None:
    book.chmod(0o640)
    copy_ledger(book, tmp_path / "copy.db", sound, "copy")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) & ~0o640 == 0


def test_what_was_freed_in_the_file_is_not_in_the_copy(book: Path, tmp_path: Path) -> None:
    with book.open("r+b") as file:
        size = file.seek(0, 2)
        file.write(b"\0" * 4096)
        file.seek(28)
        file.write((size // 4096 + 1).to_bytes(4, "big"))
    copy_ledger(book, tmp_path / "copy.db", SQLiteStore.head, "copy")
    assert (tmp_path / "copy.db").stat().st_size <= size


@pytest.mark.parametrize("taken", ["copy.db", "copy.db-wal"])
def test_nothing_is_written_over(book: Path, tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_bytes(b"precious")
    with pytest.raises(LedgerExistsError, match=taken):
        copy_ledger(book, tmp_path / "copy.db", sound, "copy")
    assert (tmp_path / taken).read_bytes() == b"precious"


def test_faults_name_the_file_they_are_of(book: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerMissingError, match=r"none\.db"):
        copy_ledger(tmp_path / "none.db", tmp_path / "copy.db", sound, "copy")
    with pytest.raises(LedgerFaultError, match=r"cannot back up to .*nowhere"):
        copy_ledger(book, tmp_path / "nowhere" / "copy.db", sound, "back up to")
    (tmp_path / "junk.db").write_bytes(b"junk" * 100)
    with pytest.raises(LedgerFaultError, match=r"junk\.db"):
        copy_ledger(tmp_path / "junk.db", tmp_path / "copy.db", sound, "copy")
    assert not (tmp_path / "copy.db").exists()
