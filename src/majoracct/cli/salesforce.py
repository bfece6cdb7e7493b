"""`import --map salesforce`: the files of one export, and what came of each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from majoracct.cli.display import display
from majoracct.cli.outcomes import and_more, counts, data, line, numbers, total
from majoracct.cli.output import Answer, message, write
from majoracct.cli.session import BadInput, session_of

if TYPE_CHECKING:
    from majoracct.adapters.exchange.rejects import RejectsFile
    from majoracct.adapters.exchange.salesforce.declared import Declared
    from majoracct.adapters.exchange.salesforce.files import File
    from majoracct.adapters.exchange.salesforce.importing import FileOutcome

__all__ = ["import_salesforce"]

_REJECTED: Final = 6


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
    write(
        Answer(
            view="import",
            about=about,
            stamped=False,
            data={"files": [data(o) for o in outcomes], "total": total(outcomes)},
            text=_text(outcomes, list(sinks.values()), dry_run=dry_run),
        ),
        {"as_json": as_json},
    )
    if any(outcome.rejected or outcome.at_odds for outcome in outcomes):
        ctx.exit(_REJECTED)


def _text(outcomes: Sequence[FileOutcome], sinks: Sequence[RejectsFile], *, dry_run: bool) -> str:
    lines = []
    for outcome in outcomes:
        lines.append(f"{display(outcome.file)}  {outcome.rows:,} rows  by {display(outcome.map)}")
        lines += counts(numbers(outcome), dry_run=dry_run)
        if outcome.withdrawn:
            more = outcome.withdrawn_count - len(outcome.withdrawn)
            lines.append(f"             withdrawn before: {', '.join(outcome.withdrawn)}" + and_more(more))
        for shown, count in ((outcome.odds, outcome.at_odds), (outcome.rejects, outcome.rejected)):
            lines += [line(each) for each in shown]
            if more := count - len({each.row for each in shown}):
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
        lines += [_where(sink) for sink in sinks if sink.count] or [_where(sinks[0])]
    elif whole["rejected"] or whole["at_odds"]:
        lines.append("To see all of them, import again with --rejects FILE: it records nothing twice.")
    return "\n".join(lines) + "\n"


def _where(sink: RejectsFile) -> str:
    path = display(sink.path)
    if sink.count:
        return f"Rejected rows, and those at odds, are in {path}, with why."
    return f"Nothing was rejected, so {path} was {'left as it was' if sink.older else 'not written'}."
