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
from majoracct.adapters.trust.note import Verifier
from majoracct.adapters.trust.problems import Found
from majoracct.adapters.trust.seal import origin_of
from majoracct.adapters.trust.verify import verify
from majoracct.adapters.trust.vouching import Vouching, signed
from majoracct.domain.book.persons import PersonErased, PersonKeyCommitted
from majoracct.domain.kernel import LEDGER
from majoracct.ports import EventStore

__all__ = ["Copied", "FactsLostError", "Keys", "NotVouchedError", "Reapplied", "copy", "destroy_again"]


class NotVouchedError(Exception):
    """The copy is not what was recorded; the message says what is not, in a line."""


class FactsLostError(NotVouchedError):
    """The copy lacks facts that a checkpoint vouches for; the message says how many."""


@frozen
class Copied:
    """What was copied.

    last_recorded_at: the instant of its last fact, in microseconds since 1970 UTC.
    vouched: up to which position a checkpoint vouches for it; 0 when none does.
    lost: how many facts more the farthest checkpoint vouches for.
    signed_by: the keys given that signed the checkpoint that vouches for most of it.
    claimed: whom that one says it is signed by.
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
    checkpoints: Sequence[Vouching] = (),
    *,
    keys: Sequence[Verifier] = (),
    doing: str = "copy",
    may_lose: bool = False,
    then: Callable[[EventStore, Copied], None] = lambda _store, _copied: None,
) -> Copied:
    """Copy the ledger at SOURCE to TARGET, once the copy is verified and held against CHECKPOINTS.

    keys: of those who signed the checkpoints; without any, signatures are not checked.
    doing: what for, in the messages.
    may_lose: whether the copy may lack facts that checkpoints vouch for.
    then: what is done before the copy has its name.
    Raises NotVouchedError, LedgerMissingError, LedgerExistsError, LedgerFaultError and
    CryptographyMissingError; then there is no copy.
    """

    def look(store: EventStore) -> Copied:
        found = _examined(store, checkpoints, keys)
        if found.lost and not may_lose:
            count = f"{found.lost:,} fact{'' if found.lost == 1 else 's'}"
            raise FactsLostError(
                f"{source} ends at @{found.facts}, and a checkpoint vouches for @{found.facts + found.lost}: "
                f"{count} would be lost"
            )
        then(store, found)
        return found

    return copy_ledger(source, target, look, doing)


def _examined(store: EventStore, checkpoints: Sequence[Vouching], keys: Sequence[Verifier]) -> Copied:
    """Return what is in the copy. Checkpoints that reach further are held against KEYS alone."""
    head = store.head()
    found = verify(store, checkpoints=[each for each in checkpoints if each.size <= head], keys=keys)
    if not found.sound:
        raise NotVouchedError(f"it does not verify: {found.problems[0]}")
    farther = [each for each in checkpoints if each.size > head]
    wrong = Found()
    for each in farther:
        signed(each, keys, wrong)
        if each.checkpoint.origin != origin_of(store.ledger_id):
            wrong.add(0, f"{each.called} is of {each.checkpoint.origin}, not {origin_of(store.ledger_id)}")
    if wrong.listed:
        raise NotVouchedError(str(wrong.listed[0]))
    vouching = [each for each in found.checkpoints if each.outside and each.size == found.vouched_to]
    return Copied(
        store.ledger_id,
        found.facts,
        found.last_recorded_at,
        vouched=found.vouched_to,
        lost=max((each.size - head for each in farther), default=0),
        signed_by=vouching[0].verified if vouching else (),
        claimed=vouching[0].signers if vouching else (),
    )


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
