"""The seal: the ledger states the heads of its streams, and its own head, over all of that, is signed.

A checkpoint is two steps. A manifest is recorded (`manifest`), as a fact like any other; then the head of
the tree that ends with it is signed, and the note kept beside the facts. Between the two the process
may die: the next one signs the same head of the same manifest, and records none of its own.

Whoever signs says so of every fact up to there, for ever, so nothing is signed on trust. Every row since
the last checkpoint of the same key is read anew, its leaf made again, and the tree grown from them; what
was before is held against that checkpoint. A root that differs from one signed before is never signed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from attrs import frozen

from majoracct.adapters.storage.leaf import hasher
from majoracct.adapters.trust import merkle
from majoracct.adapters.trust.manifest import manifest_root
from majoracct.adapters.trust.note import (
    Checkpoint,
    NoteError,
    Signing,
    Verifier,
    open_note,
    sign,
    signatures,
)
from majoracct.domain.book.checkpoints import Manifest, ManifestRecorded
from majoracct.domain.kernel import LEDGER
from majoracct.domain.seen import EVER, Book
from majoracct.ports import ConflictError, EventStore, LedgerFaultError, Subtree, UnfinishedError

if TYPE_CHECKING:
    from majoracct.desk import Desk
    from majoracct.domain.seen import Proposal
    from majoracct.ledger import Ledger

__all__ = [
    "Sealed",
    "checkpoint",
    "checkpoint_in",
    "consistency",
    "consistent",
    "disagreement",
    "inclusion",
    "origin_of",
    "root_at",
]

_AT_ONCE: Final = 1000  # subtrees held against those that are kept


# What the tree that is kept says


def root_at(store: EventStore, size: int) -> bytes:
    """Return the root over the first SIZE leaves of STORE, from O(log n) of its subtrees.

    Raises LedgerFaultError when they are not all there: SIZE is beyond the head, or something is damaged.
    """
    return merkle.range_hash(0, size, store.subtrees)


def consistent(store: EventStore, size: int, root: bytes) -> bool:
    """Return whether ROOT is that over the first SIZE leaves of STORE, of which it may have fewer."""
    return size <= store.head() and root_at(store, size) == root


def inclusion(store: EventStore, position: int, size: int) -> list[bytes]:
    """Return the proof that the fact at POSITION is in the tree of the first SIZE leaves of STORE.

    Its leaf's index is POSITION - 1. It is made of O(log n) subtrees that are kept, and holds if they do.
    Raises ValueError when POSITION is not within SIZE, and LedgerFaultError as `root_at` does.
    """
    return _hashes(store, merkle.inclusion_ranges(position - 1, size))


def consistency(store: EventStore, old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of the first NEW leaves of STORE begins with that of the first OLD.

    Raises ValueError unless 0 < OLD <= NEW, and LedgerFaultError as `root_at` does.
    """
    return _hashes(store, merkle.consistency_ranges(old, new))


