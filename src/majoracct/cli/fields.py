"""The fields of an event as options: what each takes, and how text or JSON becomes its value.

A field's annotation says all there is to know. An annotation nobody can type on a command line is
`Unsupported`, and a test over every event finds it before a user does.
"""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, Protocol

import attrs
import click
from attrs import frozen

from majoracct.cli.options import RESERVED, Option
from majoracct.cli.session import BadInput
from majoracct.cli.strict import StrictError
from majoracct.domain.calendar import PeriodError, read_day
from majoracct.domain.kernel import Event, Mark, marked
from majoracct.domain.money import Money, MoneyError, read_number
from majoracct.schema import said_of

__all__ = ["Field", "Kind", "Place", "Unsupported", "fields_of", "parameters_of"]

_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z", re.ASCII)


class Unsupported(TypeError):  # noqa: N818 - it names the obstacle
    """An annotation that no option can take."""


class Place(Protocol):
    """What reading a value may need to know of where it is recorded."""

    @property
    def currency(self) -> str:
        """The ledger's currency."""

    def person(self, text: str) -> str:
        """Return the id of the person TEXT names, by id or by name."""

    def colleague(self, text: str) -> str:
        """Return the id of the one of our own people TEXT names, by id or by name."""

    def fact(self, text: str) -> str:
        """Return the reference of the fact TEXT names: acme@12, or 12 for the stream's own."""


@frozen
class Kind:
    """What a field holds, and how one such value is read.

    metavar: how help writes it.
    text, json: return the value from what was typed, or from a JSON value. Raise ValueError.
    choices: the words it is one of, if there are few.
    """

    metavar: str
    text: Callable[[str, Place], Any]
    json: Callable[[Any, Place], Any]
    choices: tuple[str, ...] = ()
    flag: bool = False
    many: bool = False
    nullable: bool = False


@frozen
class Field:
    """One field of an event, or one argument of a procedure."""

    name: str
    kind: Kind
    required: bool
    help: str
    default: Any = None

    @property
    def option(self) -> str:
        """Its option: introduced_by is --introduced-by."""
        return "--" + self.name.replace("_", "-")

    def parameter(self, *, changing: bool = False) -> Option:
        """Return the option; CHANGING a fact, none is required and none has a default."""
        kind, required = self.kind, self.required and not changing
        given: dict[str, Any] = {"required": required, "help": self.help, "section": "Fields"}
        if isinstance(self.default, enum.Enum) and not (self.required or changing):
            given["help"] = f"{self.help}  [default: {self.default.value}]"
        if kind.flag:
            dashed = self.option.removeprefix("--")
            if not required:
                given["default"] = None  # not typed is not the same as --no-…
            return Option([f"--{dashed}/--no-{dashed}", self.name], **given)
        if kind.many:
            given["multiple"] = True
            given["help"] = f"{self.help} Repeat for more."
        kind_of = click.Choice(kind.choices) if kind.choices else click.STRING
        metavar = None if kind.choices else kind.metavar
        return Option([self.option, self.name], type=kind_of, metavar=metavar, **given)

    def given(self, params: Mapping[str, Any]) -> bool:
        """Return whether the option was typed."""
        return params.get(self.name) not in (None, ())

    def from_text(self, params: Mapping[str, Any], place: Place) -> Any:
        """Return the value typed. Raises BadInput naming the option."""
        typed = params[self.name]
        try:
            if self.kind.flag:
                return typed
            if self.kind.many:
                return tuple(self.kind.text(one, place) for one in typed)
            return self.kind.text(typed, place)
        except ValueError as error:
            raise BadInput(f"{self.option}: {error}") from None

    def from_json(self, value: Any, place: Place) -> Any:
        """Return the value of a JSON document. Raises ValueError naming the field."""
        try:
            if value is None and self.kind.nullable:
                return None
            if not self.kind.many:
                return self.kind.json(value, place)
            if not isinstance(value, list):
                raise StrictError(f"{_named(value)} is not a list")
            return tuple(self.kind.json(one, place) for one in value)
        except ValueError as error:
            raise StrictError(f"{self.name}: {error}") from None


