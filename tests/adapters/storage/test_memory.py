"""The ledger in memory keeps the contract of every store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from majoracct.adapters.storage import memory
from majoracct.adapters.storage.leaf import leaf
from majoracct.ports import EventStore, ForkedLedgerError, LedgerMissingError
from majoracct.testing.store_contract import NOW, StoreContract, paid, record
from majoracct.testing.tree_contract import Opening, TreeContract


class TestTheMemoryKeepsTheContract(StoreContract, TreeContract):
    @pytest.fixture
    def store(self) -> Iterator[EventStore]:
        with closing(memory.create("", "ledger-1", NOW)) as store:
            yield store

    @pytest.fixture
    def sealing(self) -> Iterator[Opening]:
        with ExitStack() as opened:
            yield lambda vault: opened.enter_context(closing(memory.create("", "ledger-1", NOW, vault=vault)))


class TestMemory:
    def test_its_rows_are_those_a_file_would_have(self) -> None:
        store = memory.create("", "ledger-1", NOW)
        record(store, "acme", paid(), paid())
        for row in store.rows():
            assert row.leaf == leaf("ledger-1", *row[:9])

    def test_a_forked_process_may_not_use_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        store = memory.create("", "ledger-1", NOW)
        record(store, "acme", paid())
        with monkeypatch.context() as child:
            child.setattr(os, "getpid", lambda: -1)
            for use in (store.head, lambda: list(store.facts()), lambda: record(store, "acme", paid())):
                with pytest.raises(ForkedLedgerError, match="fork"):
                    use()
        assert store.head() == 1

    def test_it_cannot_be_opened_again(self) -> None:
        with pytest.raises(LedgerMissingError):
            memory.open_ledger("")
