"""`import`: the rows of files become facts, by a mapping file; rejects go where they can be put right."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from majoracct.cli.display import display
from majoracct.cli.output import Answer, message, write
from majoracct.cli.session import BadInput, session_of

if TYPE_CHECKING:
    from majoracct.adapters.exchange.importing import Outcome
    from majoracct.adapters.exchange.reading import Sheet
    from majoracct.adapters.exchange.rejects import Reject, RejectsFile

__all__ = ["import_files"]

_REJECTED: Final = 6


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--map", "map_name", required=True, metavar="NAME|PATH", help="The mapping file: uk-spend, or yours."
)
@click.option(
    "--rejects", metavar="FILE", type=click.Path(path_type=Path), help="Write the rows rejected, with why."
)
@click.option("--encoding", default="utf-8", metavar="NAME", help="Of the files; UTF-8. Never guessed.")
@click.option(
    "--reason", default="", help="Why they are recorded; the file's name. Public: no personal data."
)
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.pass_context
def import_files(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    map_name: str,
    rejects: Path | None,
    encoding: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record the rows of CSV files, by a mapping file that says what each column is.

    Each row is recorded once, however often it is imported; a row that was withdrawn stays
    withdrawn. Nothing is recorded before every file was found sound. Exit code 6 when rows were
    rejected; then put them right in the file of --rejects, and import that.

    \b
    majoracct import civica.csv --map uk-spend --rejects rejects.csv
    """  # noqa: D301 - \b is click's
    from majoracct.adapters.exchange.importing import import_sheet
    from majoracct.adapters.exchange.mapping import MappingFileError, read_map
    from majoracct.adapters.exchange.reading import UnusableFileError, check
    from majoracct.adapters.exchange.rows import RowMapper

    session = session_of(ctx)
    try:
        map_ = read_map(map_name)
        sheets = [check(path, encoding) for path in files]
        for sheet in sheets:
            sheet.require(map_.columns)
        with session.open() as ledger, ExitStack() as stack:
            desk = session.desk(ledger, channel="import").on(reason=reason, rehearsal=dry_run)
            sink = None
            if rejects is not None and not dry_run:
                sink = stack.enter_context(_rejects_file(rejects, sheets))
            outcomes = []
            stack.enter_context(_collecting_less())
            for sheet in sheets:
                mapper = RowMapper(map_, sheet, ledger.settings.currency)
                with _progress(sheet) as progress:
                    outcomes.append(import_sheet(desk, mapper, sheet, rejects=sink, progress=progress))
            about = {"known_at": ledger.position(), "ledger": ledger.id, "dry_run": dry_run}
    except (MappingFileError, UnusableFileError) as error:
        raise BadInput(str(error)) from None
    for sheet, outcome in zip(sheets, outcomes, strict=True):
        _remark(sheet, outcome, map_.columns)
    answer = Answer(
        view="import",
        about=about,
        data={"files": [_data(o) for o in outcomes], "total": _total(outcomes)},
        text=_text(outcomes, rejects, dry_run=dry_run),
    )
    write(answer, {"as_json": as_json})
    if any(outcome.rejected for outcome in outcomes):
        ctx.exit(_REJECTED)


def _rejects_file(path: Path, sheets: Sequence[Sheet]) -> RejectsFile:
    from majoracct.adapters.exchange.rejects import RejectsFile

    for sheet in sheets:
        if path.exists() and path.samefile(sheet.path):
            raise BadInput(f"--rejects {path} is a file to import: name another")
        if sheet.header != sheets[0].header:
            raise BadInput(
                f"{sheet.name} has other columns than {sheets[0].name}, and their rejects do not go into "
                "one file: import them one by one"
            )
    return RejectsFile(path, sheets[0].header)


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
        named = ", ".join(display(name) or "(unnamed)" for name in others)
        message(f"{display(sheet.name)}: left out, since the map does not read them: {named}.")
    for key, names in outcome.spellings.items():
        message(f"{display(sheet.name)}: {key} is also spelt {', '.join(map(display, names))}.")


# What the outcome reads like


def _data(outcome: Outcome) -> dict[str, Any]:
    return {
        "file": outcome.file,
        "sha256": outcome.sha256,
        "map": outcome.map,
        "rows": outcome.rows,
        "recorded": outcome.recorded,
        "accounts_opened": outcome.opened,
        "known": outcome.known,
        "withdrawn": outcome.withdrawn_count,
        "corrected": outcome.corrected,
        "identical": outcome.repeated,
        "rejected": outcome.rejected,
        "rejects": [{"row": r.row, "column": r.column or None, "reason": r.reason} for r in outcome.rejects],
    }


def _total(outcomes: Sequence[Outcome]) -> dict[str, int]:
    return {
        "rows": sum(o.rows for o in outcomes),
        "recorded": sum(o.recorded for o in outcomes),
        "accounts_opened": sum(len(o.opened) for o in outcomes),
        "known": sum(o.known for o in outcomes),
        "withdrawn": sum(o.withdrawn_count for o in outcomes),
        "corrected": sum(o.corrected for o in outcomes),
        "identical": sum(o.repeated for o in outcomes),
        "rejected": sum(o.rejected for o in outcomes),
    }


def _text(outcomes: Sequence[Outcome], rejects: Path | None, *, dry_run: bool) -> str:
    lines = []
    would = "would be " if dry_run else ""
    for outcome in outcomes:
        lines.append(f"{display(outcome.file)}  {outcome.rows:,} rows  by {display(outcome.map)}")
        lines += _counts(_data(outcome) | {"accounts_opened": len(outcome.opened)}, would)
        if outcome.withdrawn:
            more = outcome.withdrawn_count - len(outcome.withdrawn)
            lines.append(f"             withdrawn before: {', '.join(outcome.withdrawn)}" + _and_more(more))
        lines += [f"    {_rejected(reject)}" for reject in outcome.rejects]
        if more := outcome.rejected - len(outcome.rejects):
            lines.append(f"    and {more:,} more")
    total = _total(outcomes)
    if len(outcomes) > 1:
        lines += [f"all {len(outcomes)} files  {total['rows']:,} rows", *_counts(total, would)]
    if dry_run:
        lines.append("Nothing was recorded, and no file written.")
    elif total["rejected"] and rejects is not None:
        lines.append(f"Rejected rows are in {display(rejects)}: put them right, and import that file.")
    elif total["rejected"]:
        lines.append(
            "To put rejected rows right, import again with --rejects FILE: it records nothing twice."
        )
    return "\n".join(lines) + "\n"


def _counts(counts: dict[str, Any], would: str) -> Iterator[str]:
    said = (
        ("recorded", f"{would}recorded", True),
        ("accounts_opened", f"accounts {would}opened", False),
        ("known", "known before, not recorded again", False),
        ("withdrawn", "of these withdrawn, and kept withdrawn", False),
        ("corrected", "of these corrected since, and left as corrected", False),
        ("identical", "like an earlier row of the file: separate payments", False),
        ("rejected", f"{would}rejected", False),
    )
    for name, meaning, always in said:
        if counts[name] or always:
            yield f"  {counts[name]:>9,}  {meaning}"


def _and_more(count: int) -> str:
    return f" and {count:,} more" if count else ""


def _rejected(reject: Reject) -> str:
    column = f" {display(reject.column)}" if reject.column else ""
    return f"{display(reject.file)}:{reject.row}{column}: {display(reject.reason)}"
