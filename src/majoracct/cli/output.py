"""Output: the same rows as a table for people, or as JSON, NDJSON, CSV or TSV for programs.

Human text is the default everywhere; a pipe changes nothing but colour and width. Data goes to
standard output, messages to standard error.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from attrs import evolve, frozen

from majoracct.adapters.storage.drafts import draft_of
from majoracct.cli.columns import Column, cell, drawn, json_value
from majoracct.cli.display import display, width
from majoracct.cli.options import Option
from majoracct.cli.provenance import Provenance
from majoracct.cli.session import BadInput, session_of
from majoracct.cli.targets import ledger_files, writable_target
from majoracct.cli.what_if import LABEL, in_words
from majoracct.domain.money import Money

__all__ = [
    "Answer",
    "Column",
    "document_options",
    "instant",
    "json_value",
    "message",
    "output_options",
    "table_options",
    "write",
]

_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z", re.ASCII)

Function = TypeVar("Function", bound=Callable[..., Any])


@frozen
class Answer:
    """What a read command answers: rows or data, and what they are an answer to.

    view: names the schema, ``majoracct.<view>.1``.
    about: as_of, known_at, policy and ledger, and whatever else the view states beside its rows.
    rows: plain values, money and days; one mapping a row, all with the same keys.
    data: instead of rows, one document.
    columns: of the table a person reads.
    keys: of a row as programs read it, with or without rows; by default, the columns' and the first row's.
    more: keys that are shown only when --columns asks for them.
    considered: how many rows there were before the command's own filters; by default, all of `rows`.
    text: how it reads to a person; rows that have none are shown as a table of `columns`.
    below: the key of the lines that stand below each row, where a person reads.
    remark: what a line begins with that is none of the text's own, where the text is a file to be read back.
    stamped: whether it carries its provenance; a receipt of what was recorded, and settings, do not.
    footer: a line a person reads below the table.
    empty: what to say when there was nothing to choose from.
    """

    view: str
    about: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]] | None = None
    data: Mapping[str, Any] | None = None
    columns: Sequence[Column] = ()
    keys: Sequence[str] = ()
    more: Sequence[str] = ()
    considered: int | None = None
    text: str = ""
    below: str = ""
    remark: str = ""
    stamped: bool = True
    footer: str = ""
    empty: str = "Nothing found."


_FORMS: Final = {
    "json": "Write one JSON document.",
    "nl": "Write one JSON object a line.",
    "csv": "Write CSV.",
    "tsv": "Write tab-separated values.",
}


def output_options(function: Function) -> Function:
    """Add the options that say how to write an answer of rows, and where."""
    return _with_forms(function, *_FORMS)


def document_options(function: Function) -> Function:
    """Add the options that say how to write an answer that is one document, which is no table."""
    return _with_forms(function, "json", "nl")


def _with_forms(function: Function, *forms: str) -> Function:
    found = [
        click.option(f"--{form}", f"as_{form}", is_flag=True, cls=Option, section="Output", help=_FORMS[form])
        for form in forms
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


def instant(microseconds: int) -> str:
    """Return an instant, in microseconds since 1970 UTC, as RFC 3339 writes it."""
    at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=microseconds)
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def message(text: str) -> None:
    """Say something to the person at the terminal; never part of the data."""
    click.echo("\n".join(display(line) for line in text.split("\n")), err=True)


def write(answer: Answer, options: Mapping[str, Any]) -> None:
    """Write ANSWER as OPTIONS ask, to standard output or a file. Raises BadInput for options at odds.

    Every answer carries its provenance: a document as its last key, a text in its last lines; rows for
    programs stay pure, and it is said beside them. What is only supposed is labelled on every line.
    """
    formats = [name for name in ("as_json", "as_nl", "as_csv", "as_tsv") if options.get(name)]
    if len(formats) > 1:
        raise BadInput("--json, --nl, --csv and --tsv exclude each other: choose one")
    form = formats[0] if formats else "text"
    if answer.rows is None and form in ("as_csv", "as_tsv"):
        raise BadInput("this answer is one document, not a table: ask for --json")
    supposed = in_words(answer.about.get("what_if") or {})
    kept = None if answer.rows is None else _labelled(_chosen(answer, options), supposed)
    stamp = None
    if answer.stamped:
        stamp = Provenance.of(answer.about, kept.rows if kept else None, kept.keys if kept else ())
    _deliver(_written(answer, kept, stamp, form, options), options.get("output"))
    if stamp is not None and form in ("as_nl", "as_csv", "as_tsv"):
        message(f"{LABEL if supposed else ''}{stamp.line()}")


def _written(
    answer: Answer, kept: _Kept | None, stamp: Provenance | None, form: str, options: Mapping[str, Any]
) -> str:
    if form == "as_json":
        return _json(answer, kept, stamp)
    if form == "as_nl":
        return "".join(_line(row) + "\n" for row in (kept.for_programs() if kept else [_data(answer)]))
    if kept is not None and form != "text":
        return _separated(answer, kept, "\t" if form == "as_tsv" else ",")
    text = answer.text if kept is None or answer.text else _table(answer, kept, options)
    if stamp is not None:
        text += "".join(f"{answer.remark}{line}\n" for line in stamp.told())
    if not (stated := answer.about.get("what_if")):
        return text
    lines = [display(f"supposed: {in_words(stated, digests=True)}"), *text.rstrip("\n").split("\n")]
    return "".join(f"{LABEL}{line}".rstrip() + "\n" for line in lines)


def _labelled(kept: _Kept, supposed: str) -> _Kept:
    """Return what is KEPT with a label on every row, when it answers something that is only SUPPOSED."""
    if not supposed:
        return kept
    rows = [{**row, "what_if": supposed} for row in kept.rows]
    return evolve(kept, rows=rows, keys=[*(k for k in kept.keys if k != "what_if"), "what_if"])


def _data(answer: Answer) -> Mapping[str, Any]:
    """Return the document an answer is, labelled when it answers something that is only supposed."""
    stated = answer.about.get("what_if")
    return {**(answer.data or {}), **({"what_if": in_words(stated)} if stated else {})}


def _deliver(text: str, output: str | None) -> None:
    if output is None or output == "-":
        click.echo(text, nl=not text.endswith("\n"))
        return
    real = Path(os.path.realpath(writable_target(output, option="-o", kept=_kept_files())))
    # Beside the target, so that replacing it is one step: a reader finds the old file or the new, whole.
    draft = draft_of(real)
    try:
        try:
            with draft.open("x", encoding="utf-8", newline="") as file:
                file.write(text if text.endswith("\n") else text + "\n")
            if real.exists():
                shutil.copymode(real, draft)
            draft.replace(real)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadInput(f"{output} cannot be written: {error.strerror}") from None
    message(f"Wrote {output}.")


def _kept_files() -> list[Path]:
    """Return the files an answer must not replace: the ledger asked, and the configuration."""
    ctx = click.get_current_context(silent=True)
    if ctx is None:
        return []
    session = session_of(ctx)
    config = session.config()
    return [*ledger_files(session.setting("ledger").value), *([config[0]] if config else [])]


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(json_value(row), ensure_ascii=True, allow_nan=False)


def _json(answer: Answer, kept: _Kept | None, stamp: Provenance | None) -> str:
    document: dict[str, Any] = {"schema": f"majoracct.{answer.view}.1", **json_value(answer.about)}
    if kept is not None:
        document["rows"] = [json_value(row) for row in kept.for_programs()]
    else:
        document["data"] = json_value(_data(answer))
    if stamp is not None:
        document["provenance"] = json_value(stamp)
    return json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2) + "\n"


@frozen
class _Kept:
    """The rows that are shown, and of which.

    keys: as programs read a row. columns: as a person does.
    matching: how many rows --where leaves, before --limit; considered: how many there were.
    """

    rows: Sequence[Mapping[str, Any]]
    keys: Sequence[str]
    columns: Sequence[Column]
    matching: int
    considered: int

    def for_programs(self) -> list[dict[str, Any]]:
        """Return each row with the keys asked for."""
        return [{key: row.get(key) for key in self.keys} for row in self.rows]


def _chosen(answer: Answer, options: Mapping[str, Any]) -> _Kept:
    rows = list(answer.rows or ())
    considered = len(rows) if answer.considered is None else answer.considered
    by_key = {c.key: c for c in answer.columns}
    keys = answer.keys or list(dict.fromkeys((*by_key, *(rows[0] if rows else ()))))
    known = dict.fromkeys((*keys, *by_key, *answer.more))
    headings = {_heading(c.heading): c.key for c in answer.columns}

    def column(name: str) -> str:
        # A key goes before a heading: what is called reason in a row is not the column headed so.
        key = name if name in known else headings.get(_heading(name))
        if key is None:
            raise BadInput(f"there is no column {name!r}: there are {', '.join(known)}")
        return key

    for condition in options.get("where") or ():
        name, equals, wanted = condition.partition("=")
        if not equals:
            raise BadInput(f"--where {condition!r}: write COLUMN=VALUE")
        key = column(name.strip())
        rows = [row for row in rows if cell(row.get(key)) == wanted]
    matching = len(rows)
    if sort := options.get("sort"):
        key = column(sort.removeprefix("-"))
        rows.sort(key=lambda row: _sortable(row.get(key)), reverse=sort.startswith("-"))
    if (limit := options.get("limit")) is not None:
        rows = rows[:limit]
    columns = answer.columns
    if asked := options.get("columns"):
        keys = list(dict.fromkeys(column(name.strip()) for name in asked.split(",")))
        columns = [by_key.get(key, Column(key, key.replace("_", " "))) for key in keys]
    return _Kept(rows, keys, columns, matching, considered)


def _heading(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())


def _sortable(value: Any) -> tuple[int, Any]:
    if value is None:
        return (0, "")
    if isinstance(value, Money):
        return (1, value.amount)
    if isinstance(value, bool | int | float | Decimal):
        return (1, value)
    return (2, cell(value))


def _separated(answer: Answer, kept: _Kept, delimiter: str) -> str:
    # Declared, or seen in any row, shown or not: the header is the same whatever is kept.
    money = {c.key for c in answer.columns if c.money}
    money |= {key for row in answer.rows or () for key, value in row.items() if isinstance(value, Money)}
    header = [name for key in kept.keys for name in ((key, f"{key}_currency") if key in money else (key,))]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    for row in kept.rows:
        cells = []
        for key in kept.keys:
            value = row.get(key)
            text = cell(value)
            if isinstance(value, str) and _formula(text):
                text = "'" + text
            cells.append(text)
            if key in money:
                cells.append(value.currency if isinstance(value, Money) else "")
        writer.writerow(cells)
    return buffer.getvalue()


def _formula(text: str) -> bool:
    """Return whether a spreadsheet would run TEXT (OWASP, CSV injection): no number, such as -20.05."""
    return text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.match(text)


def _table(answer: Answer, kept: _Kept, options: Mapping[str, Any]) -> str:
    footer = answer.footer
    if not kept.rows:
        return "\n".join(part for part in (_nothing(answer, kept), footer) if part) + "\n"
    if len(kept.rows) < kept.matching:
        footer = "; ".join(part for part in (f"{len(kept.rows)} of {kept.matching}", footer) if part)
    room = None
    if options.get("output") in (None, "-") and sys.stdout.isatty():
        label = width(LABEL) if answer.about.get("what_if") else 0
        room = shutil.get_terminal_size().columns - label
    return (
        "\n".join([*drawn(kept.columns, kept.rows, room, answer.below), *([footer] if footer else [])]) + "\n"
    )


def _nothing(answer: Answer, kept: _Kept) -> str:
    """Return why no row is shown: there was none, none was asked for, or none limited to is left."""
    if kept.matching:
        return f"0 of {kept.matching}."
    if kept.considered:
        return f"None of {kept.considered:,} row{'' if kept.considered == 1 else 's'} matches."
    return answer.empty
