"""What kills is tested itself: a kill that misses would show nothing, and hide everything."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from pathlib import Path

import pytest
from tests.faults.killing import Say, in_flight_share, killed_after, killed_at, steps, took

pytest.importorskip("resource", reason="processes are forked here")


def in_two_commits(folder: Path) -> None:
    """Write a row each in two commits, and remove a file between them; six steps, and one to close."""
    with contextlib.closing(sqlite3.connect(folder / "rows.db", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS rows (n)")
        connection.execute("INSERT INTO rows VALUES (1)")
        (folder / "draft").unlink(missing_ok=True)
        connection.execute("INSERT INTO rows VALUES (2)")


def rows(folder: Path) -> int:
    with contextlib.closing(sqlite3.connect(folder / "rows.db")) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchall():
            return 0
        return int(connection.execute("SELECT count(*) FROM rows").fetchone()[0])


class TestAtEveryStep:
    def test_it_dies_before_each_and_never_twice_at_the_same_place(self, tmp_path: Path) -> None:
        at = 0

        def work(say: Say) -> None:
            folder = tmp_path / str(at)
            folder.mkdir()
            (folder / "draft").touch()
            say.begins("two")
            in_two_commits(folder)
            say.done("two")

        last = steps(work)
        assert last == 5  # three statements, a file removed, a connection closed
        seen = []
        for at in range(1, last + 1):
            killed = killed_at(work, at)
            assert killed.in_flight
            assert killed.begun == ("two",)
            assert killed.done == ()
            seen.append((rows(tmp_path / str(at)), (tmp_path / str(at) / "draft").exists()))
        assert seen == [(0, True), (0, True), (1, True), (1, False), (2, False)]

    def test_past_its_last_step_it_lives(self, tmp_path: Path) -> None:
        def work(say: Say) -> None:
            say.begins("nothing")
            say.done("nothing")

        killed = killed_at(work, 1)
        assert killed.alive
        assert not killed.in_flight
        assert killed.done == ("nothing",)

    def test_work_that_fails_by_itself_is_no_kill(self, capfd: pytest.CaptureFixture[str]) -> None:
        def work(say: Say) -> None:
            say.begins("badly")
            raise ZeroDivisionError

        with pytest.raises(AssertionError, match="failed"):
            killed_at(work, 1)
        assert "ZeroDivisionError" in capfd.readouterr().err


class TestAtAnyInstant:
    def test_a_kill_counts_only_while_something_is_done(self) -> None:
        def work(say: Say) -> None:
            say.begins("nap")
            time.sleep(0.05)
            say.done("nap")
            time.sleep(5)

        early, late = killed_after(work, 0.0), killed_after(work, 0.3)
        assert (early.in_flight, early.done) == (True, ())
        assert (late.in_flight, late.alive, late.done) == (False, False, ("nap",))
        assert in_flight_share([early, late]) == 0.5

    def test_how_long_it_takes_is_told_from_its_beginning(self) -> None:
        def work(say: Say) -> None:
            time.sleep(0.2)
            say.begins("nap")
            time.sleep(0.05)

        assert 0.05 <= took(work) < 0.2
