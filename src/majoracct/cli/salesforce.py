"""`import --map salesforce`: the files of one export, and what came of each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from majoracct.cli.display import display
from majoracct.cli.output import Answer, message, write
from majoracct.cli.session import BadInput, session_of

if TYPE_CHECKING:
    from majoracct.adapters.exchange.rejects import Reject, RejectsFile
    from majoracct.adapters.exchange.salesforce.declared import Declared
    from majoracct.adapters.exchange.salesforce.files import File
    from majoracct.adapters.exchange.salesforce.importing import FileOutcome

__all__ = ["import_salesforce"]

_REJECTED: Final = 6
_COUNTS: Final = (
    ("recorded", "{would}recorded", True),
    ("accounts_opened", "accounts {would}opened", False),
    ("known", "known before, not recorded again", False),
    ("withdrawn", "of these withdrawn, and kept withdrawn", False),
    ("corrected", "of these corrected since, and left as corrected", False),
    ("silent", "with nothing that is recorded here", False),
    ("at_odds", "at odds with what came before: told, not mended", False),
    ("rejected", "{would}rejected", False),
)


def import_salesforce(
    ctx: click.Context,
    paths: Sequence[Path],
    declared: Declared,
    where: Callable[[Sequence[File]], Mapping[str, Path]],
    encoding: str,
    *,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import the files of an export at PATHS, and write what came of each.

    where: returns where rejects go, by the names of objects. Raises BadInput.
    """
    from majoracct.adapters.exchange.reading import UnusableFileError, check
    from majoracct.adapters.exchange.rejects import RejectsFile
    from majoracct.adapters.exchange.salesforce.files import recognised
    from majoracct.adapters.exchange.salesforce.importing import import_export, rejects_header

    session = session_of(ctx)
    try:
        files = recognised([check(path, encoding) for path in paths])
        with session.open() as ledger, ExitStack() as stack:
            desk = session.desk(ledger, channel="import").on(reason=reason, rehearsal=dry_run)
            sinks: dict[str, RejectsFile] = {}
            for name, target in where(files).items():
                if not dry_run:
                    header = rejects_header([file for file in files if file.name == name])
                    sinks[name] = stack.enter_context(RejectsFile(target, header))
            progress = None
            if sys.stderr.isatty():
                rows = sum(file.sheet.rows for file in files)
                bar = click.progressbar(length=rows, label="reading", file=sys.stderr)
                progress = stack.enter_context(bar).update
            outcomes = import_export(desk, files, declared, rejects=sinks, progress=progress)
            about = {"known_at": ledger.position(), "ledger": ledger.id, "dry_run": dry_run}
    except UnusableFileError as error:
        raise BadInput(str(error)) from None
    for outcome in outcomes:
        if outcome.fields:
            named = ", ".join(
                f"{display(name)} ({count:,})" for name, count in sorted(outcome.fields.items())
            )
            message(f"{display(outcome.file)}: left out, changes of other fields: {named}.")
    data = {"files": [_data(outcome) for outcome in outcomes], "total": _total(outcomes)}
    write(
        Answer(
            view="import", about=about, data=data, text=_text(outcomes, list(sinks.values()), dry_run=dry_run)
        ),
        {"as_json": as_json},
    )
    if any(outcome.rejected or outcome.at_odds for outcome in outcomes):
        ctx.exit(_REJECTED)


def _data(outcome: FileOutcome) -> dict[str, Any]:
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
        "silent": outcome.silent,
        "at_odds": outcome.at_odds,
        "rejected": outcome.rejected,
        "first_at_odds": [_told(each) for each in outcome.odds],
        "first_rejects": [_told(each) for each in outcome.rejects],
    }


def _told(reject: Reject) -> dict[str, Any]:
    return {"row": reject.row, "column": reject.column or None, "reason": reject.reason}


def _numbers(outcome: FileOutcome) -> dict[str, int]:
    counts = _data(outcome)
    counts["accounts_opened"] = len(outcome.opened)
    return {name: counts[name] for name in ("rows", *(name for name, _, _ in _COUNTS))}


def _total(outcomes: Sequence[FileOutcome]) -> dict[str, int]:
    each = [_numbers(outcome) for outcome in outcomes]
    return {name: sum(counts[name] for counts in each) for name in each[0]}


def _text(outcomes: Sequence[FileOutcome], sinks: Sequence[RejectsFile], *, dry_run: bool) -> str:
    lines = []
    for outcome in outcomes:
        lines.append(f"{display(outcome.file)}  {outcome.rows:,} rows  by {display(outcome.map)}")
        lines += _counted(_numbers(outcome), dry_run=dry_run)
        if outcome.withdrawn:
            more = outcome.withdrawn_count - len(outcome.withdrawn)
            lines.append(f"             withdrawn before: {', '.join(outcome.withdrawn)}" + _and_more(more))
        for shown, count in ((outcome.odds, outcome.at_odds), (outcome.rejects, outcome.rejected)):
            lines += [_line(each) for each in shown]
            if more := count - len({each.row for each in shown}):
                lines.append(f"    and {more:,} more")
    total = _total(outcomes)
    if len(outcomes) > 1:
        lines += [f"all {len(outcomes)} files  {total['rows']:,} rows", *_counted(total, dry_run=dry_run)]
    if dry_run:
        lines.append("Nothing was recorded, and no file written.")
    elif sinks:
        lines += [_where(sink) for sink in sinks if sink.count] or [_where(sinks[0])]
    elif total["rejected"] or total["at_odds"]:
        lines.append("To see all of them, import again with --rejects FILE: it records nothing twice.")
    return "\n".join(lines) + "\n"


def _counted(counts: dict[str, int], *, dry_run: bool) -> Iterator[str]:
    for name, meaning, always in _COUNTS:
        if counts[name] or always:
            yield f"  {counts[name]:>9,}  {meaning.format(would='would be ' if dry_run else '')}"


def _where(sink: RejectsFile) -> str:
    path = display(sink.path)
    if sink.count:
        return f"Rejected rows, and those at odds, are in {path}, with why."
    return f"Nothing was rejected, so {path} was {'left as it was' if sink.older else 'not written'}."


def _line(reject: Reject) -> str:
    column = f" {display(reject.column)}" if reject.column else ""
    return f"    {display(reject.file)}:{reject.row}{column}: {display(reject.reason)}"


def _and_more(count: int) -> str:
    return f" and {count:,} more" if count > 0 else ""
