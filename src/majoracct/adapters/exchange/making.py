"""Making events: what a map's event rule makes of a row's cells, ready to be recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from attrs import fields

from majoracct.adapters.exchange.cells import Days, Read, RowRejected, filled, reader, sound_text
from majoracct.adapters.exchange.map_events import EventRule, FieldRule
from majoracct.adapters.exchange.mapping import TableMap
from majoracct.adapters.exchange.reading import shortened
from majoracct.domain.kernel import Event

__all__ = ["Maker", "Making"]


class Making(NamedTuple):
    """One event that a row makes: by which maker, its command id, its day, the values of its fields."""

    maker: Maker
    id: str
    day: dt.date
    values: Sequence[Any]

    def event(self) -> Event[Any]:
        """Return the event. A fact it names is filled in when it is recorded."""
        maker = self.maker
        if maker.in_order:
            return maker.kind(*self.values)
        return maker.kind(**dict(zip(maker.names, self.values, strict=True)), **maker.unnamed)


class Maker:
    """Makes one kind of event of rows: an event rule, prepared for the columns of a file."""

    def __init__(
        self, rule: EventRule, table: TableMap, at: Mapping[str, int], currency: str, on: dt.date | None
    ) -> None:
        """Prepare RULE. at: where each column stands. on: the day of events that no column dates."""
        self.kind = rule.kind
        self.name = rule.name
        self.suffix = f":{rule.name}" if rule.name else ""
        self.changes = rule.changes
        self.when = rule.when
        self.dated = bool(rule.day)  # by a column
        self.day_column = rule.day
        self.names = [name for name, field in rule.fields.items() if field.type != "fact"]
        facts = {name: field.fact for name, field in rule.fields.items() if field.type == "fact"}
        self.facts = {name: f":{fact}" for name, fact in facts.items()}  # what follows the row's identity
        self.unnamed = dict.fromkeys(facts, "")
        self.in_order = self.names == [a.name for a in fields(rule.kind)][: len(self.names)] and not facts
        self._when_at = at[rule.when.column] if rule.when else 0
        self._among = _spellings(rule, table)
        self._day_at = at[rule.day] if rule.day else 0
        self._days = Days(rule.day, rule.formats)
        self._given = (on or dt.date.min, "on")  # as a row's identity has it, whatever the day
        self._values = [
            _value(name, field, table, at, currency)
            for name, field in rule.fields.items()
            if field.type != "fact"
        ]
        self._one = self._values[0] if len(self._values) == 1 else None

    def applies(self, cells: list[str]) -> bool:
        """Return whether the event is made of a row of these CELLS."""
        return self._among is None or cells[self._when_at] in self._among

    def made_of(self, detail: str | None) -> bool:
        """Return whether this maker can have made a fact that keeps DETAIL of the column of `when`."""
        return self._among is None or detail is None or detail in self._among

    def day(self, cells: list[str]) -> tuple[dt.date, str]:
        """Return the day the event was true, and how we write it. Raises RowRejected."""
        if not self.dated:
            return self._given
        cell = cells[self._day_at]
        return self._days.known.get(cell) or self._days.read(cell)

    def read(self, cells: list[str]) -> tuple[Sequence[Any], Sequence[str]]:
        """Return the values of the fields, and their canonical texts. Raises RowRejected."""
        if self._one is not None:
            value, text = self._one(cells)
            return (value,), (text,)
        values, texts = [], []
        for read in self._values:
            value, text = read(cells)
            values.append(value)
            texts.append(text)
        return values, texts


def _spellings(rule: EventRule, table: TableMap) -> frozenset[str] | None:
    """Return the cells for which the event is made, aliases included; None when it is for all."""
    if rule.when is None:
        return None
    among, aliases = rule.when.among, table.aliases.get(rule.when.column, {})
    kept = {cell for cell in among if aliases.get(cell, cell) in among}
    return frozenset(kept | {cell for cell, meant in aliases.items() if meant in among})


def _value(
    name: str, field: FieldRule, table: TableMap, at: Mapping[str, int], currency: str
) -> Callable[[list[str]], tuple[Any, str]]:
    """Return what reads the field called NAME from cells."""
    if field.template:
        return _template(field, table, at)
    (column,) = field.columns
    place, aliases = at[column], table.aliases.get(column, {})
    read: Read = reader(field, column, currency)

    def value(cells: list[str]) -> tuple[Any, str]:
        cell = cells[place]
        if aliases:
            cell = aliases.get(cell, cell)
        if not cell.strip():
            if field.required:
                raise RowRejected(column, f"it says no {name}")
            return None, ""
        return read(cell)

    return value


def _template(
    field: FieldRule, table: TableMap, at: Mapping[str, int]
) -> Callable[[list[str]], tuple[Any, str]]:
    """Return what puts a text together from the cells of several columns; each must say something."""

    def value(cells: list[str]) -> tuple[Any, str]:
        said = {}
        for column in field.columns:
            cell = cells[at[column]]
            said[column] = sound_text(table.aliases.get(column, {}).get(cell, cell).strip(), column)
            if not said[column]:
                raise RowRejected(column, f"it says nothing, and {shortened(field.template)} needs it")
        text = filled(field.template, said)
        return text, text

    return value
