"""The ledger in a SQLite file: the contract, and what only a file can get wrong."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from majoracct.adapters.storage import sqlite_file
from majoracct.adapters.storage.sqlite import SQLiteStore, create, open_ledger
from majoracct.ports import (
    ConflictError,
    EventStore,
    LedgerExistsError,
    LedgerFaultError,
    LedgerMissingError,
    LedgerNewerError,
    UnreadableFactError,
)
from majoracct.testing.store_contract import NOW, StoreContract, command, paid, record
from majoracct.testing.tree_contract import Opening, TreeContract


class TestTheFileKeepsTheContract(StoreContract, TreeContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[EventStore]:
        with closing(create(tmp_path / "book.db", "ledger-1", NOW)) as store:
            yield store

    @pytest.fixture
    def sealing(self, tmp_path: Path) -> Iterator[Opening]:
        with ExitStack() as opened:
            path = tmp_path / "sealed.db"
            yield lambda vault: opened.enter_context(closing(create(path, "ledger-1", NOW, vault=vault)))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the path of a ledger with three facts."""
    path = tmp_path / "book.db"
    with closing(create(path, "ledger-1", NOW)) as store:
        record(store, "acme", paid(), paid(), id_="c-1")
        record(store, "bolt", paid(), id_="c-2")
        store.keep_checkpoint(3, b"a note")
    return path


