"""What a store held, read topic by topic; a ledger that a newer program wrote to is read-only to this one."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from majoracct.adapters.storage.memory import MemoryStore
from majoracct.adapters.storage.sqlite import SQLiteStore, create
from majoracct.domain import index
from majoracct.domain.account.mergers import AccountSplit
from majoracct.domain.account.profile import AccountOpened, Profile
from majoracct.domain.account.revenue import Revenue
from majoracct.domain.account.sponsorship import Sponsorship
from majoracct.domain.kernel import Fact, FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.ledger import Ledger
from majoracct.ports import Command, EventStore, LedgerNewerError, UnreadableFactError
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


class TestAskedAgain:
    def test_what_broke_off_half_way_is_not_taken_for_the_whole(
        self, store: EventStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record(store, "acme", paid(), paid())
        past, whole = StoredFacts(store, 2).fetch_all(), store.facts

        def breaking_off(*args: Any, **options: Any) -> Iterator[Fact]:
            yield from islice(whole(*args, **options), 1)
            raise UnreadableFactError("acme@2 cannot be read")

        with monkeypatch.context() as patch:
            patch.setattr(store, "facts", breaking_off)
            for topic in (Revenue, None):
                for _ in range(2):
                    with pytest.raises(UnreadableFactError):
                        past.live("acme", topic)
        assert [len(past.live("acme", topic)) for topic in (Revenue, None)] == [2, 2]


class TestThePortfolio:
    @pytest.fixture
    def held(self) -> MemoryStore:
        store = MemoryStore("l")
        for key in ("acme", "bolt"):
            record(store, key, AccountOpened(key.title()), paid(), paid())
        record(store, "bolt", FactWithdrawn("bolt@1"))
        return store

    def test_a_topic_is_read_once_for_all_streams_and_others_not_at_all(
        self, held: MemoryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[Any] = []

        def watched(self: MemoryStore, stream: str | None = None, **which: Any) -> Iterator[Fact]:
            asked.append((stream, which["types"]))
            return facts(self, stream, **which)

        facts = MemoryStore.facts
        monkeypatch.setattr(MemoryStore, "facts", watched)
        past = StoredFacts(held, held.head()).fetch_all()
        assert [past.first_day(key) for key in past.streams] == [DAY, DAY]
        assert asked == [(None, ("FactWithdrawn",))]
        names = [past.fold(Profile, (key,)).on(DAY).name for key in past.streams]
        assert names == ["Acme", ""]
        assert [len(past.live(key, Revenue)) for key in past.streams] == [2, 2]
        assert [past.live(key, Sponsorship) for key in past.streams] == [[], []]
        assert [kinds for _, kinds in asked] == [
            ("FactWithdrawn",),
            index.types_of(Profile),
            index.types_of(Revenue),
        ]

    def test_once_everything_was_read_nothing_is_read_again(
        self, held: MemoryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        past = StoredFacts(held, held.head()).fetch_all()
        assert [len(past.live(key)) for key in past.streams] == [3, 2]
        monkeypatch.setattr(MemoryStore, "facts", None)
        assert [len(past.live(key, Revenue)) for key in past.streams] == [2, 2]
        assert past.live("bolt", Profile) == []

    def test_what_was_recorded_since_is_read_anew(self, held: MemoryStore) -> None:
        past = StoredFacts(held, held.head()).fetch_all()
        assert (past.head("bolt"), len(past.live("bolt", Revenue))) == (4, 2)
        record(held, "bolt", paid())
        past.settle(held.head())
        assert (past.head("bolt"), len(past.live("bolt", Revenue))) == (5, 3)

    def test_a_row_that_no_day_can_be_read_of_stands_in_the_way_of_every_answer(
        self, held: MemoryStore
    ) -> None:
        held._rows[2] = held._rows[2]._replace(body=b'{"by":"kim"}')
        past = StoredFacts(held, held.head()).fetch_all()
        with pytest.raises(UnreadableFactError, match=r"@3, a RevenueRecorded of acme, .*on"):
            past.first_day("bolt")

    def test_an_event_that_cannot_be_read_stands_in_the_way_of_what_rests_on_it(
        self, held: MemoryStore
    ) -> None:
        body = b'{"on":"2024-05-01","by":"kim","event":{"amount":7}}'
        held._rows[2] = held._rows[2]._replace(body=body)
        past = StoredFacts(held, held.head()).fetch_all()
        assert past.first_day("acme") == DAY
        assert past.fold(Profile, ("acme",)).on(DAY).name == "Acme"
        for topic in (Revenue, None):
            with pytest.raises(UnreadableFactError, match="@3, a RevenueRecorded of acme"):
                past.live("bolt", topic)

    def test_a_type_we_do_not_know_stands_in_the_way_of_every_answer(
        self, held: MemoryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record(held, "civic", AccountSplit("x"))
        monkeypatch.setattr(index, "is_known", lambda name: name != "AccountSplit")
        past = StoredFacts(held, held.head()).fetch_all()
        with pytest.raises(UnreadableFactError, match="@8 is a 'AccountSplit'"):
            past.first_day("acme")
        assert StoredFacts(held, held.head()).first_day("acme") == DAY
        assert StoredFacts(held, 7).fetch_all().first_day("acme") == DAY


class TestTheFirstDay:
    def test_it_is_the_earliest_of_a_fact_that_is_not_withdrawn(self, store: EventStore) -> None:
        days = (dt.date(2024, 3, 1), dt.date(2024, 1, 1), dt.date(2024, 2, 1))
        facts = [
            Fact("acme", version, 0, AccountSplit("x"), day, "kim") for version, day in enumerate(days, 1)
        ]
        store.append([Command("c", tuple(facts))], {"acme": 0}, NOW)
        gone = Fact("acme", 4, 0, FactWithdrawn("acme@2"), dt.date(2024, 1, 1), "kim")
        store.append([Command("d", (gone,))], {"acme": 3}, NOW)
        for past in (StoredFacts(store, 4), StoredFacts(store, 4).fetch_all(), Facts(store.facts())):
            assert (past.first_day("acme"), past.first_day("nobody")) == (days[2], None)
        for position, day in ((1, days[0]), (2, days[1]), (3, days[1]), (4, days[2])):
            assert StoredFacts(store, position).first_day("acme") == day
            assert StoredFacts(store, position).fetch_all().first_day("acme") == day

    def test_it_moves_with_what_is_learnt_and_unlearnt(self, store: EventStore) -> None:
        record(store, "acme", AccountSplit("x"))
        for past in (StoredFacts(store, 1), Facts(store.facts())):
            assert past.first_day("acme") == DAY
            earlier = Fact("acme", 2, 2, AccountSplit("y"), dt.date(2024, 1, 1), "kim")
            later = evolve(earlier, version=3, position=3, on=dt.date(2025, 1, 1))
            past.add(earlier)
            past.add(later)
            assert past.first_day("acme") == earlier.on
            past.forget([earlier, later])
            assert past.first_day("acme") == DAY
            past.add(earlier)
            past.add(Fact("acme", 3, 3, FactWithdrawn("acme@2"), earlier.on, "kim"))
            assert past.first_day("acme") == DAY
            past.add(Fact("acme", 4, 4, FactWithdrawn("acme@1"), DAY, "kim"))
            assert past.first_day("acme") is None
            past.add(evolve(later, version=5, position=5))
            assert past.first_day("acme") == later.on

    def test_no_class_is_imported_for_it(self, store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
        record(store, "acme", AccountSplit("x"))

        def never(name: str) -> Any:
            raise AssertionError(name)

        monkeypatch.setattr(index, "event_class", never)
        assert StoredFacts(store, 1).first_day("acme") == DAY
        assert StoredFacts(store, 1).fetch_all().first_day("acme") == DAY
