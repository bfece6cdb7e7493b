"""Verifying finds every change of content, says where the first one is, and writes nothing."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from majoracct.adapters.storage import memory, sqlite_file
from majoracct.adapters.storage.memory import MemoryStore
from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.adapters.trust.verify import Problem, Verification, verify
from majoracct.domain.account.mergers import AccountSplit
from majoracct.ports import LedgerError, LedgerFaultError, Row
from majoracct.testing.forging import Means, forge
from majoracct.testing.store_contract import NOW, command, paid, record

LEDGER = "ledger-1"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the path of a ledger of 30 facts in three streams."""
    path = tmp_path / "book.db"
    with closing(create(path, LEDGER, NOW)) as store:
        for number in range(10):
            record(store, "acme", paid(), AccountSplit(f"part-{number}"), now=NOW + number)
            record(store, f"bolt-{number % 2}", paid(), now=NOW + number)
    return path


def verified(path: Path) -> Verification:
    with closing(open_ledger(path)) as store:
        return verify(store)


def tamper(path: Path, *statements: str) -> None:
    """Change PATH as somebody who knows its guards, and puts them back."""
    with closing(sqlite3.connect(path)) as connection:
        for name in sqlite_file.GUARDS:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for guard in sqlite_file.GUARDS.values():
            connection.execute(guard)
        connection.commit()


def mend(path: Path) -> None:
    """Make leaves, tree and manifests fit what the rows say now."""
    forge(path, lambda rows: rows, Means.TREE)


class TestASoundLedger:
    def test_it_is_sound_and_counted(self, book: Path) -> None:
        assert verified(book) == Verification(LEDGER, 30, 30, NOW + 9, ())

    def test_an_empty_one_is_sound(self, tmp_path: Path) -> None:
        create(tmp_path / "book.db", LEDGER, NOW).close()
        assert verified(tmp_path / "book.db") == Verification(LEDGER, 0, 0, 0, ())

    def test_one_in_memory_is_sound(self) -> None:
        store = memory.create("", LEDGER, NOW)
        record(store, "acme", paid(), paid())
        assert verify(store) == Verification(LEDGER, 2, 2, NOW, ())

    def test_verifying_writes_nothing(self, book: Path) -> None:
        before = hashlib.sha256(book.read_bytes()).digest()
        verified(book)
        assert hashlib.sha256(book.read_bytes()).digest() == before
        assert [entry.name for entry in book.parent.iterdir()] == ["book.db"]

    def test_tidying_the_file_is_no_false_alarm(self, book: Path) -> None:
        with closing(sqlite3.connect(book)) as connection:
            connection.execute("VACUUM")
        assert verified(book).sound


class TestWhatWasChangedBehindOurBack:
    @pytest.mark.parametrize(
        ("statement", "position", "what"),
        [
            ("UPDATE events SET body = replace(body, '1.01', '9.99') WHERE position = 7", 7, "leaf"),
            ("UPDATE events SET type = 'AccountMerged' WHERE position = 7", 7, "leaf"),
            ("UPDATE events SET schema = 2 WHERE position = 7", 7, "leaf"),
            ("UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 7", 7, "leaf"),
            ("UPDATE events SET command_id = 'x' WHERE position = 7", 7, "leaf"),
            ("UPDATE events SET stream = 'zeta', version = 1 WHERE position = 7", 7, "leaf"),
            ("UPDATE events SET leaf = zeroblob(32) WHERE position = 7", 7, "leaf"),
            ("DELETE FROM events WHERE position = 7", 8, "removed"),
            ("DELETE FROM events WHERE position = 1", 2, "removed"),
            ("UPDATE events SET position = 31 WHERE position = 7", 8, "removed"),
            ("UPDATE ledger SET id = 'ledger-2'", 1, "leaf"),
        ],
    )
    def test_one_change_is_named_where_it_is(
        self, book: Path, statement: str, position: int, what: str
    ) -> None:
        statement = statement.replace("replace(body", "CAST(replace(CAST(body AS TEXT)").replace(
            "'9.99')", "'9.99') AS BLOB)"
        )
        tamper(book, statement)
        found = verified(book)
        assert not found.sound
        assert found.problems[0].position == position
        assert what in found.problems[0].what

    def test_two_rows_that_changed_places_are_named(self, book: Path) -> None:
        tamper(
            book,
            "UPDATE events SET position = 99 WHERE position = 4",
            "UPDATE events SET position = 4 WHERE position = 10",
            "UPDATE events SET position = 10 WHERE position = 99",
        )
        assert verified(book).problems[0].position == 4

    def test_a_removed_row_shows_even_when_the_rest_was_renumbered(self, book: Path) -> None:
        tamper(
            book,
            "DELETE FROM events WHERE position = 7",
            *(f"UPDATE events SET position = {n - 1} WHERE position = {n}" for n in range(8, 31)),
        )
        found = verified(book)
        assert found.problems[0].position == 7
        assert (found.facts, found.head) == (29, 29)

    @pytest.mark.parametrize(
        ("statement", "what"),
        [
            ("UPDATE events SET version = 99 WHERE position = 7", "comes next"),
            ("UPDATE events SET recorded_at = 1 WHERE position = 7", "earlier"),
            ("UPDATE events SET ordinal = 5 WHERE position = 7", "out of turn"),
            ("UPDATE events SET body = x'7b7b' WHERE position = 7", "cannot be read"),
        ],
    )
    def test_a_forger_who_mends_the_leaf_still_trips_over_the_neighbours(
        self, book: Path, statement: str, what: str
    ) -> None:
        tamper(book, statement)
        mend(book)
        found = verified(book)
        assert found.problems[0].position == 7
        assert what in found.problems[0].what
        assert not any("leaf" in problem.what for problem in found.problems)

    def test_a_body_of_another_sort_is_a_problem_and_no_crash(self) -> None:
        class Doctored(MemoryStore):
            def rows(self, after: int = 0, at: int | None = None) -> Iterator[Row]:
                return (row._replace(body="text") for row in super().rows(after, at))  # type: ignore[arg-type]

        store = Doctored(LEDGER)
        record(store, "acme", paid())
        assert verify(store).problems[0] == Problem(1, "its columns are not of their types")

    def test_missing_guards_are_a_problem_of_the_ledger_as_a_whole(self, book: Path) -> None:
        with closing(sqlite3.connect(book)) as connection:
            connection.execute("DROP TRIGGER events_update")
        assert [str(problem) for problem in verified(book).problems] == [
            "the guard events_update is missing or was changed"
        ]


