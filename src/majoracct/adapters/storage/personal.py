"""How what is personal in an event is stored: as tagged values, each with the person it is about.

In the clear, ``{"person": "p7", "clear": "Ann Bligh"}``; with a key store, sealed by the person's own key,
``{"person": "p7", "sealed": "<base64>"}``, so that the person can be erased without touching the row or
its leaf. A value that has neither was erased before the row was written.

What is sealed is the value's JSON, filled up with spaces to a multiple of 32 bytes, so that its length
says little; it is bound to its place: the ledger, the stream, the version, the event's type and the field.
"""

from __future__ import annotations

import enum
import typing
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Final

import attrs
import msgspec
from msgspec import UNSET, Struct, UnsetType

from majoracct.domain.kernel import Erased, Event, Mark
from majoracct.ports import KeyStoreError, LedgerFaultError, Vault

__all__ = ["Personally", "Plainly", "Sealing", "bound_to", "marked_fields", "refuse_hidden", "scales_of"]

_BUCKET: Final = 32  # bytes; lengths are told apart only by these
_SCALES: Final[dict[type[Event[Any]], frozenset[str]]] = {}  # by event, once asked for
_ENCODE: Final = msgspec.json.Encoder(decimal_format="string").encode


class Tagged(Struct, omit_defaults=True):
    """A personal value as stored: in the clear, sealed, or neither, once the person was erased."""

    person: str
    clear: Any = UNSET
    sealed: bytes | UnsetType = UNSET


