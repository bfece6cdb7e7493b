"""`views`: where the file is written, what is said, and what is never written over."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def payments(path: str) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM revenue").fetchone()[0])


def pay(book: Run) -> None:
    book(*"revenue record acme --amount 5 --on 2024-03-01".split())


class TestTheFile:
    def test_is_beside_the_ledger_unless_named(self, book: Run) -> None:
        assert book("views").stdout == "Made majoracct.views.db, known at @4, findings of 2024-06-01\n"
        assert book("views").stdout.startswith("Already current: majoracct.views.db")
        assert book("views", "-o", "other.db").stdout.startswith("Made other.db")

    def test_follows_what_is_recorded(self, book: Run) -> None:
        book("views", "-o", "v.db")
        pay(book)
        assert book("views", "-o", "v.db").stdout.startswith("Refreshed v.db, known at @5")
        assert payments("v.db") == 1

    def test_of_a_ledger_with_another_ending_is_told_apart(self, run: Run) -> None:
        run("init", "--currency", "GBP", "--ledger", "book.sqlite")
        assert "book.sqlite.views.db" in run("views", "--ledger", "book.sqlite").stdout

    def test_is_told_to_programs(self, book: Run) -> None:
        found = json.loads(book("views", "--json").stdout)
        assert found["schema"] == "majoracct.views.1"
        assert (found["known_at"], found["as_of"]) == (4, "2024-06-01")
        assert found["data"] == {"file": "majoracct.views.db", "how": "made", "accounts_written": 1}


class TestWhatIsKept:
    def test_the_ledger_is_never_written_over(self, book: Run) -> None:
        before = Path("majoracct.db").read_bytes()
        for name in ("majoracct.db", "./majoracct.db", "majoracct.db-wal"):
            for more in ((), ("--rebuild",)):
                said = book("views", "-o", name, *more, code=2).stderr
                assert "must be kept" in said
        assert Path("majoracct.db").read_bytes() == before

    def test_nor_is_what_somebody_else_made(self, book: Run) -> None:
        Path("mine.txt").write_text("mine", encoding="utf-8")
        said = book("views", "-o", "mine.txt", "--rebuild", code=2).stderr
        assert said == "error: mine.txt holds something else, no views of a ledger: name another file\n"
        assert Path("mine.txt").read_text(encoding="utf-8") == "mine"

    @pytest.mark.parametrize(("name", "said"), [("no/v.db", "there is no folder"), (".", "it is a folder")])
    def test_a_place_that_is_none_is_said(self, book: Run, name: str, said: str) -> None:
        assert said in book("views", "-o", name, code=2).stderr


class TestAnew:
    def test_another_ledgers_views_are_made_anew_and_that_is_said(self, book: Run) -> None:
        book("views", "-o", "v.db")
        book("init", "--currency", "GBP", "--ledger", "other.db")
        found = book("views", "-o", "v.db", "--ledger", "other.db")
        assert "v.db is made anew: it tells of another ledger" in found.stderr
        assert found.stdout.startswith("Made v.db")

    def test_a_damaged_file_is_said_to_be_and_mended(self, book: Run) -> None:
        pay(book)
        book("views", "-o", "v.db")
        path = Path("v.db")
        path.write_bytes(path.read_bytes()[:200] + b"\xa5" * 8000)
        said = book("views", "-o", "v.db", code=2).stderr
        assert "v.db is damaged" in said
        assert "`majoracct views -o v.db --rebuild` makes it anew" in said
        book("views", "-o", "v.db", "--rebuild")
        assert payments("v.db") == 1