class TestWhatThisProgramCannotRead:
    @pytest.mark.parametrize(
        ("change", "what"),
        [
            ("type = 'acme_plugin.Thing'", "acme_plugin.Thing"),
            ("schema = 9, body = '{\"x\":1}'", "newer program"),
        ],
    )
    def test_it_is_noted_and_speaks_against_nobody(self, book: Path, change: str, what: str) -> None:
        tamper(
            book,
            f"UPDATE events SET {change.replace(' body = ', ' body = CAST(')} WHERE position = 7".replace(
                "}'", "}' AS BLOB)"
            ),
        )
        mend(book)
        found = verified(book)
        assert found.sound
        assert [note.position for note in found.notes] == [7]
        assert what in found.notes[0].what


class TestDamage:
    def _verdict(self, path: Path) -> Verification | None:
        try:
            return verified(path)
        except LedgerError:
            return None  # it does not even open

    @pytest.mark.parametrize(
        "damage",
        [
            lambda raw: raw[: len(raw) // 2],
            lambda raw: raw[: len(raw) * 9 // 10],
            lambda raw: raw[:4096] + bytes(len(raw) - 4096),
            lambda raw: raw[:8192] + bytes(4096) + raw[12288:],
            lambda raw: raw[:-4096] + b"\xff" * 4096,
        ],
        ids=["half", "nine tenths", "zeroes", "a page of zeroes", "a page of ones"],
    )
    def test_a_damaged_file_is_reported_and_not_raised(
        self, book: Path, damage: Callable[[bytes], bytes]
    ) -> None:
        book.write_bytes(damage(book.read_bytes()))
        found = self._verdict(book)
        assert found is None or found.problems


class TestWhatWasAddedToOurTables:
    SILENT = (
        "CREATE TRIGGER zz BEFORE INSERT ON events WHEN NEW.stream = 'acme' BEGIN SELECT RAISE(IGNORE); END"
    )

    @pytest.mark.parametrize(
        ("statement", "what"),
        [
            (SILENT, "the trigger zz on events is not ours"),
            (SILENT.replace("ON events", "ON EVENTS"), "the trigger zz on"),
            (
                "CREATE TRIGGER ly AFTER INSERT ON ledger BEGIN SELECT 1; END",
                "the trigger ly on ledger is not ours",
            ),
            ("CREATE UNIQUE INDEX one ON events (stream)", "the index one on events is not ours"),
            ("CREATE VIEW mine AS SELECT * FROM Events", "the view mine is not ours"),
        ],
    )
    def test_it_is_reported(self, tmp_path: Path, statement: str, what: str) -> None:
        create(tmp_path / "b.db", LEDGER, NOW).close()
        with closing(sqlite3.connect(tmp_path / "b.db")) as connection:
            connection.execute(statement)
        found = verified(tmp_path / "b.db")
        assert [problem.what for problem in found.problems if what in problem.what], found

    def test_tables_of_others_beside_ours_are_theirs(self, book: Path) -> None:
        with closing(sqlite3.connect(book)) as connection:
            connection.execute("CREATE TABLE notes (text TEXT UNIQUE)")
            connection.execute("CREATE INDEX by_text ON notes (text)")
            connection.execute("CREATE VIEW short AS SELECT substr(text, 1, 9) FROM notes")
        assert verified(book).sound

    def test_facts_that_it_would_drop_are_not_acknowledged(self, book: Path) -> None:
        with closing(sqlite3.connect(book)) as connection:
            connection.execute(self.SILENT)
        with closing(open_ledger(book)) as store:
            for events in ([paid()], [paid(), paid()]):
                with pytest.raises(LedgerFaultError, match=r"kept 0 of \d facts.*verify"):
                    record(store, "acme", *events)
            assert store.head() == 30
            with pytest.raises(LedgerFaultError, match="kept 1 of 2"):
                store.append([command(("new", 1, paid()), ("acme", 21, paid()))], {"new": 0, "acme": 20}, NOW)
            assert store.head() == 30
            record(store, "new", paid())
            assert store.head() == 31
