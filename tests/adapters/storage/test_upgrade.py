"""A file of format 1 is read as it is, verified, and made ours by its first append, with no fact touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from majoracct import Ledger
from majoracct.adapters.storage import memory, sqlite, sqlite_file
from majoracct.adapters.storage.sqlite import SQLiteStore, open_ledger
from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.note import Checkpoint, Signer, sign
from majoracct.adapters.trust.seal import checkpoint, root_at
from majoracct.adapters.trust.verify import verify
from majoracct.ports import LedgerFaultError, Row
from majoracct.testing.appends import NOW, paid, record

# As the program of that time wrote it, seven facts in it: never edited.
FORMAT_1 = (Path(__file__).parent / "format_1.sql").read_text("utf-8")
ID, FACTS = "of-format-1", 7


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return where a ledger of format 1 is."""
    path = tmp_path / "book.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FORMAT_1)
    return path


@pytest.fixture
def store(book: Path) -> Iterator[SQLiteStore]:
    with closing(open_ledger(book)) as store:
        yield store


def format_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        [(found,)] = connection.execute("SELECT format FROM ledger").fetchall()
    return int(found)


def hold(store: SQLiteStore) -> None:
    """Hold what is kept against the leaves, and the file against itself."""
    tree = merkle.Tree()
    complete = [node for row in store.rows() for node in tree.add(row.leaf)]
    assert list(store.tree()) == sorted(complete)
    assert root_at(store, store.head()) == tree.root()
    assert store.integrity() == []
    assert verify(store).sound


def with_rows(book: Path, rows: list[Row]) -> None:
    """Make BOOK one of format 1 that holds ROWS."""
    made = FORMAT_1.split("\n")
    empty = "\n".join(line for line in made if not line.startswith('INSERT INTO "events"'))
    with closing(sqlite3.connect(book)) as connection:
        connection.executescript(empty)
        connection.executemany(f"INSERT INTO events VALUES ({', '.join('?' * 10)})", rows)
        connection.commit()


class TestReading:
    def test_changes_nothing(self, book: Path) -> None:
        before = book.read_bytes()
        with Ledger.open(book) as ledger:
            assert ledger.id == ID
            assert [fact.position for fact in ledger.store.facts()] == list(range(1, FACTS + 1))
            assert list(ledger.store.tree()) == []
            assert ledger.store.checkpoints() == []
            assert verify(ledger.store).sound
        assert book.read_bytes() == before
        assert format_of(book) == 1

    def test_it_has_no_tree_to_ask(self, store: SQLiteStore) -> None:
        with pytest.raises(LedgerFaultError, match="has no tree yet: the first append"):
            root_at(store, FACTS)

    @pytest.mark.parametrize("missing", ["TRIGGER events_update", "TRIGGER ledger_update"])
    def test_its_own_guards_are_asked_for_and_no_others(self, book: Path, missing: str) -> None:
        with closing(open_ledger(book)) as store:
            assert store.integrity() == []
        with closing(sqlite3.connect(book)) as connection:
            connection.execute(f"DROP {missing}")
        with closing(open_ledger(book)) as store:
            assert store.integrity() == [f"the guard {missing.split()[1]} is missing or was changed"]


class TestTheFirstAppend:
    def test_makes_it_ours_and_touches_no_fact(self, store: SQLiteStore, book: Path) -> None:
        before = list(store.rows())
        record(store, "acme", paid())
        assert format_of(book) == sqlite_file.FORMAT == 2
        assert list(store.rows())[:FACTS] == before
        hold(store)

    @pytest.mark.parametrize("count", [0, 1, 2, 3, 999, 1000, 1001, 2047])
    def test_grows_the_tree_of_all_that_was_there(self, tmp_path: Path, count: int) -> None:
        with closing(memory.create("", ID, NOW)) as source:
            if count:
                record(source, "acme", *[paid()] * count)
            rows = list(source.rows())
        book = tmp_path / "book.db"
        with_rows(book, rows)
        with closing(open_ledger(book)) as store:
            record(store, "acme", paid())
            hold(store)
            record(store, "acme", paid(), paid())
            hold(store)

    def test_a_checkpoint_is_one(self, book: Path) -> None:
        with Ledger.open(book) as ledger:
            sealed = checkpoint(ledger, ledger.desk(by="kim"), Signer.generate("ours"))
            assert (sealed.size, sealed.manifest) == (FACTS + 1, "ledger@2")
        with closing(open_ledger(book)) as store:
            assert store.checkpoints() == [(FACTS + 1, sealed.note)]
            hold(store)

    def test_keeping_a_checkpoint_of_another_does_so_too(self, store: SQLiteStore, book: Path) -> None:
        head = Checkpoint(f"majoracct/{ID}", FACTS, merkle.root(row.leaf for row in store.rows()))
        note = sign(head.text(), Signer.generate("another"))
        store.keep_checkpoint(FACTS, note)
        assert format_of(book) == 2
        assert store.checkpoints() == [(FACTS, note)]
        hold(store)

    def test_somebody_elses_is_noticed(self, store: SQLiteStore, book: Path) -> None:
        with closing(open_ledger(book)) as other, closing(open_ledger(book)) as reader:
            record(other, "acme", paid())
            assert len(list(reader.tree())) == 7  # of eight leaves
        record(store, "acme", paid())
        hold(store)

    def test_when_it_fails_half_way_nothing_is_changed(
        self, store: SQLiteStore, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(cursor: sqlite3.Cursor) -> None:
            cursor.execute("INSERT INTO tree VALUES (1, 0, x'00')")
            raise sqlite3.OperationalError("disk full, or killed")

        before = book.read_bytes()
        monkeypatch.setattr(sqlite, "regrow", fail)
        with pytest.raises(LedgerFaultError, match="cannot write to"):
            record(store, "acme", paid())
        assert store.integrity() == []
        store.close()
        assert format_of(book) == 1
        # But for what a log leaves in the header of any file: the counters of changes, the versions.
        assert book.read_bytes()[100:] == before[100:]
        monkeypatch.undo()
        with closing(open_ledger(book)) as again:
            record(again, "acme", paid())
            hold(again)
