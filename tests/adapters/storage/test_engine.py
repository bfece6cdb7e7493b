"""The engine is the eventsourcing library's, on our table: its own shipped tests must pass."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.tests.persistence import ApplicationRecorderTestCase

from majoracct.adapters.storage.engine import Engine, LedgerDatastore
from majoracct.adapters.storage.leaf import hasher, leaf
from majoracct.adapters.storage.sqlite import open_ledger
from majoracct.adapters.storage.sqlite_file import create_file
from majoracct.testing.store_contract import NOW, paid, record


class TestTheLibrarysConformanceSuite(ApplicationRecorderTestCase[Engine]):
    """Its streams start at 0 or 1 and expect no heads: contiguity is our append's, not the table's."""

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        self.path = tmp_path / "book.db"

    def setUp(self) -> None:
        create_file(self.path, "ledger-1", NOW)
        self.datastore = LedgerDatastore(self.path, busy_seconds=30)
        self.datastore.originator_id_type = "uuid"

    def tearDown(self) -> None:
        self.datastore.close()

    def create_recorder(self) -> Engine:
        return Engine(self.datastore, hasher("ledger-1"))


# The library's own: gathered again under its own name, it would run without a table.
del ApplicationRecorderTestCase


class TestTheRecorder:
    def test_originators_are_streams_topics_are_types_and_leaves_are_written(self, tmp_path: Path) -> None:
        path = tmp_path / "book.db"
        create_file(path, "ledger-1", NOW)
        datastore = LedgerDatastore(path, busy_seconds=5)
        recorder = Engine(datastore, hasher("ledger-1"))
        events: list[Any] = [StoredEvent("acme", version, "Topic", b"{}") for version in (1, 2)]
        assert recorder.insert_events(events) == [1, 2]
        assert recorder.select_events("acme") == events
        assert [n.originator_id for n in recorder.select_notifications(1, 9, topics=["Topic"])] == [
            "acme"
        ] * 2
        store = open_ledger(path)
        for row in store.rows():
            assert (row.stream, row.type, row.body) == ("acme", "Topic", b"{}")
            assert row.leaf == leaf("ledger-1", *row[:9])
        datastore.close()
        store.close()

    def test_a_commit_that_fails_is_never_followed_on_its_connection(self, tmp_path: Path) -> None:
        """The library gives back a connection whose transaction is still open."""
        path = tmp_path / "book.db"
        create_file(path, "ledger-1", NOW)
        store = open_ledger(path)
        record(store, "acme", paid())
        pool = store._writer().datastore.pool
        connection = pool.writer()
        connection.sqlite.execute("BEGIN")
        connection.sqlite.close()
        with pytest.raises(Exception, match="closed"):
            connection.commit()
        assert connection.closed
        pool.put_connection(connection)
        record(store, "acme", paid())
        assert store.head() == 2
        store.close()

    def test_a_transaction_that_was_left_open_is_never_followed_on_its_connection(
        self, tmp_path: Path
    ) -> None:
        """An interrupt left it, and who waits for the turn has it before anything is abandoned."""
        path = tmp_path / "book.db"
        create_file(path, "ledger-1", NOW)
        store = open_ledger(path)
        pool = store._writer().datastore.pool
        connection = pool.writer()
        connection.sqlite.execute("BEGIN IMMEDIATE")
        pool.put_connection(connection)
        assert connection.closed
        record(store, "acme", paid())
        assert store.head() == 1
        store.close()

    def test_opening_that_fails_gives_the_writers_turn_back(self) -> None:
        """The library's pool keeps its writer's lock when making a connection raises."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.db"
            create_file(path, "ledger-1", NOW)
            store = open_ledger(path, busy_seconds=0.2)
            away = path.rename(path.with_name("away.db"))
            for _ in range(3):
                with pytest.raises(Exception, match=r"book\.db.*unable to open"):
                    store.append([], {}, NOW)
            away.rename(path)
            record(store, "acme", paid())
            assert store.head() == 1
            store.close()
