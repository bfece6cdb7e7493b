"""Output: the same rows as a table for people, or as JSON, NDJSON, CSV or TSV for programs.

Human text is the default everywhere; a pipe changes nothing but colour and width. Data goes to
standard output, messages to standard error.
"""

from __future__ import annotations

import csv
import datetime as dt
import enum
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import attrs
import click
from attrs import frozen

from majoracct.cli.display import display, width
from majoracct.cli.options import Option
from majoracct.cli.session import BadInput
from majoracct.domain.kernel import Erased
from majoracct.domain.money import Money

__all__ = ["Answer", "Column", "instant", "json_value", "message", "output_options", "table_options", "write"]

Function = TypeVar("Function", bound=Callable[..., Any])


@frozen
class Column:
    """A column of a table: the row's key, its heading, and whether it holds numbers."""

    key: str
    heading: str
    number: bool = False


@frozen
class Answer:
    """What a read command answers: rows or data, and what they are an answer to.

    view: names the schema, ``majoracct.<view>.1``.
    about: as_of, known_at, policy and ledger, and whatever else the view states beside its rows.
    rows: plain values, money and days; one mapping a row, all with the same keys.
    data: instead of rows, one document.
    text: how the data reads to a person; rows are shown as a table of `columns`.
    footer: a line a person reads below the table.
    """

    view: str
    about: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]] | None = None
    data: Mapping[str, Any] | None = None
    columns: Sequence[Column] = ()
    text: str = ""
    footer: str = ""
    empty: str = "Nothing found."


def output_options(function: Function) -> Function:
    """Add the options that say how to write the answer, and where."""
    said = (
        ("json", "Write one JSON document."),
        ("nl", "Write one JSON object a line."),
        ("csv", "Write CSV."),
        ("tsv", "Write tab-separated values."),
    )
    found = [
        click.option(f"--{form}", f"as_{form}", is_flag=True, cls=Option, section="Output", help=text)
        for form, text in said
    ]
    path = click.Path(dir_okay=False)
    found.append(
        click.option("-o", "--output", type=path, cls=Option, section="Output", help="Write to a file.")
    )
    for decorate in reversed(found):
        function = decorate(function)
    return function


def table_options(function: Function) -> Function:
    """Add the options that choose, order and cut rows."""
    said: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("--where", "Keep rows with this value.", {"multiple": True, "metavar": "COLUMN=VALUE"}),
        ("--sort", "Order by a column; -COLUMN for descending.", {"metavar": "COLUMN"}),
        ("--columns", "Show these columns, in this order.", {"metavar": "A,B,…"}),
        ("--limit", "Show at most so many rows.", {"type": click.IntRange(min=0), "metavar": "N"}),
    )
    for name, text, kind in reversed(said):
        function = click.option(name, cls=Option, section="Rows", help=text, **kind)(function)
    return function


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


def instant(microseconds: int) -> str:
    """Return an instant, in microseconds since 1970 UTC, as RFC 3339 writes it."""
    at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=microseconds)
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def message(text: str) -> None:
    """Say something to the person at the terminal; never part of the data."""
    click.echo("\n".join(display(line) for line in text.split("\n")), err=True)


def write(answer: Answer, options: Mapping[str, Any]) -> None:
    """Write ANSWER as OPTIONS ask, to standard output or a file. Raises BadInput for options at odds."""
    formats = [name for name in ("as_json", "as_nl", "as_csv", "as_tsv") if options.get(name)]
    if len(formats) > 1:
        raise BadInput("--json, --nl, --csv and --tsv exclude each other: choose one")
    rows = None if answer.rows is None else _chosen(answer, options)
    form = formats[0] if formats else "text"
    if form == "as_json":
        text = _json(answer, rows)
    elif form == "as_nl":
        text = "".join(_line(row) + "\n" for row in (rows if rows is not None else [answer.data or {}]))
    elif form in ("as_csv", "as_tsv"):
        if rows is None:
            raise BadInput("this answer is one document, not a table: ask for --json")
        text = _separated(answer, rows, options, "\t" if form == "as_tsv" else ",")
    else:
        text = answer.text if rows is None else _table(answer, rows, options)
    _deliver(text, options.get("output"))


def _deliver(text: str, output: str | None) -> None:
    if output is None or output == "-":
        click.echo(text, nl=not text.endswith("\n"))
        return
    path = Path(output)
    try:
        path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8", newline="")
    except OSError as error:
        raise BadInput(f"{output} cannot be written: {error.strerror}") from None
    message(f"Wrote {output}.")


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(json_value(row), ensure_ascii=True, allow_nan=False)