# From annotations


def fields_of(event: type[Event[Any]]) -> list[Field]:
    """Return the fields of EVENT that somebody fills in, in order. Raises Unsupported."""
    hints = typing.get_type_hints(event, include_extras=True)
    said = said_of(event)[1]
    return [
        _field(a.name, hints[a.name], a.default, said.get(a.name, ""), event.__name__)
        for a in attrs.fields(event)
        if not a.metadata.get("pinned")
    ]


def parameters_of(procedure: Callable[..., Any]) -> list[Field]:
    """Return the arguments of PROCEDURE beside the account, in order. Raises Unsupported."""
    hints = typing.get_type_hints(procedure, include_extras=True, localns=_seen())
    said = said_of(procedure)[1]
    _, *parameters = inspect.signature(procedure).parameters.values()
    return [
        _field(
            p.name,
            hints[p.name],
            attrs.NOTHING if p.default is p.empty else p.default,
            said.get(p.name, ""),
            procedure.__name__,
        )
        for p in parameters
    ]


def _seen() -> dict[str, Any]:
    """Return what topics name in annotations and import for type checkers only."""
    from majoracct.domain import seen

    return {"Account": seen.Account, "Programme": seen.Programme, "Proposal": seen.Proposal}


def _field(name: str, hint: Any, default: Any, said: str, owner: str) -> Field:
    try:
        kind = kind_of(hint)
    except Unsupported as error:
        raise Unsupported(f"{owner}.{name}: {error}") from None
    if name.replace("_", "-") in RESERVED:
        raise Unsupported(f"{owner}.{name}: --{name} is an option of every command")
    if said and marked(hint, "personal"):
        said += " Personal."
    return Field(name, kind, default is attrs.NOTHING, said, default)


def kind_of(hint: Any) -> Kind:  # noqa: C901, PLR0911 - a kind of annotation, a branch
    """Return what an annotation takes. Raises Unsupported."""
    marks = getattr(hint, "__metadata__", ())
    if Mark("staff") in marks:
        return _STAFF
    if Mark("person") in marks:
        return _PERSON
    if Mark("fact") in marks:
        return _FACT
    if Mark("personal") in marks:
        return kind_of(next(mark for mark in marks if not isinstance(mark, Mark)))
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [part for part in parts if part is not type(None)]
        if len(inner) == 1 and len(parts) == 2:
            return attrs.evolve(kind_of(inner[0]), nullable=True)
    if origin is tuple and len(parts) == 2 and parts[1] is ...:
        inner_kind = kind_of(parts[0])
        if not (inner_kind.many or inner_kind.flag):
            return attrs.evolve(inner_kind, many=True)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if isinstance(hint, type):
        if issubclass(hint, enum.Enum):
            return _one_of(hint)
        if attrs.has(hint) and not issubclass(hint, Event):
            return _nested(hint)
    raise Unsupported(f"no option takes {hint!r}")


# How one value is read


