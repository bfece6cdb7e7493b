"""The tree kept beside the facts is held against them: what is altered, missing or surplus in it is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from majoracct.adapters.storage import sqlite_file
from majoracct.adapters.storage.memory import MemoryStore
from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.adapters.trust.verify import Problem, Verification, verify
from majoracct.testing.forging import Means, edit_payload, forge
from majoracct.testing.store_contract import NOW, paid, record


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the path of a ledger of 23 facts: subtrees on four levels, and an odd fact at its end."""
    path = tmp_path / "book.db"
    with closing(create(path, "ledger-1", NOW)) as store:
        for _ in range(23):
            record(store, "acme", paid())
    return path


def verified(path: Path) -> Verification:
    with closing(open_ledger(path)) as store:
        return verify(store)


def tampered(path: Path, statement: str) -> list[Problem]:
    """Return what is wrong with PATH once STATEMENT ran, as of somebody who puts the guards back."""
    with closing(sqlite3.connect(path)) as connection:
        for name in sqlite_file.GUARDS:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for guard in sqlite_file.GUARDS.values():
            connection.execute(guard)
        connection.commit()
    return list(verified(path).problems)


@pytest.mark.parametrize(
    ("statement", "position", "what"),
    [
        (
            "UPDATE tree SET hash = zeroblob(32) WHERE level = 1 AND number = 3",
            7,
            "the tree kept does not fit @7 to @8",
        ),
        (
            "UPDATE tree SET hash = zeroblob(32) WHERE level = 4",
            1,
            "the tree kept does not fit @1 to @16",
        ),
        ("DELETE FROM tree WHERE level = 2 AND number = 1", 5, "the tree kept has no subtree over @5 to @8"),
        (
            "DELETE FROM tree WHERE level = 1 AND number = 10",
            21,
            "the tree kept has no subtree over @21 to @22",
        ),
        ("DELETE FROM tree", 1, "the tree kept has no subtree over @1 to @2"),
        (
            "UPDATE tree SET number = 99 WHERE level = 1 AND number = 10",
            0,
            "the tree kept goes on to @200, and the facts end at @23: some are missing",
        ),
        (
            "INSERT INTO tree VALUES (1, 11, zeroblob(32))",
            0,
            "the tree kept goes on to @24, and the facts end at @23: some are missing",
        ),
        (
            "INSERT INTO tree VALUES (0, 1, zeroblob(32))",
            0,
            "the tree kept has what is no subtree: number 1 of level 0",
        ),
        (
            "INSERT INTO tree VALUES (4611686018427387904, 1, zeroblob(32))",
            0,
            "the tree kept has what is no subtree: number 1 of level 4611686018427387904",
        ),
        (
            "INSERT INTO tree VALUES (1, -1, zeroblob(32))",
            0,
            "the tree kept has what is no subtree: number -1 of level 1",
        ),
        (
            "UPDATE tree SET hash = zeroblob(31) WHERE level = 1 AND number = 3",
            7,
            "the tree kept does not fit @7 to @8",
        ),
    ],
)
def test_what_was_done_to_the_tree_is_named(book: Path, statement: str, position: int, what: str) -> None:
    assert Problem(position, what) in tampered(book, statement)


def test_two_subtrees_that_changed_places_are_named(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        query = "SELECT hash FROM tree WHERE level = 1 AND number IN (3, 4) ORDER BY number"
        one, other = (row[0].hex() for row in connection.execute(query))
    statement = (
        f"UPDATE tree SET hash = CASE number WHEN 3 THEN x'{other}' ELSE x'{one}' END "
        "WHERE level = 1 AND number IN (3, 4)"
    )
    assert tampered(book, statement) == [Problem(7, "the tree kept does not fit @7 to @8")]


def test_rows_rewritten_with_their_leaves_do_not_fit_the_tree(book: Path) -> None:
    """The last complete subtree they are under says so; only a checkpoint does of the odd fact at the end."""
    with closing(sqlite3.connect(book)) as connection:
        tree = connection.execute("SELECT * FROM tree").fetchall()
    forge(book, edit_payload, Means.TREE)
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("DROP TRIGGER tree_delete")
        connection.execute("DELETE FROM tree")
        connection.executemany("INSERT INTO tree VALUES (?, ?, ?)", tree)
        connection.execute(sqlite_file.GUARDS["tree_delete"])
        connection.commit()
    assert verified(book).problems == (Problem(7, "the tree kept does not fit @7 to @8"),)


def test_what_follows_from_an_altered_row_has_no_place_of_its_own(book: Path) -> None:
    forge(book, edit_payload, Means.ROWS)
    found = verified(book).problems
    assert [problem.position for problem in found] == [8, 0]
    assert "the tree kept does not fit @7 to @8" in found[1].what


def test_what_somebody_records_meanwhile_is_no_surplus() -> None:
    class Busy(MemoryStore):
        def tree(self) -> Iterator[tuple[int, int, bytes]]:
            record(self, "acme", paid(), paid(), paid())
            return super().tree()

    store = Busy("ledger-1")
    record(store, "acme", paid(), paid(), paid())
    found = verify(store)
    assert (found.sound, found.facts, store.head()) == (True, 3, 6)


def test_a_subtree_under_the_number_of_another_is_named() -> None:
    """No store's key lets two have one number; a damaged page does."""

    class Misnumbered(MemoryStore):
        def tree(self) -> Iterator[tuple[int, int, bytes]]:
            for level, number, hash_ in super().tree():
                yield level, 1 if (level, number) == (1, 2) else number, hash_

    store = Misnumbered("ledger-1")
    record(store, "acme", *(paid() for _ in range(8)))
    assert verify(store).problems == (Problem(5, "the tree kept has no subtree over @5 to @6"),)


class TestAFileOfFormat1:
    @pytest.fixture
    def older(self, book: Path) -> Path:
        """Return a ledger as it was before there was a tree."""
        with closing(sqlite3.connect(book)) as connection:
            _, guards = sqlite_file.parts(1)
            for name in sqlite_file.GUARDS.keys() - guards.keys():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute("DROP TABLE tree")
            connection.execute("DROP TABLE checkpoints")
            connection.execute("DROP TRIGGER ledger_update")
            digest = sqlite_file.header_digest("ledger-1", 1, NOW)
            connection.execute("UPDATE ledger SET format = 1, digest = ?", (digest,))
            connection.execute(guards["ledger_update"])
            connection.commit()
        return book

    def test_is_sound_and_it_is_noted_that_it_keeps_no_tree(self, older: Path) -> None:
        found = verified(older)
        assert found.sound, found.problems
        assert [str(note) for note in found.notes] == [
            "it is of a format that keeps no tree yet: its next append makes one"
        ]

    def test_is_damaged_where_it_is(self, older: Path) -> None:
        with closing(sqlite3.connect(older)) as connection:
            connection.execute("DROP TRIGGER events_update")
            connection.execute("UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 5")
            connection.execute(sqlite_file.GUARDS["events_update"])
            connection.commit()
        assert verified(older).problems[0] == Problem(5, "it is not what was recorded: its leaf differs")

    def test_has_a_tree_after_the_next_append(self, older: Path) -> None:
        with closing(open_ledger(older)) as reader:
            assert verify(reader).sound
            with closing(open_ledger(older)) as store:
                record(store, "acme", paid())
            found = verify(reader)  # opened while it was of format 1
        assert (found.sound, found.facts, found.notes) == (True, 24, ())