def content(path: Path) -> list[tuple[object, ...]]:
    """Return every row of PATH, by a reader that is not ours."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            row
            for table in ("events", "tree", "checkpoints")
            for row in connection.execute(f"SELECT * FROM {table}").fetchall()
        ]


class TestCreating:
    @pytest.mark.parametrize("taken", ["a file", "an empty file", "a folder", "a dangling link", "a ledger"])
    def test_it_refuses_whatever_stands_there_and_leaves_it(self, tmp_path: Path, taken: str) -> None:
        path = tmp_path / "book.db"
        if taken == "a file":
            path.write_text("precious")
        elif taken == "an empty file":
            path.touch()
        elif taken == "a folder":
            path.mkdir()
        elif taken == "a dangling link":
            path.symlink_to(tmp_path / "nowhere")
        else:
            create(path, "ledger-0", NOW).close()
        before = path.read_bytes() if path.is_file() else None
        with pytest.raises(LedgerExistsError, match=r"book\.db"):
            create(path, "ledger-1", NOW)
        assert [entry.name for entry in tmp_path.iterdir()] == ["book.db"]
        assert (path.read_bytes() if path.is_file() else None) == before

    @pytest.mark.parametrize("beside", ["-wal", "-shm", "-journal"])
    def test_it_refuses_to_inherit_the_log_of_another_file(self, tmp_path: Path, beside: str) -> None:
        (tmp_path / f"book.db{beside}").write_bytes(b"old")
        with pytest.raises(LedgerExistsError, match=beside):
            create(tmp_path / "book.db", "ledger-1", NOW)

    def test_it_leaves_nothing_when_it_fails_half_way(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sqlite_file.GUARDS, "broken", "CREATE NONSENSE")
        with pytest.raises(LedgerFaultError, match=r"book\.db"):
            create(tmp_path / "book.db", "ledger-1", NOW)
        assert list(tmp_path.iterdir()) == []

    def test_it_does_not_replace_what_somebody_put_there_meanwhile(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, write = tmp_path / "book.db", sqlite_file._write_empty

        def write_slowly(draft: Path, ledger_id: str, created_at: int) -> None:
            write(draft, ledger_id, created_at)
            path.write_text("precious")

        monkeypatch.setattr(sqlite_file, "_write_empty", write_slowly)
        with pytest.raises(LedgerExistsError):
            create(path, "ledger-1", NOW)
        assert path.read_text() == "precious"
        assert [entry.name for entry in tmp_path.iterdir()] == ["book.db"]

    def test_a_missing_folder_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(LedgerFaultError, match="nowhere"):
            create(tmp_path / "nowhere" / "book.db", "ledger-1", NOW)

    def test_it_works_where_files_cannot_be_linked(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_links(*_: object) -> None:
            raise OSError("this file system has no links")

        monkeypatch.setattr(os, "link", no_links)
        path = tmp_path / "book.db"
        with closing(create(path, "ledger-1", NOW)) as store:
            record(store, "acme", paid())
        with pytest.raises(LedgerExistsError):
            create(path, "ledger-2", NOW)
        assert len(content(path)) == 1

    @pytest.mark.parametrize(
        "name", ["a?mode=memory.db", "a#b.db", "50%20.db", "a b.db", "ärger.db", "x&cache=shared.db"]
    )
    def test_a_file_may_have_any_name(self, tmp_path: Path, name: str) -> None:
        with closing(create(tmp_path / name, "ledger-1", NOW)) as store:
            record(store, "acme", paid())
        assert [entry.name for entry in tmp_path.iterdir()] == [name]
        with closing(open_ledger(tmp_path / name)) as store:
            assert store.head() == 1


class TestOpening:
    def test_a_missing_file_is_not_made(self, tmp_path: Path) -> None:
        with pytest.raises(LedgerMissingError, match=r"book\.db.*init"):
            open_ledger(tmp_path / "book.db")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("made", "message"),
        [
            ("empty", "empty"),
            ("folder", "folder"),
            ("text", "no ledger"),
            ("other", "no ledger"),
            ("no header", "no ledger"),
            ("truncated", "damaged|no ledger"),
            ("format 0", "format 0"),
        ],
    )
    def test_what_is_no_ledger_is_a_fault_that_names_it(self, book: Path, made: str, message: str) -> None:
        if made == "folder":
            book.unlink()
            book.mkdir()
        elif made == "other":
            book.unlink()
            with closing(sqlite3.connect(book)) as connection:
                connection.execute("CREATE TABLE t (a)")
        elif made in ("no header", "format 0"):
            with closing(sqlite3.connect(book)) as connection:
                connection.execute("DROP TRIGGER ledger_delete")
                connection.execute("DROP TRIGGER ledger_update")
                connection.execute(
                    "UPDATE ledger SET format = 0" if made == "format 0" else "DELETE FROM ledger"
                )
                connection.commit()
        else:
            junk = {"empty": b"", "text": b"hello " * 1000, "truncated": book.read_bytes()[:6000]}
            book.write_bytes(junk[made])
        with pytest.raises(LedgerFaultError, match=rf"(?s)book\.db.*({message})"):
            open_ledger(book)

    def test_a_newer_format_needs_a_newer_program(self, book: Path) -> None:
        with closing(sqlite3.connect(book)) as connection:
            connection.execute("DROP TRIGGER ledger_update")
            connection.execute("UPDATE ledger SET format = 3")
            connection.commit()
        with pytest.raises(LedgerNewerError, match="newer"):
            open_ledger(book)

    def test_reading_loads_no_engine(self, book: Path) -> None:
        program = (
            "import sys; from majoracct.adapters.storage.sqlite import open_ledger\n"
            "from majoracct.adapters.trust.verify import verify\n"
            f"store = open_ledger({str(book)!r})\n"
            "assert len(list(store.facts())) == 3 and verify(store).facts == 3\n"
            "assert not any(name.startswith('eventsourcing') for name in sys.modules)"
        )
        subprocess.run([sys.executable, "-c", program], check=True)

    def test_reading_leaves_the_file_as_it_was(self, book: Path) -> None:
        before = hashlib.sha256(book.read_bytes()).digest()
        with closing(open_ledger(book)) as store:
            assert len(list(store.facts())) == 3
            assert store.integrity() == []
        assert hashlib.sha256(book.read_bytes()).digest() == before


class TestThePragmas:
    def test_every_commit_is_durable_and_nothing_is_left_to_the_build(self, book: Path) -> None:
        with closing(sqlite_file.connect_to_write(book)) as connection:
            expected = {
                "synchronous": 2,
                "secure_delete": 1,
                "foreign_keys": 1,
                "trusted_schema": 0,
                "cell_size_check": 1,
                "recursive_triggers": 1,
                "journal_mode": "wal",
            }
            found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
        assert found == expected

    def test_the_engine_writes_on_such_connections(self, book: Path) -> None:
        with closing(open_ledger(book)) as store:
            record(store, "acme", paid())
            for commit in (True, False):
                with store._writer().datastore.transaction(commit=commit) as cursor:
                    cursor.execute("PRAGMA synchronous")
                    assert cursor.fetchone()[0] == 2

    def test_a_reader_cannot_write(self, book: Path) -> None:
        with (
            closing(sqlite_file.connect_to_read(book)) as connection,
            pytest.raises(sqlite3.OperationalError, match="readonly"),
        ):
            connection.execute("CREATE TABLE t (a)")


class TestRowsAreForEver:
    """A foreign program, with SQLite's own defaults, changes nothing."""

    TAKEN = "(4, 'acme', 2, 'T', 1, x'00', 1, 'c', 0, x'00')"
    ROW = "(9, 'acme', 9, 'T', 1, x'00', 1, 'c', 0, x'00')"

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE events SET body = x'00'",
            "UPDATE events SET version = version + 10 WHERE position = 3",
            "UPDATE OR REPLACE events SET position = 1 WHERE position = 3",
            "DELETE FROM events",
            "DELETE FROM events WHERE position = 3",
            f"INSERT INTO events VALUES {ROW}",
            "INSERT INTO events VALUES (3, 'x', 1, 'T', 1, x'00', 1, 'c', 0, x'00')",
            "INSERT INTO events VALUES (0, 'x', 1, 'T', 1, x'00', 1, 'c', 0, x'00')",
            "INSERT INTO events VALUES (-1, 'x', 1, 'T', 1, x'00', 1, 'c', 0, x'00')",
            "INSERT INTO events VALUES (NULL, 'x', 1, 'T', 1, x'00', 1, 'c', 0, x'00')",
            "INSERT OR REPLACE INTO events VALUES (1, 'acme', 1, 'T', 1, x'00', 1, 'c', 0, x'00')",
            "INSERT OR REPLACE INTO events VALUES (3, 'x', 1, 'T', 1, x'00', 1, 'c', 0, x'00')",
            "INSERT OR REPLACE INTO events VALUES (4, 'acme', 1, 'T', 1, x'00', 1, 'c', 0, x'00')",
            "INSERT OR REPLACE INTO events VALUES (4, 'x', 1, 'T', 1, x'00', 1, 'c-1', 1, x'00')",
            "INSERT OR IGNORE INTO events VALUES (4, 'acme', 1, 'T', 1, x'00', 1, 'c', 0, x'00')",
            "REPLACE INTO events VALUES (4, 'acme', 2, 'T', 1, x'00', 1, 'c', 0, x'00')",
            f"INSERT INTO events VALUES {TAKEN} ON CONFLICT (stream, version) DO UPDATE SET body = x'00'",
            "UPDATE ledger SET id = 'other'",
            "DELETE FROM ledger",
            "UPDATE tree SET hash = x'00'",
            "DELETE FROM tree",
            "REPLACE INTO tree VALUES (1, 0, x'00')",
            "UPDATE checkpoints SET note = x'00'",
            "DELETE FROM checkpoints",
            "REPLACE INTO checkpoints VALUES (1, 1, x'00')",
            "INSERT INTO checkpoints VALUES (4, 1, x'00')",
            "INSERT INTO ledger VALUES ('other', 1, 1, x'00')",
            "REPLACE INTO ledger (rowid, id, format, created_at, digest) VALUES (1, 'other', 1, 1, x'00')",
        ],
    )
    def test_no_statement_changes_a_row(self, book: Path, statement: str) -> None:
        before = content(book)
        with closing(sqlite3.connect(book)) as connection:
            assert connection.execute("PRAGMA recursive_triggers").fetchone() == (0,)
            with pytest.raises(sqlite3.IntegrityError, match="majoracct"):
                connection.execute(statement)
            connection.commit()
            header = connection.execute("SELECT id, format FROM ledger").fetchall()
        assert content(book) == before
        assert header == [("ledger-1", 2)]