def _named(value: Any) -> str:
    """Return VALUE as a message shows it."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _said_text(value: Any) -> str:
    if not isinstance(value, str):
        raise StrictError(f"{_named(value)} is not text: put it in quotes")
    return value


def _by_text(read: Callable[[str, Place], Any]) -> Callable[[Any, Place], Any]:
    """Return a reader of JSON text that means what the same text typed means."""
    return lambda value, place: read(_said_text(value), place)


def _text(text: str, place: Place) -> str:
    for character in text:
        if character == "\0" or "\ud800" <= character <= "\udfff":
            raise StrictError(f"{_named(text)} holds a character that is no text (U+{ord(character):04X})")
    return text


def _whole(text: str, place: Place) -> int:
    if not _WHOLE.match(text):
        raise StrictError(f"{_named(text)} is not a whole number")
    return int(text)


def _whole_json(value: Any, place: Place) -> int:
    if isinstance(value, str) and _WHOLE.match(value):
        raise StrictError(f"{_named(value)} is text: write the whole number without quotes")
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 10**18:
        raise StrictError(f"{_named(value)} is not a whole number")
    return value


def _yes_or_no(text: str, place: Place) -> bool:
    raise StrictError("write the option, or its --no- form")


def _bool_json(value: Any, place: Place) -> bool:
    if not isinstance(value, bool):
        raise StrictError(f"{_named(value)} is neither true nor false")
    return value


def _number(text: str, place: Place) -> Decimal:
    try:
        return read_number(text)
    except MoneyError:
        raise StrictError(f"{_named(text)} is not a number: write it as 1234.56") from None


def _day(text: str, place: Place) -> dt.date:
    try:
        return read_day(text)
    except PeriodError as error:
        raise StrictError(str(error)) from None


def _money(text: str, place: Place) -> Money:
    try:
        return Money.read(text, place.currency)
    except MoneyError as error:
        raise StrictError(str(error)) from None


def _money_json(value: Any, place: Place) -> Money:
    if isinstance(value, dict):
        if value.keys() != {"amount", "currency"}:
            raise StrictError(f"{_named(value)} is no money: it has an amount and a currency")
        amount, currency = (_said_text(value[key]) for key in ("amount", "currency"))
        return _money(f"{amount} {currency}", place)
    if isinstance(value, int) and not isinstance(value, bool):
        raise StrictError(f'{value} is a number: write money as text, "{value}.00"')
    return _money(_said_text(value), place)


_SCALARS: Final[dict[Any, Kind]] = {
    str: Kind("TEXT", _text, _by_text(_text)),
    int: Kind("N", _whole, _whole_json),
    bool: Kind("", _yes_or_no, _bool_json, flag=True),
    Decimal: Kind("NUMBER", _number, _by_text(_number)),
    dt.date: Kind("DAY", _day, _by_text(_day)),
    Money: Kind("AMOUNT", _money, _money_json),
}


def _person(text: str, place: Place) -> str:
    return place.person(_text(text, place))


def _colleague(text: str, place: Place) -> str:
    return place.colleague(_text(text, place))


def _fact(text: str, place: Place) -> str:
    return place.fact(text)


_PERSON: Final = Kind("PERSON", _person, _by_text(_person))
_STAFF: Final = Kind("COLLEAGUE", _colleague, _by_text(_colleague))
_FACT: Final = Kind("FACT", _fact, _by_text(_fact))


def _one_of(words: type[enum.Enum]) -> Kind:
    choices = tuple(str(member.value) for member in words)
    by_word = {str(member.value): member for member in words}

    def read(text: str, place: Place) -> enum.Enum:
        if text not in by_word:
            raise StrictError(f"{_named(text)} is none of {', '.join(choices)}")
        return by_word[text]

    return Kind("WORD", read, _by_text(read), choices)


def _nested(cls: type[Any]) -> Kind:
    """Return the kind of a value of several parts: a JSON object, or @FILE that holds one."""
    hints = typing.get_type_hints(cls, include_extras=True)
    said = said_of(cls)[1]
    parts = {
        a.name: _field(a.name, hints[a.name], a.default, said.get(a.name, ""), cls.__name__)
        for a in attrs.fields(cls)
    }

    def read(value: Any, place: Place) -> Any:
        if not isinstance(value, dict):
            raise StrictError(f"{_named(value)} is not an object with {', '.join(parts)}")
        return cls(**read_object(value, parts, place))

    def typed(text: str, place: Place) -> Any:
        from majoracct.cli import strict

        return read(strict.document_of(text), place)

    return Kind("JSON|@FILE", typed, read)


def read_object(value: Mapping[str, Any], parts: Mapping[str, Field], place: Place) -> dict[str, Any]:
    """Return the values of a JSON object by field. Raises ValueError for what does not fit."""
    for name in value:
        if name not in parts:
            known = ", ".join(parts) or "none"
            raise StrictError(f"{name}: there is no such field; there are {known}")
    found = {}
    for name, part in parts.items():
        if name in value:
            found[name] = part.from_json(value[name], place)
        elif part.required:
            raise StrictError(f"{name} is missing")
    return found
