"""The ledger in memory keeps the contract of every store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from majoracct.adapters.storage import memory
from majoracct.adapters.storage.leaf import leaf
from majoracct.ports import EventStore, LedgerMissingError
from majoracct.testing.store_contract import NOW, StoreContract, paid, record


class TestTheMemoryKeepsTheContract(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[EventStore]:
        with closing(memory.create("", "ledger-1", NOW)) as store:
            yield store


class TestMemory:
    def test_its_rows_are_those_a_file_would_have(self) -> None:
        store = memory.create("", "ledger-1", NOW)
        record(store, "acme", paid(), paid())
        for row in store.rows():
            assert row.leaf == leaf("ledger-1", *row[:9])

    def test_it_cannot_be_opened_again(self) -> None:
        with pytest.raises(LedgerMissingError):
            memory.open_ledger("")
