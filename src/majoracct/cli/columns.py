"""Values as they are written: in a cell of a file, in JSON, and in a table that a person reads."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import attrs
from attrs import frozen

from majoracct.cli.counts import untold_too
from majoracct.cli.display import display, width
from majoracct.domain.kernel import Erased
from majoracct.domain.money import Money

__all__ = ["Column", "cell", "drawn", "json_value"]

_TYPED: Final = ("account", "fact")  # what a person types next; never cut, however narrow the screen
_NARROWEST: Final = 8  # a text is not cut to less


@frozen
class Column:
    """A column of a table: the row's key, its heading, and whether it holds numbers or money.

    money: in separated values the currency has a column of its own, whether or not a row is shown.
    whole: never cut, however narrow the screen; rather, the line runs over.
    besides: the row's key that says how many payments no rate tells: a person reads it after the sum.
    """

    key: str
    heading: str
    number: bool = False
    money: bool = False
    whole: bool = False
    besides: str = ""


def json_value(value: Any) -> Any:  # noqa: PLR0911 - a kind of value, a line
    """Return VALUE as JSON writes it: money as text and currency, days and enums as text."""
    if isinstance(value, Money):
        return {"amount": value.exact, "currency": value.currency}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.date | Erased):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return {key: json_value(v) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(v) for v in value]
    if attrs.has(type(value)):
        return {a.name: json_value(getattr(value, a.name)) for a in attrs.fields(type(value))}
    return value


def cell(value: Any) -> str:
    """Return VALUE as one exact cell of a file: money without grouping, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return value.exact
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | list | tuple) or attrs.has(type(value)):
        return json.dumps(json_value(value), ensure_ascii=True)
    return str(json_value(value))


def _word(value: Any) -> str:
    """Return VALUE as a person reads it in a table."""
    if value is None or value == "":
        return "-"
    if isinstance(value, Money):
        return str(value).removesuffix(f" {value.currency}")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return (
            ", ".join(f"{display(str(k))} {_word(v)}" for k, v in value.items() if v not in (None, "")) or "-"
        )
    if isinstance(value, list | tuple):
        return ("; " if isinstance(next(iter(value), None), Mapping) else ", ").join(map(_word, value)) or "-"
    return display(cell(value))


def drawn(
    columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], room: int | None, below: str = ""
) -> list[str]:
    """Return ROWS as the lines of a table of COLUMNS.

    room: the cells a line has; None: all it takes. below: the key of the lines that stand below each row.
    """
    cells = [[_word(row.get(c.key)) + untold_too(row.get(c.besides) or 0) for c in columns] for row in rows]
    widths = [max(width(c.heading), *(width(line[n]) for line in cells)) for n, c in enumerate(columns)]
    if room is not None:
        widths = _fitted(widths, columns, room)
    lines = [_row([c.heading for c in columns], widths, columns)]
    for line, row in zip(cells, rows, strict=True):
        lines += [_row(line, widths, columns), *(f"    {display(each)}" for each in row.get(below) or ())]
    return lines


def _fitted(widths: Sequence[int], columns: Sequence[Column], room: int) -> list[int]:
    """Narrow text columns, the widest first, until a line takes no more than ROOM cells.

    The first column and what a person types next are never cut, nor are numbers: rather than that,
    the lines run over.
    """
    found = list(widths)
    excess = sum(found) + 2 * (len(found) - 1) - room
    texts = [n for n, c in enumerate(columns) if n and not (c.number or c.whole or c.key in _TYPED)]
    while excess > 0 and texts:
        widest = max(texts, key=lambda n: found[n])
        if found[widest] <= _NARROWEST:
            break
        found[widest] -= 1
        excess -= 1
    return found


def _row(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    parts = []
    for cell, wide, column in zip(cells, widths, columns, strict=True):
        text = cell if width(cell) <= wide else _cut(cell, wide)
        pad = " " * (wide - width(text))
        parts.append(pad + text if column.number else text + pad)
    return "  ".join(parts).rstrip()


def _cut(text: str, cells: int) -> str:
    while width(text) > cells - 1:
        text = text[:-1]
    return text + "…"
