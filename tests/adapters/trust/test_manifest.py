"""The tree over the heads: its format, byte by byte, and what a proof from it shows."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.manifest import manifest_leaf, manifest_proof, manifest_root

HEADS = {"programme": 4, "acme": 12, "ledger": 9, "Zeta": 1, "żuraw": 3, "\U0001f680": 2, "\uffee": 7}

heads_of_a_ledger = st.dictionaries(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=6),
    st.integers(1, 10**6),
    min_size=1,
    max_size=40,
)
PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=60)


def _item(content: bytes) -> bytes:
    return len(content).to_bytes(8, "big") + content


class TestTheFormat:
    def test_a_leaf_is_the_hash_of_a_zero_byte_and_three_items(self) -> None:
        told = _item(b"majoracct/head/v1") + _item("żuraw".encode()) + _item(b"3")
        assert manifest_leaf("żuraw", 3) == sha256(b"\x00" + told).digest()

    def test_streams_stand_in_the_order_of_their_bytes(self) -> None:
        order = sorted(HEADS, key=str.encode)
        assert order == ["Zeta", "acme", "ledger", "programme", "żuraw", "\uffee", "\U0001f680"]
        assert manifest_root(HEADS) == merkle.root(manifest_leaf(each, HEADS[each]) for each in order)

    def test_it_never_changes(self) -> None:
        """A manifest written years ago must verify; this value may never be edited."""
        assert (
            manifest_root(HEADS).hex() == "b994ceed38ddb4fd5fcc455c9aa31f36513235645047091c72c89859820c2201"
        )

    def test_no_head_is_taken_for_another(self) -> None:
        assert manifest_leaf("acme", 12) != manifest_leaf("acme1", 2)
        assert manifest_root({"acme": 1, "bolt": 2}) != manifest_root({"acme": 2, "bolt": 1})


class TestAProof:
    @given(heads_of_a_ledger, st.data())
    @PROPERTY
    def test_shows_the_version_of_a_stream_and_no_other(
        self, heads: dict[str, int], data: st.DataObject
    ) -> None:
        stream = data.draw(st.sampled_from(sorted(heads)))
        root = manifest_root(heads)
        index, proof = manifest_proof(heads, stream)
        merkle.verify_inclusion(manifest_leaf(stream, heads[stream]), index, len(heads), proof, root)
        with pytest.raises(merkle.ProofError):
            merkle.verify_inclusion(manifest_leaf(stream, heads[stream] + 1), index, len(heads), proof, root)

    @given(heads_of_a_ledger)
    @PROPERTY
    def test_the_order_in_which_heads_were_read_plays_no_part(self, heads: dict[str, int]) -> None:
        turned = dict(reversed(heads.items()))
        assert manifest_root(turned) == manifest_root(heads)
        assert [manifest_proof(turned, each) for each in heads] == [
            manifest_proof(heads, each) for each in heads
        ]

    def test_there_is_none_of_a_stream_that_has_no_head(self) -> None:
        with pytest.raises(ValueError, match="nobody"):
            manifest_proof({"acme": 1}, "nobody")
