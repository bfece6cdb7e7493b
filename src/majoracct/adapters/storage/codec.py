"""Facts as stored: a type, a schema number and a body of JSON; and back.

The body says what the columns do not: the day, on whose word, why, and the event with all its
fields. Types are a closed registry, `majoracct.domain.index`: nothing stored can make us import
anything else. This reader takes only our own rows; what comes from outside passes stricter ones.

A field about a person is stored as a tagged value, sealed with the person's key where there is a key
store: `personal` says how.

Whatever is written can be read again, as an equal fact: `roundtrip` says how that is made sure of.
"""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar

import attrs
import msgspec
from msgspec import Struct

from majoracct.adapters.storage.personal import Personally, Plainly, Sealing, marked_fields, refuse_hidden
from majoracct.adapters.storage.roundtrip import difference, sure_envelope, sure_event
from majoracct.domain import index
from majoracct.domain.kernel import Assurance, Event, Evidence, Fact
from majoracct.ports import LedgerFaultError, Outline, UnreadableFactError, Vault

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


# Types


class _Type:
    """How the facts of one type are written and read. Made when the first one is."""

    def __init__(self, cls: type[Event[Any]], sealing: Sealing) -> None:
        hints = typing.get_type_hints(cls, include_extras=True)
        refuse_hidden(cls)
        fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
        personal = marked_fields(cls, hints)
        form = Personally(cls, hints, personal, sealing) if personal else Plainly(cls)
        self.cls = cls
        self.name = cls.__name__
        self.schema = cls.schema
        self.store: Callable[[Any, str, int], Any] | None = form.store if personal else None
        self.restore: Callable[[Any, str, int], Any] | None = form.restore if personal else None
        # Whether an event surely comes back as it is; None when it has to be read back to tell.
        # A personal value is judged by what it says; of one that cannot be read, nothing is sure.
        said = {name: type_ | None for name, type_ in personal.items()}
        self.sure = sure_event({a.name: said.get(a.name, hints[a.name]) for a in fields})
        self.stored = form.stored
        self.decoder: msgspec.json.Decoder[Body[Any]] = msgspec.json.Decoder(Body[form.stored])  # type: ignore[name-defined]  # a type made here

    def read(self, body: bytes, schema: int, stream: str, version: int) -> Body[Any]:
        """Return BODY, which is that of STREAM's fact of VERSION, its event in today's shape."""
        if schema >= self.schema:  # a newer shape is read as far as we understand it
            read = self.decoder.decode(body)
        else:
            read = _OLDER.decode(body)
            read.event = msgspec.convert(self.cls.upcast(read.event, schema), self.stored)
        if self.restore is not None:
            read.event = self.restore(read.event, stream, version)
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
    if given:
        return {key: given[key] for key in sorted(given)}
    if type(given) is not dict and not isinstance(given, Mapping):
        raise TypeError(f"source is a {type(given).__name__}, and must be a mapping")
    return {}


class Codec:
    """Writes and reads facts. Safe to use from several threads."""

    def __init__(
        self,
        vault: Vault | None = None,
        erased: Callable[[], Collection[str]] = frozenset,
        committed: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """Write and read personal values in the clear; with a VAULT, sealed.

        erased: returns who was erased: of them nothing is read, whatever keys there are.
        committed: returns the commitments to keys, by person: nothing is read with another.
        """
        self._sealing = Sealing(vault, erased, committed)
        self._by_class: dict[type[Any], _Type] = {}
        self._by_name: dict[str, _Type] = {}

    def encode(self, fact: Fact) -> tuple[str, int, bytes]:
        """Return the type, schema and body FACT is stored as; the same fact is always the same bytes.

        Raises LedgerFaultError when its type is not in the registry, or a value cannot be written or
        would not be read back as it is.
        """
        name, schema, body = self.written(fact)
        kind = self._by_class[type(fact.event)]
        if kind.sure is None or not kind.sure(fact.event) or not sure_envelope(fact):
            self._read_back(fact, kind, body)
        return name, schema, body

    def written(self, fact: Fact) -> tuple[str, int, bytes]:
        """Return the type, schema and body of FACT as `encode` does: to be read, and not to be stored.

        What is hidden in it is left out, which nothing that is stored may be.
        """
        event, source = fact.event, fact.source
        kind = self._by_class.get(type(event)) or self._of_class(type(event))
        try:
            body = _ENCODE(
                Body(
                    fact.on,
                    fact.by,
                    event if kind.store is None else kind.store(event, fact.stream, fact.version),
                    fact.role,
                    fact.assurance,
                    fact.channel,
                    fact.reason,
                    fact.evidence,
                    fact.inherited_place,
                    fact.time,
                    fact.corrects,
                    fact.origin,
                    source if type(source) is dict and not source else _source(source),
                    fact.source_known,
                    fact.fingerprint,
                )
            )
        except (msgspec.MsgspecError, TypeError, ValueError, ArithmeticError, RecursionError) as why:
            raise LedgerFaultError(f"{kind.name} of {fact.stream} cannot be stored: {why}") from why
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
            read = kind.read(body, schema, stream, version)
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
            kind = self._by_name[name] = _Type(cls, self._sealing)
        return kind


def _unknown(position: int, name: str) -> UnreadableFactError:
    return UnreadableFactError(
        f"@{position} is a {name!r}, a type this program does not know. "
        "A newer program, or the plug-in that brought it, reads it."
    )


class _Unknown(Exception):  # noqa: N818 - caught within this file, where it says what is meant
    """There is no such type in the registry."""
