"""`views`: the ledger as tables in a SQLite file, for plain SQL and other programs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from majoracct.cli.clocks import View, view
from majoracct.cli.display import display
from majoracct.cli.output import Answer, message, write
from majoracct.cli.session import BadInput, Session, session_of
from majoracct.cli.targets import ledger_files, writable_target

if TYPE_CHECKING:
    from majoracct.adapters.views.refreshing import Refreshed
    from majoracct.ledger import Ledger

__all__ = ["beside", "refreshed", "saying_what_is_wrong", "target", "views"]


@click.command("views")
@click.option(
    "-o", "--output", "file", metavar="FILE", help="The file; beside the ledger, book.views.db, by default."
)
@click.option("--rebuild", is_flag=True, help="Make it anew, whatever is in it.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.pass_context
def views(ctx: click.Context, /, file: str | None, rebuild: bool, **options: Any) -> None:
    """Write the ledger as tables to a SQLite file, or bring the file up to date.

    Accounts, facts, decisions, revenue, sponsors, value, actions, findings and more, with keys,
    indexes and validity intervals, so that plain SQL says what was true on a day. Only what was
    recorded since is written. `query --tables` lists the tables, `query` asks them. The ledger
    alone is the truth: a file of views can be thrown away.

    \b
    majoracct views -o book.views.db
    majoracct views --rebuild
    """  # noqa: D301 - \b is click's
    session = session_of(ctx)
    with session.open() as ledger:
        asked = view(ledger, None, None)
        path = target(session, file) if file is not None else beside(ledger)
        if path is None:
            raise BadInput("the ledger is in no file: name a file for its views with -o")
        found = refreshed(asked, path, rebuild=rebuild)
        write(
            Answer(
                view="views",
                about=View(ledger, found.day, found.position).about(),
                data={"file": str(path), "how": found.how, "accounts_written": found.rewritten},
                text=_text(path, found),
                stamped=False,
            ),
            options,
        )


def _text(path: Path, found: Refreshed) -> str:
    said = {"made": "Made", "refreshed": "Refreshed", "current": "Already current:"}[found.how]
    return f"{said} {display(path)}, known at @{found.position}, findings of {found.day}\n"


def target(session: Session, file: str, option: str = "-o") -> Path:
    """Return where FILE, a file of views, may be written. Raises BadInput; option: what named it."""
    config = session.config()
    kept = [*ledger_files(session.setting("ledger").value), *([config[0]] if config else [])]
    return writable_target(file, option=option, kept=kept)


def beside(ledger: Ledger) -> Path | None:
    """Return where the views of LEDGER are kept unless somebody says otherwise; None: it is in no file."""
    path = getattr(ledger.store, "path", None)
    if not isinstance(path, Path):
        return None
    shown = Path(os.path.relpath(path)) if path.is_relative_to(Path.cwd()) else path
    return shown.with_name(f"{shown.name.removesuffix('.db')}.views.db")


def refreshed(asked: View, path: Path, *, rebuild: bool = False) -> Refreshed:
    """Bring the views at PATH up to date, and say so when they had to be made anew. Raises BadInput."""
    from majoracct.adapters.views.refreshing import refresh

    with saying_what_is_wrong():
        found = refresh(asked.ledger, asked.past, asked.on, path, rebuild=rebuild)
    if found.why:
        message(f"{path} is made anew: {found.why}")
    return found


@contextlib.contextmanager
def saying_what_is_wrong() -> Iterator[None]:
    """Raise BadInput for what is wrong with a file of views, or with a question to it."""
    from majoracct.adapters.views.asking import SQLError
    from majoracct.adapters.views.file import ViewsError

    try:
        yield
    except ViewsError as error:
        raise BadInput(str(error)) from None
    except SQLError as error:
        raise BadInput(f"SQL: {error}") from None
