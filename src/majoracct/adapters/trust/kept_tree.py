"""The tree a ledger keeps beside its facts, held against the one its facts make.

Both come in order, level by level, and neither fits into memory; so what is compared is a digest of each
level, and only when two differ is it read again to say where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any, Final

from majoracct.adapters.trust.merkle import Tree
from majoracct.adapters.trust.problems import Found
from majoracct.ports import EventStore

__all__ = ["Recomputed", "hold_tree"]

_HASH_SIZE: Final = 32
_HIGHEST: Final = 63  # of the levels of a tree; positions are counted no further


class Recomputed(Tree):
    """The tree as the facts make it: of each level's complete subtrees, from level 1 on, a digest."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[Any] = []

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf; return the subtrees it completes, as `Tree` does."""
        completed = super().add(leaf)
        levels = self.levels
        for level, _, hash_ in completed:
            if level > len(levels):
                levels.append(sha256())
            levels[level - 1].update(hash_)
        return completed


def hold_tree(
    store: EventStore, tree: Recomputed, leaves: Callable[[], Iterable[bytes]], found: Found
) -> None:
    """Add to FOUND how the tree that STORE keeps differs from TREE: what is altered, missing or surplus.

    leaves: reads the leaves of the facts again, as TREE was made of them.
    Raises LedgerFaultError when the tree cannot be read.
    """
    kept = [sha256() for _ in tree.levels]
    counts = [0] * len(kept)
    furthest = 0  # the last position that a subtree kept is over
    for level, number, hash_ in store.tree():
        # What is damaged can be of any type and size: nothing is computed with it before it is looked at.
        if not _is_subtree(level, number, hash_):
            found.add(0, f"the tree kept has what is no subtree: number {number} of level {level}")
        elif (end := number + 1 << level) > tree.size:
            furthest = max(furthest, end)
        else:
            kept[level - 1].update(hash_ if number == counts[level - 1] else b"out of its place")
            counts[level - 1] += 1
    # Somebody may have recorded while we read: of what came since, we know no more than the head.
    if furthest > max(tree.size, store.head()):
        found.add(
            0, f"the tree kept goes on to @{furthest}, and the facts end at @{tree.size}: some are missing"
        )
    for level, (theirs, ours) in enumerate(zip(kept, tree.levels, strict=True), 1):
        if theirs.digest() != ours.digest():
            number, lacks = _differing(store, level, leaves(), counts[level - 1])
            first, last = (number << level) + 1, number + 1 << level
            what = "has no subtree over" if lacks else "does not fit"
            found.add(0 if found.within(last) else first, f"the tree kept {what} @{first} to @{last}")
            return  # what is above it follows from it


def _is_subtree(level: object, number: object, hash_: object) -> bool:
    return (
        isinstance(level, int)
        and isinstance(number, int)
        and isinstance(hash_, bytes)
        and len(hash_) == _HASH_SIZE
        and 1 <= level <= _HIGHEST
        and 0 <= number < 1 << _HIGHEST
    )


def _differing(store: EventStore, level: int, leaves: Iterable[bytes], count: int) -> tuple[int, bool]:
    """Return the first subtree of LEVEL that is not kept as LEAVES make it, and whether none is kept.

    count: how many of the level are kept.
    """
    kept = ((number, hash_) for at, number, hash_ in store.tree() if at == level)
    for number, (ours, theirs) in enumerate(zip(_of_level(level, leaves), kept, strict=False)):
        if (number, ours) != theirs:
            return number, theirs[0] != number
    return count, True


def _of_level(level: int, leaves: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the complete subtrees of LEVEL that LEAVES make."""
    tree = Tree()
    for leaf in leaves:
        for at, _, hash_ in tree.add(leaf):
            if at == level:
                yield hash_
