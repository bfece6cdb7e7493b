"""The events of a map: what each row becomes, held against the events of the domain.

Any event of an account will do whose fields are single values: its fields, and what each holds, are
those of its class, and a map that names another field or type is told so, with the nearest.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import string
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, cast

import attrs
from attrs import frozen

from majoracct.adapters.exchange.map_keys import Keys
from majoracct.adapters.exchange.reading import shortened
from majoracct.domain import index
from majoracct.domain.kernel import AccountEvent, marked
from majoracct.domain.money import Money, MoneyError

__all__ = ["DAY_FORMATS", "NAME", "Condition", "EventRule", "FieldRule", "day_formats", "event_rule"]

DAY_FORMATS: Final = (
    "YYYY-MM-DD",
    "Weekday, Month DD, YYYY",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "YYYYMMDD",
)
_READ_ALIKE: Final = {"DD/MM/YYYY", "MM/DD/YYYY"}  # 03/04/2024 is a day in both
_SCALARS: Final[Mapping[Any, str]] = {
    str: "text",
    Money: "money",
    int: "integer",
    Decimal: "decimal",
    dt.date: "day",
    bool: "boolean",
}
_SCALED: Final = {"money", "integer", "decimal"}
NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,29}\Z", re.ASCII)  # of a table, and of an event
_MOST: Final = 1_000_000_000  # that a number may be scaled by
_RECORDED: Final = ("once", "when-changed")


@frozen
class Condition:
    """Rows of which an event is made: those whose cell in a column is one of a few."""

    column: str
    among: frozenset[str]


@frozen
class FieldRule:
    """A field of the event: where its value comes from, and its declared type.

    columns: those it is read from; none of a fact's, several where `template` puts them together.
    type: text, money, integer, decimal, day, boolean, enum or fact.
    required: whether a row must state it. template: the text, with {column} for a cell.
    scale: what a number is multiplied by. currency: of the money, where not the ledger's.
    formats: how a day is written. words: the values of an enum, by what a cell says.
    fact: the name of the event of the same row whose fact this is.
    """

    columns: tuple[str, ...]
    type: str
    required: bool
    template: str = ""
    scale: int = 1
    currency: str = ""
    formats: tuple[str, ...] = ()
    words: Mapping[str, Any] = attrs.field(factory=dict)
    fact: str = ""


@frozen
class EventRule:
    """An event that rows become.

    event: its stored name. kind: its class. name: of its part in a row's identity, "" when it has none.
    when: the rows it is made of; None for all.
    day: the column of the day it was true; "" for the day the import is given. formats: how that is written.
    changes: whether a row whose values are others than before makes it anew.
    """

    event: str
    kind: type[AccountEvent[Any]]
    name: str
    when: Condition | None
    day: str
    formats: tuple[str, ...]
    changes: bool
    fields: Mapping[str, FieldRule]

    @property
    def columns(self) -> list[str]:
        """The columns it is made of."""
        own = [self.day] if self.day else []
        own += [column for rule in self.fields.values() for column in rule.columns]
        return own + ([self.when.column] if self.when else [])


def event_rule(keys: Keys, *, alone: bool) -> EventRule:
    """Return the event that KEYS declare. ALONE: no other is made of a row, so it needs no name."""
    stored = keys.word("event", _events())
    kind = cast("type[AccountEvent[Any]]", index.event_class(stored))
    name = keys.text("name", "" if alone else None)
    if name and not NAME.match(name):
        raise keys.wrong("name", f"is {shortened(name)}: up to 30 small letters, digits and dashes")
    when = None
    if "when" in keys:
        condition = keys.table("when", "column", "in")
        among = condition.texts("in", empty=True)
        when = Condition(condition.text("column"), frozenset(among))
    column, formats = "", tuple[str, ...]()
    if keys.content.get("day") != "on":
        if isinstance(keys.content.get("day"), str):
            raise keys.wrong("day", 'is "on", the day given with --on, or a table with column and formats')
        day = keys.table("day", "column", "formats")
        column, formats = day.text("column"), day_formats(day)
    changes = keys.word("recorded", _RECORDED, "once") == "when-changed"
    return EventRule(stored, kind, name, when, column, formats, changes, _fields(keys, kind))


def day_formats(keys: Keys) -> tuple[str, ...]:
    """Return how KEYS says that days are written. A day that two formats read otherwise is an error."""
    formats = tuple(keys.words("formats", DAY_FORMATS))
    if set(formats) >= _READ_ALIKE:
        raise keys.wrong("formats:", f"03/04/2024 is a day in both {' and '.join(sorted(_READ_ALIKE))}")
    return formats


def _events() -> tuple[str, ...]:
    """Return the stored names of the events a row may become."""
    return tuple(entry.type for entry in index.events() if entry.kind == "account" and entry.verb)


def _fields(keys: Keys, kind: type[AccountEvent[Any]]) -> dict[str, FieldRule]:
    if kind.opens or kind.half:
        raise keys.wrong("event", f"is {kind.__name__}, which no row becomes: see account.unknown")
    hints = typing.get_type_hints(kind, include_extras=True)
    known = {a.name: a for a in attrs.fields(kind) if not a.metadata.get("pinned")}
    given = keys.table("fields", *known) if "fields" in keys or known else None
    found = {}
    for name, attribute in known.items():
        required = attribute.default is attrs.NOTHING
        if given is not None and (name in given or required):
            found[name] = _field(given, name, hints[name], required=required)
    return found


def _field(given: Keys, name: str, hint: Any, *, required: bool) -> FieldRule:
    for of, whom in (("person", "names somebody"), ("personal", "tells of a person")):
        if marked(hint, of):
            raise given.wrong(name, f"{whom}: `stakeholder identify` and its neighbours record that, no map")
    if marked(hint, "fact"):
        return FieldRule((), "fact", required, fact=given.table(name, "fact").text("fact"))
    inner = [part for part in typing.get_args(hint) if part is not type(None)]
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        hint = inner[0] if len(inner) == 1 else None
    words = {}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        type_, words = "enum", {str(member.value): member for member in hint}
    elif hint in _SCALARS:
        type_ = _SCALARS[hint]
    else:
        raise given.wrong(name, "holds several values, and a map gives single ones")
    more = ["scale"] if type_ in _SCALED else []
    more += {"money": ["currency"], "day": ["formats"], "text": ["template"]}.get(type_, [])
    rule = given.table(name, "column", "type", *more)
    rule.word("type", (type_,))
    template = ""
    if "template" in rule:
        template, columns = _template(rule)
    else:
        columns = (rule.text("column"),)
    currency = rule.text("currency", "") if type_ == "money" else ""
    if currency:
        try:
            Money(Decimal(0), currency)
        except MoneyError as error:
            raise rule.wrong("currency", f"is wrong: {error}") from None
    return FieldRule(
        columns,
        type_,
        required,
        template,
        rule.number("scale", 1, 1, _MOST) if type_ in _SCALED else 1,
        currency,
        day_formats(rule) if type_ == "day" else (),
        words,
    )


def _template(rule: Keys) -> tuple[str, tuple[str, ...]]:
    """Return the template, and the columns it puts together, in its order."""
    text = rule.text("template")
    if "column" in rule:
        raise rule.wrong("column", "and template exclude each other")
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise rule.wrong("template", f"is not one: {error}") from None
    if any(how or turned for _, _, how, turned in parts):
        raise rule.wrong("template", "takes columns as {column}, and nothing else within the braces")
    columns = tuple(name for _, name, _, _ in parts if name is not None)
    if not columns or not all(columns):
        raise rule.wrong("template", "names no column: write {column} where its cell stands")
    return text, columns
