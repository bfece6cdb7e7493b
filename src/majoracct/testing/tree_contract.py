"""The contract of a store's tree, checkpoints and vault, as tests: derive from `TreeContract` as well.

class TestMyStore(StoreContract, TreeContract):
    @pytest.fixture
    def store(self, tmp_path): ...

    @pytest.fixture
    def sealing(self, tmp_path): ...
"""

# ruff: noqa: S101 - these are tests, shipped

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

import pytest

from majoracct.adapters.trust import merkle
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.book.persons import PersonErased
from majoracct.domain.kernel import LEDGER, Erased, Event
from majoracct.ports import EventStore, KeyStoreError, LedgerClosedError, LedgerFaultError, Vault
from majoracct.testing.appends import NOW, command, paid, record
from majoracct.testing.vaults import MemoryVault

__all__ = ["Opening", "TreeContract"]

# Opens a new, empty store with a vault, that of the ledger ``ledger-1``.
Opening = Callable[[Vault | None], EventStore]
_ANN = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann Lee", title="CFO")


def _appended(store: EventStore, sizes: Sequence[int]) -> None:
    for size in sizes:
        record(store, "acme", *(paid(str(number)) for number in range(1, size + 1)))


def _told(store: EventStore, version: int = 1) -> Event[object]:
    fact = store.fact("acme", version)
    assert fact is not None
    return fact.event


class TreeContract:
    """What every store promises of its tree, of what it keeps beside the facts, and of what it seals."""

    @pytest.fixture
    def store(self) -> Iterator[EventStore]:
        """Yield a new, empty store, and close it afterwards."""
        raise NotImplementedError("derive from TreeContract and give it a store")

    @pytest.fixture
    def sealing(self) -> Iterator[Opening]:
        """Yield what opens a new, empty store of ``ledger-1`` with a vault; close each afterwards."""
        raise NotImplementedError("derive from TreeContract and say how a store is made with a vault")

    # The tree

    def test_an_empty_store_has_no_tree_and_no_checkpoint(self, store: EventStore) -> None:
        assert list(store.tree()) == []
        assert store.subtrees(()) == {}
        assert store.checkpoints() == []
        assert store.vault is None

    @pytest.mark.parametrize("sizes", [[1] * 17, [17], [8, 8, 1], [3, 1, 5, 8], [1, 16]])
    def test_the_tree_is_that_of_the_leaves_however_they_were_appended(
        self, store: EventStore, sizes: list[int]
    ) -> None:
        _appended(store, sizes)
        leaves = [row.leaf for row in store.rows()]
        expected = [
            (level, number, merkle.root(leaves[number << level : (number + 1) << level]))
            for level in range(1, len(leaves).bit_length())
            for number in range(len(leaves) >> level)
        ]
        assert list(store.tree()) == expected
        assert store.subtrees([(level, number) for level, number, _ in expected]) == {
            (level, number): hash_ for level, number, hash_ in expected
        }
        assert store.subtrees([(0, 4), (0, 0)]) == {(0, 0): leaves[0], (0, 4): leaves[4]}

    @pytest.mark.parametrize("missing", [(0, 5), (1, 2), (2, 1), (3, 0)])
    def test_a_subtree_that_is_not_complete_is_a_fault(
        self, store: EventStore, missing: tuple[int, int]
    ) -> None:
        _appended(store, [5])
        with pytest.raises(LedgerFaultError, match="subtree"):
            store.subtrees([(1, 0), missing])

    def test_what_is_refused_leaves_the_tree_as_it_was(self, store: EventStore) -> None:
        _appended(store, [3])
        before = list(store.tree())
        with pytest.raises(LedgerFaultError):
            store.append([command(("acme", 9, paid()))], {"acme": 3}, NOW)
        assert list(store.tree()) == before
        _appended(store, [1])
        assert len(list(store.tree())) == 3

    # Checkpoints

    def test_checkpoints_are_kept_once_each_and_come_oldest_first(self, store: EventStore) -> None:
        _appended(store, [4])
        for size, note in ((2, b"two"), (4, b"four"), (4, b"four, by another"), (2, b"two")):
            store.keep_checkpoint(size, note)
        assert store.checkpoints() == [(2, b"two"), (4, b"four"), (4, b"four, by another")]
        assert store.integrity() == []
        assert store.head() == 4  # nothing was recorded by it

    def test_a_closed_store_says_so_of_these_too(self, store: EventStore) -> None:
        _appended(store, [2])
        store.close()
        for use in (
            lambda: store.subtrees([(1, 0)]),
            lambda: list(store.tree()),
            store.checkpoints,
            lambda: store.keep_checkpoint(2, b"two"),
        ):
            with pytest.raises(LedgerClosedError):
                use()

    # The vault

    def test_what_is_personal_is_stored_sealed_and_comes_back_as_it_was(self, sealing: Opening) -> None:
        vault = MemoryVault("ledger-1")
        store = sealing(vault)
        assert store.vault is vault
        vault.commitment("p1")
        record(store, "acme", _ANN)
        assert _told(store) == _ANN
        body = next(iter(store.rows())).body
        assert b"Ann" not in body
        assert set(json.loads(body)["event"]["name"]) == {"person", "sealed"}

    def test_without_a_key_nothing_is_recorded(self, sealing: Opening) -> None:
        store = sealing(MemoryVault("ledger-1"))
        with pytest.raises(KeyStoreError, match=r"StakeholderIdentified\.name .* no key of p1"):
            record(store, "acme", _ANN)
        assert store.head() == 0

    def test_when_the_key_is_gone_it_stays_sealed(self, sealing: Opening) -> None:
        vault = MemoryVault("ledger-1")
        store = sealing(vault)
        vault.commitment("p1")
        record(store, "acme", _ANN)
        vault.forget("p1")
        read = _told(store)
        assert isinstance(read, StakeholderIdentified)
        assert (read.name, read.title) == (Erased.sealed, Erased.sealed)

    @pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "in the clear"])
    def test_who_is_erased_is_erased_at_every_position_at_once_whatever_keys_there_are(
        self, sealing: Opening, *, sealed: bool
    ) -> None:
        vault = MemoryVault("ledger-1") if sealed else None
        store = sealing(vault)
        if vault is not None:
            vault.commitment("p1")
            vault.commitment("p2")
        record(store, "acme", _ANN, StakeholderIdentified("p2", BuyingFunction.FINANCE, name="Bo Ek"))
        leaves = [row.leaf for row in store.rows()]
        record(store, LEDGER, PersonErased("p1", sha256(b"").hexdigest()))
        read = [
            next(store.facts("acme", at=1)).event,
            _told(store),
            store.of_command(next(store.facts()).command_id)[0].event,
        ]
        for event in read:
            assert isinstance(event, StakeholderIdentified)
            assert (event.name, event.title) == (Erased.here, Erased.here)
        other = _told(store, 2)
        assert isinstance(other, StakeholderIdentified)
        assert other.name == "Bo Ek"
        assert [row.leaf for row in store.rows()][:2] == leaves
