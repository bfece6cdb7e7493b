"""Verifying a ledger: all of it recomputed, and held against what vouches for it.

By itself a ledger shows that it agrees with itself: every row with its leaf, its neighbours, the tree, the
manifests and the file it is in. Somebody who rewrote all of that alike passes; only a checkpoint kept
elsewhere speaks against them, and only about what it is over. Rows are read from the table and through
no index, since a damaged or doctored index would show what it likes. Nothing is ever written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.adapters.trust.kept_tree import hold_tree
from majoracct.adapters.trust.note import NoteError, Verifier
from majoracct.adapters.trust.problems import MOST, Found, Problem
from majoracct.adapters.trust.reading import Reading, leaves
from majoracct.adapters.trust.vouching import Vouching, hold, name_differing, read, signed
from majoracct.ports import EventStore, LedgerFaultError

if TYPE_CHECKING:
    from majoracct.ledger import Ledger

__all__ = ["Problem", "Verification", "Vouching", "verify", "verify_ledger"]


@frozen
class Verification:
    """What verifying found.

    facts: how many rows were checked.
    head: the last position met; 0 when there is none.
    last_recorded_at: its instant, in microseconds since 1970 UTC.
    problems: what speaks against the record, the earliest position first, as many as anybody reads.
    notes: what this program cannot read, though the record vouches for it: types and shapes of
        newer programs and of plug-ins that are not loaded; and what was left out.
    checkpoints: those kept in the ledger and those given, in this order, and how it stands to each.
    count: how many problems there are. root: of the tree over all facts.
    views: the position at which the read models beside it say what replay says; 0 when none was compared.
    """

    ledger_id: str
    facts: int
    head: int
    last_recorded_at: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    checkpoints: tuple[Vouching, ...] = ()
    count: int = field(kw_only=True)
    root: bytes = field(default=b"", kw_only=True, eq=False)
    views: int = field(default=0, kw_only=True)

    @count.default
    def _all_listed(self) -> int:
        return len(self.problems)

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against the record."""
        return not self.problems

    @property
    def vouched_to(self) -> int:
        """The position up to which a checkpoint from outside vouches for a sound record; 0 when none does."""
        if not self.sound:
            return 0
        return max((each.size for each in self.checkpoints if each.outside and each.agrees), default=0)

    @property
    def signed_to(self) -> int:
        """The position up to which a checkpoint kept in the ledger is signed by a key that was given."""
        kept = (each for each in self.checkpoints if not each.outside and each.agrees and each.verified)
        return max((each.size for each in kept), default=0)


def verify(
    store: EventStore,
    *,
    checkpoints: Sequence[Vouching] = (),
    keys: Sequence[Verifier] = (),
    now: int | None = None,
) -> Verification:
    """Return what a full reading of STORE finds. Damage is reported, not raised; nothing is written.

    checkpoints: kept elsewhere, as `vouching.read` gives them. keys: of those who sign them; without any,
        signatures are not checked.
    now: the present instant, in microseconds since 1970 UTC, if facts from the future are to be noted.
    Raises CryptographyMissingError when there are signatures to check, and nothing to do it with.
    """
    ledger_id, known = store.ledger_id, list(dict.fromkeys(keys))
    damage = [Problem(0, text) for text in store.integrity()]
    whole = Found()
    held = [signed(each, known, whole) for each in (*_kept(store, whole), *checkpoints)]
    reading = Reading(ledger_id, {each.size for each in held}, now)
    found = reading.found
    notes = []
    try:
        for row in store.rows():
            reading.take(row)
        reading.end()
        if store.keeps_tree:
            hold_tree(store, reading.tree, lambda: leaves(ledger_id, store.rows()), found)
        elif reading.manifest:
            found.add(
                0,
                f"it is of a format that keeps no tree, and has a manifest, @{reading.manifest}, which only "
                "later formats record: the tree, and the checkpoints kept with it, were taken away",
            )
        else:
            notes.append(Problem(0, "it is of a format that keeps no tree yet: its next append makes one"))
    except LedgerFaultError as why:
        found.add(reading.position + 1, f"from here on it cannot be read: {why}")
    held = [hold(each, ledger_id, reading.facts, reading.roots, found) for each in held]
    name_differing(held, ledger_id, reading.facts, found)
    # Rows come in the order of the table, which damage can disturb.
    placed = sorted((each for each in found.listed if each.position), key=lambda problem: problem.position)
    others = [each for each in found.listed if not each.position]
    return Verification(
        ledger_id,
        reading.facts,
        reading.position,
        reading.recorded_at,
        tuple((*placed, *others, *whole.listed, *damage)[: 2 * MOST]),
        (*reading.notes, *notes),
        tuple(held),
        count=found.count + whole.count + len(damage),
        root=reading.tree.root(),
    )


def _kept(store: EventStore, found: Found) -> list[Vouching]:
    """Return the checkpoints kept in STORE; add to FOUND what is wrong with them as such."""
    kept = []
    try:
        for size, note in store.checkpoints():
            try:
                checkpoint = read(note)
            except NoteError as why:
                found.add(0, f"the checkpoint kept here for @{size} cannot be read: {why}")
                continue
            if checkpoint.size != size:
                found.add(0, f"a checkpoint kept here for @{size} states @{checkpoint.size}")
            kept.append(checkpoint)
    except LedgerFaultError as why:
        found.add(0, f"the checkpoints kept here cannot be read: {why}")
    return kept


def verify_ledger(
    ledger: Ledger,
    *,
    checkpoints: Sequence[Vouching] = (),
    keys: Sequence[Verifier] = (),
    views: Path | None = None,
) -> Verification:
    """Return what `verify` finds in LEDGER as it is now; of a sound one, the read models at VIEWS as well.

    views: a file of views that was made of it, whether there is one or not.
    """
    verified = verify(ledger.store, checkpoints=checkpoints, keys=keys, now=ledger.instant())
    if views is None or not verified.sound:
        return verified
    from majoracct.adapters.trust.replayed import hold_views

    found = hold_views(ledger, views)
    problems = tuple(Problem(0, what) for what in found.problems)
    notes = (*verified.notes, *(Problem(0, what) for what in found.notes))
    return evolve(verified, problems=problems, count=len(problems), notes=notes, views=found.stood)
