"""Checkpoints and public keys that are given on the command line: files that somebody else kept.

What is wrong with one is bad input, told alike by every command that takes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from majoracct.cli.display import display
from majoracct.cli.session import BadInput

if TYPE_CHECKING:
    from majoracct.adapters.trust.note import Checkpoint, Verifier
    from majoracct.adapters.trust.vouching import Vouching

__all__ = ["checkpoint_from", "note_from", "verifiers_from", "vouching_from"]

_LONGEST: Final = 1_000_000  # bytes of a note; of a longer one, so much that it is refused


def note_from(file: str | Path, option: str = "--checkpoint") -> bytes:
    """Return what is in FILE, which OPTION names as a checkpoint. Raises BadInput when it cannot be read."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_LONGEST + 1)
    except (OSError, ValueError) as error:  # a NUL in its name
        why = getattr(error, "strerror", None) or error
        raise BadInput(f"{option} {display(str(file))} cannot be read: {why}: name another file") from None


def checkpoint_from(file: str | Path, option: str) -> Checkpoint:
    """Return the checkpoint in FILE, whoever signed it. Raises BadInput naming OPTION when it holds none."""
    from majoracct.adapters.trust.note import NoteError
    from majoracct.adapters.trust.seal import checkpoint_in

    try:
        return checkpoint_in(note_from(file, option))
    except NoteError as why:
        raise BadInput(
            f"{option} {display(str(file))}: it is no checkpoint: {why}: name another file"
        ) from None


def vouching_from(file: str) -> Vouching:
    """Return the checkpoint in FILE, to hold a ledger against.

    Raises BadInput when it holds none, or one over no fact: everything begins with nothing.
    """
    from majoracct.adapters.trust.note import NoteError
    from majoracct.adapters.trust.vouching import read

    try:
        found = read(note_from(file), file)
    except NoteError as why:
        raise BadInput(
            f"--checkpoint {display(file)} is no checkpoint: {why}: give what `majoracct checkpoint` wrote"
        ) from None
    if found.size == 0:
        raise BadInput(f"--checkpoint {display(file)} is over no fact, and vouches for nothing: give another")
    return found


def verifiers_from(keys: Sequence[str]) -> list[Verifier]:
    """Return the public KEYS, each once: a .pub file, or the key itself."""
    if not keys:
        return []
    from majoracct.adapters.trust.keys import verifier_from

    return [verifier_from(each) for each in dict.fromkeys(keys)]
