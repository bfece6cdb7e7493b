"""The tree over the heads of all streams, whose root a manifest states.

A checkpoint vouches for what the ledger holds, and a proof of inclusion shows that a fact is in it. That
no fact of a stream was left out takes one thing more: how many there are. So before the ledger's head
is signed, a manifest (`ManifestRecorded`, on the stream ``ledger``) states the last version of every
stream, as the root of a tree over them.

What follows is the format, complete: an auditor can write a second program from it.

    leaf  = SHA-256( 0x00 || item(b"majoracct/head/v1") || item(stream) || item(version) )
    item(x) = length of x in bytes, as an unsigned 64-bit big-endian integer, || x

- The stream is its UTF-8 bytes; the version, of its last fact, is ASCII decimal digits, without leading
  zeros. Versions are counted from 1 without gaps, so it is also how many facts the stream has.
- The heads are those as of the position before the manifest's own: a manifest at position 1820 tells of
  the facts 1 to 1819. Every stream that has a fact among them has one leaf: the accounts, ``programme``
  and ``ledger`` (whose next version is the manifest itself).
- The leaves stand in the order of their streams' UTF-8 bytes, compared byte by byte.
- The tree is that of RFC 9162, 2.1. Its root is the manifest's `root`, in hexadecimal; the number of
  its leaves is the manifest's `streams`.

The leaf is built as a fact's is (`storage/leaf.py`), of other items, so that none can be taken for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from majoracct.adapters.storage.leaf import item, octets
from majoracct.adapters.trust import merkle

__all__ = ["manifest_leaf", "manifest_proof", "manifest_root"]

_FORMAT: Final = b"majoracct/head/v1"


def manifest_leaf(stream: str, version: int) -> bytes:
    """Return the leaf (32 bytes) that says that VERSION is the last of STREAM."""
    return merkle.leaf_hash(item(_FORMAT) + item(octets(stream)) + item(b"%d" % version))


def manifest_root(heads: Mapping[str, int]) -> bytes:
    """Return the root (32 bytes) of the tree over HEADS, the last version of each stream that has facts."""
    return merkle.root(manifest_leaf(stream, heads[stream]) for stream in _in_order(heads))


def manifest_proof(heads: Mapping[str, int], stream: str) -> tuple[int, list[bytes]]:
    """Return the index of the leaf of STREAM among those of HEADS, and the proof that it is there.

    It is verified by ``merkle.verify_inclusion(manifest_leaf(stream, version), index, streams, proof,
    root)``, with `streams` and `root` of the manifest. Raises ValueError for a stream that is not in HEADS.
    """
    order = _in_order(heads)
    index = order.index(stream)
    return index, merkle.inclusion_proof([manifest_leaf(each, heads[each]) for each in order], index)


def _in_order(heads: Mapping[str, int]) -> list[str]:
    return sorted(heads, key=octets)
