"""The tree over a ledger's leaves: RFC 9162, 2.1, to the letter, with the standard library alone.

    MTH({})    = SHA-256()
    MTH({d0})  = SHA-256(0x00 || d0)                                    `leaf_hash`
    MTH(D[n])  = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n]))            `node_hash`
                 where k is the largest power of two smaller than n

A subtree is complete when it holds 2**level leaves and starts at a multiple of that: it never
changes again, whatever is appended. Each range of leaves that the RFC takes a hash of is made of
O(log n) complete subtrees, so a proof reads few of them and no leaves.

Whoever makes a proof is one of us: what is out of range is a ValueError. Whoever hands one in may
be anybody: `verify_inclusion` and `verify_consistency` return None, or raise ProofError.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, TypeAlias

__all__ = [
    "ProofError",
    "Subtree",
    "Tree",
    "consistency_proof",
    "consistency_ranges",
    "inclusion_proof",
    "inclusion_ranges",
    "leaf_hash",
    "node_hash",
    "range_hash",
    "root",
    "subtrees",
    "verify_consistency",
    "verify_inclusion",
]

# A complete subtree: its level and number, over the leaves [number << level, (number + 1) << level).
# At level 0 it is a leaf.
Subtree: TypeAlias = tuple[int, int]

_EMPTY: Final = sha256(b"").digest()
_HASH_SIZE: Final = 32
_MOST_NODES: Final = 64  # a proof in a tree of 2**64 leaves; no longer one can be true
_LENGTH: Final = "the proof is too {} for the sizes it is said to be of"


class ProofError(Exception):
    """A proof does not show what it is said to show; the message says why, in a line."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two."""
    return sha256(b"\x01" + left + right).digest()


def _split(leaves: int) -> int:
    """Return the largest power of two smaller than LEAVES, which are two or more: the RFC's k."""
    return 1 << ((leaves - 1).bit_length() - 1)


