"""`query`: plain SQL over the views of the ledger, brought up to date first."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
from attrs import evolve

from majoracct.cli.clocks import View, clock_options, view
from majoracct.cli.output import Answer, Column, message, output_options, table_options, write
from majoracct.cli.reads.asked import whole
from majoracct.cli.session import BadInput, Session, session_of
from majoracct.cli.views import beside, refreshed, saying_what_is_wrong, target

__all__ = ["query"]

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z", re.ASCII)
_NUMBER: Final = re.compile(r"(?:0|-?[1-9][0-9]{0,17})\Z", re.ASCII)


@click.command("query")
@click.argument("sql", required=False)
@click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="What :NAME stands for."
)
@click.option("--views", "file", metavar="FILE", help="The file of views; by default, beside the ledger.")
@click.option("--tables", is_flag=True, help="List the tables and their columns.")
@table_options
@clock_options
@output_options
@click.pass_context
def query(
    ctx: click.Context,
    /,
    sql: str | None,
    parameters: tuple[str, ...],
    file: str | None,
    tables: bool,
    as_of: str | None,
    known_at: str | None,
    **options: Any,
) -> None:
    """Ask the ledger in SQL, read-only: one SELECT over the tables that `views` writes.

    The views are brought up to date first: beside the ledger, or in memory where nothing can be
    written there. What was true on a day is asked of the intervals, with
    valid_from <= :d AND (valid_to IS NULL OR :d < valid_to). Findings are those of today, or of
    --as-of; with either clock, the views are made in memory.

    \b
    majoracct query --tables
    majoracct query "SELECT account, tier FROM tier_periods WHERE valid_to IS NULL"
    majoracct query "SELECT * FROM facts WHERE day >= :d" -p d=2024-01-01 --csv
    """  # noqa: D301 - \b is click's
    if tables == (sql is not None):
        raise BadInput("give one SELECT, in quotes, or ask for --tables")
    if tables:
        write(_tables(), options)
        return
    given = _given(parameters)
    clocks = as_of is not None or known_at is not None
    if clocks and file is not None:
        raise BadInput(
            "--views names a file of the ledger as it is: with --as-of or --known-at, leave it out"
        )
    session = session_of(ctx)
    with session.open() as ledger:
        asked = view(ledger, as_of, known_at)
        answer = _answer(asked, _place(session, asked, file, clocks), str(sql), given)
        rows = len(answer.rows or ())
        counted = f"{rows} row{'' if rows == 1 else 's'}; " if rows and whole(options) else ""
        write(evolve(answer, footer=counted + answer.footer), options)


def _answer(asked: View, path: Path | None, sql: str, given: dict[str, Any]) -> Answer:
    from majoracct.adapters.views.asking import ask

    with saying_what_is_wrong(), _views(asked, path) as connection:
        found = ask(connection, sql, given, path)
    stood = View(asked.ledger, asked.on, found.state.position)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    return Answer(
        view="query",
        about=stood.about() | {"as_of": found.state.day},
        rows=rows,
        columns=[Column(name, name, number=_numeric(name, rows)) for name in found.columns],
        keys=found.columns,
        footer=f"known at @{found.state.position}, findings of {found.state.day}",
        empty="No rows.",
    )


def _numeric(name: str, rows: list[dict[str, Any]]) -> bool:
    values = [row[name] for row in rows if row[name] is not None]
    return bool(values) and all(isinstance(value, int | float) for value in values)


@contextlib.contextmanager
def _views(asked: View, path: Path | None) -> Iterator[sqlite3.Connection]:
    """Lend the views of what is ASKED, up to date: those at PATH, or in memory."""
    from majoracct.adapters.views.asking import opened
    from majoracct.adapters.views.refreshing import in_memory

    if path is None:
        with contextlib.closing(in_memory(asked.ledger, asked.past, asked.on)) as connection:
            yield connection
        return
    refreshed(asked, path)
    with opened(path) as connection:
        yield connection


def _place(session: Session, asked: View, file: str | None, clocks: bool) -> Path | None:
    """Return where the views are kept that can be asked; None: in memory."""
    if file is not None:
        return target(session, file, "--views")
    path = None if clocks else beside(asked.ledger)
    if path is None:
        return None
    if not all(os.access(each, os.W_OK) for each in (path.absolute().parent, path) if each.exists()):
        message(f"{path} cannot be written: the views are made in memory")
        return None
    return path


def _given(parameters: tuple[str, ...]) -> dict[str, Any]:
    """Return the parameters by name; what is written as a whole number is one. Raises BadInput."""
    found: dict[str, Any] = {}
    for text in parameters:
        name, equals, value = text.partition("=")
        if not equals or not _NAME.match(name):
            raise BadInput(f"-p {text!r}: write NAME=VALUE, as in -p day=2024-12-31")
        if name in found:
            raise BadInput(f"-p {name} is given twice")
        found[name] = int(value) if _NUMBER.match(value) else value
    return found


def _tables() -> Answer:
    from majoracct.adapters.views.tables import TABLES

    return Answer(
        view="tables",
        about={},
        rows=[
            {
                "table": table.name,
                "column": column.name,
                "type": "text" if column.type is str else "integer",
                "refers_to": column.refers or None,
                "meaning": column.says,
                "rows": table.says,
            }
            for table in TABLES
            for column in table.columns
        ],
        columns=(
            Column("table", "table"),
            Column("column", "column"),
            Column("type", "type"),
            Column("refers_to", "refers to"),
            Column("meaning", "meaning"),
        ),
        more=("rows",),
    )
