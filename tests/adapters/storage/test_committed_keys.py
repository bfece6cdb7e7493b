"""What is sealed is read with the key that the ledger commits to, and with no other that opens it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from majoracct import Ledger
from majoracct.adapters.storage.codec import Codec
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.kernel import Erased, Fact
from majoracct.ports import Row
from majoracct.testing.forging import Means, forge
from majoracct.testing.vaults import MemoryVault

DAY = dt.date(2024, 5, 1)
NAMED = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann Lee")


def name_in(ledger: Ledger) -> object:
    (told,) = ledger.store.facts("acme", types=["StakeholderIdentified"])
    return told.event.name  # type: ignore[attr-defined]


def test_another_key_tells_no_other_story(tmp_path: Path) -> None:
    """By whoever writes the ledger and the key store, and knows how to seal."""
    ours, theirs = MemoryVault("book"), MemoryVault("book")
    path = tmp_path / "book.db"
    with Ledger.create(path, currency="GBP", by="kim", ledger_id="book", vault=ours) as ledger:
        desk = ledger.desk(by="kim").on(DAY, reason="a start")
        desk.record("acme", AccountOpened("Acme"))
        desk.record("acme", NAMED)
        assert name_in(ledger) == "Ann Lee"
    theirs.commitment("p1")

    def told_otherwise(rows: list[Row]) -> list[Row]:
        at = next(n for n, row in enumerate(rows) if row.type == "StakeholderIdentified")
        told = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Eve Lee")
        _, _, body = Codec(theirs).encode(Fact("acme", 2, at + 1, told, DAY, "kim"))
        return [*rows[:at], rows[at]._replace(body=body), *rows[at + 1 :]]

    forge(path, told_otherwise, Means.TREE)
    with Ledger.open(path, vault=theirs) as ledger:
        assert name_in(ledger) is Erased.sealed


@pytest.mark.parametrize(
    ("known", "read"), [("ours", "Ann Lee"), ("another", Erased.sealed), ("", "Ann Lee")]
)
def test_it_is_held_against_what_is_on_record(known: str, read: object) -> None:
    """Where nothing is yet, the commitment may come with the same command: `verify` tells if none did."""
    vault = MemoryVault("book")
    commitments = {"ours": {"p1": vault.commitment("p1")}, "another": {"p1": "00" * 32}, "": {}}[known]
    name, schema, body = Codec(vault).encode(Fact("acme", 2, 5, NAMED, DAY, "kim"))
    codec = Codec(vault, committed=lambda: commitments)
    event = codec.decode((5, "acme", 2, name, schema, body, 0, "c", 0)).event
    assert event.name == read  # type: ignore[attr-defined]


def test_a_ledger_in_memory_knows_them_too() -> None:
    vault = MemoryVault("book")
    with Ledger.create("memory:", currency="GBP", by="kim", ledger_id="book", vault=vault) as ledger:
        desk = ledger.desk(by="kim").on(DAY, reason="a start")
        desk.record("acme", AccountOpened("Acme"))
        desk.record("acme", NAMED)
        assert name_in(ledger) == "Ann Lee"
        vault.commitment = lambda person: "00" * 32  # type: ignore[method-assign]
        assert name_in(ledger) is Erased.sealed