class Sealing:
    """What a codec seals with, and whom it must not read.

    vault: None: values are written in the clear, and what is sealed stays so.
    erased: returns who was erased.
    committed: returns what the ledger commits to, by person: another key opens nothing.
    """

    def __init__(
        self,
        vault: Vault | None,
        erased: Callable[[], Collection[str]],
        committed: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._vault = vault
        self._erased = erased
        self._committed = committed

    def tags(self, person: str, told: Mapping[str, Any], place: Callable[[str], bytes]) -> dict[str, Tagged]:
        """Return what is TOLD of PERSON, by field, as it is stored. Raises KeyStoreError without their key.

        place: what the value of a field is bound to.
        """
        if self._vault is None or not person:
            return {name: _in_the_clear(person, value) for name, value in told.items()}
        waiting = {}
        for name, value in told.items():
            if not isinstance(value, Erased):
                clear = _ENCODE(value)
                filled = clear + b" " * (-len(clear) % _BUCKET)
                waiting[name] = filled, place(name)
        tagged = {name: Tagged(person) for name in told if name not in waiting}
        if waiting:  # at once: a key store is asked once whether it still holds the key
            try:
                sealed = self._vault.seal_all(person, tuple(waiting.values()))
            except KeyStoreError as why:
                raise KeyStoreError(f"{next(iter(waiting))} cannot be sealed: {why}") from why
            for name, each in zip(waiting, sealed, strict=True):
                tagged[name] = Tagged(person, sealed=each)
        return tagged

    def value(self, tagged: Tagged, type_: Any, context: bytes) -> Any:
        """Return the value of TYPE_ that was TAGGED, or what stands where it cannot be read."""
        if tagged.person in self._erased():
            return Erased.here
        if tagged.clear is not UNSET:
            return msgspec.convert(tagged.clear, type_)
        if tagged.sealed is UNSET:
            return Erased.here
        sealed = typing.cast("bytes", tagged.sealed)
        clear = None if self._vault is None else self._vault.unseal(tagged.person, sealed, context)
        if clear is None or not self._is_committed(tagged.person):
            return Erased.sealed
        return msgspec.json.decode(clear, type=type_)

    def _is_committed(self, person: str) -> bool:
        """Return whether the key of PERSON, which opened something, is theirs, as far as is on record.

        What is sealed can be made to open by two keys, to two stories: that it opens shows nothing.
        """
        known = self._committed().get(person)
        return known is None or (self._vault is not None and self._vault.commitment(person) == known)


def _in_the_clear(person: str, value: Any) -> Tagged:
    return Tagged(person) if isinstance(value, Erased) else Tagged(person, value)


def bound_to(stream: str, version: int, type_: str, name: str) -> bytes:
    """Return what the value of a fact's field NAME is bound to: moved elsewhere, it does not open."""
    # A line break is in no stream's key that we accept, in no stored name and in no field's.
    return f"{stream}\n{version}\n{type_}\n{name}".encode()


def _marked(annotation: Any) -> bool:
    """Return whether ANNOTATION is Personal[T], or may be (Personal[T] | None)."""
    return any(
        isinstance(mark, Mark) and mark.of == "personal" for mark in getattr(annotation, "__metadata__", ())
    ) or any(_marked(part) for part in typing.get_args(annotation) if part is not Any)


def _clear_type(annotation: Any) -> Any:
    """Return T where ANNOTATION is Personal[T] or Personal[T] | None."""
    for part in (annotation, *typing.get_args(annotation)):
        for mark in getattr(part, "__metadata__", ()):
            if not isinstance(mark, Mark):
                return mark
    raise TypeError(f"{annotation} is personal, and does not say of what type")


def marked_fields(cls: type[Event[Any]], hints: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of CLS that are personal, each with the type of what it says."""
    names = [a.name for a in attrs.fields(cls) if _marked(hints[a.name])]
    return {name: _clear_type(hints[name]) for name in names}


def scales_of(cls: type[Event[Any]]) -> frozenset[str]:
    """Return the personal fields of CLS that hold a word of a scale, and no text of anybody's."""
    if cls not in _SCALES:
        kinds = marked_fields(cls, typing.get_type_hints(cls, include_extras=True))
        scales = {n for n, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, enum.Enum)}
        _SCALES[cls] = frozenset(scales)
    return _SCALES[cls]


def refuse_hidden(cls: type[Any]) -> None:
    """Raise TypeError when a value nested in CLS is personal: it would be stored untagged."""
    seen = {cls}

    def look(annotation: Any) -> None:
        for part in typing.get_args(annotation):
            look(part)
        if isinstance(annotation, type) and attrs.has(annotation) and annotation not in seen:
            seen.add(annotation)
            for name, inner in typing.get_type_hints(annotation, include_extras=True).items():
                if _marked(inner):
                    raise TypeError(f"{annotation.__name__}.{name} is personal: put it in the event")
                look(inner)

    for annotation in typing.get_type_hints(cls, include_extras=True).values():
        look(annotation)


class Plainly:
    """The form of an event without personal fields: the event itself."""

    def __init__(self, cls: type[Event[Any]]) -> None:
        self.stored: type[Any] = cls

    def store(self, event: Any, stream: str, version: int) -> Any:
        return event

    def restore(self, stored: Any, stream: str, version: int) -> Any:
        return stored


class Personally:
    """The form of an event with personal fields: a struct of the same fields, those ones tagged."""

    def __init__(
        self, cls: type[Event[Any]], hints: dict[str, Any], personal: dict[str, Any], sealing: Sealing
    ) -> None:
        self.cls = cls
        self.fields: list[str] = [a.name for a in attrs.fields(cls)]
        self.personal = personal
        self.sealing = sealing
        # Whether it may be about nobody we know: what is said then is nobody's, and stays in the clear.
        self.of_nobody = any(a.name == cls.subject and a.default is None for a in attrs.fields(cls))
        if cls.subject not in self.fields:
            raise TypeError(f"{cls.__name__} is personal, and has no field {cls.subject!r} that says whose")
        columns: list[tuple[str, Any] | tuple[str, Any, Any]] = []
        for attribute in attrs.fields(cls):
            kind = Tagged | None if attribute.name in personal else hints[attribute.name]
            # Whatever the event would fill in by itself may be missing from an older row.
            required = attribute.default is attrs.NOTHING
            columns.append((attribute.name, kind) if required else (attribute.name, kind | UnsetType, UNSET))
        self.stored = msgspec.defstruct(cls.__name__, columns, kw_only=True)

    def _context(self, stream: str, version: int, name: str) -> bytes:
        return bound_to(stream, version, self.cls.__name__, name)

    def store(self, event: Any, stream: str, version: int) -> Any:
        values = {name: getattr(event, name) for name in self.fields}
        person = values[self.cls.subject]
        told = {}
        for name in self.personal:
            value = values[name]
            if value is None:
                continue
            if not person and value != "" and not self.of_nobody:
                raise LedgerFaultError(
                    f"{self.cls.__name__}.{name} is about a person, and {self.cls.subject} does not say whom"
                )
            told[name] = value
        if told:
            try:
                place = partial(self._context, stream, version)
                values.update(self.sealing.tags(person or "", told, place))
            except KeyStoreError as why:
                raise KeyStoreError(f"{self.cls.__name__}.{why}") from why
        return self.stored(**values)

    def restore(self, stored: Any, stream: str, version: int) -> Any:
        values = {}
        for name in self.fields:
            value = getattr(stored, name)
            if value is UNSET:
                continue
            if isinstance(value, Tagged):
                value = self.sealing.value(value, self.personal[name], self._context(stream, version, name))
            values[name] = value
        return self.cls(**values)