def _hashes(store: EventStore, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    wanted = {each for start, end in ranges for each in merkle.subtrees(start, end)}
    hashes = store.subtrees(sorted(wanted))
    return [merkle.range_hash(start, end, lambda _: hashes) for start, end in ranges]


# What a checkpoint says


def origin_of(ledger_id: str) -> str:
    """Return the origin, the first line, of the checkpoints of the ledger with LEDGER_ID."""
    return f"majoracct/{ledger_id}"


def checkpoint_in(note: bytes) -> Checkpoint:
    """Return the checkpoint that NOTE carries; no signature is verified. Raises NoteError."""
    return Checkpoint.parse(signatures(note)[0])


def disagreement(store: EventStore, held: Checkpoint) -> str:
    """Return how STORE is not what the checkpoint HELD vouches for; "" when it is."""
    if held.origin != origin_of(store.ledger_id):
        return f"the checkpoint is of another ledger, {held.origin!r}, and this is {store.ledger_id}"
    if held.size > (head := store.head()):
        return f"the checkpoint vouches for @{held.size}, and the ledger ends at @{head}: it was cut short"
    return "" if root_at(store, held.size) == held.root else _ALTERED.format(held.size)


_ALTERED: Final = "the ledger does not hold what the checkpoint vouches for, up to @{}: it was altered"


# Sealing


@frozen
class Sealed:
    """A checkpoint, and how it came about.

    size: how many facts it vouches for; the last is the manifest. root: over them, 32 bytes. note: signed.
    manifest: the manifest's reference.
    before: the size of the checkpoint kept before it; 0 when there was none.
    later: how many facts the ledger held beyond it.
    new: whether it was signed just now; else it is the one that was kept, and nothing was recorded.
    """

    size: int
    root: bytes
    note: bytes
    manifest: str
    before: int
    later: int
    new: bool


class _StatedMeanwhile(Exception):  # noqa: N818 - caught by `checkpoint`, which looks again
    """Somebody else recorded a manifest."""


def checkpoint(ledger: Ledger, desk: Desk, signer: Signing, *, held: Sequence[Checkpoint] = ()) -> Sealed:
    """State the heads of all streams, and return the checkpoint that SIGNER signed over that.

    When nothing was recorded since a manifest that SIGNER signed over, that note is returned again, and
    nothing is recorded. A manifest that no checkpoint covers yet is signed over, wherever it stands.

    desk: of whoever asks for it. held: checkpoints kept elsewhere, which the ledger must agree with.
    Raises LedgerFaultError when the ledger is not what was signed before, or does not agree with itself;
    then nothing is signed, and a manifest that was recorded is left to the next one. Raises what
    recording raises, and what SIGNER does; UnfinishedError when the note cannot be kept just now; ValueError
    for a desk that only rehearses.
    """
    if desk.rehearsal:
        raise ValueError("a checkpoint cannot be rehearsed: nothing would be recorded to sign over")
    store = ledger.store
    for each in held:
        _hold(store, each)
    while True:
        kept = _Kept(store.checkpoints(), signer.verifier)
        kept.hold_latest(store)
        past = ledger.past()
        manifest = Book(LEDGER, EVER, past)[Manifest]
        base = kept.ours(manifest.position)
        latest = 0 < manifest.position == past.known_at
        if latest and base is not None and base.head.size == manifest.position:
            _hold(store, base.head)
            return _sealed(store, kept, manifest, base, new=False)
        if latest or manifest.position > max([kept.covered, *(each.size for each in held)]):
            break
        today = ledger.day_of(ledger.instant())
        with contextlib.suppress(_StatedMeanwhile):
            desk.on(today, command_id="").carry_out(LEDGER, _state_heads, store, manifest.position)
    root = _recomputed(store, base, manifest.position)
    _refuse_misstated(store, manifest)
    if kept.signed_otherwise(manifest.position, root):
        raise _fault(f"another root was signed over the first {manifest.position} facts")
    head = Checkpoint(origin_of(ledger.id), manifest.position, root)
    signed = _Signed(head, sign(head.text(), signer))
    try:
        store.keep_checkpoint(head.size, signed.note)
    except ConflictError as why:
        raise UnfinishedError(
            f"{str(why).rstrip('.')}: the manifest {manifest.fact} is on record, and is signed over then"
        ) from why
    return _sealed(store, kept, manifest, signed, new=True)


def _sealed(store: EventStore, kept: _Kept, manifest: Manifest, signed: _Signed, *, new: bool) -> Sealed:
    size = signed.head.size
    return Sealed(
        size=size,
        root=signed.head.root,
        note=signed.note,
        manifest=manifest.fact,
        before=kept.before(size),
        later=store.head() - size,
        new=new,
    )


def _state_heads(book: Book, store: EventStore, last: int) -> Proposal:
    """Propose the manifest of all that is on record as BOOK is seen.

    last: the position of the last manifest that was known of. Raises _StatedMeanwhile when there is another.
    """
    if book.ever[Manifest].position != last:
        raise _StatedMeanwhile
    heads = _heads(store, book.known_at)
    return ((LEDGER, ManifestRecorded(len(heads), manifest_root(heads).hex())),)


def _heads(store: EventStore, at: int) -> dict[str, int]:
    return store.heads(store.streams(at), at)


def _refuse_misstated(store: EventStore, manifest: Manifest) -> None:
    """Raise LedgerFaultError unless MANIFEST states the heads of the streams before it."""
    heads = _heads(store, manifest.position - 1)
    if (manifest.streams, manifest.root) != (len(heads), manifest_root(heads).hex()):
        raise _fault(f"the manifest {manifest.fact} does not state the last facts of the streams before it")


def _recomputed(store: EventStore, base: _Signed | None, size: int) -> bytes:
    """Return the root over the first SIZE facts, from the rows since BASE, or else from all of them.

    Raises LedgerFaultError when a row is not what its leaf was made of, a subtree that is kept is not over
    these leaves, or BASE vouches for something else.
    """
    start = 0 if base is None else base.head.size
    before = store.subtrees(complete := merkle.subtrees(0, start))
    tree = merkle.Tree(start, [before[each] for each in complete])
    if base is not None and tree.root() != base.head.root:
        raise _fault(_ALTERED.format(start))
    leaf = hasher(store.ledger_id)
    grown: dict[Subtree, bytes] = {}
    for row in store.rows(start, size):
        if row.position != tree.size + 1:
            break
        if leaf(*row[:-1]) != row.leaf:
            raise _fault(f"what is recorded at @{row.position} is not what its leaf was made of")
        grown.update(((level, number), hash_) for level, number, hash_ in tree.add(row.leaf))
        if len(grown) >= _AT_ONCE or row.position == size:
            if store.subtrees(grown) != grown:
                raise _fault(f"the tree that is kept is not over the facts up to @{row.position}")
            grown.clear()
    if tree.size != size:
        raise _fault(f"there is no @{tree.size + 1}")
    return tree.root()


def _hold(store: EventStore, held: Checkpoint) -> None:
    """Raise LedgerFaultError unless STORE agrees with the checkpoint HELD."""
    if why := disagreement(store, held):
        raise _fault(why)


def _fault(why: str) -> LedgerFaultError:
    return LedgerFaultError(f"{why}. Nothing was signed: run `majoracct verify`.")


# The checkpoints that are kept


@frozen
class _Signed:
    """A checkpoint as it is kept: what it says, and the note that says it."""

    head: Checkpoint
    note: bytes


class _Kept:
    """The checkpoints that are kept beside the facts, by size; some of them are a signer's."""

    def __init__(self, kept: Sequence[tuple[int, bytes]], signer: Verifier) -> None:
        self._kept = sorted(kept, key=lambda each: each[0])
        self._signer = signer

    @property
    def covered(self) -> int:
        """The size of the largest; 0 when there is none."""
        return self._kept[-1][0] if self._kept else 0

    def before(self, size: int) -> int:
        """Return the size of the one before SIZE; 0 when there is none."""
        return max((each for each, _ in self._kept if each < size), default=0)

    def hold_latest(self, store: EventStore) -> None:
        """Raise LedgerFaultError unless STORE agrees with the largest."""
        if self._kept:
            _hold(store, self._read(*self._kept[-1]).head)

    def signed_otherwise(self, size: int, root: bytes) -> bool:
        """Return whether one of SIZE has another root than ROOT, whoever signed it."""
        return any(self._read(*each).head.root != root for each in self._kept if each[0] == size)

    def ours(self, size: int) -> _Signed | None:
        """Return the largest, of SIZE or smaller, that the signer signed. Raises LedgerFaultError."""
        for each, note in reversed(self._kept):
            if each <= size and self._is_ours(each, note):
                return self._read(each, note)
        return None

    def _is_ours(self, size: int, note: bytes) -> bool:
        key = self._signer.name, self._signer.hash
        try:
            if all((name, held[: len(key[1])]) != key for name, held in signatures(note)[1]):
                return False
            open_note(note, [self._signer])
        except NoteError as why:
            raise _fault(f"the checkpoint kept of @{size} is not as it was signed: {why}") from why
        return True

    def _read(self, size: int, note: bytes) -> _Signed:
        try:
            head = checkpoint_in(note)
        except NoteError as why:
            raise _fault(f"the checkpoint kept of @{size} cannot be read: {why}") from why
        if head.size != size:
            raise _fault(f"the checkpoint kept of @{size} is one of @{head.size}")
        return _Signed(head, note)
