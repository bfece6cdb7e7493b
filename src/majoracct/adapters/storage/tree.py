"""The ledger's tree as it is kept: the complete subtrees over its leaves, written with the facts.

The tree is that of RFC 9162, 2.1; its leaves are the facts' (`leaf`). A complete subtree never changes
once its last leaf is there, so what is kept only grows: by one row for each fact, on the average, and
by no more than the tree is high. Every proof and every root is made of such subtrees.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from typing import TypeAlias

from majoracct.ports import Subtree

__all__ = ["Node", "completed"]

Node: TypeAlias = tuple[int, int, bytes]  # level, number, hash


def completed(
    size: int, leaves: Sequence[bytes], kept: Callable[[Collection[Subtree]], Mapping[Subtree, bytes]]
) -> list[Node]:
    """Return the complete subtrees, of level 1 and up, that LEAVES complete after the first SIZE leaves.

    kept: returns the hashes of subtrees of the tree of SIZE leaves.
    """
    wanted = _left_of(size, len(leaves))
    before = kept(wanted) if wanted else {}
    nodes: list[Node] = []
    level, first, hashes = 0, size, list(leaves)
    while hashes:
        if first % 2:
            first -= 1
            hashes.insert(0, before[level, first])
        level, first = level + 1, first // 2
        above: list[bytes] = []
        for at in range(0, len(hashes) - 1, 2):
            hash_ = sha256(b"\x01" + hashes[at] + hashes[at + 1]).digest()  # RFC 9162, 2.1.1: an inner node
            nodes.append((level, first + len(above), hash_))
            above.append(hash_)
        hashes = above
    return nodes


def _left_of(size: int, count: int) -> list[Subtree]:
    """Return the subtrees of the tree of SIZE leaves that COUNT more become the right-hand neighbours of."""
    wanted = []
    level, first = 0, size
    while count:
        if first % 2:
            first, count = first - 1, count + 1
            wanted.append((level, first))
        level, first, count = level + 1, first // 2, count // 2
    return wanted