def _json(answer: Answer, rows: Sequence[Mapping[str, Any]] | None) -> str:
    document: dict[str, Any] = {"schema": f"majoracct.{answer.view}.1", **json_value(answer.about)}
    if rows is not None:
        document["rows"] = [json_value(row) for row in rows]
    else:
        document["data"] = json_value(answer.data or {})
    return json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2) + "\n"


def _chosen(answer: Answer, options: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = list(answer.rows or ())
    known = [c.key for c in answer.columns]
    known += [key for key in (rows[0] if rows else {}) if key not in known]

    def column(name: str) -> str:
        if name not in known:
            raise BadInput(f"there is no column {name!r}: there are {', '.join(known)}")
        return name

    for condition in options.get("where") or ():
        name, equals, wanted = condition.partition("=")
        if not equals:
            raise BadInput(f"--where {condition!r}: write COLUMN=VALUE")
        key = column(name)
        rows = [row for row in rows if _cell(row.get(key)) == wanted]
    if sort := options.get("sort"):
        key = column(sort.removeprefix("-"))
        rows.sort(key=lambda row: _sortable(row.get(key)), reverse=sort.startswith("-"))
    if (limit := options.get("limit")) is not None:
        rows = rows[:limit]
    if columns := options.get("columns"):
        keys = [column(name.strip()) for name in columns.split(",")]
        rows = [{key: row.get(key) for key in keys} for row in rows]
    return rows


def _sortable(value: Any) -> tuple[int, Any]:
    if value is None:
        return (0, "")
    if isinstance(value, Money):
        return (1, value.amount)
    if isinstance(value, bool | int | Decimal):
        return (1, value)
    return (2, _cell(value))


def _cell(value: Any) -> str:
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


def _shown(answer: Answer, rows: Sequence[Mapping[str, Any]], options: Mapping[str, Any]) -> list[Column]:
    by_key = {c.key: c for c in answer.columns}
    if options.get("columns") and rows:
        return [by_key.get(key, Column(key, key.replace("_", " "))) for key in rows[0]]
    return list(answer.columns)


def _separated(
    answer: Answer, rows: Sequence[Mapping[str, Any]], options: Mapping[str, Any], delimiter: str
) -> str:
    keys = list(rows[0]) if rows else [c.key for c in answer.columns]
    money = {key: value.currency for row in rows for key, value in row.items() if isinstance(value, Money)}
    header = [name for key in keys for name in ((key, f"{key}_currency") if key in money else (key,))]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        cells = []
        for key in keys:
            value = row.get(key)
            text = _cell(value)
            # A spreadsheet would run a text that begins like a formula (OWASP, CSV injection).
            if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r"):
                text = "'" + text
            cells.append(text)
            if key in money:
                cells.append(value.currency if isinstance(value, Money) else "")
        writer.writerow(cells)
    return buffer.getvalue()


def _word(value: Any) -> str:
    """Return VALUE as a person reads it in a table."""
    if value is None or value == "":
        return "-"
    if isinstance(value, Money):
        return str(value).removesuffix(f" {value.currency}")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_word(v) for v in value) or "-"
    return display(_cell(value))


def _table(answer: Answer, rows: Sequence[Mapping[str, Any]], options: Mapping[str, Any]) -> str:
    if not rows:
        return "\n".join(part for part in (answer.empty, answer.footer) if part) + "\n"
    columns = _shown(answer, rows, options)
    cells = [[_word(row.get(c.key)) for c in columns] for row in rows]
    widths = [max(width(c.heading), *(width(line[n]) for line in cells)) for n, c in enumerate(columns)]
    widths = _fitted(widths, columns, options.get("output"))
    lines = [
        _row([c.heading for c in columns], widths, columns),
        *(_row(line, widths, columns) for line in cells),
    ]
    return "\n".join([*lines, *([answer.footer] if answer.footer else [])]) + "\n"


def _fitted(widths: list[int], columns: Sequence[Column], output: str | None) -> list[int]:
    """Narrow the widest text column to the terminal's width; a pipe or a file gets everything."""
    if output or not sys.stdout.isatty():
        return widths
    room = os.get_terminal_size().columns
    excess = sum(widths) + 2 * (len(widths) - 1) - room
    texts = [n for n, c in enumerate(columns) if not c.number]
    if excess > 0 and texts:
        widest = max(texts, key=lambda n: widths[n])
        widths = [max(w - excess, 12) if n == widest else w for n, w in enumerate(widths)]
    return widths


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
