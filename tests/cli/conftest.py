"""A command line to call: on a ledger of its own, with a clock and ids that are the same every time."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from majoracct.cli import root
from majoracct.cli.session import SETTINGS, Session

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `majoracct` in a folder of its own, on 1 June 2024."""
    monkeypatch.chdir(tmp_path)
    for name in (*SETTINGS, "traceback"):
        monkeypatch.delenv(f"MAJORACCT_{name.upper()}", raising=False)
    instants = itertools.count()
    ids = itertools.count(1)

    def clock() -> dt.datetime:
        return dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC) + dt.timedelta(seconds=next(instants))

    def call(*arguments: object, stdin: str | bytes | None = None, code: int | None = 0) -> Result:
        session = Session(clock=clock, new_id=lambda: f"id{next(ids)}")
        words = [str(argument) for argument in arguments]
        result = CliRunner().invoke(root, words, obj=session, input=stdin, prog_name="majoracct")
        if code is not None:
            assert result.exit_code == code, f"{words}: {result.output} {result.exception!r}"
        assert "Traceback" not in result.output
        return result

    return call


@pytest.fixture
def book(run: Run) -> Run:
    """Return the same, with a ledger that knows acme and its stakeholder Ann Lee (acme@2)."""
    run("--actor", "kim", "init", "--currency", "GBP", "--zone", "Europe/London")
    run("account", "open", "acme", "--name", "Acme Ltd", "--on", "2024-01-01")
    run(*"stakeholder identify acme --function finance --on 2024-02-01 --title CFO --name".split(), "Ann Lee")
    return run
