"""Who was erased, and whose keys are committed to: looked up before what is personal is read, once a fact."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from majoracct.adapters.storage.erasures import Erasures
from majoracct.domain.kernel import LEDGER


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE events (stream, version, type, body)")
        yield connection


def tell(
    connection: sqlite3.Connection,
    person: str,
    *,
    stream: str = LEDGER,
    type_: str = "PersonErased",
    body: bytes | None = None,
) -> None:
    version = connection.execute("SELECT count(*) FROM events WHERE stream = ?", (stream,)).fetchone()[0] + 1
    body = body or b'{"on":"2024-05-01","by":"kim","event":{"person":"%s"}}' % person.encode()
    connection.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (stream, version, type_, body))


def test_whoever_an_erasure_names_is_known_from_the_next_look_on(connection: sqlite3.Connection) -> None:
    erasures = Erasures()
    erasures.look(connection)
    assert erasures.people == frozenset()
    tell(connection, "p1")
    assert erasures.people == frozenset()
    erasures.look(connection)
    tell(connection, "p2")
    erasures.look(connection)
    assert erasures.people == {"p1", "p2"}


def test_other_facts_and_other_streams_erase_nobody(connection: sqlite3.Connection) -> None:
    tell(connection, "p1", type_="PersonKeyCommitted")
    tell(connection, "p2", stream="acme")
    erasures = Erasures()
    erasures.look(connection)
    assert erasures.people == frozenset()


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"event": 3}', b'{"event": {"person": 3}}', b"[]"])
def test_a_damaged_row_is_passed_over_here(connection: sqlite3.Connection, body: bytes) -> None:
    tell(connection, "", body=body)
    tell(connection, "p2")
    erasures = Erasures()
    erasures.look(connection)
    assert erasures.people == {"p2"}


def test_what_was_looked_at_is_not_read_again(connection: sqlite3.Connection) -> None:
    tell(connection, "p1")
    erasures = Erasures()
    erasures.look(connection)
    connection.execute("UPDATE events SET body = replace(body, 'p1', 'p9')")  # as no row ever is
    tell(connection, "p2")
    erasures.look(connection)
    assert erasures.people == {"p1", "p2"}


class TestCommitments:
    def commit(self, connection: sqlite3.Connection, person: str, commitment: str) -> None:
        body = b'{"event":{"person":"%s","commitment":"%s"}}' % (person.encode(), commitment.encode())
        tell(connection, person, type_="PersonKeyCommitted", body=body)

    def test_are_known_from_the_next_look_on_and_the_first_one_holds(
        self, connection: sqlite3.Connection
    ) -> None:
        self.commit(connection, "p1", "aa")
        self.commit(connection, "p1", "bb")
        erasures = Erasures()
        erasures.look(connection)
        self.commit(connection, "p1", "cc")
        self.commit(connection, "p2", "dd")
        assert erasures.commitments == {"p1": "aa"}
        erasures.look(connection)
        assert erasures.commitments == {"p1": "aa", "p2": "dd"}

    @pytest.mark.parametrize(
        "body", [b"{", b'{"event": {"person": "p1"}}', b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}"]
    )
    def test_a_damaged_row_is_passed_over_here(self, connection: sqlite3.Connection, body: bytes) -> None:
        tell(connection, "p1", type_="PersonKeyCommitted", body=body)
        self.commit(connection, "p2", "dd")
        erasures = Erasures()
        erasures.look(connection)
        assert erasures.commitments == {"p2": "dd"}

    def test_nor_does_an_erasure_nested_without_end_stop_a_reading(
        self, connection: sqlite3.Connection
    ) -> None:
        tell(connection, "p1", body=b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}")
        erasures = Erasures()
        erasures.look(connection)
        assert erasures.people == frozenset()
