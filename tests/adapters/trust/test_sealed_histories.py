"""Whatever is recorded, signed by whom, and cut off half way: what is kept vouches for what was recorded."""

from __future__ import annotations

import contextlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct import Ledger
from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.manifest import manifest_root
from majoracct.adapters.trust.note import Signer, Verifier, open_note
from majoracct.adapters.trust.seal import checkpoint, checkpoint_in, consistency
from majoracct.adapters.trust.verify import verify
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.book.checkpoints import ManifestRecorded
from majoracct.domain.kernel import LEDGER

OURS, THEIRS = Signer("ours", b"o" * 32), Signer("theirs", b"t" * 32)


class Dying:
    """A signer under whom the process dies."""

    name = "ours"
    verifier: Verifier = OURS.verifier

    def sign(self, text: str) -> bytes:
        raise KeyboardInterrupt


steps = st.lists(st.sampled_from(["record", "ours", "theirs", "die"]), max_size=14)


@given(steps)
@settings(deadline=None, derandomize=True, database=None, max_examples=60)
def test_what_is_kept_vouches_for_what_was_recorded(history: list[str]) -> None:
    with Ledger.create("memory:", currency="GBP", by="kim") as ledger:
        store, desk = ledger.store, ledger.desk(by="kim")
        for number, step in enumerate(history):
            before = store.head()
            if step == "record":
                desk.record(f"a{number}", AccountOpened("A"))
            elif step == "die":
                with contextlib.suppress(KeyboardInterrupt):
                    checkpoint(ledger, desk, Dying())
            else:
                sealed = checkpoint(ledger, desk, OURS if step == "ours" else THEIRS)
                assert sealed.size + sealed.later == store.head() <= before + 1
                # Nothing before the manifest is left out: only what came after an unsigned one is.
                assert sealed.later == 0 or sealed.size < before

        leaves = [row.leaf for row in store.rows()]
        kept = [(size, checkpoint_in(note)) for size, note in store.checkpoints()]
        for (size, head), (_, note) in zip(kept, store.checkpoints(), strict=True):
            open_note(note, [OURS.verifier, THEIRS.verifier])
            assert (head.size, head.root) == (size, merkle.root(leaves[:size]))
        for (old, first), (new, second) in pairwise(kept):
            merkle.verify_consistency(old, new, consistency(store, old, new), first.root, second.root)
        manifests = {f.position: f.event for f in store.facts(LEDGER, types=["ManifestRecorded"])}
        assert {size for size, _ in kept} <= set(manifests)
        assert len(set(manifests) - {size for size, _ in kept}) <= 1  # the last may be unsigned yet
        for position, event in manifests.items():
            heads = store.heads(store.streams(position - 1), position - 1)
            assert event == ManifestRecorded(len(heads), manifest_root(heads).hex())
        assert verify(store).sound


def test_a_signer_who_dies_leaves_a_manifest() -> None:
    """Else the histories above would show nothing."""
    with Ledger.create("memory:", currency="GBP", by="kim") as ledger:
        with pytest.raises(KeyboardInterrupt):
            checkpoint(ledger, ledger.desk(by="kim"), Dying())
        assert (ledger.store.head(), ledger.store.checkpoints()) == (3, [])
