"""Erasing people changes what they are called, and no verdict: in every report, of everybody at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.cli.table import REPORTS

AS_OF = ("--as-of", "2024-12-31")
OF_ONE = {"candidate"}
CALLS_PEOPLE = {"sponsors", "loyalty", "creation", "lineage", "roster", "traits", "continuity", "status-call"}


def ask(path: Path, *words: str) -> str:
    done = CliRunner().invoke(root, ["--ledger", str(path), *words, *AS_OF], prog_name="majoracct")
    assert done.exit_code in (0, 1), f"{words}: {done.output}"
    return done.stdout


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The demo, and the demo with every text about a person taken out of its rows."""
    whole, erased = (tmp_path_factory.mktemp(name) / "demo.db" for name in ("whole", "erased"))
    assert CliRunner().invoke(root, ["demo", str(whole)], prog_name="majoracct").exit_code == 0
    erased.write_bytes(whole.read_bytes())
    with closing(sqlite3.connect(erased)) as ledger, ledger:
        ledger.execute("DROP TRIGGER events_update")
        for position, body in ledger.execute("SELECT position, body FROM events").fetchall():
            left = json.dumps(without_clear(json.loads(body)), ensure_ascii=False).encode()
            ledger.execute("UPDATE events SET body = ? WHERE position = ?", (left, position))
    return whole, erased


def without_clear(stored: Any) -> Any:
    if isinstance(stored, dict):
        return {key: without_clear(value) for key, value in stored.items() if key != "clear"}
    return [without_clear(each) for each in stored] if isinstance(stored, list) else stored


def changed(before: Any, after: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield where AFTER says something else than BEFORE."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        for key in before:
            yield from changed(before[key], after[key], f"{where}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from changed(one, other, f"{where}[{number}]")
    elif before != after:
        yield where, before, after


def flipped(books: tuple[Path, Path], *words: str) -> list[tuple[str, Any, Any]]:
    before, after = (json.loads(ask(book, *words, "--json")) for book in books)
    return [each for each in changed(before, after) if "[erased]" not in str(each[2])]


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_judges_otherwise_once_everybody_is_erased(name: str, books: tuple[Path, Path]) -> None:
    words = ("report", name, *(["harrow-vale"] if name in OF_ONE else []))
    assert flipped(books, *words) == []
    assert ("[erased]" in ask(books[1], *words)) >= (name in CALLS_PEOPLE)


@pytest.mark.parametrize("account", ["harrow-vale", "castellan", "northmoor", "lindqvist"])
def test_no_account_stands_otherwise_once_everybody_is_erased(account: str, books: tuple[Path, Path]) -> None:
    for command in ("why", "show"):
        assert flipped(books, command, account) == []
