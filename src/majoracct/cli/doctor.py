"""`doctor`: whether the installation is sound, and what to do where it is not. Never writes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from majoracct.cli.display import display
from majoracct.cli.output import Answer, Column, output_options, table_options, write
from majoracct.cli.reads.asked import as_text, whole
from majoracct.cli.session import BadInput, session_of
from majoracct.cli.targets import ledger_files

if TYPE_CHECKING:
    from majoracct.adapters.trust.examining import Examined, Finding, Installation
    from majoracct.cli.session import Session
    from majoracct.ports import EventStore

__all__ = ["doctor"]

FOUND: Final = 1
_WIDE: Final = 100  # cells
_KEYS: Final = "severity finding where what remedy person".split()


@click.command("doctor")
@table_options
@output_options
@click.pass_context
def doctor(ctx: click.Context, /, **options: Any) -> None:
    """Examine the installation: SQLite, the ledger's files, keys and key store, and what was left behind.

    Exit code 1 when something must be done, which is an error; 0 for warnings and notes. With no ledger
    here, the rest is examined. Nothing is written, and no key or personal value is shown.

    \b
    majoracct doctor
    majoracct doctor --where severity=error --json
    """  # noqa: D301 - \b is click's
    from majoracct.adapters.trust.examining import Severity, examine

    found = examine(_installation(session_of(ctx)))
    write(_answer(found, options), options)
    if any(each.severity is Severity.ERROR for each in found.findings):
        ctx.exit(FOUND)


def _installation(session: Session) -> Installation:
    from majoracct.adapters.trust.examining import Installation
    from majoracct.ledger import microseconds

    place = session.setting("ledger").value
    files = ledger_files(place)
    clock = session.sources().get("clock", _now)

    def named(setting: str) -> Path | None:
        value = session.setting(setting).value
        return Path(value) if value else None

    wrapped = any(session.setting(name).value for name in ("wrapping_key_file", "wrapping_command"))
    return Installation(
        ledger=files[0] if files else None,
        open_ledger=partial(_store, session, place),
        now=microseconds(clock()),
        key_store=named("key_store"),
        wrapping_key=session.wrapping_key if wrapped else None,
        wrapping_key_file=named("wrapping_key_file"),
        signing_key_file=named("signing_key_file"),
    )


def _now() -> Any:
    import datetime as dt

    return dt.datetime.now(dt.UTC)


def _store(session: Session, place: str) -> EventStore:
    """Open the ledger's store without keys: what is sealed stays so."""
    from majoracct.ledger import Ledger
    from majoracct.ports import NotFoundError

    session.load_plugins()
    try:
        return Ledger.open(place).store
    except NotFoundError as error:  # of an adapter, not of anything in a ledger
        raise BadInput(f"--ledger: {error}") from None


def _answer(found: Examined, options: dict[str, Any]) -> Answer:
    from majoracct.adapters.trust.examining import Severity

    counts = {each.value: sum(f.severity is each for f in found.findings) for each in Severity}
    said = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    looked_at = f"Examined {', '.join(found.looked_at)}."
    footer = "; ".join(said) + f". {looked_at}" if said else looked_at
    plain = as_text(options) and whole(options) and not (options["sort"] or options["columns"])
    return Answer(
        view="doctor",
        about={
            "ledger": found.ledger,
            "known_at": found.head,
            "examined": found.looked_at,
            "counts": counts,
        },
        rows=[_row(each) for each in found.findings],
        columns=(
            Column("severity", "severity"),
            Column("finding", "finding", whole=True),
            Column("where", "where", whole=True),
            Column("what", "what", whole=True),
            Column("remedy", "what to do", whole=True),
        ),
        keys=_KEYS,
        text=_text(found.findings, footer) if plain else "",
        footer=footer,
        empty="Nothing found.",
    )


def _row(found: Finding) -> dict[str, Any]:
    return {
        "severity": found.severity,
        "finding": found.id,
        "where": found.where,
        "what": found.what,
        "remedy": found.remedy,
        "person": found.person or None,
    }


def _indented(text: str, sign: str) -> list[str]:
    import textwrap

    return textwrap.wrap(
        text,
        _WIDE,
        initial_indent=f"{sign:>9}",
        subsequent_indent=" " * 9,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _text(findings: list[Finding], footer: str) -> str:
    """Return FINDINGS as a person reads them: what, where, and what to do, each on its lines."""
    lines = []
    for each in findings:
        lines.append(f"{each.severity.value:<8} {each.id}: {display(each.where)}")
        lines += _indented(display(each.what), "")
        lines += _indented(display(each.remedy), "-> ")
    return "\n".join([*(lines or ["Nothing found."]), display(footer)]) + "\n"
