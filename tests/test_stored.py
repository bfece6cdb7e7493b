"""A ledger that a newer program wrote to is read-only to this one, whatever of it was read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from majoracct.adapters.storage.memory import MemoryStore
from majoracct.adapters.storage.sqlite import SQLiteStore, create
from majoracct.domain import index
from majoracct.domain.account.mergers import AccountSplit
from majoracct.domain.account.profile import AccountOpened
from majoracct.ledger import Ledger
from majoracct.ports import EventStore, LedgerNewerError
from majoracct.stored import Newer, StoredFacts
from majoracct.testing.store_contract import DAY, NOW, paid, record


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventStore]:
    kept: SQLiteStore | MemoryStore
    kept = create(tmp_path / "b.db", "l", NOW) if request.param == "file" else MemoryStore("l")
    with closing(kept):
        yield kept


def of_a_newer_program(store: EventStore, stream: str, patch: pytest.MonkeyPatch) -> None:
    """Append to STREAM as a program does whose splits have another shape."""
    with patch.context() as newer:
        newer.setattr(AccountSplit, "schema", 9)
        for codec in (store._codec,):  # type: ignore[attr-defined]
            codec.__init__()
        record(store, stream, AccountSplit("x"))
    codec.__init__()


def newer(store: EventStore) -> Newer | None:
    return StoredFacts(store, store.head()).newer


class TestANewerSchema:
    def test_it_is_found_anywhere_in_the_ledger_and_named(
        self, store: EventStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record(store, "acme", paid(), paid(), AccountSplit("y"))
        assert newer(store) is None
        of_a_newer_program(store, "bolt", monkeypatch)
        assert newer(store) == Newer("bolt@1", "AccountSplit", 9)
        past = StoredFacts(store, 2)
        past.head("acme")
        assert past.newer == Newer("bolt@1", "AccountSplit", 9)
        assert StoredFacts(store, store.head()).fetch_all().newer is not None

    def test_it_is_seen_by_who_asked_before_it_came(
        self, store: EventStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        past = StoredFacts(store, 0)
        assert past.newer is None
        of_a_newer_program(store, "bolt", monkeypatch)
        assert past.newer is not None

    def test_a_schema_we_know_is_not_newer(self, store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
        of_a_newer_program(store, "bolt", monkeypatch)
        monkeypatch.setattr(AccountSplit, "schema", 9)
        assert newer(store) is None
        monkeypatch.setattr(AccountSplit, "schema", 10)
        assert newer(store) is None

    def test_a_type_we_do_not_know_is_a_newer_programs_too(
        self, store: EventStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record(store, "acme", paid(), AccountSplit("x"))
        known = {e.type: e for e in index.events() if e.type != "AccountSplit"}
        monkeypatch.setattr(index, "_EVENTS", known)
        assert newer(store) == Newer("acme@2", "AccountSplit", AccountSplit.schema)

    def test_a_ledger_that_holds_one_elsewhere_is_read_and_not_recorded_in(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        with Ledger.create(tmp_path / "b.db", currency="GBP", by="kim") as ledger:
            of_a_newer_program(ledger.store, "bolt", monkeypatch)
            with pytest.raises(LedgerNewerError, match="bolt@1"):
                ledger.desk(by="kim").on(DAY).record("acme", AccountOpened("Acme"))
            assert ledger.settings.currency == "GBP"


class TestTheCost:
    def test_no_row_is_looked_at_twice(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with closing(create(tmp_path / "b.db", "l", NOW)) as store:
            record(store, "acme", *[paid()] * 50)
            store.shapes()
            asked: list[Any] = []

            class Watched:
                def __init__(self, connection: sqlite3.Connection) -> None:
                    self.connection = connection

                def execute(self, query: str, given: tuple[Any, ...] = ()) -> sqlite3.Cursor:
                    asked.append(given)
                    return self.connection.execute(query, given)

            with store._reading() as connection:
                watched: Any = Watched(connection)
                store._shapes.look(watched)
                assert asked == [()]  # the head, and nothing else
            record(store, "acme", paid())
            with store._reading() as connection:
                watched = Watched(connection)
                store._shapes.look(watched)
            assert asked[-1][0] == 50

    def test_a_class_of_schema_1_is_not_imported_to_be_asked(
        self, store: EventStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record(store, "acme", AccountSplit("x"))

        def never(name: str) -> Any:
            raise AssertionError(name)

        monkeypatch.setattr(index, "event_class", never)
        assert newer(store) is None
