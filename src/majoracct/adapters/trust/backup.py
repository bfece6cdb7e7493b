"""Backups: a copy of a ledger that is verified before it has its name, and the way back from one.

A copy is the whole file as one instant has it. What outside the ledger vouches for it are checkpoints that
somebody else kept: one that reaches no further than the copy must agree with it; one that reaches further
says how many facts the copy lacks, and cannot be held against it.

An erasure must survive the way back. The key store is no part of a ledger's backup, and one that comes
from a backup of its own may hold keys that were destroyed since: `destroy_again` destroys them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from attrs import frozen

from majoracct.adapters.storage.sqlite_copy import copy_ledger
from majoracct.adapters.trust.merkle import Tree
from majoracct.adapters.trust.note import Checkpoint, Verifier, open_note, signatures
from majoracct.adapters.trust.verify import verify
from majoracct.domain.book.persons import PersonErased, PersonKeyCommitted
from majoracct.domain.kernel import LEDGER
from majoracct.ports import EventStore

__all__ = ["Anchor", "Copied", "Keys", "NotVouchedError", "Reapplied", "anchor", "copy", "destroy_again"]


class NotVouchedError(Exception):
    """The copy is not what was recorded, or lacks what was; the message says which, in a line."""


@frozen
class Anchor:
    """A checkpoint that somebody else kept.

    signed_by: the keys given that signed it; none when none was given.
    claimed: whom it says it is signed by.
    """

    checkpoint: Checkpoint
    signed_by: tuple[str, ...]
    claimed: tuple[str, ...]


def anchor(note: bytes, verifiers: Sequence[Verifier]) -> Anchor:
    """Return the checkpoint that NOTE is. Raises NoteError, also when VERIFIERS did not sign it."""
    text, signed = signatures(note)
    signed_by = open_note(note, verifiers).names if verifiers else ()
    return Anchor(Checkpoint.parse(text), signed_by, tuple(dict.fromkeys(name for name, _ in signed)))


@frozen
class Copied:
    """What was copied.

    last_recorded_at: the instant of its last fact, in microseconds since 1970 UTC.
    vouched: up to which position a checkpoint vouches for it; 0 when none does.
    lost: how many facts more the farthest checkpoint vouches for.
    """

    ledger_id: str
    facts: int
    last_recorded_at: int
    vouched: int
    lost: int
    signed_by: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()


def copy(
    source: Path,
    target: Path,
    anchors: Sequence[Anchor] = (),
    *,
    doing: str = "copy",
    may_lose: bool = False,
    then: Callable[[EventStore, Copied], None] = lambda _store, _copied: None,
) -> Copied:
    """Copy the ledger at SOURCE to TARGET, once the copy is verified and held against ANCHORS.

    doing: what for, in the messages.
    may_lose: whether the copy may lack facts that checkpoints vouch for.
    then: what is done before the copy has its name.
    Raises NotVouchedError, LedgerMissingError, LedgerExistsError and LedgerFaultError; then there is no copy.
    """

    def look(store: EventStore) -> Copied:
        found = _examined(store, anchors)
        if found.lost and not may_lose:
            raise NotVouchedError(
                f"{source} ends at @{found.facts}, and a checkpoint vouches for @{found.facts + found.lost}: "
                f"{_facts(found.lost)} would be lost"
            )
        then(store, found)
        return found

    return copy_ledger(source, target, look, doing)


def _examined(store: EventStore, anchors: Sequence[Anchor]) -> Copied:
    found = verify(store)
    if not found.sound:
        raise NotVouchedError(f"it does not verify: {found.problems[0]}")
    for each in anchors:
        if each.checkpoint.origin != f"majoracct/{store.ledger_id}":
            raise NotVouchedError(
                f"the checkpoint is of {each.checkpoint.origin}, and this is majoracct/{store.ledger_id}"
            )
    within = sorted((a for a in anchors if a.checkpoint.size <= found.facts), key=lambda a: a.checkpoint.size)
    _agree(store, within)
    last = within[-1] if within else None
    return Copied(
        store.ledger_id,
        found.facts,
        found.last_recorded_at,
        vouched=last.checkpoint.size if last else 0,
        lost=max([0, *(a.checkpoint.size - found.facts for a in anchors)]),
        signed_by=last.signed_by if last else (),
        claimed=last.claimed if last else (),
    )


def _agree(store: EventStore, anchors: Sequence[Anchor]) -> None:
    """Raise NotVouchedError unless the tree of STORE is that of each of ANCHORS, none of which is larger."""
    tree = Tree()
    roots = {each.checkpoint.size: tree.root() for each in anchors}
    for row in store.rows():
        tree.add(row.leaf)  # which is what the row says: that was verified
        if tree.size in roots:
            roots[tree.size] = tree.root()
    for each in anchors:
        size = each.checkpoint.size
        if roots[size] != each.checkpoint.root:
            raise NotVouchedError(f"it is not what the checkpoint of @{size} vouches for: it was rewritten")


def _facts(count: int) -> str:
    return f"{count:,} fact{'' if count == 1 else 's'}"


# Erasures survive


class Keys(Protocol):
    """What keeps a key for each person."""

    def people(self) -> list[str]:
        """Return whose keys are kept, sorted."""

    def forget(self, person: str) -> None:
        """Destroy PERSON's key, durably."""


@frozen
class Reapplied:
    """What became of the keys of a key store beside a restored ledger, person by person, sorted.

    destroyed: erased on record, and their key was there again.
    doubtful: the same, but nothing vouches for the fact that says so: their key was left.
    missing: their key is not there, and nothing on record says that they were erased.
    """

    destroyed: tuple[str, ...]
    doubtful: tuple[str, ...]
    missing: tuple[str, ...]


def destroy_again(store: EventStore, keys: Keys, vouched: int) -> Reapplied:
    """Destroy the keys of those who were erased by a fact at a position up to VOUCHED.

    No further: a backup that somebody made up could otherwise have anybody's key destroyed.
    """
    facts = list(store.facts(LEDGER, types=[PersonErased.__name__, PersonKeyCommitted.__name__]))
    erased = {f.event.person: f.position for f in facts if isinstance(f.event, PersonErased)}
    committed = {f.event.person for f in facts if isinstance(f.event, PersonKeyCommitted)}
    kept = set(keys.people())
    again = sorted(kept & erased.keys())
    destroyed = tuple(person for person in again if erased[person] <= vouched)
    for person in destroyed:
        keys.forget(person)
    doubtful = tuple(person for person in again if erased[person] > vouched)
    return Reapplied(destroyed, doubtful, missing=tuple(sorted(committed - kept - erased.keys())))
