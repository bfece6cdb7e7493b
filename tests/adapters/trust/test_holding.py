"""How personal values stand in the rows: sealed, in the clear, or gone; and whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from majoracct import Ledger
from majoracct.adapters.storage.memory import MemoryStore
from majoracct.adapters.trust import vault
from majoracct.adapters.trust.holding import Kept, Value, values
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.book.persons import KeyStoreAttached
from majoracct.ports import Row
from majoracct.testing.histories import ticking

DAY = dt.date(2024, 5, 1)
KEY = bytes(32)
BODY = (
    b'{"on":"2024-05-01","by":"kim","event":'
    b'{"person":"p1","function":"finance","name":%b,"title":%b,"former":false}}'
)


def told(path: Path) -> list[tuple[str, str, str, Kept, object]]:
    with (
        closing(vault.open_key_store(path.with_name("keys.db"), KEY)) as keys,
        Ledger.open(path, vault=keys, clock=ticking()) as ledger,
    ):
        return [(v.person, v.fact, v.field, v.kept, v.text) for v in values(ledger.store)]


class TestValues:
    def test_each_is_as_its_row_has_it_whatever_may_be_shown(self, tmp_path: Path) -> None:
        path = tmp_path / "book.db"
        with Ledger.create(path, currency="GBP", by="kim", ledger_id="book-1", clock=ticking()) as ledger:
            desk = ledger.desk(by="kim").on(DAY)
            desk.record("acme", AccountOpened("Acme"))
            desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann"))
        with (
            closing(vault.create(tmp_path / "keys.db", "book-1", KEY)) as keys,
            Ledger.open(path, vault=keys, clock=ticking()) as ledger,
        ):
            ledger.desk(by="kim").note(KeyStoreAttached(keys.id))
            ledger.desk(by="kim").on(DAY).record(
                "acme", StakeholderIdentified("p2", BuyingFunction.FINANCE, name="Bö", title="CFO")
            )
            known_at = ledger.position()
        assert told(path) == [
            ("p1", "acme@2", "name", Kept.CLEAR, "Ann"),
            ("p2", "acme@3", "name", Kept.SEALED, "Bö"),
            ("p2", "acme@3", "title", Kept.SEALED, "CFO"),
        ]
        with Ledger.open(path) as ledger:  # without the keys: there, and not to be read
            assert [(v.kept, v.text) for v in values(ledger.store, "p2")] == [(Kept.SEALED, None)] * 2
            assert list(values(ledger.store, "p")) == []  # no part of an id is somebody
            assert [v.person for v in values(ledger.store, at=known_at - 2)] == ["p1"]

    def test_older_rows_and_damaged_ones(self) -> None:
        store = MemoryStore("book-1")
        with Ledger.establish(store, currency="GBP", by="kim", clock=ticking()) as ledger:
            desk = ledger.desk(by="kim").on(DAY)
            desk.record("acme", AccountOpened("Acme"))
            desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann"))
            (row,) = (each for each in store.rows() if each.type == "StakeholderIdentified")

            class Doctored(MemoryStore):
                def rows(self, after: int = 0, at: int | None = None) -> Iterator[Row]:
                    yield row._replace(body=body, type=type_)

            doctored, type_ = Doctored("book-1"), row.type
            for body, kept in (
                (
                    BODY % (b'"Ann"', b"null"),
                    [("name", Kept.CLEAR, "Ann")],
                ),  # before it was known to be personal
                (BODY % (b'{"person":"p1"}', b'""'), [("name", Kept.GONE, None)]),
                (BODY % (b'{"person":"p1","clear":""}', b'{"person":"p2","clear":"X"}'), []),
                (BODY % (b'{"person":"p1","sealed":"no base64!"}', b"null"), [("name", Kept.SEALED, None)]),
                (b"{", []),
                (b'{"event":"p1"}', []),
                (b'["p1"]', []),
            ):
                assert [(v.field, v.kept, v.text) for v in values(doctored, "p1")] == kept, body
            type_ = "OfANewerProgram"  # what is tagged is found in whatever it stands
            body = BODY % (b'{"person":"p1","clear":"Ann"}', b'"Chief"')
            assert list(values(doctored)) == [
                Value("p1", row.stream + "@2", row.position, type_, "name", Kept.CLEAR, "Ann")
            ]
