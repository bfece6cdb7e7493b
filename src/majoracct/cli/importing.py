"""`import`: the rows of files become facts, by a mapping file; rejects go where they can be put right."""

from __future__ import annotations

import datetime as dt
import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from majoracct.cli.display import display
from majoracct.cli.outcomes import and_more, counts, data, line, numbers, total
from majoracct.cli.output import Answer, message, write
from majoracct.cli.recording import record_day
from majoracct.cli.session import BadInput, Session, session_of
from majoracct.cli.targets import ledger_files, writable_target

if TYPE_CHECKING:
    from majoracct.adapters.exchange.mapping import Map, TableMap
    from majoracct.adapters.exchange.outcome import Outcome
    from majoracct.adapters.exchange.reading import Sheet
    from majoracct.adapters.exchange.rejects import RejectsFile
    from majoracct.adapters.exchange.salesforce.declared import Declared
    from majoracct.adapters.exchange.salesforce.files import File

__all__ = ["import_files"]

_REJECTED: Final = 6
_LEFT_OUT: Final = 10  # columns that are named
_SHOWN: Final = 20  # rows of a mended file that are named as known


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--map", "map_name", required=True, metavar="NAME|PATH", help="The mapping file: a shipped one, or yours."
)
@click.option("--rejects", metavar="FILE", help="Write the rows rejected, with why.")
@click.option("--on", metavar="DAY", help="The day of what the file does not date; where the map says so.")
@click.option("--encoding", default="utf-8", metavar="NAME", help="Of the files; UTF-8. Never guessed.")
@click.option(
    "--reason", default="", help="Why they are recorded; the file's name. Public: no personal data."
)
@click.option(
    "--again", is_flag=True, help="Record rows of a file imported before that the map now reads otherwise."
)
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.pass_context
def import_files(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    map_name: str,
    rejects: str | None,
    on: str | None,
    encoding: str,
    reason: str,
    again: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record the rows of CSV files, by a mapping file that says what each column is.

    Each row is recorded once, however often it is imported; a row that was withdrawn stays
    withdrawn, and of a row that says more than before only that is recorded. Nothing is recorded
    before every file was found sound. Exit code 6 when rows were rejected; then put them right in
    the file of --rejects, and import that.

    Two maps are shipped: crm-opportunities, for the accounts and the pipeline of a CRM, in any order,
    and uk-spend, for payments as UK public bodies publish them. The how-to guide on importing
    files, in the documentation, shows how to write another.

    The map salesforce reads what Salesforce itself exports: Account, Contact, Opportunity and the
    histories of their fields, given together.

    \b
    majoracct import civica.csv --map uk-spend --rejects rejects.csv
    """  # noqa: D301 - \b is click's
    from majoracct.adapters.exchange.earlier import require_read_alike
    from majoracct.adapters.exchange.importing import Rehearsal, import_sheet
    from majoracct.adapters.exchange.mapping import MappingFileError, read_map
    from majoracct.adapters.exchange.reading import UnusableFileError, check
    from majoracct.adapters.exchange.rows import RowMapper

    session = session_of(ctx)
    if (export := _salesforce(map_name, on)) is not None:
        from majoracct.cli.salesforce import import_salesforce

        where = partial(_targets, session, rejects, files, map_name)
        with _collecting_less(), _interruptible(dry_run=dry_run):
            import_salesforce(
                ctx, files, export, where, encoding, reason=reason, dry_run=dry_run, as_json=as_json
            )
        return
    try:
        map_ = read_map(map_name)
        # Files of the tables that come first in the map come first, whatever order they are typed in.
        sheets = sorted([check(path, encoding) for path in files], key=map_.place_of)
        tables = [map_.table_of(sheet) for sheet in sheets]
        for sheet, table in zip(sheets, tables, strict=True):
            sheet.require(table.columns)
        day = _day(on, map_, tables)
        targets = _targets(session, rejects, files, map_name, tables)
        with session.open() as ledger, ExitStack() as stack:
            desk = session.desk(ledger, channel="import").on(reason=reason, rehearsal=dry_run)
            sinks = {} if dry_run else _sinks(stack, targets, sheets, tables)
            mappers = [RowMapper(map_, sheet, ledger.settings.currency, day) for sheet in sheets]
            if len(sheets) > 1 and not again:  # one file alone is asked when it brings something new
                for mapper, sheet in zip(mappers, sheets, strict=True):
                    require_read_alike(ledger, mapper, sheet)
            rehearsal = Rehearsal() if dry_run and len(sheets) > 1 else None
            outcomes: list[Outcome] = []
            stack.enter_context(_collecting_less())
            stack.enter_context(_interruptible(dry_run=dry_run))
            while mappers:  # a mapper is let go with its file: it holds a digest of every row
                mapper, sheet = mappers.pop(0), sheets[len(outcomes)]
                sink = sinks.get(mapper.table.name)
                with _progress(sheet) as progress:
                    outcome = import_sheet(
                        desk, mapper, sheet, rejects=sink, progress=progress, rehearsal=rehearsal, again=again
                    )
                outcomes.append(outcome)
            about = {"known_at": ledger.position(), "ledger": ledger.id, "dry_run": dry_run}
    except (MappingFileError, UnusableFileError) as error:
        raise BadInput(str(error)) from None
    for sheet, table, outcome in zip(sheets, tables, outcomes, strict=True):
        _remark(sheet, outcome, table.columns)
    if rehearsal is not None and rehearsal.grown:
        message(
            f"{rehearsal.grown:,} rows go on where an earlier one of these files ends: they were judged by "
            "themselves, and what comes of them is certain once that file is imported."
        )
    answer = Answer(
        view="import",
        about=about,
        stamped=False,
        data={"files": [data(o) for o in outcomes], "total": total(outcomes)},
        text=_text(outcomes, list(sinks.values()), dry_run=dry_run),
    )
    write(answer, {"as_json": as_json})
    if any(outcome.rejected for outcome in outcomes):
        ctx.exit(_REJECTED)


def _day(on: str | None, map_: Map, tables: Sequence[TableMap]) -> dt.date | None:
    """Return the day --on names. Raises BadInput unless it is given exactly where the map takes it."""
    day = record_day(on)
    name = display(map_.name)
    needing = list(dict.fromkeys(table.name for table in tables if table.needs_day))
    if needing and day is None:
        raise BadInput(
            f"the map {name} takes the day of some {' and '.join(needing)} from --on, since the files do not "
            "say it: give --on DAY, such as the day of the export"
        )
    if day is not None and not needing:
        raise BadInput(f"the map {name} takes every day from these files: leave --on out")
    return day


def _salesforce(map_name: str, on: str | None) -> Declared | None:
    """Return the map when it is one of Salesforce's own export. Raises BadInput."""
    from majoracct.adapters.exchange.mapping import MappingFileError
    from majoracct.adapters.exchange.salesforce.declared import read_declared

    try:
        declared = read_declared(map_name)
    except MappingFileError as error:
        raise BadInput(str(error)) from None
    if declared is not None and on is not None:
        raise BadInput(f"the map {display(map_name)} takes every day from these files: leave --on out")
    return declared


def _targets(
    session: Session,
    rejects: str | None,
    files: Sequence[Path],
    map_name: str,
    tables: Sequence[TableMap] | Sequence[File],
) -> dict[str, Path]:
    """Return where the rejects go, by table: files of other columns have rejects of other columns.

    Raises BadInput when one of them is the ledger, or something we read.
    """
    from majoracct.adapters.exchange.mapping import shipped_maps
    from majoracct.adapters.exchange.reading import UnusableFileError
    from majoracct.adapters.exchange.rejects import holds_rejects

    if rejects is None:
        return {}
    kept = [*ledger_files(session.setting("ledger").value), *files]
    if map_name not in shipped_maps():
        kept.append(Path(map_name))
    names = list(dict.fromkeys(table.name for table in tables))
    targets = {}
    for name in names:
        path = rejects
        if len(names) > 1 and rejects != "-":
            path = str(Path(rejects).with_name(f"{Path(rejects).stem}.{name}{Path(rejects).suffix}"))
        targets[name] = target = writable_target(path, option="--rejects", kept=kept)
        try:
            holds_rejects(target)  # a rehearsal, too, says that something else is there
        except UnusableFileError as error:
            raise BadInput(f"--rejects {error}") from None
    return targets


def _sinks(
    stack: ExitStack, targets: Mapping[str, Path], sheets: Sequence[Sheet], tables: Sequence[TableMap]
) -> dict[str, RejectsFile]:
    """Begin the file of rejects of each table; STACK ends them."""
    return {
        name: stack.enter_context(
            _rejects_file(target, [s for s, table in zip(sheets, tables, strict=True) if table.name == name])
        )
        for name, target in targets.items()
    }


def _rejects_file(path: Path, sheets: Sequence[Sheet]) -> RejectsFile:
    from majoracct.adapters.exchange.rejects import RejectsFile

    for sheet in sheets:
        if sheet.header != sheets[0].header:
            raise BadInput(
                f"{sheet.name} has other columns than {sheets[0].name}, and their rejects do not go into "
                "one file: import them one by one"
            )
    return RejectsFile(path, sheets[0].header)


@contextmanager
def _interruptible(*, dry_run: bool) -> Iterator[None]:
    """Tell whoever interrupts it how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        if not dry_run:
            message(
                "\nWhat was recorded so far stays. Run the same command again: it goes on where it stopped, "
                "and records nothing twice."
            )
        raise


@contextmanager
def _collecting_less() -> Iterator[None]:
    """Search for garbage more rarely: a chunk's thousands of objects all live until it is appended."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _progress(sheet: Sheet) -> Iterator[Callable[[int], None] | None]:
    """Give what shows progress, on a terminal; nobody reads it elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=sheet.rows, label=display(sheet.name), file=sys.stderr) as bar:
        yield bar.update


def _remark(sheet: Sheet, outcome: Outcome, columns: Sequence[str]) -> None:
    """Say on standard error what a careful person would want to know, and no count shows."""
    from majoracct.adapters.exchange.rejects import COLUMNS

    if not sheet.rows:
        message(f"{display(sheet.name)} has a header and no rows.")
    others = [name for name in sheet.header if name not in columns and name not in COLUMNS]
    if others:
        named = ", ".join(display(name) or "(unnamed)" for name in others[:_LEFT_OUT])
        named += and_more(len(others) - _LEFT_OUT)
        message(f"{display(sheet.name)}: left out, since the map does not read them: {named}.")
    for key, names in outcome.spellings.items():
        message(f"{display(sheet.name)}: {key} is also spelt {', '.join(map(display, names))}.")


# What the outcome reads like


def _text(outcomes: Sequence[Outcome], sinks: Sequence[RejectsFile], *, dry_run: bool) -> str:
    lines = []
    for outcome in outcomes:
        lines.append(f"{display(outcome.file)}  {outcome.rows:,} rows  by {display(outcome.map)}")
        lines += counts(numbers(outcome), dry_run=dry_run)
        if outcome.withdrawn:
            more = outcome.withdrawn_count - len(outcome.withdrawn)
            lines.append(f"             withdrawn before: {', '.join(outcome.withdrawn)}" + and_more(more))
        lines += [
            f"    {display(c.file)}:{c.row} {display(c.fact)}: {display(c.what)}" for c in outcome.changes
        ]
        if more := outcome.changed - len({c.row for c in outcome.changes}):
            lines.append(f"    and {more:,} more that differ")
        if outcome.known_lines:
            lines += _known_rejects(outcome)
        lines += [line(reject) for reject in outcome.rejects]
        if more := outcome.rejected - len(outcome.rejects):
            lines.append(f"    and {more:,} more")
    whole = total(outcomes)
    if len(outcomes) > 1:
        lines += [
            f"all {len(outcomes)} files  {whole['rows']:,} rows",
            *counts(whole, dry_run=dry_run),
        ]
    if dry_run:
        lines.append("Nothing was recorded, and no file written.")
    elif sinks:
        lines += [_where_rejects_are(sink) for sink in sinks]
    elif whole["rejected"]:
        lines.append(
            "To put rejected rows right, import again with --rejects FILE: it records nothing twice."
        )
    return "\n".join(lines) + "\n"


def _known_rejects(outcome: Outcome) -> Iterator[str]:
    """Say which rows of a mended file of rejects were known: they may be payments that are not recorded."""
    shown = ", ".join(f"{display(outcome.file)}:{line}" for line in outcome.known_lines[:_SHOWN])
    yield f"             known before: {shown}{and_more(len(outcome.known_lines) - _SHOWN)}"
    yield "             if it is a second payment, mend the original file and import that"


def _where_rejects_are(sink: RejectsFile) -> str:
    path = display(sink.path)
    if sink.count:
        return f"Rejected rows are in {path}: put them right, and import that file."
    if sink.older:
        return f"Nothing was rejected: {path}, of an earlier import, was left as it was."
    return f"Nothing was rejected, so {path} was not written."
