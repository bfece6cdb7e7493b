"""The tree is RFC 9162's: against vectors, a naive reading of the RFC, and proofs that are none."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.merkle import (
    ProofError,
    Subtree,
    Tree,
    consistency_proof,
    consistency_ranges,
    inclusion_proof,
    inclusion_ranges,
    leaf_hash,
    node_hash,
    range_hash,
    root,
    subtrees,
    verify_consistency,
    verify_inclusion,
)

MOST = 130
LEAVES = [leaf_hash(bytes([n])) for n in range(MOST)]
SHARED = Path(__file__).parents[4] / "shared" / "data" / "vectors" / "rfc6962_vectors.json"
steady = settings(deadline=None, derandomize=True, database=None, max_examples=150)

# The eight entries that logs of certificates test with, and the roots over the first of them.
ENTRIES = [
    bytes.fromhex(each)
    for each in " 00 10 2021 3031 40414243 5051525354555657 606162636465666768696a6b6c6d6e6f".split(" ")
]
ROOTS = """
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
    fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
    aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
    d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
    4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
    76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
    ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
    5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()


def mth(d: Sequence[bytes]) -> bytes:
    """Return MTH(D) as RFC 9162, 2.1.1 defines it."""
    if len(d) <= 1:
        return d[0] if d else hashlib.sha256().digest()
    k = split(len(d))
    return hashlib.sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def split(n: int) -> int:
    """Return the largest power of two smaller than N."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, d: Sequence[bytes]) -> list[bytes]:
    """Return PATH(m, D) as 2.1.3.1 defines it."""
    if len(d) == 1:
        return []
    k = split(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """Return SUBPROOF(m, D, b) as 2.1.4.1 defines it."""
    if m == len(d):
        return [] if whole else [mth(d)]
    k = split(len(d))
    if m <= k:
        return [*subproof(m, d[:k], whole=whole), mth(d[k:])]
    return [*subproof(m - k, d[k:], whole=False), mth(d[:k])]


def stored(leaves: Sequence[bytes]) -> dict[Subtree, bytes]:
    """Return every complete subtree over LEAVES, as a store would have kept them."""
    tree, kept = Tree(), {}
    for number, leaf in enumerate(leaves):
        kept[0, number] = leaf
        for level, at, node in tree.add(leaf):
            kept[level, at] = node
    return kept


class TestVectors:
    def test_of_nothing(self) -> None:
        assert root([]) == hashlib.sha256(b"").digest()

    def test_of_hashing(self) -> None:
        assert (
            leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
        )
        assert (
            node_hash(b"N123", b"N456").hex()
            == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
        )

    def test_of_roots(self) -> None:
        leaves = [leaf_hash(entry) for entry in ENTRIES]
        assert [root(leaves[:size]).hex() for size in range(9)] == ROOTS

    def test_of_proofs_as_the_rfc_draws_them(self) -> None:
        """2.1.5: the tree of seven leaves, its nodes named from the bottom left."""
        d = LEAVES[:7]
        a, b, c, d_, e, f, j = d
        g, h, i = node_hash(a, b), node_hash(c, d_), node_hash(e, f)
        k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741 - the RFC's name
        assert root(d) == node_hash(k, l)
        assert inclusion_proof(d, 0) == [b, h, l]
        assert inclusion_proof(d, 3) == [c, g, l]
        assert inclusion_proof(d, 4) == [f, j, k]
        assert inclusion_proof(d, 6) == [i, k]
        assert consistency_proof(d, 3) == [c, d_, g, l]
        assert consistency_proof(d, 4) == [l]
        assert consistency_proof(d, 6) == [i, j, k]

    @pytest.mark.shared_data
    def test_published(self) -> None:
        found: dict[str, Any] = json.loads(SHARED.read_bytes())
        leaves = [leaf_hash(bytes.fromhex(each)) for each in found["leaf_inputs_hex"]]
        assert [root(leaves[:n]).hex() for n in range(len(leaves) + 1)] == found["root_hashes_hex_by_size"]
        for case in found["hasher"]:
            made = {
                "empty": lambda case: root([]),
                "leaf": lambda case: leaf_hash(bytes.fromhex(case["data_hex"])),
                "node": lambda case: node_hash(
                    bytes.fromhex(case["left_hex"]), bytes.fromhex(case["right_hex"])
                ),
            }[case["op"]](case)
            assert made.hex() == case["want"], case["desc"]

    @pytest.mark.shared_data
    def test_published_for_every_range_and_every_proof_in_it(self) -> None:
        wanted = json.loads(SHARED.read_bytes())["accumulated"]
        kept = stored(LEAVES)
        hashes, proofs = hashlib.sha256(), hashlib.sha256()
        for end in range(MOST + 1):
            for start in range(end + 1):
                if start and start != end and start % (1 << (end - start - 1).bit_length()):
                    continue
                range_root = range_hash(start, end, lambda _: kept) if start != end else root([])
                hashes.update(f"[{start}, {end}) {range_root.hex()}\n".encode())
                for index in range(start, end):
                    nodes = inclusion_proof(LEAVES[start:end], index - start)
                    line = " ".join([f"{index} [{start}, {end})", *(node.hex() for node in nodes)])
                    proofs.update(f"{line}\n".encode())
        assert hashes.hexdigest() == wanted["subtree_hash"]
        assert proofs.hexdigest() == wanted["subtree_inclusion"]


class TestEveryTreeUpTo130Leaves:
    def test_its_root_and_its_complete_subtrees(self) -> None:
        tree = Tree()
        for size in range(1, MOST + 1):
            for level, number, node in tree.add(LEAVES[size - 1]):
                assert level >= 1
                assert (number + 1) << level == size
                assert node == mth(LEAVES[number << level : (number + 1) << level])
            assert tree.size == size
            assert tree.root() == root(LEAVES[:size]) == mth(LEAVES[:size])
        assert len(stored(LEAVES)) == sum(MOST >> level for level in range(8))

    def test_every_inclusion_proof(self) -> None:
        kept = stored(LEAVES)
        for size in range(1, MOST + 1):
            head = root(LEAVES[:size])
            for index in range(size):
                proof = [range_hash(*each, lambda _: kept) for each in inclusion_ranges(index, size)]
                assert proof == path(index, LEAVES[:size])
                verify_inclusion(LEAVES[index], index, size, proof, head)
        assert inclusion_proof(LEAVES, 77) == path(77, LEAVES)

    def test_every_consistency_proof(self) -> None:
        kept = stored(LEAVES)
        roots = [root(LEAVES[:size]) for size in range(MOST + 1)]
        for new in range(1, MOST + 1):
            for old in range(1, new + 1):
                proof = [range_hash(*each, lambda _: kept) for each in consistency_ranges(old, new)]
                assert proof == subproof(old, LEAVES[:new], whole=True)
                verify_consistency(old, new, proof, roots[old], roots[new])
        assert consistency_proof(LEAVES, 77) == subproof(77, LEAVES, whole=True)

    def test_a_proof_for_one_leaf_shows_no_other(self) -> None:
        for size in range(2, 34):
            head = root(LEAVES[:size])
            for index, other in itertools.permutations(range(size), 2):
                with pytest.raises(ProofError):
                    verify_inclusion(LEAVES[index], other, size, inclusion_proof(LEAVES[:size], index), head)


class TestStoredSubtrees:
    @pytest.mark.parametrize(
        ("start", "end", "found"),
        [
            (0, 0, []),
            (0, 1, [(0, 0)]),
            (0, 7, [(2, 0), (1, 2), (0, 6)]),
            (4, 7, [(1, 2), (0, 6)]),
            (8, 16, [(3, 1)]),
            (6, 7, [(0, 6)]),
        ],
    )
    def test_make_up_a_range(self, start: int, end: int, found: list[Subtree]) -> None:
        assert subtrees(start, end) == found

    @pytest.mark.parametrize(("start", "end"), [(1, 3), (2, 5), (4, 9), (-4, 0), (3, 2)])
    def test_do_not_make_up_a_range_the_rfc_takes_no_hash_of(self, start: int, end: int) -> None:
        with pytest.raises(ValueError, match="no node of a tree"):
            subtrees(start, end)

    def test_few_are_read_for_a_proof_however_large_the_tree(self) -> None:
        asked: list[Subtree] = []

        def of(wanted: Collection[Subtree]) -> dict[Subtree, bytes]:
            asked.extend(wanted)
            return dict.fromkeys(wanted, b"\x00" * 32)

        size = 1_000_003
        for start, end in [*inclusion_ranges(777_777, size), *consistency_ranges(777_777, size)]:
            range_hash(start, end, of)
        assert len(asked) <= 4 * size.bit_length()

    def test_what_is_not_stored_is_missed(self) -> None:
        with pytest.raises(KeyError):
            range_hash(0, 3, lambda _: {(1, 0): b"\x00" * 32})

    def test_a_tree_goes_on_from_them(self) -> None:
        kept = stored(LEAVES)
        for size in (0, 1, 2, 7, 64, 99):
            tree = Tree(size, [kept[each] for each in subtrees(0, size)])
            assert tree.root() == root(LEAVES[:size])
            for leaf in LEAVES[size:]:
                tree.add(leaf)
            assert (tree.size, tree.root()) == (MOST, root(LEAVES))

    @pytest.mark.parametrize(("size", "hashes"), [(3, 1), (4, 2), (0, 1), (-1, 1)])
    def test_a_tree_goes_on_from_no_others(self, size: int, hashes: int) -> None:
        with pytest.raises(ValueError, match="is not made of"):
            Tree(size, [b"\x00" * 32] * hashes)


class TestMakingAProof:
    @pytest.mark.parametrize("index", [-1, 7, 8])
    def test_of_a_leaf_that_is_not_there(self, index: int) -> None:
        with pytest.raises(ValueError, match=f"leaf {index} is in no tree of 7"):
            inclusion_proof(LEAVES[:7], index)

    @pytest.mark.parametrize("old", [-1, 0, 8])
    def test_of_going_on_from_what_cannot_be(self, old: int) -> None:
        with pytest.raises(ValueError, match="cannot be shown to go on"):
            consistency_proof(LEAVES[:7], old)


SEVEN = LEAVES[:7]
ROOT = root(SEVEN)
THIRD = root(LEAVES[:3])
FOURTH = root(LEAVES[:4])


class TestAnInclusionProofIsRefused:
    @pytest.mark.parametrize(
        ("index", "size", "change", "why"),
        [
            (7, 7, None, "leaf 7 is in no tree of 7"),
            (-1, 7, None, "leaf -1 is in no tree of 7"),
            (0, 0, None, "leaf 0 is in no tree of 0"),
            (4, 7, lambda p: p[:-1], "the proof is too short"),
            (4, 7, lambda p: [], "the proof is too short"),
            (4, 7, lambda p: [*p, p[0]], "the proof is too long"),
            (4, 7, lambda p: [*p, *p, *p], "the proof is too long"),
            (4, 7, lambda p: [p[0][:31], *p[1:]], "the hash of node 0 is not 32 bytes"),
            (4, 7, lambda p: [*p[:-1], p[-1] + b"\x00"], "the hash of node 2 is not 32 bytes"),
            (4, 7, lambda p: [p[0], b"", p[2]], "the hash of node 1 is not 32 bytes"),
            (4, 7, lambda p: [p[0].hex(), *p[1:]], "the hash of node 0 is not 32 bytes"),
            (4, 7, lambda p: p[::-1], "another root: not from this leaf, or not as leaf 4 of 7"),
            (
                4,
                7,
                lambda p: [p[0], p[1], b"\x00" * 32],
                "another root: not from this leaf, or not as leaf 4 of 7",
            ),
            (4, 7, lambda p: [b"\x00" * 32] * 65, "has 65 nodes, and none needs more than 64"),
        ],
    )
    def test_that_is_malformed(
        self, index: int, size: int, change: Callable[[list[Any]], list[Any]] | None, why: str
    ) -> None:
        proof = inclusion_proof(SEVEN, 4)
        with pytest.raises(ProofError, match=why):
            verify_inclusion(LEAVES[4], index, size, change(proof) if change else proof, ROOT)

    def test_for_a_leaf_or_a_root_that_is_no_hash(self) -> None:
        with pytest.raises(ProofError, match="the hash of leaf is not 32 bytes"):
            verify_inclusion(b"", 4, 7, inclusion_proof(SEVEN, 4), ROOT)
        with pytest.raises(ProofError, match="the hash of root is not 32 bytes"):
            verify_inclusion(LEAVES[4], 4, 7, inclusion_proof(SEVEN, 4), ROOT + b"\x00")

    def test_before_anything_is_hashed_when_it_is_too_large_for_any_tree(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(merkle, "node_hash", lambda left, right: pytest.fail("it hashed"))
        with pytest.raises(ProofError, match="has 10000 nodes"):
            verify_inclusion(LEAVES[0], 0, 1 << 70, [b"\x00" * 32] * 10_000, ROOT)
        with pytest.raises(ProofError, match="has 10000 nodes"):
            verify_consistency(1, 1 << 70, [b"\x00" * 32] * 10_000, ROOT, ROOT)

    def test_a_tree_of_one_needs_none(self) -> None:
        verify_inclusion(LEAVES[0], 0, 1, [], LEAVES[0])
        with pytest.raises(ProofError, match="too long"):
            verify_inclusion(LEAVES[0], 0, 1, [LEAVES[1]], root(LEAVES[:2]))

    def test_but_of_another_size_it_may_have_the_same_form(self) -> None:
        """Which is why a checkpoint signs the size and the root together."""
        verify_inclusion(LEAVES[0], 0, 4, inclusion_proof(LEAVES[:3], 0), THIRD)


class TestAConsistencyProofIsRefused:
    @pytest.mark.parametrize(
        ("old", "new", "proof", "roots", "why"),
        [
            (0, 7, [], (root([]), ROOT), "nothing is shown by going on from a tree of 0"),
            (0, 0, [], (root([]), root([])), "nothing is shown by going on from a tree of 0"),
            (-1, 7, [], (ROOT, ROOT), "nothing is shown by going on from a tree of -1"),
            (7, 3, [], (ROOT, THIRD), "it is smaller"),
            (7, 7, [LEAVES[0]], (ROOT, ROOT), "the proof is too long"),
            (8, 8, [LEAVES[0]], (ROOT, ROOT), "the proof is too long"),
            # By the steps for unequal sizes, this one leads to the root.
            (7, 7, [LEAVES[6], *inclusion_proof(SEVEN, 6)], (ROOT, ROOT), "the proof is too long"),
            (7, 7, [], (ROOT, THIRD), "two roots of 7 leaves differ"),
            (3, 7, [], (THIRD, ROOT), "the proof is too short"),
            (4, 7, [], (FOURTH, ROOT), "the proof is too short"),
            (4, 7, [], (ROOT, ROOT), "the proof is too short"),
            (3, 7, consistency_proof(SEVEN, 3)[:-1], (THIRD, ROOT), "the proof is too short"),
            (3, 7, [*consistency_proof(SEVEN, 3), LEAVES[0]], (THIRD, ROOT), "the proof is too long"),
            (4, 7, [*consistency_proof(SEVEN, 4), LEAVES[0]], (FOURTH, ROOT), "the proof is too long"),
            (3, 7, consistency_proof(SEVEN, 3), (FOURTH, ROOT), "another root of the first 3 leaves"),
            (3, 7, consistency_proof(SEVEN, 3), (THIRD, THIRD), "another root of the 7 leaves"),
            (4, 7, [LEAVES[0]], (FOURTH, ROOT), "another root of the 7 leaves"),
            (3, 7, [b"\x00" * 31], (THIRD, ROOT), "the hash of node 0 is not 32 bytes"),
            (3, 7, consistency_proof(SEVEN, 3), (b"", ROOT), "the hash of old is not 32 bytes"),
            (3, 7, consistency_proof(SEVEN, 3), (THIRD, b""), "the hash of new is not 32 bytes"),
            (3, 7, [b"\x00" * 32] * 65, (THIRD, ROOT), "has 65 nodes"),
        ],
    )
    def test_that_is_malformed(
        self, old: int, new: int, proof: list[bytes], roots: tuple[bytes, bytes], why: str
    ) -> None:
        with pytest.raises(ProofError, match=why):
            verify_consistency(old, new, proof, *roots)

    def test_from_nothing_even_with_every_proof_there_is(self) -> None:
        for new in range(1, 34):
            for old in range(1, new + 1):
                with pytest.raises(ProofError, match="nothing is shown"):
                    verify_consistency(
                        0, new, consistency_proof(LEAVES[:new], old), root([]), root(LEAVES[:new])
                    )


SIZES = st.integers(2, 90)
KINDS = st.sampled_from(["flip", "drop", "add", "swap", "index", "root", "leaf"])


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


def tampered(proof: list[bytes], kind: str, bit: int) -> list[bytes]:
    """Return PROOF with one thing changed; itself when there is nothing to change so."""
    at = bit % len(proof) if proof else 0
    if kind == "flip" and proof:
        return [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]]
    if kind == "drop" and proof:
        return [*proof[:at], *proof[at + 1 :]]
    if kind == "add":
        return [*proof[:at], LEAVES[bit % MOST], *proof[at:]]
    if kind == "swap" and len(proof) > 1:
        first, second = sorted({at, (at + 1) % len(proof)})
        changed = list(proof)
        changed[first], changed[second] = changed[second], changed[first]
        return changed
    return proof


class TestWhateverIsChangedIsRefused:
    @steady
    @given(SIZES, st.data(), KINDS, st.integers(0, 255))
    def test_in_an_inclusion_proof(self, size: int, data: st.DataObject, kind: str, bit: int) -> None:
        leaves = LEAVES[:size]
        index = data.draw(st.integers(0, size - 1))
        proof = inclusion_proof(leaves, index)
        claim: tuple[bytes, int, int, list[bytes], bytes] = (leaves[index], index, size, proof, root(leaves))
        leaf, at, of, nodes, head = claim
        nodes = tampered(proof, kind, bit)
        if kind == "index":
            at = data.draw(st.integers(0, size - 1))
        if kind == "root":
            head = flipped(head, bit)
        if kind == "leaf":
            leaf = flipped(leaf, bit)
        verify_inclusion(*claim)
        if (leaf, at, of, nodes, head) != claim:
            with pytest.raises(ProofError):
                verify_inclusion(leaf, at, of, nodes, head)

    @steady
    @given(SIZES, st.data(), KINDS, st.integers(0, 255))
    def test_in_a_consistency_proof(self, size: int, data: st.DataObject, kind: str, bit: int) -> None:
        leaves = LEAVES[:size]
        old = data.draw(st.integers(1, size))
        proof = consistency_proof(leaves, old)
        claim: tuple[int, int, list[bytes], bytes, bytes] = (
            old,
            size,
            proof,
            root(leaves[:old]),
            root(leaves),
        )
        was, now, nodes, old_root, new_root = claim
        nodes = tampered(proof, kind, bit)
        if kind == "root":
            new_root = flipped(new_root, bit)
        if kind == "leaf":
            old_root = flipped(old_root, bit)
        if kind == "index":
            was = 0
        verify_consistency(*claim)
        if (was, now, nodes, old_root, new_root) != claim:
            with pytest.raises(ProofError):
                verify_consistency(was, now, nodes, old_root, new_root)
