"""The key store in memory keeps the contract of every vault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from majoracct.ports import Vault
from majoracct.testing.vault_contract import VaultContract
from majoracct.testing.vaults import MemoryVault


class TestTheMemoryKeepsTheContract(VaultContract):
    @pytest.fixture
    def vault(self) -> Iterator[Vault]:
        with closing(MemoryVault("ledger-1")) as vault:
            yield vault


def test_it_knows_whose_keys_it_keeps() -> None:
    vault = MemoryVault("ledger-1")
    vault.commitment("p2")
    vault.commitment("p1")
    assert vault.people() == []
    vault.keep()
    assert vault.people() == ["p1", "p2"]
