"""Checkpoints: what the ledger says of itself before its head is signed.

A manifest states how many facts each stream holds. The head that is signed then includes it, so that
whoever holds the signed head can tell that a stream they were shown is all of that stream.

Rules
  CK1  A manifest states a root: 64 hexadecimal digits.
  CK2  A manifest is never withdrawn: signatures vouch for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import frozen

from majoracct.domain.kernel import Fact, LedgerEvent, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Book

_ROOT: Final = re.compile(r"[0-9a-f]{64}\Z")

# What we know


@frozen
class Manifest:
    """The latest manifest: the fact that states it, its position, and what it states."""

    fact: str = ""
    position: int = 0
    streams: int = 0
    root: str = ""


# Why not


class ManifestWithoutRoot(Refused):
    rule = "CK1"


class ManifestStays(Refused):
    rule = "CK2"


# What happened


@frozen
class ManifestRecorded(LedgerEvent[Manifest]):
    """The last version of every stream was stated, as of the position before this fact.

    streams: how many streams there are.
    root: root (hex) of the tree over the streams' heads, sorted by the streams' names.
    """

    topic = Manifest
    verb = ""
    whole = True
    says = "Manifest of {streams} streams recorded"

    streams: int
    root: str

    def admit(self, book: Book) -> None:
        if not _ROOT.match(self.root):
            raise ManifestWithoutRoot(f"{self.root!r} is no root", "State 64 hexadecimal digits.")

    def release(self, fact: Fact, seen: Book) -> None:
        raise ManifestStays(f"{fact.reference} may have been signed", "Record another manifest.")

    def change(self, state: Manifest, fact: Fact) -> Manifest:
        if fact.position < state.position:  # its day is later: somebody's clock was set back
            return state
        return Manifest(fact.reference, fact.position, self.streams, self.root)
