"""Redaction: what of a plan the customer reads.

It is a pure function of what the plan says, of policy, and of the words that its authors released. What
does not leave leaves no trace: no mark, no gap in the numbers, no empty line.

Rules
  ED1  A field leaves when policy lets its class, and does not withhold it; never what is confidential,
       about a person, or in no class, whatever policy says.                               J-C1 X-9
  ED2  An item leaves when it says something: the words released for it, which stand in place of our own,
       or our own, where policy lets them.                                                  J-C1
  ED3  A reference leaves as the number of what it names, where that leaves; else not at all.      J-C1
  ED4  The same document, policy and words give the same bytes, and a stricter policy shows no more.  J-C1
  ED15  A text that gives away what is kept inside is held back, in whatever field, released or let by policy.
       J-C1 X-9
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from majoracct.domain.account.kept_inside import Secret, given_away
from majoracct.domain.account.plan_document import PlanItem, plain
from majoracct.domain.programme.edition_tables import OWN_WORDS, REFERENCES, EditionTerms, leaving

__all__ = ["Edition", "Held", "Shown", "held_back", "own_words", "redact"]

_WORDING: Final = "wording"  # of what was released for an item
_BOTH: Final = {(True, True): "both", (True, False): "us", (False, True): "you"}


@frozen
class Shown:
    """An item as the customer reads it.

    number: by which it is called. says: what it says. fields: what else, by name; what it names, by number.
    id: by which we know it; no part of what is handed out.
    """

    number: int
    kind: str
    says: str
    fields: tuple[tuple[str, Any], ...]
    id: str

    def get(self, name: str) -> Any:
        """Return the value of the field NAME; None when it has none."""
        return dict(self.fields).get(name)

    @property
    def completed(self) -> dt.date | None:
        """The day it was done."""
        found: dt.date | None = self.get("completed")
        return found


@frozen
class Held:
    """A text that would leave, and is held back.

    field: in which field of the item; "wording" of the words released for it. secret: what it gives away.
    """

    item: PlanItem
    field: str
    secret: Secret

    @property
    def place(self) -> str:
        """Where it stands: the item's id, and the field."""
        return _place(self.item.id, self.field)


@frozen
class Edition:
    """What the customer reads of a plan, item by item."""

    items: tuple[Shown, ...]

    @property
    def content(self) -> list[dict[str, Any]]:
        """Return what it says as JSON has it."""
        return [
            {
                "number": each.number,
                "kind": each.kind,
                "says": each.says,
                **{name: plain(value) for name, value in each.fields},
            }
            for each in self.items
        ]

    @property
    def text(self) -> str:
        """Return what it says in one way of writing, whose digest is its own."""
        return json.dumps(self.content, ensure_ascii=True, separators=(",", ":"), sort_keys=True)

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of its text; "" when it says nothing."""
        return hashlib.sha256(self.text.encode()).hexdigest() if self.items else ""


def own_words(item: PlanItem) -> str:
    """Return what ITEM says in our own words."""
    return str(item.get(OWN_WORDS.get(item.kind, "")) or "")


def held_back(
    document: Iterable[PlanItem], terms: EditionTerms, words: Mapping[str, str], inside: Sequence[Secret]
) -> Iterator[Held]:
    """Yield what would leave of DOCUMENT under TERMS, or as WORDS, and gives away what is INSIDE (ED15)."""
    may_leave = leaving(terms)
    for item in document:
        own = OWN_WORDS.get(item.kind)
        gives = given_away(words.get(item.id, ""), inside)
        if gives:
            yield Held(item, _WORDING, gives)
        instead = item.id in words and not gives  # words that leave stand in place of our own
        for name, value in item.fields:
            field = f"{item.kind}.{name}"
            if field not in may_leave or field in REFERENCES or (name == own and instead):
                continue
            if secret := given_away(value, inside):
                yield Held(item, name, secret)


def redact(
    document: Iterable[PlanItem], terms: EditionTerms, words: Mapping[str, str], held: Collection[str]
) -> Edition:
    """Return the edition of DOCUMENT under TERMS (ED1 to ED4).

    words: those released, by the id of the item they are released for. held: where a text stands that is
    held back, such as `held_back` finds (ED15).
    """
    allowed = leaving(terms)
    document = [_without(held, item) for item in document]
    words = {item: said for item, said in words.items() if _place(item, _WORDING) not in held}
    kept = [(item, says) for item in document if (says := _says(item, allowed, words))]
    numbers = {item.id: number for number, (item, _) in enumerate(kept, 1)}
    return Edition(
        tuple(
            Shown(numbers[item.id], item.kind, says, tuple(_fields(item, allowed, numbers)), item.id)
            for item, says in kept
        )
    )


def _place(item: str, field: str) -> str:
    return f"{item} {field}"


def _without(held: Collection[str], item: PlanItem) -> PlanItem:
    kept = tuple((name, value) for name, value in item.fields if _place(item.id, name) not in held)
    return evolve(item, fields=kept)


def _says(item: PlanItem, allowed: Collection[str], words: Mapping[str, str]) -> str:
    """Return what ITEM says to the customer; "" when nothing (ED2)."""
    if item.kind not in OWN_WORDS:
        return ""
    own = own_words(item) if f"{item.kind}.{OWN_WORDS[item.kind]}" in allowed else ""
    return words.get(item.id, "") or own


def _fields(
    item: PlanItem, allowed: Collection[str], numbers: Mapping[str, int]
) -> Iterator[tuple[str, Any]]:
    for name, value in (*item.fields, *_side(item)):
        field = f"{item.kind}.{name}"
        if field not in allowed or name == OWN_WORDS[item.kind]:
            continue
        found = _numbered(value, numbers) if field in REFERENCES else value
        if found is not None and found != ():
            yield ("about" if name == "kind" else name), found


def _side(item: PlanItem) -> Iterator[tuple[str, str]]:
    """Yield on which side somebody sees to an action: which says nothing of whom."""
    if item.kind == "action":
        side = _BOTH.get((bool(item.get("owner")), bool(item.get("customer_owner"))))
        if side:
            yield "by", side


def _numbered(value: Any, numbers: Mapping[str, int]) -> Any:
    """Return the numbers of what VALUE names, of what leaves (ED3)."""
    if isinstance(value, tuple):
        return tuple(sorted(numbers[each] for each in value if each in numbers))
    return numbers.get(value)
