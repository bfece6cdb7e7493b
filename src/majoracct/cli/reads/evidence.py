"""`evidence`: what was shown for each fact, and whether the files at hand are still what was shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from majoracct.adapters.trust.evidence import Folder, files_in
from majoracct.cli.clocks import View, clock_options, view
from majoracct.cli.output import Answer, Column, message, output_options, table_options, write
from majoracct.cli.reads.asked import about, account_asked, footer, policy_in_force
from majoracct.cli.session import BadInput, session_of
from majoracct.domain.assessments.evidence import Checked, Shown, State, checked, counts, shown, strangers
from majoracct.domain.assessments.history import known, lag

__all__ = ["evidence"]

NOT_INTACT: Final = 1
_AT_FAULT: Final = (State.ALTERED, State.UNREADABLE, State.MISSING)


@click.group("evidence")
def evidence() -> None:
    """List what was shown for the facts on record, and check that it is still what it was."""


@evidence.command("list")
@click.argument("account", required=False)
@table_options
@clock_options
@output_options
@click.pass_context
def list_evidence(
    ctx: click.Context, /, account: str | None, as_of: str | None, known_at: str | None, **options: Any
) -> None:
    """List every evidence that a fact names: of ACCOUNT, or of all there are.

    The ledger keeps the name, the size and the SHA-256 of a file, never the file; of an address, nothing
    but the address. What withdrawn facts name stays, and says so.

    \b
    majoracct evidence list acme --columns name,sha256
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        found, stated = _shown(asked, account)
        write(
            Answer(
                view="evidence.list",
                about=stated,
                rows=[_row(asked, each) | {"digest": _digest(each)} for each in found],
                columns=(*_COLUMNS, Column("size", "bytes", number=True), Column("digest", "sha-256")),
                keys=_KEYS,
                footer=footer(asked, stated.get("policy")),
                empty="No fact names any evidence.",
            ),
            options,
        )


@evidence.command("check")
@click.argument("folder", metavar="DIR")
@click.argument("account", required=False)
@table_options
@clock_options
@output_options
@click.pass_context
def check(
    ctx: click.Context,
    /,
    folder: str,
    account: str | None,
    as_of: str | None,
    known_at: str | None,
    **options: Any,
) -> None:
    """Hash again every file below DIR, and say of each evidence on record what became of it.

    Intact: a file has its digest, under whatever name. Altered: a file has its name, and none its digest.
    Missing: neither. Not fetched: an address, of which nothing more was ever known; no digest: a name, of
    which nothing more was recorded. Exit code 1 when any is altered, unreadable or missing. Links that
    lead out of DIR are not followed.

    \b
    majoracct evidence check ~/papers acme --where state=altered
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        wanted, stated = _shown(asked, account)
        found_there = _files(folder)
        found = checked(wanted, found_there.files)
        counted = counts(found)
        others = len(strangers(wanted, found_there.files))
        _mention(found_there)
        write(
            Answer(
                view="evidence.check",
                about={
                    **stated,
                    "counts": {state.value: count for state, count in counted.items()},
                    "files": len(found_there.files),
                    "files_not_named": others,
                },
                rows=[_checked_row(asked, each) for each in found],
                columns=(
                    Column("state", "state"),
                    *_COLUMNS,
                    Column("paths", "found as"),
                ),
                keys=("state", *_KEYS, "paths"),
                footer=f"{_told(found)}\n{_told_files(found_there, others)}\n"
                + footer(asked, stated.get("policy")),
                empty="No fact names any evidence.",
            ),
            options,
        )
    if any(counted[state] for state in _AT_FAULT):
        ctx.exit(NOT_INTACT)


_KEYS: Final = ("account", "fact", "position", "on", "lag_days", "name", "size", "sha256", "withdrawn_by")
_COLUMNS: Final = (
    Column("on", "day"),
    Column("lag_days", "lag (days)", number=True),
    Column("fact", "fact"),
    Column("what", "evidence"),
)


def _shown(asked: View, account: str | None) -> tuple[list[Shown], dict[str, Any]]:
    """Return what was shown for the facts of ACCOUNT, or for all, up to the day; and the question."""
    past = asked.past
    if account is None:
        streams, stated = past.fetch_all().streams, asked.about(policy_in_force(asked))
    else:
        seen = account_asked(asked, account, withdrawn_too=True)
        streams, stated = list(seen.streams), about(asked, seen)
    facts = known(past, streams)
    told_of = [f for f in facts if f.on <= asked.on]
    if later := len(shown(facts)) - len(shown(told_of)):
        message(f"{later} more after {asked.on}: --as-of a later day shows them")
    return shown(told_of), stated


def _row(asked: View, each: Shown) -> dict[str, Any]:
    fact, document = each.fact, each.evidence
    return {
        "account": fact.stream,
        "fact": fact.reference,
        "position": fact.position,
        "on": fact.on,
        "lag_days": lag(fact, asked.ledger.day_of),
        "name": document.name,
        "size": document.size,
        "sha256": document.sha256 or None,
        "withdrawn_by": each.withdrawn_by,
        "what": document.name + (f" (withdrawn by {each.withdrawn_by})" if each.withdrawn_by else ""),
    }


def _digest(each: Shown) -> str:
    state = State.NOT_FETCHED if each.address else State.NO_DIGEST
    return each.evidence.sha256 or state.value


def _checked_row(asked: View, each: Checked) -> dict[str, Any]:
    return {"state": each.state, **_row(asked, each.shown), "paths": each.paths}


def _files(folder: str) -> Folder:
    path = Path(folder)
    if not path.is_dir():
        raise BadInput(f"{folder} is no folder: name the one that holds the evidence")
    try:
        return files_in(path)
    except OSError as error:
        raise BadInput(f"{folder} cannot be read: {error.strerror}") from None


def _mention(found: Folder) -> None:
    for each in found.unreadable:
        message(f"unreadable: {each}")
    for each in found.passed_over:
        message(f"passed over: {each}: it leads out of the folder, or is no file")


def _told(found: list[Checked]) -> str:
    counted = counts(found)
    told = [f"{count:,} {state.value}" for state, count in counted.items() if count]
    return ": ".join(part for part in (f"{len(found):,} named", ", ".join(told)) if part)


def _told_files(found: Folder, others: int) -> str:
    files = len(found.files)
    return f"{files:,} file{'' if files == 1 else 's'} found, {others:,} of which no fact names"
