"""Asking the views: what a statement may do, and what is said of one that cannot be asked."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from majoracct import Ledger
from majoracct.adapters.views import refreshing
from majoracct.adapters.views.asking import Asked, SQLError, ask, opened
from majoracct.adapters.views.file import ViewsError
from majoracct.adapters.views.refreshing import in_memory
from majoracct.domain.account.profile import AccountOpened
from majoracct.testing.histories import ticking

TODAY = dt.date(2024, 6, 2)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Ledger.create("memory:", currency="GBP", by="kim", clock=ticking()) as ledger:
        ledger.desk(by="kim").on(dt.date(2022, 1, 1)).record("acme", AccountOpened("Acme"))
        yield ledger


@pytest.fixture
def path(ledger: Ledger, tmp_path: Path) -> Path:
    found = tmp_path / "views.db"
    refreshing.refresh(ledger, ledger.past(), TODAY, found)
    return found


@pytest.fixture(params=["file", "memory"])
def connection(request: pytest.FixtureRequest, ledger: Ledger, path: Path) -> Iterator[sqlite3.Connection]:
    lent = (
        opened(path)
        if request.param == "file"
        else contextlib.closing(in_memory(ledger, ledger.past(), TODAY))
    )
    with lent as connection:
        yield connection


def asked(path: Path, sql: str, **given: str | float | None) -> Asked:
    with opened(path) as connection:
        return ask(connection, sql, given)


class TestVW5:
    @pytest.mark.parametrize(
        "sql",
        [
            "DELETE FROM facts",
            "INSERT INTO accounts SELECT * FROM accounts",
            "UPDATE meta SET position = 1",
            "DROP TABLE facts",
            "CREATE TABLE mine (x)",
            "CREATE TEMP TABLE mine (x)",
            "CREATE TEMP VIEW mine AS SELECT 1",
            "ATTACH 'other.db' AS other",
            "ATTACH ':memory:' AS other",
            "DETACH main",
            "VACUUM INTO 'copy.db'",
            "UPDATE sqlite_master SET sql = ''",
            "PRAGMA user_version = 3",
            "PRAGMA query_only = OFF",
            "PRAGMA writable_schema = 1",
            "SELECT load_extension('x')",
            "BEGIN",
            "COMMIT",
            "SAVEPOINT x",
            "REINDEX",
            "ANALYZE",
        ],
    )
    def test_what_does_more_than_read_is_refused(
        self, connection: sqlite3.Connection, sql: str, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(path.parent)
        before = path.read_bytes()
        with pytest.raises(SQLError, match="only a SELECT"):
            ask(connection, sql, {})
        assert path.read_bytes() == before
        assert list(path.parent.iterdir()) == [path]

    def test_what_tables_there_are_may_be_read(self, connection: sqlite3.Connection) -> None:
        found = ask(connection, "SELECT name FROM pragma_table_info('meta')", {})
        assert [name for (name,) in found.rows][:2] == ["ledger", "position"]

    def test_the_facts_as_stored_can_be_taken_apart(self, connection: sqlite3.Connection) -> None:
        sql = "SELECT value FROM facts, json_each(body, '$.event') WHERE facts.type = 'AccountOpened'"
        assert ask(connection, sql, {}).rows == [("Acme",)]

    def test_recursion_is_reading(self, connection: sqlite3.Connection) -> None:
        counted = (
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3) SELECT x FROM n"
        )
        assert ask(connection, counted, {}).rows == [(1,), (2,), (3,)]


class TestAnswers:
    def test_they_state_what_they_were_made_from(self, path: Path, ledger: Ledger) -> None:
        found = asked(path, "SELECT account, name FROM accounts")
        assert (found.columns, found.rows) == (("account", "name"), [("acme", "Acme")])
        assert (found.state.ledger, found.state.position) == (ledger.id, ledger.position())
        assert found.state.day == str(TODAY)

    def test_parameters_are_bound_and_never_pasted(self, path: Path) -> None:
        sql = "SELECT :x AS a, @y AS b, $z AS c"
        assert asked(path, sql, x="'; DROP TABLE facts", y=2, z=None).rows == [
            ("'; DROP TABLE facts", 2, None)
        ]

    def test_bytes_and_infinity_are_texts(self, path: Path) -> None:
        assert asked(path, "SELECT x'00ff' AS a, 9e999 AS b, 1.5 AS c").rows == [("00ff", "inf", 1.5)]


class TestFaults:
    @pytest.mark.parametrize(
        ("sql", "given", "said"),
        [
            ("SELECT * FROM fact", {}, "no table fact; did you mean facts\\?: there are meta, accounts"),
            ("SELECT nam FROM accounts", {}, "no column nam; did you mean name\\?: accounts has account"),
            ("SELECT a.nam FROM accounts a", {}, "no column a.nam; did you mean name"),
            ("SELEC 1", {}, "syntax error"),
            ("", {}, "asks for nothing"),
            ("-- nothing", {}, "asks for nothing"),
            ("SELECT 1; SELECT 2", {}, "more than one statement"),
            ("SELECT :d", {}, ":d has no value: give it with -p d=VALUE"),
            ("SELECT ?", {}, "have no names"),
            ("SELECT 1", {"d": "x"}, "no parameter :d"),
            ("SELECT ':days'", {"day": "x"}, "no parameter :day"),
            ("SELECT 1 AS a, 2 AS a", {}, "two columns are called 'a'"),
            ("SELECT 1 AS ''", {}, "a column has no name"),
            ("SELECT ?1", {}, "its parameters have no names"),
            ("SELECT sum(9223372036854775807) FROM facts, accounts", {}, "integer overflow"),
            ("SELECT zeroblob(200000000)", {}, "too big"),
            ("SELECT CAST(x'ff' AS TEXT)", {}, "UTF-8"),
        ],
    )
    def test_each_is_said_in_a_line(self, path: Path, sql: str, given: dict[str, str], said: str) -> None:
        with pytest.raises(SQLError, match=said):
            asked(path, sql, **given)

    def test_a_damaged_file_is_said_to_be(self, path: Path) -> None:
        content = bytearray(path.read_bytes())
        with contextlib.closing(sqlite3.connect(path)) as connection:
            (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'facts'").fetchone()
        start = (page - 1) * 4096
        content[start : start + 4096] = b"\xa5" * 4096
        path.write_bytes(content)
        with pytest.raises(ViewsError, match=r"views.db is damaged.*--rebuild"), opened(path) as connection:
            ask(connection, "SELECT * FROM facts", {}, path)

    def test_a_statement_that_runs_away_can_be_interrupted(self, path: Path) -> None:
        for_ever = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
        waker = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
        # Whatever a shell starts in the background ignores interrupts, and would wait for ever.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        waker.start()
        began = time.monotonic()
        try:
            with pytest.raises(KeyboardInterrupt):
                asked(path, for_ever)
        finally:
            signal.signal(signal.SIGINT, before)
        assert time.monotonic() - began < 10
