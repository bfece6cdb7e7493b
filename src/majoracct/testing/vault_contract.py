"""The contract of a vault, as tests: derive from `VaultContract` and give it a `vault`.

class TestMyVault(VaultContract):
    @pytest.fixture
    def vault(self, tmp_path):
        with closing(my_vault(tmp_path, "ledger-1")) as vault:
            yield vault
"""

# ruff: noqa: S101 - these are tests, shipped

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majoracct.adapters.trust.personal_key import KEY_BYTES, PersonalCipher, commitment_to
from majoracct.ports import KeyStoreError, Vault

__all__ = ["VaultContract"]

_PEOPLE = st.sampled_from(("p1", "p2", "p3", "jürgen"))
_PLACE = b"acme\n3\nSponsorNamed\ntitle"
_FEW = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)


def _with_key(vault: Vault, *people: str) -> None:
    for person in people:
        vault.commitment(person)
    vault.keep()


class VaultContract:
    """What every vault promises. The first word of a broken promise is the name of its test."""

    @pytest.fixture
    def vault(self) -> Iterator[Vault]:
        """Yield a new vault of the ledger ``ledger-1``, and close it afterwards."""
        raise NotImplementedError("derive from VaultContract and give it a vault")

    def test_it_says_which_it_is_and_of_which_ledger(self, vault: Vault) -> None:
        assert vault.id
        assert vault.ledger_id == "ledger-1"

    @_FEW
    @given(person=_PEOPLE, clear=st.binary(max_size=200), context=st.binary(max_size=80))
    def test_what_is_sealed_is_unsealed_where_it_was(
        self, vault: Vault, person: str, clear: bytes, context: bytes
    ) -> None:
        _with_key(vault, person)
        sealed = vault.seal(person, clear, context)
        assert vault.unseal(person, sealed, context) == clear
        assert len(clear) < 4 or clear not in sealed

    @_FEW
    @given(clear=st.binary(max_size=60), data=st.data())
    def test_nothing_else_unseals_it(self, vault: Vault, clear: bytes, data: st.DataObject) -> None:
        _with_key(vault, "p1", "p2")
        sealed = vault.seal("p1", clear, _PLACE)
        assert vault.unseal("p2", sealed, _PLACE) is None
        assert vault.unseal("p3", sealed, _PLACE) is None
        other = data.draw(st.binary(max_size=60).filter(lambda context: context != _PLACE), "context")
        assert vault.unseal("p1", sealed, other) is None
        at = data.draw(st.integers(0, len(sealed) - 1), "byte")
        flipped = bytes([*sealed[:at], sealed[at] ^ data.draw(st.integers(1, 255), "by"), *sealed[at + 1 :]])
        assert vault.unseal("p1", flipped, _PLACE) is None
        assert vault.unseal("p1", sealed[:at], _PLACE) is None
        assert vault.unseal("p1", sealed + b"\0", _PLACE) is None

    def test_the_same_sealed_twice_is_not_the_same(self, vault: Vault) -> None:
        _with_key(vault, "p1")
        assert len({vault.seal("p1", b"Ann", _PLACE) for _ in range(200)}) == 200

    def test_several_are_sealed_at_once_each_to_its_place(self, vault: Vault) -> None:
        _with_key(vault, "p1")
        values = [(b"Ann", b"name"), (b"CFO", b"title"), (b"Ann", b"name")]
        sealed = vault.seal_all("p1", values)
        assert [
            vault.unseal("p1", each, context) for each, (_, context) in zip(sealed, values, strict=True)
        ] == [b"Ann", b"CFO", b"Ann"]
        assert vault.unseal("p1", sealed[0], b"title") is None
        assert len(set(sealed)) == 3
        assert vault.seal_all("p1", []) == []
        with pytest.raises(KeyStoreError):
            vault.seal_all("p2", values)

    def test_a_commitment_is_of_one_key_and_one_person(self, vault: Vault) -> None:
        commitments = {person: vault.commitment(person) for person in ("p1", "p2", "p3")}
        assert len(set(commitments.values())) == 3
        assert all(re.fullmatch("[0-9a-f]{64}", each) for each in commitments.values())
        vault.keep()
        assert {person: vault.commitment(person) for person in commitments} == commitments

    def test_a_key_seals_before_it_is_kept_and_the_same_afterwards(self, vault: Vault) -> None:
        vault.commitment("p1")
        sealed = vault.seal("p1", b"Ann", _PLACE)
        vault.keep()
        vault.keep()
        assert vault.unseal("p1", sealed, _PLACE) == b"Ann"

    def test_only_the_keys_asked_for_are_kept(self, vault: Vault) -> None:
        before = vault.commitment("p1")
        vault.commitment("p2")
        vault.keep(["p1"])
        vault.close()
        assert vault.commitment("p1") == before
        assert vault.digest("p2", b"x") is None

    def test_without_a_key_nothing_is_sealed_and_nothing_digested(self, vault: Vault) -> None:
        with pytest.raises(KeyStoreError, match="p1"):
            vault.seal("p1", b"Ann", _PLACE)
        assert vault.unseal("p1", b"x" * 60, _PLACE) is None
        assert vault.digest("p1", b"Ann") is None

    def test_a_digest_is_of_the_text_and_of_the_key(self, vault: Vault) -> None:
        _with_key(vault, "p1", "p2")
        ours = vault.digest("p1", b"Ann")
        assert ours is not None
        assert ours == vault.digest("p1", b"Ann")
        assert len({ours, vault.digest("p1", b"Bo"), vault.digest("p2", b"Ann")}) == 3

    def test_a_key_that_is_handed_on_opens_what_was_sealed(self, vault: Vault) -> None:
        assert vault.personal_key("p1") is None
        _with_key(vault, "p1")
        if (key := vault.personal_key("p1")) is None:
            return  # it hands on none
        assert len(key) == KEY_BYTES
        assert vault.commitment("p1") == commitment_to("p1", key)
        sealed = vault.seal("p1", b"Ann", _PLACE)
        assert PersonalCipher(vault.ledger_id, "p1", key).unseal(sealed, _PLACE) == b"Ann"
        vault.forget("p1")
        assert vault.personal_key("p1") is None

    def test_what_is_forgotten_is_gone_for_good(self, vault: Vault) -> None:
        _with_key(vault, "p1", "p2")
        before, kept = vault.commitment("p1"), vault.seal("p2", b"Bo", _PLACE)
        sealed = vault.seal("p1", b"Ann", _PLACE)
        vault.forget("p1")
        vault.forget("p1")
        assert vault.unseal("p1", sealed, _PLACE) is None
        assert vault.digest("p1", b"Ann") is None
        assert vault.unseal("p2", kept, _PLACE) == b"Bo"
        assert vault.commitment("p1") != before  # another key, should anybody ask for one
        assert vault.unseal("p1", sealed, _PLACE) is None

    def test_a_key_that_was_never_kept_is_forgotten_too(self, vault: Vault) -> None:
        vault.commitment("p1")
        vault.forget("p1")
        vault.keep()
        assert vault.digest("p1", b"x") is None

    def test_threads_that_ask_at_once_get_one_key(self, vault: Vault) -> None:
        found: list[str] = []
        together = threading.Barrier(8)

        def work() -> None:
            together.wait()
            mine = vault.commitment("p1")
            vault.keep(["p1"])
            sealed = vault.seal("p1", b"Ann", _PLACE)
            found.append(f"{mine} {vault.unseal('p1', sealed, _PLACE)!r}")

        workers = [threading.Thread(target=work) for _ in range(8)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(found) == 8
        assert len(set(found)) == 1
        assert "Ann" in found[0]

    def test_closing_twice_is_harmless(self, vault: Vault) -> None:
        _with_key(vault, "p1")
        vault.close()
        vault.close()