class TestFailingToAppend:
    def test_a_writer_that_holds_the_lock_for_long_is_a_conflict(self, book: Path) -> None:
        with closing(open_ledger(book, busy_seconds=0.05)) as store, closing(sqlite3.connect(book)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ConflictError, match=r"book\.db is busy"):
                record(store, "acme", paid())
            assert store.head() == 3
            other.execute("ROLLBACK")
            record(store, "acme", paid())
            assert store.head() == 4

    def test_a_thread_that_waits_for_others_too_long_is_a_conflict(self, book: Path) -> None:
        with closing(open_ledger(book, busy_seconds=0.05)) as store:
            record(store, "acme", paid())
            outcome: list[BaseException] = []

            def wait() -> None:
                try:
                    record(store, "bolt", paid())
                except ConflictError as why:
                    outcome.append(why)

            with store._writer().datastore.transaction(commit=True):
                thread = threading.Thread(target=wait)
                thread.start()
                thread.join()
            assert "busy" in str(outcome[0])
            record(store, "bolt", paid())

    def test_rows_that_do_not_fit_are_a_fault_and_no_conflict(self, book: Path) -> None:
        with closing(open_ledger(book)) as store, closing(sqlite3.connect(book)) as other:
            other.execute("DROP TRIGGER events_position")
            other.execute("INSERT INTO events VALUES (-4, 'x', 1, 'T', 1, x'00', 1, 'x', 0, x'00')")
            other.execute("DROP TRIGGER events_version")
            other.execute("CREATE TRIGGER no BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END")
            other.commit()
            with pytest.raises(LedgerFaultError, match=r"book\.db"):
                record(store, "acme", paid())

    def test_after_a_conflict_the_store_still_works(self, book: Path) -> None:
        with closing(open_ledger(book)) as store:
            for _ in range(20):
                with pytest.raises(ConflictError):
                    store.append([command(("acme", 1, paid()))], {"acme": 0}, NOW)
            record(store, "acme", paid())
            assert store.head() == 4


