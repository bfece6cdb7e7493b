"""How what is personal stands in the rows of a ledger: sealed, in the clear, or gone already.

Read from the rows themselves, past the codec, which shows nothing of whoever was erased: so that an erasure
that was interrupted still knows what to look for, and nothing is called sealed that is not.
"""

from __future__ import annotations

import base64
import binascii
import enum
import json
from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from majoracct.adapters.storage.personal import bound_to, scales_of
from majoracct.domain import index
from majoracct.domain.kernel import Event
from majoracct.domain.seen import fields_of
from majoracct.ports import EventStore, Row, Vault

__all__ = ["Kept", "Value", "values"]

_TAGS: Final = ({"person"}, {"person", "clear"}, {"person", "sealed"})
_TAGGED: Final = b'"person"'  # where nothing is called so, nothing is tagged


class Kept(enum.Enum):
    """How a personal value is kept."""

    SEALED = "sealed"  # with the person's key
    CLEAR = "clear"  # for everybody who reads the file
    GONE = "gone"  # it was erased before the row was written


@frozen
class Value:
    """A personal value in a row: whose, where, and how it is kept.

    text: what it says, as JSON has it; None where it cannot be read, or was nothing.
    of_scale: whether it is one of the words of a scale, and in nobody's own.
    """

    person: str
    fact: str
    position: int
    type: str
    field: str
    kept: Kept
    text: Any = None
    of_scale: bool = False


def values(store: EventStore, person: str | None = None, *, at: int | None = None) -> Iterator[Value]:
    """Yield the personal values in the rows of STORE up to position AT, in order: of PERSON, or everybody's.

    A row that is damaged holds none: `verify` says so.
    """
    # As it stands in a body between quotes: ids that JSON would escape are found in any row.
    token = None if person is None else json.dumps(person)[1:-1].encode()
    found_in_any = token is None or b"\\" in token
    personal: dict[str, bool] = {}  # by type, whether it has fields that are: asked of each of them once
    for row in store.rows():
        if at is not None and row.position > at:
            return
        if row.type not in personal:
            cls = _class_of(row)
            personal[row.type] = cls is not None and bool(fields_of(cls, "personal"))
        if not personal[row.type] and _TAGGED not in row.body:
            continue  # most rows, as those of payments: not worth their decoding
        if found_in_any or (token is not None and token in row.body):
            yield from (v for v in _values_in(row, store.vault) if person is None or v.person == person)


def _values_in(row: Row, vault: Vault | None) -> Iterator[Value]:
    try:
        event = json.loads(row.body)["event"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return
    if not isinstance(event, dict):
        return
    cls = _class_of(row)
    for name, stored in event.items():
        found = _value(row, cls, event, name, stored, vault)
        if found is not None:
            yield found


def _class_of(row: Row) -> type[Event[Any]] | None:
    return index.event_class(row.type) if index.is_known(row.type) else None


def _value(
    row: Row, cls: type[Event[Any]] | None, event: dict[str, Any], name: str, stored: Any, vault: Vault | None
) -> Value | None:
    """Return the personal value STORED as the field NAME; None where it is not personal, or nothing."""
    fact = f"{row.stream}@{row.version}"

    def as_(person: object, kept: Kept, text: Any = None) -> Value:
        scale = cls is not None and name in scales_of(cls)
        return Value(str(person), fact, row.position, row.type, name, kept, text, scale)

    if isinstance(stored, dict) and set(stored) in _TAGS:
        person = stored["person"]
        if "clear" in stored:
            return as_(person, Kept.CLEAR, stored["clear"]) if stored["clear"] not in (None, "") else None
        if "sealed" in stored:
            context = bound_to(row.stream, row.version, row.type, name)
            return as_(person, Kept.SEALED, _opened(vault, str(person), stored["sealed"], context))
        return as_(person, Kept.GONE)
    # An older row, of the days before this field was known to be personal.
    if cls is not None and stored not in (None, "") and name in fields_of(cls, "personal"):
        return as_(event.get(cls.subject, ""), Kept.CLEAR, stored)
    return None


def _opened(vault: Vault | None, person: str, sealed: object, context: bytes) -> Any:
    if vault is None:
        return None
    try:
        clear = vault.unseal(person, base64.b64decode(str(sealed), validate=True), context)
        return None if clear is None else json.loads(clear)
    except (ValueError, binascii.Error):
        return None
