"""The contract of a store, as tests: derive from `StoreContract` and give it a `store`.

class TestMyStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path):
        with closing(my_store(tmp_path)) as store:
            yield store
"""

# ruff: noqa: S101 - these are tests, shipped

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import pytest

from majoracct.domain import index
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged, AccountSplit
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.kernel import Assurance, Event, Evidence, Fact, FactWithdrawn
from majoracct.ports import (
    Command,
    ConflictError,
    EventStore,
    LedgerClosedError,
    LedgerFaultError,
    Outline,
    Receipt,
    UnreadableFactError,
)
from majoracct.testing.appends import DAY, NOW, command, paid, record

__all__ = ["DAY", "NOW", "StoreContract", "command", "paid", "record"]


def _references(facts: Sequence[Fact] | Iterator[Fact]) -> list[str]:
    return [fact.reference for fact in facts]


class StoreContract:
    """What every store promises. The first word of a broken promise is the name of its test."""

    @pytest.fixture
    def store(self) -> Iterator[EventStore]:
        """Yield a new, empty store, and close it afterwards."""
        raise NotImplementedError("derive from StoreContract and give it a store")

    # Whole or nothing

    def test_an_empty_store_has_nothing(self, store: EventStore) -> None:
        assert store.ledger_id
        assert store.head() == 0
        assert store.streams(0) == []
        assert store.heads(("acme",), 0) == {"acme": 0}
        assert list(store.facts()) == []
        assert list(store.outlines()) == []
        assert store.fact("acme", 1) is None
        assert store.shapes() == {}
        assert store.of_command("c") == []
        assert store.known(["c"]) == {}
        assert store.position_at(NOW) == 0
        assert list(store.rows()) == []
        assert store.integrity() == []

    def test_positions_are_dense_in_the_ledger_and_versions_in_each_stream(self, store: EventStore) -> None:
        first = store.append(
            [
                command(("acme", 1, paid()), ("bolt", 1, paid())),
                command(("acme", 2, paid())),
            ],
            {"acme": 0, "bolt": 0},
            NOW,
        )
        second = record(store, "bolt", paid(), paid())
        assert (first.first_position, second.first_position) == (1, 4)
        assert [(f.position, f.reference) for f in store.facts()] == [
            (1, "acme@1"),
            (2, "bolt@1"),
            (3, "acme@2"),
            (4, "bolt@2"),
            (5, "bolt@3"),
        ]
        assert [row.position for row in store.rows()] == [1, 2, 3, 4, 5]

    def test_ordinals_count_within_a_command_from_0(self, store: EventStore) -> None:
        record(store, "acme", paid(), paid(), id_="c-1")
        record(store, "acme", paid(), id_="c-2")
        assert [(f.command_id, f.ordinal) for f in store.facts()] == [("c-1", 0), ("c-1", 1), ("c-2", 0)]

    def test_a_conflict_leaves_nothing(self, store: EventStore) -> None:
        record(store, "acme", paid())
        stale = [command(("bolt", 1, paid()), id_="b"), command(("acme", 1, paid()), id_="a")]
        with pytest.raises(ConflictError, match="acme"):
            store.append(stale, {"acme": 0, "bolt": 0}, NOW)
        assert _references(store.facts()) == ["acme@1"]
        assert store.known(["a", "b"]) == {}
        assert store.streams(store.head()) == ["acme"]
        assert len(list(store.rows())) == 1

    def test_what_was_only_read_must_still_stand(self, store: EventStore) -> None:
        record(store, "acme", paid())
        with pytest.raises(ConflictError, match="acme"):
            store.append([command(("bolt", 1, paid()))], {"acme": 0, "bolt": 0}, NOW)
        with pytest.raises(ConflictError, match="acme"):
            store.append([command(("bolt", 1, paid()))], {"acme": 2, "bolt": 0}, NOW)
        store.append([command(("bolt", 1, paid()))], {"acme": 1, "bolt": 0}, NOW)
        assert store.head() == 2

    def test_the_whole_ledger_must_stand_where_that_is_asked(self, store: EventStore) -> None:
        record(store, "acme", paid())
        later = [command(("acme", 2, paid()))]
        with pytest.raises(ConflictError):
            store.append(later, {"acme": 1}, NOW, 2)
        assert store.head() == 1
        assert store.append(later, {"acme": 1}, NOW, 1).first_position == 2

    def test_a_known_command_is_a_conflict_and_leaves_nothing(self, store: EventStore) -> None:
        record(store, "acme", paid(), id_="c-1")
        again = [command(("bolt", 1, paid()), id_="c-2"), command(("acme", 2, paid()), id_="c-1")]
        with pytest.raises(ConflictError, match="c-1"):
            store.append(again, {"acme": 1, "bolt": 0}, NOW)
        assert _references(store.facts()) == ["acme@1"]

    @pytest.mark.parametrize(
        ("facts", "heads"),
        [
            ([("acme", 2)], {"acme": 0}),
            ([("acme", 1), ("acme", 3)], {"acme": 0}),
            ([("acme", 1), ("acme", 1)], {"acme": 0}),
            ([("acme", 0)], {"acme": 0}),
            ([("acme", 1)], {}),
            ([], {"acme": 0}),
        ],
        ids=["a gap", "a gap within", "twice the same", "before the first", "no head given", "no facts"],
    )
    def test_facts_that_do_not_follow_their_heads_are_a_fault(
        self, store: EventStore, facts: list[tuple[str, int]], heads: dict[str, int]
    ) -> None:
        with pytest.raises(LedgerFaultError):
            store.append([command(*((s, v, paid()) for s, v in facts))], heads, NOW)
        assert store.head() == 0

    def test_one_id_for_two_commands_of_an_append_is_a_fault(self, store: EventStore) -> None:
        two = [command(("acme", 1, paid()), id_="c"), command(("acme", 2, paid()), id_="c")]
        with pytest.raises(LedgerFaultError):
            store.append(two, {"acme": 0}, NOW)
        assert store.head() == 0

    def test_a_value_that_cannot_be_written_is_a_fault_and_leaves_nothing(self, store: EventStore) -> None:
        with pytest.raises(LedgerFaultError):
            store.append([command(("acme", 1, paid()), by="\ud800")], {"acme": 0}, NOW)
        with pytest.raises(LedgerFaultError):
            store.append([command(("\ud800", 1, paid()))], {"\ud800": 0}, NOW)
        assert store.head() == 0
        record(store, "acme", paid())

    def test_what_would_not_be_read_back_as_it_is_is_a_fault_and_leaves_nothing(
        self, store: EventStore
    ) -> None:
        noon: Any = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
        nobody: Any = None
        unread: list[dict[str, Any]] = [
            {"on": noon},
            {"source_known": noon},
            {"by": nobody},
            {"by": 42},
            {"role": nobody},
            {"assurance": "host"},
            {"assurance": "asserted"},
            {"evidence": "x.pdf"},
            {"source": {"row": 3}},
        ]
        for said in unread:
            with pytest.raises(LedgerFaultError, match="cannot be stored"):
                store.append([command(("acme", 1, paid()), **said)], {"acme": 0}, NOW)
        successor: Any = ("bolt",)
        with pytest.raises(LedgerFaultError, match="cannot be stored"):
            record(store, "acme", AccountMerged(successor))
        assert store.head() == 0
        record(store, "acme", paid())
        assert len(list(store.facts())) == 1

    # When

    def test_recorded_at_never_decreases_when_the_clock_steps_back(self, store: EventStore) -> None:
        for now in (NOW, NOW - 5_000_000, NOW + 1):
            record(store, "acme", paid(), now=now)
        assert [fact.recorded_at for fact in store.facts()] == [NOW, NOW, NOW + 1]

    def test_the_receipt_says_what_was_recorded(self, store: EventStore) -> None:
        record(store, "acme", paid(), now=NOW)
        receipt = record(store, "acme", paid(), paid(), now=NOW - 1)
        assert receipt == Receipt(2, NOW)

    def test_an_instant_is_a_position(self, store: EventStore) -> None:
        for now in (NOW, NOW, NOW + 10, NOW + 20, NOW + 20):
            record(store, "acme", paid(), now=now)
        instants = (NOW - 1, NOW, NOW + 9, NOW + 10, NOW + 19, NOW + 20, NOW + 99)
        assert [store.position_at(instant) for instant in instants] == [0, 2, 2, 3, 3, 5, 5]

    # What comes back

    def test_a_fact_comes_back_as_it_was(self, store: EventStore) -> None:
        said = Fact(
            "acme",
            1,
            0,
            paid("264451.75"),
            dt.date(2017, 3, 31),
            "kim",
            role="account manager",
            assurance=Assurance.OS_USER,
            channel="import",
            reason="année 2017 \u202e 'quoted' \"twice\" \n",
            evidence=(Evidence("invoice.pdf", 1024, "ab" * 32), Evidence("https://example.com/7")),
            time="09:30:00",
            inherited_place=1,
            corrects="acme@7",
            origin="acme@3",
            source={"row": "17", "Besitzer": "Jürgen"},
            source_known=dt.date(2017, 4, 1),
            fingerprint="f" * 64,
        )
        record(store, "bolt", paid())
        store.append([Command("c-1", (said,))], {"acme": 0}, NOW)
        schema = RevenueRecorded.schema
        told = attrs.evolve(said, position=2, recorded_at=NOW, command_id="c-1", ordinal=0, schema=schema)
        assert list(store.facts("acme")) == [told]
        assert store.fact("acme", 1) == told
        assert store.of_command("c-1") == [told]
        assert told.place == 1

    def test_a_bare_fact_comes_back_as_it_was(self, store: EventStore) -> None:
        store.append([command(("acme", 1, AccountMerged("bolt")), id_="c", by="")], {"acme": 0}, NOW)
        bare = Fact("acme", 1, 1, AccountMerged("bolt"), DAY, "", recorded_at=NOW, command_id="c", schema=1)
        assert list(store.facts()) == [bare]

    def test_events_of_every_kind_of_stream_come_back(self, store: EventStore) -> None:
        events: list[tuple[str, Event[Any]]] = [
            ("ledger", ImportFinished("a.csv", "00", "sales", 1, 2, 3)),
            ("acme", AccountAbsorbed("bolt")),
            ("acme", AccountSplit("new")),
            ("acme", FactWithdrawn("acme@1", replaced_by="acme@4")),
            ("acme", FactWithdrawn("acme@2")),
            ("acme", paid("-5")),
        ]
        for stream, event in events:
            record(store, stream, event)
        assert [(fact.stream, fact.event) for fact in store.facts()] == events

    def test_what_is_appended_twice_alike_is_the_same_bytes(self, store: EventStore) -> None:
        for number, source in enumerate(({"a": "1", "b": "2"}, {"b": "2", "a": "1"}), 1):
            store.append([command(("acme", number, paid()), source=source)], {"acme": number - 1}, NOW)
        first, second = (row.body for row in store.rows())
        assert first == second

    # Which

    def test_facts_come_by_stream_type_and_position(self, store: EventStore) -> None:
        store.append(
            [command(("acme", 1, paid()), ("bolt", 1, AccountSplit("x")), ("acme", 2, AccountSplit("y")))],
            {"acme": 0, "bolt": 0},
            NOW,
        )
        record(store, "acme", paid())
        money, split = "RevenueRecorded", "AccountSplit"
        assert _references(store.facts()) == ["acme@1", "bolt@1", "acme@2", "acme@3"]
        assert _references(store.facts(at=2)) == ["acme@1", "bolt@1"]
        assert _references(store.facts(at=0)) == []
        assert _references(store.facts("acme")) == ["acme@1", "acme@2", "acme@3"]
        assert _references(store.facts("acme", at=3)) == ["acme@1", "acme@2"]
        assert _references(store.facts("acme", types=(money,))) == ["acme@1", "acme@3"]
        assert _references(store.facts("acme", types=(money,), at=3)) == ["acme@1"]
        assert _references(store.facts(types={split})) == ["bolt@1", "acme@2"]
        assert _references(store.facts(types=(split, money), at=99)) == [
            "acme@1",
            "bolt@1",
            "acme@2",
            "acme@3",
        ]
        assert _references(store.facts(types=())) == []
        assert _references(store.facts(types=("NoSuchType",))) == []
        assert _references(store.facts("nobody")) == []

    def test_an_outline_is_a_fact_but_for_what_happened(
        self, store: EventStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record(store, "acme", paid(), FactWithdrawn("acme@1"))
        later = DAY + dt.timedelta(days=1)
        store.append([command(("bolt", 1, AccountSplit("x")), on=later)], {"bolt": 0}, NOW)
        record(store, "acme", paid())
        told = [Outline(f.position, f.stream, f.version, type(f.event).__name__, f.on) for f in store.facts()]

        def never(name: str) -> Any:
            raise AssertionError(f"{name} was imported for an outline")

        monkeypatch.setattr(index, "event_class", never)
        assert list(store.outlines()) == told
        assert [each.on for each in told] == [DAY, DAY, later, DAY]
        assert list(store.outlines(at=2)) == told[:2]
        assert list(store.outlines("acme")) == [told[0], told[1], told[3]]
        assert list(store.outlines("acme", at=3)) == told[:2]
        assert list(store.outlines("nobody")) == []

    def test_a_type_that_nobody_knows_is_in_no_answer_unsaid(
        self, store: EventStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record(store, "acme", paid())
        record(store, "bolt", paid(), AccountSplit("x"))
        monkeypatch.setattr(index, "is_known", lambda name: name != "AccountSplit")
        with pytest.raises(UnreadableFactError, match=r"@3 is a 'AccountSplit', a type .* does not know"):
            list(store.outlines())
        with pytest.raises(UnreadableFactError, match="@3"):
            list(store.outlines("bolt"))
        assert len(list(store.outlines("acme"))) == 1
        assert len(list(store.outlines(at=2))) == 2

    def test_there_is_no_fact_before_the_first_or_after_the_last(self, store: EventStore) -> None:
        record(store, "acme", paid(), paid())
        assert [store.fact("acme", version) for version in (0, -1, 3)] == [None] * 3
        assert store.fact("acme", 2) is not None

    def test_shapes_are_those_of_the_ledger_as_it_stands(self, store: EventStore) -> None:
        record(store, "acme", paid(), paid())
        money = ("RevenueRecorded", RevenueRecorded.schema)
        assert store.shapes() == {money: "acme@1"}
        record(store, "bolt", paid(), AccountSplit("x"), AccountSplit("y"))
        assert store.shapes() == {money: "acme@1", ("AccountSplit", AccountSplit.schema): "bolt@2"}

    def test_a_long_stream_comes_whole_and_in_order(self, store: EventStore) -> None:
        for stream in ("acme", "bolt", "acme"):
            record(store, stream, *(paid(str(n)) for n in range(1500)))
        assert [fact.position for fact in store.facts()] == list(range(1, 4501))
        assert [fact.version for fact in store.facts("acme")] == list(range(1, 3001))
        assert [each.version for each in store.outlines("acme")] == list(range(1, 3001))

    def test_what_is_appended_during_a_reading_is_not_in_it_and_does_not_disturb_it(
        self, store: EventStore
    ) -> None:
        record(store, "acme", *[paid()] * 1000)
        met = 0
        for met, fact in enumerate(store.facts(), 1):
            assert fact.version == met
            if met <= 5:
                record(store, "acme", paid())
                assert store.head() == 1000 + met
        assert met == 1000

    def test_streams_and_heads_are_those_of_a_position(self, store: EventStore) -> None:
        for stream in ("bolt", "acme", "bolt", "Zeta", "émile"):
            record(store, stream, paid())
        assert store.streams(store.head()) == ["Zeta", "acme", "bolt", "émile"]
        assert store.streams(3) == ["acme", "bolt"]
        assert store.streams(1) == ["bolt"]
        assert store.streams(0) == []
        asked = ("acme", "bolt", "Zeta", "none")
        assert store.heads(asked, 99) == {"acme": 1, "bolt": 2, "Zeta": 1, "none": 0}
        assert store.heads(asked, 2) == {"acme": 1, "bolt": 1, "Zeta": 0, "none": 0}
        assert store.heads((), 2) == {}

    def test_commands_are_known_by_their_first_fact(self, store: EventStore) -> None:
        for number in range(1, 1203):
            stream = f"s{number % 7}"
            record(store, stream, *([paid()] * (1 + number % 2)), id_=f"c{number}")
        known = store.known([f"c{number}" for number in range(1203)] + ["x"])
        assert len(known) == 1202
        assert known["c2"] == ("s2", 1)
        assert known["c9"] == ("s2", 2)
        assert [f.reference for f in store.of_command("c9")] == ["s2@2", "s2@3"]

    def test_rows_have_the_leaves_of_their_envelope(self, store: EventStore) -> None:
        record(store, "acme", paid(), paid())
        first, second = store.rows()
        assert (len(first.leaf), len(second.leaf)) == (32, 32)
        assert first.leaf != second.leaf
        assert first[:5] == (1, "acme", 1, "RevenueRecorded", RevenueRecorded.schema)

    # Together

    def test_threads_that_append_at_once_lose_and_double_nothing(self, store: EventStore) -> None:
        threads, each = 8, 15
        acknowledged: list[str] = []
        unexpected: list[BaseException] = []

        def work(name: int) -> None:
            try:
                for number in range(each):
                    token = f"{name}-{number}"
                    while True:
                        try:
                            record(store, "acme", AccountSplit(token), id_=token)
                        except ConflictError:
                            continue
                        acknowledged.append(token)
                        break
            except BaseException as why:  # noqa: BLE001 - shown by the assertion below
                unexpected.append(why)

        workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert unexpected == []
        facts = list(store.facts())
        assert [fact.position for fact in facts] == list(range(1, threads * each + 1))
        assert sorted(acknowledged) == sorted(fact.command_id for fact in facts)
        assert len(set(acknowledged)) == threads * each

    def test_a_closed_store_says_so(self, store: EventStore) -> None:
        record(store, "acme", paid())
        store.close()
        store.close()
        uses = (
            store.head,
            lambda: store.heads(("acme",), 1),
            lambda: store.streams(1),
            lambda: list(store.facts()),
            lambda: list(store.outlines()),
            lambda: store.fact("acme", 1),
            lambda: store.of_command("c"),
            lambda: store.known(["c"]),
            lambda: store.position_at(NOW),
            store.shapes,
            lambda: store.append([command(("acme", 2, paid()))], {"acme": 1}, NOW),
            lambda: list(store.rows()),
            store.integrity,
        )
        for use in uses:
            with pytest.raises(LedgerClosedError):
                use()
