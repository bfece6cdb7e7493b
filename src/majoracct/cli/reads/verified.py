"""What `verify` says of a ledger: what was recomputed, what vouches for it up to where, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from majoracct.cli.display import display
from majoracct.cli.output import Answer, instant

if TYPE_CHECKING:
    from majoracct.adapters.trust.note import Verifier
    from majoracct.adapters.trust.verify import Verification, Vouching

__all__ = ["Damaged", "answered"]


@frozen
class Damaged:
    """A ledger's file that does not even open: its place, and why."""

    place: str
    why: str
    sound: bool = False
    vouched_to: int = 0


def answered(found: Verification | Damaged, keys: Sequence[Verifier]) -> Answer:
    """Return what to say of what was FOUND; keys: with which signatures were checked."""
    if isinstance(found, Damaged):
        data = {"kind": "ledger", "sound": False, "vouched_for": False, "problem_count": 1}
        problem = {"position": None, "what": found.why}
        text = f"{found.place} cannot be read as a ledger\nALTERED OR DAMAGED: 1 problem\n  {found.why}\n"
        return Answer("verify", {}, data={**data, "problems": [problem], "notes": []}, text=_shown(text))
    return Answer(
        view="verify",
        about={"known_at": found.head, "ledger": found.ledger_id},
        data=_data(found),
        text=_shown("\n".join(_told(found, keys))),
    )


def _shown(text: str) -> str:
    return "".join(display(line) + "\n" for line in text.rstrip("\n").split("\n"))


def _data(found: Verification) -> dict[str, Any]:
    vouched = found.vouched_to
    return {
        "kind": "ledger",
        "sound": found.sound,
        "vouched_for": vouched > 0,
        "vouched_to": vouched or None,
        "unvouched": found.facts - vouched,
        "facts": found.facts,
        "head": found.head,
        "root": found.root.hex(),
        "last_recorded_at": instant(found.last_recorded_at) if found.facts else None,
        "checkpoints": [
            {
                "file": each.place or None,
                "size": each.size,
                "root": each.checkpoint.root.hex(),
                "agrees": each.agrees,
                "signers": list(each.signers),
                "verified": list(each.verified),
            }
            for each in found.checkpoints
        ],
        "views_at": found.views or None,
        "problem_count": found.count,
        "problems": [{"position": p.position or None, "what": p.what} for p in found.problems],
        "notes": [{"position": n.position or None, "what": n.what} for n in found.notes],
    }


def _told(found: Verification, keys: Sequence[Verifier]) -> Iterator[str]:
    head = f"head @{found.head}"
    if found.facts:
        head += f", recorded {instant(found.last_recorded_at)}"
    yield f"{_facts(found.facts)} checked; {head}; ledger {found.ledger_id}"
    if found.sound:
        yield "Every fact is what its leaf says, and none is missing between the first and the head."
        if found.views:
            yield f"The views beside it say what replay says, up to @{found.views}."
        yield from _vouched_for(found) if found.vouched_to else _vouched_for_by_nothing(found, keys)
    else:
        yield f"ALTERED OR DAMAGED: {found.count:,} problem{'' if found.count == 1 else 's'}, the first first"
        yield from (f"  {problem}" for problem in found.problems)
        if found.count > len(found.problems):
            yield f"  and {found.count - len(found.problems):,} more"
    if found.notes:
        yield "To note, though it speaks against nobody:"
        yield from (f"  {note}" for note in found.notes)


def _facts(count: int) -> str:
    return f"{count:,} fact{'' if count == 1 else 's'}"


def _vouched_for(found: Verification) -> Iterator[str]:
    outside = sorted(
        (each for each in found.checkpoints if each.outside), key=lambda each: each.size, reverse=True
    )
    for each in outside:
        yield f"Up to @{each.size} it is what {each.called} vouches for: {_signature(each)}."
    later = found.facts - found.vouched_to
    if not later:
        yield "No fact came later."
    elif later == 1:
        yield f"1 later fact, @{found.facts}, nobody vouches for."
    else:
        yield f"{later:,} later facts, from @{found.vouched_to + 1} on, nobody vouches for."


def _signature(vouching: Vouching) -> str:
    if vouching.verified:
        return f"{' and '.join(vouching.verified)} signed it"
    return (
        f"it says that {' and '.join(vouching.signers)} signed it, which was NOT CHECKED, since no --key was "
        "given"
    )


def _vouched_for_by_nothing(found: Verification, keys: Sequence[Verifier]) -> Iterator[str]:
    if found.signed_to:
        names = sorted({name for each in found.checkpoints if each.agrees for name in each.verified})
        yield (
            f"The checkpoint kept here for @{found.signed_to} is signed by {' and '.join(names)}: up to "
            "there nobody without that key altered a fact."
        )
        yield (
            "Whether it was cut short behind that, later checkpoints with it, cannot be seen from here: give "
            "one kept elsewhere, with --checkpoint."
        )
        return
    if keys:
        yield "No checkpoint kept here is signed by the key given."
    yield "Nothing outside the ledger vouches for it: who can write the file could have rewritten it all."