class TestReading:
    def test_an_unknown_type_names_its_position_and_spares_the_rest(self, book: Path) -> None:
        with closing(sqlite3.connect(book)) as connection:
            connection.execute(
                "INSERT INTO events VALUES (4, 'zeta', 1, 'os:system', 1, x'7b7d', ?, 'z', 0, x'00')", (NOW,)
            )
            connection.commit()
        with closing(open_ledger(book)) as store:
            with pytest.raises(UnreadableFactError, match=r"@4 .*os:system"):
                list(store.facts())
            assert len(list(store.facts("acme"))) == 2
            assert len(list(store.facts(types=("RevenueRecorded",)))) == 3

    def test_two_stores_see_each_others_facts(self, book: Path) -> None:
        with closing(open_ledger(book)) as one, closing(open_ledger(book)) as two:
            reading = one.facts()
            next(reading)
            record(two, "acme", paid())
            assert one.head() == 4
            record(one, "acme", paid())
            assert two.head() == 5

    def test_a_reader_uses_the_index_of_the_stream(self, book: Path) -> None:
        with closing(open_ledger(book)) as store, store._reading() as connection:
            plan = connection.execute(
                "EXPLAIN QUERY PLAN SELECT * FROM events WHERE position <= ? AND stream = ? "
                "AND version > ? ORDER BY version LIMIT 1000",
                (9, "acme", 0),
            ).fetchall()
        assert "stream=? AND version>?" in plan[0][3]
        assert len(plan) == 1

    def test_a_reading_may_pass_from_thread_to_thread(self, book: Path) -> None:
        with closing(open_ledger(book)) as store:
            record(store, "acme", *[paid()] * 2500)
            reading = store.facts()
            seen = [next(reading).position]

            def rest() -> None:
                seen.extend(fact.position for fact in reading)

            thread = threading.Thread(target=rest)
            thread.start()
            thread.join()
        assert seen == list(range(1, 2504))

    def test_readers_do_not_pile_up(self, book: Path) -> None:
        with closing(open_ledger(book)) as store:
            for _ in range(30):
                thread = threading.Thread(target=store.head)
                thread.start()
                thread.join()
            assert store._readers.idle == 1


class TestIntegrity:
    def test_a_missing_guard_is_named(self, book: Path) -> None:
        with closing(sqlite3.connect(book)) as connection:
            connection.execute("DROP TRIGGER events_delete")
        with closing(open_ledger(book)) as store:
            assert store.integrity() == ["the guard events_delete is missing or was changed"]

    def test_a_changed_header_is_named(self, book: Path) -> None:
        guard = sqlite_file.GUARDS["ledger_update"]
        with closing(sqlite3.connect(book)) as connection:
            connection.execute("DROP TRIGGER ledger_update")
            connection.execute("UPDATE ledger SET created_at = 1")
            connection.execute(guard)
            connection.commit()
        with closing(SQLiteStore(book)) as store:
            assert store.integrity() == ["the header of the ledger was changed"]
