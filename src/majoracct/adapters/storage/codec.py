"""Facts as stored: a type, a schema number and a body of JSON; and back.

The body says what the columns do not: the day, on whose word, why, and the event with all its
fields. Types are a closed registry, `majoracct.domain.index`: nothing stored can make us import
anything else. This reader takes only our own rows; what comes from outside passes stricter ones.

A field about a person is stored as a tagged value, ``{"person": "p7", "clear": "Ann Bligh"}``, so
that it can be encrypted, and erased, without touching the rest. One that has no ``clear`` reads as
`Erased.here`.

Whatever is written can be read again, as an equal fact: `roundtrip` says how that is made sure of.
"""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar

import attrs
import msgspec
from msgspec import UNSET, Struct, UnsetType

from majoracct.adapters.storage.roundtrip import difference, sure_envelope, sure_event
from majoracct.domain import index
from majoracct.domain.kernel import Assurance, Erased, Event, Evidence, Fact, Mark
from majoracct.ports import LedgerFaultError, Outline, UnreadableFactError

__all__ = ["Codec", "Stored"]

E = TypeVar("E")

# A row up to its body, in the order of the columns, and the rest of it without the leaf.
Stored = tuple[int, str, int, str, int, bytes, int, str, int]


class Body(Struct, Generic[E], omit_defaults=True):
    """What the body holds. Named as in `Fact`; its defaults are left out of the JSON, for ever."""

    on: dt.date
    by: str
    event: E
    role: str = ""
    assurance: Assurance = Assurance.ASSERTED
    channel: str = ""
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    place: int = 0  # inherited, from the fact it corrects
    time: str = ""
    corrects: str | None = None
    origin: str | None = None
    source: dict[str, str] = {}  # msgspec copies it
    source_known: dt.date | None = None
    fingerprint: str = ""


class Dated(Struct):
    """What an outline needs of a body; what happened is passed over."""

    on: dt.date


class Tagged(Struct):
    """A personal value as stored; `clear` is missing once the person was erased."""

    person: str
    clear: Any = UNSET


def _fields(cls: type[Any]) -> tuple[attrs.Attribute[Any], ...]:
    found: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
    return found


# Personal fields


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


def _refuse_hidden(cls: type[Any], seen: set[type[Any]]) -> None:
    """Raise TypeError when a value nested in CLS is personal: it would be stored untagged."""

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


class _Plain:
    """The form of an event without personal fields: the event itself."""

    def __init__(self, cls: type[Event[Any]]) -> None:
        self.stored: type[Any] = cls

    def store(self, event: Any) -> Any:
        return event

    def restore(self, stored: Any) -> Any:
        return stored


class _Personal:
    """The form of an event with personal fields: a struct of the same fields, those ones tagged."""

    def __init__(self, cls: type[Event[Any]], hints: dict[str, Any]) -> None:
        self.cls = cls
        self.fields = [a.name for a in _fields(cls)]
        self.clear = {name: _clear_type(hints[name]) for name in self.fields if _marked(hints[name])}
        if cls.subject not in self.fields:
            raise TypeError(f"{cls.__name__} is personal, and has no field {cls.subject!r} that says whose")
        columns: list[tuple[str, Any] | tuple[str, Any, Any]] = []
        for attribute in _fields(cls):
            kind = Tagged | None if attribute.name in self.clear else hints[attribute.name]
            # Whatever the event would fill in by itself may be missing from an older row.
            required = attribute.default is attrs.NOTHING
            columns.append((attribute.name, kind) if required else (attribute.name, kind | UnsetType, UNSET))
        self.stored = msgspec.defstruct(cls.__name__, columns, kw_only=True)

    def store(self, event: Any) -> Any:
        values = {name: getattr(event, name) for name in self.fields}
        person = values[self.cls.subject]
        for name in self.clear:
            value = values[name]
            if value is None:
                continue
            if not person and value != "":
                raise LedgerFaultError(
                    f"{self.cls.__name__}.{name} is about a person, and {self.cls.subject} does not say whom"
                )
            values[name] = Tagged(person or "", UNSET if isinstance(value, Erased) else value)
        return self.stored(**values)

    def restore(self, stored: Any) -> Any:
        values = {}
        for name in self.fields:
            value = getattr(stored, name)
            if value is UNSET:
                continue
            if isinstance(value, Tagged):
                gone = value.clear is UNSET
                value = Erased.here if gone else msgspec.convert(value.clear, self.clear[name])
            values[name] = value
        return self.cls(**values)


# Types


class _Type:
    """How the facts of one type are written and read. Made when the first one is."""

    def __init__(self, cls: type[Event[Any]]) -> None:
        hints = typing.get_type_hints(cls, include_extras=True)
        _refuse_hidden(cls, {cls})
        personal = any(_marked(hints[a.name]) for a in _fields(cls))
        form = _Personal(cls, hints) if personal else _Plain(cls)
        self.cls = cls
        self.name = cls.__name__
        self.schema = cls.schema
        self.store: Callable[[Any], Any] | None = form.store if personal else None
        self.restore: Callable[[Any], Any] | None = form.restore if personal else None
        # Whether an event surely comes back as it is; None when it has to be read back to tell.
        self.sure = None if personal else sure_event({a.name: hints[a.name] for a in _fields(cls)})
        self.stored = form.stored
        self.decoder: msgspec.json.Decoder[Body[Any]] = msgspec.json.Decoder(Body[form.stored])  # type: ignore[name-defined]  # a type made here

    def read(self, body: bytes, schema: int) -> Body[Any]:
        """Return BODY, its event in today's shape."""
        if schema >= self.schema:  # a newer shape is read as far as we understand it
            read = self.decoder.decode(body)
        else:
            read = _OLDER.decode(body)
            read.event = msgspec.convert(self.cls.upcast(read.event, schema), self.stored)
        if self.restore is not None:
            read.event = self.restore(read.event)
        return read


