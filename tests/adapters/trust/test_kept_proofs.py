"""What is proven from the subtrees that are kept: the same as from every leaf, for a few reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.storage.memory import MemoryStore
from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.note import Checkpoint
from majoracct.adapters.trust.seal import consistency, consistent, disagreement, inclusion, root_at
from majoracct.ports import LedgerFaultError
from majoracct.testing.appends import paid, record

PROPERTY = settings(deadline=None, derandomize=True, database=None, max_examples=60)


@pytest.fixture(scope="module")
def grown() -> Iterator[MemoryStore]:
    """Yield a store of 130 facts."""
    with closing(MemoryStore("ledger-1")) as store:
        for count in (1, 2, 60, 1, 66):
            record(store, "acme", *[paid()] * count)
        yield store


class TestProofsFromWhatIsKept:
    @given(data=st.data())
    @PROPERTY
    def test_are_those_of_the_leaves(self, grown: MemoryStore, data: st.DataObject) -> None:
        new = data.draw(st.integers(1, 130))
        old, position = data.draw(st.integers(1, new)), data.draw(st.integers(1, new))
        leaves = [row.leaf for row in grown.rows(at=new)]
        assert root_at(grown, new) == merkle.root(leaves)
        assert inclusion(grown, position, new) == merkle.inclusion_proof(leaves, position - 1)
        assert consistency(grown, old, new) == merkle.consistency_proof(leaves, old)

    def test_read_few_subtrees(self, grown: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
        subtrees, read = grown.subtrees, []

        def counted(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
            read.append(len(wanted))
            return subtrees(wanted)

        monkeypatch.setattr(grown, "subtrees", counted)
        for size in range(1, 131):
            root_at(grown, size)
            inclusion(grown, size, size)
            consistency(grown, (size + 1) // 2, size)
        assert max(read) <= 2 * (130).bit_length()
        assert len(read) == 3 * 130

    def test_there_is_none_beyond_the_head(self, grown: MemoryStore) -> None:
        with pytest.raises(LedgerFaultError):
            root_at(grown, 131)
        with pytest.raises(ValueError, match="is in no tree of 130"):
            inclusion(grown, 131, 130)
        with pytest.raises(ValueError, match="cannot be shown to go on from one of 0"):
            consistency(grown, 0, 130)

    def test_a_ledger_is_consistent_with_its_own_roots(self, grown: MemoryStore) -> None:
        assert consistent(grown, 77, root_at(grown, 77))
        assert not consistent(grown, 76, root_at(grown, 77))
        assert not consistent(grown, 131, root_at(grown, 130))

    def test_a_checkpoint_disagrees_by_its_origin_its_size_or_its_root(self, grown: MemoryStore) -> None:
        held = Checkpoint("majoracct/ledger-1", 77, root_at(grown, 77))
        assert disagreement(grown, held) == ""
        for changed, why in (
            ({"origin": "majoracct/ledger-2"}, "of another ledger"),
            ({"size": 131}, "vouches for @131, and the ledger ends at @130: it was cut short"),
            ({"size": 76}, "up to @76: it was altered"),
            ({"root": b"r" * 32}, "up to @77: it was altered"),
        ):
            assert why in disagreement(grown, evolve(held, **changed))
