"""Checkpoints, held against what the ledger holds now: those kept in it, and those kept by others.

A checkpoint states how many facts there were and the root over them. One kept in the ledger shows damage,
and an alteration by whoever forgot about it; but who can write the ledger can write that, too. Only one
that was elsewhere all the time vouches for anything, and for no more than its size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import evolve, frozen

from majoracct.adapters.trust.note import Checkpoint, NoteError, Verifier, open_note, signatures
from majoracct.adapters.trust.problems import Found
from majoracct.adapters.trust.seal import origin_of

__all__ = ["Vouching", "hold", "name_differing", "read", "signed"]

_HASH_SIZE: Final = 4  # of a key, before its signature


@frozen
class Vouching:
    """A checkpoint, and how the ledger stands to it.

    place: where it was, as it is called in a message; "" for one kept in the ledger.
    note: as signed. signers: by which keys it says it is signed. verified: by which of the keys given it is.
    agrees: whether the ledger begins with what it states.
    """

    place: str
    note: bytes
    checkpoint: Checkpoint
    signers: tuple[str, ...]
    verified: tuple[str, ...] = ()
    agrees: bool = False

    @property
    def size(self) -> int:
        """How many facts it is over."""
        return self.checkpoint.size

    @property
    def outside(self) -> bool:
        """Whether it was kept elsewhere."""
        return bool(self.place)

    @property
    def called(self) -> str:
        """What to call it."""
        return (
            f"the checkpoint {self.place}" if self.outside else f"the checkpoint kept here for @{self.size}"
        )


def read(note: bytes, place: str = "") -> Vouching:
    """Return the checkpoint that NOTE, from PLACE, holds. Raises NoteError when it holds none."""
    text, held = signatures(note)
    signers = dict.fromkeys(f"{name}+{signature[:_HASH_SIZE].hex()}" for name, signature in held)
    return Vouching(place, note, Checkpoint.parse(text), tuple(signers))


def signed(vouching: Vouching, keys: Sequence[Verifier], found: Found) -> Vouching:
    """Return VOUCHING with which of KEYS signed it, and add to FOUND what is wrong with the signatures.

    One kept in the ledger may be by a key of other days; one that somebody brings along with a key is
    to be signed by it. Raises CryptographyMissingError when there is a signature to check, and nothing to do
    it with.
    """
    if not keys:
        return vouching
    known = {f"{key.name}+{key.hash.hex()}" for key in keys}
    if known.isdisjoint(vouching.signers):
        if vouching.outside:
            found.add(
                0,
                f"{vouching.called} is not signed by the key given: "
                f"it says it is signed by {', '.join(vouching.signers)}",
            )
        return vouching
    try:
        return evolve(vouching, verified=open_note(vouching.note, keys).names)
    except NoteError as why:
        found.add(0, f"{vouching.called} is forged or damaged: {why}")
        return vouching


def hold(
    vouching: Vouching, ledger_id: str, facts: int, roots: Mapping[int, bytes], found: Found
) -> Vouching:
    """Return VOUCHING with whether a ledger agrees with it; add to FOUND how it does not.

    facts: how many there are. roots: by size, the roots that they make. A root that differs is not added:
    `name_differing` says where, when it is known of every checkpoint.
    """
    checkpoint = vouching.checkpoint
    if checkpoint.origin != origin_of(ledger_id):
        found.add(
            0, f"{vouching.called} is of {checkpoint.origin}, and this ledger is {origin_of(ledger_id)}"
        )
        return vouching
    if checkpoint.size > facts:
        found.add(
            facts + 1,
            f"cut short: {vouching.called} vouches for @{checkpoint.size}, the ledger ends at @{facts}",
        )
        return vouching
    return evolve(vouching, agrees=roots[checkpoint.size] == checkpoint.root)


def name_differing(checkpoints: Sequence[Vouching], ledger_id: str, facts: int, found: Found) -> None:
    """Add to FOUND where the ledger is not what it was, as narrowly as CHECKPOINTS, all held, bound it."""
    for each in checkpoints:
        if each.agrees or each.size > facts or each.checkpoint.origin != origin_of(ledger_id):
            continue  # what else is wrong with it is said
        if other := _contradicted(each, checkpoints):
            found.add(
                0,
                f"{each.called} and {other.called} contradict each other, and the ledger agrees with the "
                "latter: one of the two is false",
            )
            continue
        # Whoever holds the signing key has signed those kept here again, too: they bound it for nobody else.
        before = [other for other in checkpoints if other.agrees and other.size < each.size]
        sure = max((other.size for other in before if other.outside), default=0)
        maybe = max((other.size for other in before), default=0)
        text = f"what stands from @{sure + 1} to @{each.size} is not what {each.called} vouches for"
        if maybe > sure:
            text += f"; if the one kept here for @{maybe} is genuine, it differs after that"
        found.add(0 if found.within(each.size) else sure + 1, text)


def _contradicted(each: Vouching, checkpoints: Sequence[Vouching]) -> Vouching | None:
    """Return a checkpoint over all that EACH is over, and more or not, which the ledger agrees with.

    Against one from outside nothing speaks that is kept in the ledger: whoever rewrote it signed that, too.
    """
    return next(
        (
            other
            for other in checkpoints
            if other.agrees and other.size >= each.size and (other.outside or not each.outside)
        ),
        None,
    )
