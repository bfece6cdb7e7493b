"""What verifying an evidence bundle found, in words and as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from attrs import frozen

__all__ = ["BundleReport"]


@frozen
class BundleReport:
    """What verifying a bundle found.

    problems: what speaks against it; empty when it is sound.
    vouched: whether something outside vouches for it: a key that was given signed its checkpoint, or a
    checkpoint that was given is the same.
    proven: whether every fact is proven by its checkpoint, whatever became of the dossier; never by one that
    is not what somebody outside vouches for.
    anchored: whether something outside vouches for its checkpoint, whatever became of the rest.
    size: the checkpoint's. facts: how many there are of the accounts' own. accounts, as_of: what it is about.
    others: what was read beside the accounts' own facts, whose completeness is the issuer's word.
    signed_by: the names of the keys given that signed. claims: who else is said to have signed.
    sealed: how many people's data stay sealed.
    notes: what a reader should know besides.
    """

    problems: tuple[str, ...]
    vouched: bool = False
    proven: bool = False
    ledger_id: str = ""
    size: int = 0
    accounts: tuple[str, ...] = ()
    as_of: dt.date | None = None
    facts: int = 0
    others: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    sealed: int = 0
    notes: tuple[str, ...] = ()
    anchored: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.problems

    def lines(self) -> list[str]:
        """Return what to tell a person, a line each; not yet made safe for a terminal."""
        found = []
        if self.size:
            found.append(
                f"Evidence bundle of {', '.join(self.accounts)} as of {self.as_of}, from ledger "
                f"{self.ledger_id}, by its checkpoint of @{self.size}"
            )
        if self.sound:
            besides = _count(len(self.others), "fact")
            found += [
                f"{_count(self.facts, 'fact')} of the accounts' own: each as recorded, and none is missing.",
                f"{besides} read besides: {_told(self.others)}; each as recorded.",
                "That no others of their kind were recorded, such as a policy, is the word of its maker.",
                "The dossier was computed anew from them, and is the same to the byte.",
            ]
        else:
            found.append(f"NOT VERIFIED: {_count(len(self.problems), 'problem')}")
            found += [f"  {problem}" for problem in self.problems]
            if self.proven:
                found.append(
                    "The facts in it are proven, each as it was recorded; the rest is not."
                    if self.anchored
                    else "The facts in it are what its checkpoint is over, for which nothing outside vouches."
                )
        if self.sealed:
            found.append(f"What is personal of {_count(self.sealed, 'person', 'people')} stays sealed.")
        if self.signed_by:
            found.append(f"The checkpoint is signed by {', '.join(self.signed_by)}, whose key was given.")
        if self.claims:
            found.append(f"Not checked, as no key was given for it: signed by {', '.join(self.claims)}.")
        found += self.notes
        if self.sound and not self.vouched:
            found.append(
                "Nothing outside the bundle vouches for it: whoever made it could have made it up. Give the "
                "public key of who signed, as you got it from them, or a checkpoint that somebody else kept."
            )
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return it as a document."""
        return {
            "kind": "bundle",
            "sound": self.sound,
            "vouched_for": self.vouched,
            "facts_proven": self.proven,
            "ledger": self.ledger_id,
            "size": self.size,
            "accounts": list(self.accounts),
            "as_of": self.as_of,
            "facts": self.facts,
            "read_besides": list(self.others),
            "signed_by": list(self.signed_by),
            "signed_by_unchecked": list(self.claims),
            "people_sealed": self.sealed,
            "problems": list(self.problems),
            "notes": list(self.notes),
        }


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def _told(references: Sequence[str]) -> str:
    """Return REFERENCES in a few words."""
    most = 8
    more = f" and {len(references) - most:,} more" if len(references) > most else ""
    return ", ".join(references[:most]) + more