_OLDER: Final[msgspec.json.Decoder[Body[Any]]] = msgspec.json.Decoder(Body[dict[str, Any]])
_DATED: Final[msgspec.json.Decoder[Dated]] = msgspec.json.Decoder(Dated)
_ENCODE: Final = msgspec.json.Encoder(decimal_format="string").encode
_UNREADABLE: Final = (
    msgspec.MsgspecError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    NotImplementedError,
    RecursionError,
)


def _source(given: Mapping[str, str]) -> dict[str, str]:
    # Sorted, so that the same fact is the same bytes, whoever put it together.
    if not given and not isinstance(given, Mapping):
        raise TypeError(f"source is a {type(given).__name__}, and must be a mapping")
    return {key: given[key] for key in sorted(given)} if given else {}


class Codec:
    """Writes and reads facts. Safe to use from several threads."""

    def __init__(self) -> None:
        self._by_class: dict[type[Any], _Type] = {}
        self._by_name: dict[str, _Type] = {}

    def encode(self, fact: Fact) -> tuple[str, int, bytes]:
        """Return the type, schema and body FACT is stored as; the same fact is always the same bytes.

        Raises LedgerFaultError when its type is not in the registry, or a value cannot be written or
        would not be read back as it is.
        """
        event = fact.event
        kind = self._by_class.get(type(event)) or self._of_class(type(event))
        try:
            body = _ENCODE(
                Body(
                    fact.on,
                    fact.by,
                    event if kind.store is None else kind.store(event),
                    fact.role,
                    fact.assurance,
                    fact.channel,
                    fact.reason,
                    fact.evidence,
                    fact.inherited_place,
                    fact.time,
                    fact.corrects,
                    fact.origin,
                    _source(fact.source),
                    fact.source_known,
                    fact.fingerprint,
                )
            )
        except (msgspec.MsgspecError, TypeError, ValueError, ArithmeticError, RecursionError) as why:
            raise LedgerFaultError(f"{kind.name} of {fact.stream} cannot be stored: {why}") from why
        if kind.sure is None or not kind.sure(event) or not sure_envelope(fact):
            self._read_back(fact, kind, body)
        return kind.name, kind.schema, body

    def _read_back(self, fact: Fact, kind: _Type, body: bytes) -> None:
        """Raise LedgerFaultError unless BODY is read as FACT."""
        columns = (fact.position, fact.stream, fact.version, kind.name, kind.schema, body, 0, "", 0)
        why: object
        try:
            why = difference(fact, self.decode(columns))
        except UnreadableFactError as unreadable:
            why = unreadable.__cause__
        except _UNREADABLE as incomparable:
            why = incomparable
        if why is not None:
            raise LedgerFaultError(f"{kind.name} of {fact.stream} cannot be stored: {why}")

    def decode(self, row: Sequence[Any]) -> Fact:
        """Return the fact stored in ROW: the columns in their order, the leaf left out or not.

        Raises UnreadableFactError, naming position and type, when there is none to read.
        """
        position, stream, version, name, schema, body, recorded_at, command_id, ordinal = row[:9]
        kind = self._by_name.get(name)
        if kind is None:
            try:
                kind = self._of_name(name)
            except _Unknown:
                raise _unknown(position, name) from None
        try:
            read = kind.read(body, schema)
        except _UNREADABLE as why:
            newer = kind.schema < schema
            hint = " It was written by a newer program, which reads it." if newer else ""
            raise UnreadableFactError(
                f"@{position}, a {name} of {stream}, cannot be read: {why}.{hint}"
            ) from why
        return Fact(
            stream,
            version,
            position,
            read.event,
            read.on,
            read.by,
            read.role,
            read.assurance,
            read.channel,
            read.reason,
            read.evidence,
            recorded_at,
            command_id,
            ordinal,
            read.time,
            read.place,
            read.corrects,
            read.origin,
            read.source,
            read.source_known,
            read.fingerprint,
            schema,
        )

    def outline(self, row: Sequence[Any]) -> Outline:
        """Return in outline the fact stored in ROW: position, stream, version, type, body.

        Raises UnreadableFactError, naming position and type, for a type that is not in the registry, or
        a body that names no day.
        """
        position, stream, version, name, body = row
        if not index.is_known(name):
            raise _unknown(position, name)
        try:
            return Outline(position, stream, version, name, _DATED.decode(body).on)
        except _UNREADABLE as why:
            raise UnreadableFactError(f"@{position}, a {name} of {stream}, cannot be read: {why}.") from why

    def _of_class(self, cls: type[Any]) -> _Type:
        try:
            kind = self._of_name(cls.__name__)
        except _Unknown:
            raise LedgerFaultError(
                f"{cls.__name__} is no event of the registry: index it, or let its plug-in add it"
            ) from None
        if kind.cls is not cls:
            raise LedgerFaultError(
                f"the stored name {cls.__name__} belongs to {kind.cls.__module__}: prefix it"
            )
        self._by_class[cls] = kind
        return kind

    def _of_name(self, name: str) -> _Type:
        kind = self._by_name.get(name)
        if kind is None:
            try:
                cls = index.event_class(name)
            except KeyError:
                raise _Unknown(name) from None
            kind = self._by_name[name] = _Type(cls)
        return kind


def _unknown(position: int, name: str) -> UnreadableFactError:
    return UnreadableFactError(
        f"@{position} is a {name!r}, a type this program does not know. "
        "A newer program, or the plug-in that brought it, reads it."
    )


class _Unknown(Exception):  # noqa: N818 - caught within this file, where it says what is meant
    """There is no such type in the registry."""