def _joined(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over neighbouring complete subtrees, each larger than the next."""
    if not hashes:
        return _EMPTY
    *others, joined = hashes
    for left in reversed(others):
        joined = node_hash(left, joined)
    return joined


class Tree:
    """A tree being grown, leaf by leaf; it keeps O(log n) hashes.

    size: how many leaves it has. hashes: to go on with one, those of `subtrees(0, size)`.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if size < 0 or len(hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves is not made of {len(hashes)} complete subtrees")
        self.size = size
        self._complete = list(hashes)

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add the leaf of this hash; return the subtrees it completes, lowest first.

        Each as level, number and hash. A leaf itself, at level 0, is not among them.
        """
        level, number, joined = 0, self.size, leaf
        completed = []
        while number & 1:  # a right sibling: the subtree above both is complete
            joined = node_hash(self._complete.pop(), joined)
            level, number = level + 1, number >> 1
            completed.append((level, number, joined))
        self._complete.append(joined)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root over every leaf so far."""
        return _joined(self._complete)


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over LEAF_HASHES."""
    tree = Tree()
    for each in leaf_hashes:
        tree.add(each)
    return tree.root()


def subtrees(start: int, end: int) -> list[Subtree]:
    """Return the complete subtrees that make up the leaves [START, END), left to right.

    Raises ValueError for a range that the RFC takes no hash of: START is a multiple of the smallest
    power of two that is not smaller than the range.
    """
    leaves = end - start
    if start < 0 or leaves < 0 or (leaves and start % (1 << (leaves - 1).bit_length())):
        raise ValueError(f"no node of a tree is over the leaves [{start}, {end})")
    found = []
    for level in reversed(range(leaves.bit_length())):
        if leaves >> level & 1:
            found.append((level, start >> level))
            start += 1 << level
    return found


def range_hash(start: int, end: int, of: Callable[[Collection[Subtree]], Mapping[Subtree, bytes]]) -> bytes:
    """Return the hash over the leaves [START, END), from what OF returns of O(log n) complete subtrees.

    Raises KeyError when OF knows one of them not, and ValueError as `subtrees` does.
    """
    wanted = subtrees(start, end)
    hashes = of(wanted)
    return _joined([hashes[each] for each in wanted])


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves whose hashes are PATH(INDEX, D[SIZE]) (2.1.3.1), in its order.

    index: of the leaf, from 0. Raises ValueError when it is in no tree of SIZE leaves.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is in no tree of {size}")
    found = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency_ranges(old_size: int, new_size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves whose hashes are PROOF(OLD_SIZE, D[NEW_SIZE]) (2.1.4.1), in its order.

    Raises ValueError unless 0 < OLD_SIZE <= NEW_SIZE: nothing can be consistent with an empty tree.
    """
    if not 0 < old_size <= new_size:
        raise ValueError(f"a tree of {new_size} leaves cannot be shown to go on from one of {old_size}")
    found = []
    start, end = 0, new_size
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    if start:  # else it is the old tree itself, whose root the verifier has
        found.append((start, end))
    return found[::-1]


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the proof that the leaf at INDEX is in the tree over LEAF_HASHES. Raises ValueError."""
    return [root(leaf_hashes[start:end]) for start, end in inclusion_ranges(index, len(leaf_hashes))]


def consistency_proof(leaf_hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the tree over LEAF_HASHES begins with its first OLD_SIZE. Raises ValueError."""
    return [root(leaf_hashes[start:end]) for start, end in consistency_ranges(old_size, len(leaf_hashes))]


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Hold PROOF against the claim that the leaf at INDEX, of a tree of SIZE with ROOT, is LEAF_HASH.

    RFC 9162, 2.1.3.2, whose fn, sn and r stand here by these names. Raises ProofError. That SIZE and ROOT
    belong together is for whoever signed them both to say: another size can have a path of this form.
    """
    _refuse_malformed(proof, leaf=leaf_hash, root=root)
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is in no tree of {size}")
    r = leaf_hash
    for on_the_left, p in _climb(index, size - 1, proof):
        r = node_hash(p, r) if on_the_left else node_hash(r, p)
    if r != root:
        raise ProofError(
            f"the proof leads to another root: not from this leaf, or not as leaf {index} of {size}"
        )


def verify_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Hold PROOF against the claim that the tree of NEW_SIZE begins with that of OLD_SIZE.

    RFC 9162, 2.1.4.2, whose fn, sn, fr and sr stand here by these names. From size 0 it is always
    refused: whatever is appended to nothing, that shows nothing. Raises ProofError.
    """
    _refuse_malformed(proof, old=old_root, new=new_root)
    _refuse_sizes(old_size, new_size, proof)
    if old_size == new_size:
        if old_root != new_root:
            raise ProofError(f"two roots of {new_size} leaves differ")
        return
    # Of a power of two, the old root is itself the first node, and left out of the proof.
    first, *others = proof if old_size & (old_size - 1) else (old_root, *proof)
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = first
    for on_the_left, c in _climb(fn, sn, others):
        if on_the_left:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
        else:
            sr = node_hash(sr, c)
    if fr != old_root:
        raise ProofError(f"the proof leads to another root of the first {old_size} leaves")
    if sr != new_root:
        raise ProofError(f"the proof leads to another root of the {new_size} leaves")


def _climb(fn: int, sn: int, nodes: Sequence[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Yield each of NODES on the way to the root, and whether it stands on the left. Raises ProofError.

    2.1.3.2 and 2.1.4.2 share these steps: fn is the number of the node we are at, and sn that of the
    last one at its level; where fn is the last and has no sibling, it goes up until it has.
    """
    for node in nodes:
        if sn == 0:
            raise ProofError(_LENGTH.format("long"))
        on_the_left = bool(fn & 1) or fn == sn
        yield on_the_left, node
        if on_the_left:
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise ProofError(_LENGTH.format("short"))


def _refuse_sizes(old_size: int, new_size: int, proof: Sequence[bytes]) -> None:
    """Raise ProofError for two sizes of which none goes on from the other, or not by such a proof."""
    if old_size <= 0:
        raise ProofError(f"nothing is shown by going on from a tree of {old_size} leaves")
    if old_size > new_size:
        raise ProofError(f"a tree of {new_size} leaves does not go on from one of {old_size}: it is smaller")
    if old_size == new_size and proof:
        raise ProofError(_LENGTH.format("long"))
    if old_size < new_size and not proof:
        raise ProofError(_LENGTH.format("short"))


def _refuse_malformed(proof: Sequence[object], **hashes: object) -> None:
    """Raise ProofError for what no proof can be, before anything is hashed."""
    if len(proof) > _MOST_NODES:
        raise ProofError(f"the proof has {len(proof)} nodes, and none needs more than {_MOST_NODES}")
    for name, each in [*hashes.items(), *((f"node {number}", node) for number, node in enumerate(proof))]:
        if not isinstance(each, bytes) or len(each) != _HASH_SIZE:
            raise ProofError(f"the hash of {name} is not {_HASH_SIZE} bytes")
