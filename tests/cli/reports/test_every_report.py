"""What holds for every report: it answers on any ledger, in every form, by both clocks, and adds up."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from majoracct.cli import root
from majoracct.cli.groups import report
from majoracct.cli.table import REPORTS
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.ledger import Ledger
from majoracct.testing.histories import Step, play, steps, ticking

CONTEXT = click.Context(report)
COMMANDS = {name: report.get_command(CONTEXT, name) for name in REPORTS}
CALM = settings(max_examples=8, deadline=None)


def takes_account(name: str) -> bool | None:
    """Return whether a report asks about an account: None when it need not be named."""
    arguments = [p for p in getattr(COMMANDS[name], "params", []) if isinstance(p, click.Argument)]
    return (True if arguments[0].required else None) if arguments else False


def ask(path: Path, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(root, ["--ledger", str(path), "report", *arguments], prog_name="majoracct")
    assert done.exit_code == code, f"{arguments}: {done.output}"
    return done.stdout


def answer(path: Path, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask(path, *arguments, "--json"))
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert CliRunner().invoke(root, ["demo", str(path)], prog_name="majoracct").exit_code == 0
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    Ledger.create(path, currency="GBP", by="kim").close()
    return path


@pytest.mark.parametrize("name", REPORTS)
class TestAReport:
    def test_says_what_it_shows_with_an_example(self, name: str) -> None:
        command = COMMANDS[name]
        assert command is not None
        assert REPORTS[name].endswith(".")
        assert f"majoracct report {name}" in (command.help or "")

    def test_answers_on_an_empty_ledger(self, name: str, empty: Path) -> None:
        if takes_account(name):
            ask(empty, name, "acme", code=3)
            return
        assert "as of" in ask(empty, name)
        assert answer(empty, name)["schema"] == f"majoracct.report.{name}.1"

    def test_answers_of_the_demo_in_every_form(self, name: str, demo: Path) -> None:
        of = ["harrow-vale"] if takes_account(name) else []
        text, document = ask(demo, name, *of), answer(demo, name, *of)
        assert len(text.splitlines()) > 1
        assert {"schema", "as_of", "known_at", "policy", "ledger"} <= document.keys()
        if "data" in document:
            return
        keys = [list(row) for row in document["rows"]]
        assert keys, f"the demo has nothing for report {name}"
        assert all(each == keys[0] for each in keys)
        header, *rows = list(csv.reader(io.StringIO(ask(demo, name, *of, "--csv"))))
        assert len(rows) == len(keys)
        assert set(keys[0]) <= set(header)
        assert list(answer(demo, name, *of, "--where", f"{keys[0][0]}=nobody")["rows"]) == []

    def test_tells_programs_no_share_to_its_last_digit(self, name: str, demo: Path) -> None:
        of = ["harrow-vale"] if takes_account(name) else []
        assert re.findall(r"\d\.\d{7,}", ask(demo, name, *of, "--json")) == []

    def test_answers_the_same_of_what_was_known_before(self, name: str, demo: Path) -> None:
        of = ["harrow-vale"] if takes_account(name) else []
        clocks = ("--as-of", "2023", "--known-at", "2023-12-31")
        assert answer(demo, name, *of, *clocks)["as_of"] == "2023-12-31"

    def test_tells_of_one_account_what_it_tells_of_it_among_all(self, name: str, demo: Path) -> None:
        if takes_account(name) is None:
            assert_adds_up(demo, name)


def assert_adds_up(path: Path, name: str) -> None:
    """Fail unless what NAME answers of all accounts is what it answers of each, one after the other."""
    of_all = answer(path, name)
    accounts = [row["account"] for row in json.loads(list_of(path))["rows"]]
    each = [row for account in accounts for row in answer(path, name, account)["rows"]]
    assert sorted(map(json.dumps, of_all["rows"])) == sorted(map(json.dumps, each))


def list_of(path: Path) -> str:
    done = CliRunner().invoke(root, ["--ledger", str(path), "list", "--json"], prog_name="majoracct")
    assert done.exit_code == 0
    return done.stdout


@CALM
@given(history=steps())
def test_over_random_histories_every_report_answers_and_adds_up(
    tmp_path_factory: pytest.TempPathFactory, history: list[Step]
) -> None:
    path = tmp_path_factory.mktemp("history") / "book.db"
    with Ledger.create(path, currency="GBP", by="kim", clock=ticking()) as ledger:
        play(ledger, history)
        accounts = [a.key for a in ledger.accounts()]
        assert not {LEDGER, PROGRAMME} & set(accounts)
    for name in REPORTS:
        if takes_account(name):
            for account in accounts:
                answer(path, name, account)
        else:
            ask(path, name)
            if takes_account(name) is None:
                assert_adds_up(path, name)


def test_the_same_question_has_the_same_bytes_whatever_was_recorded_since(
    tmp_path: Path, demo: Path, run: Callable[..., Any]
) -> None:
    copied = tmp_path / "copy.db"
    copied.write_bytes(demo.read_bytes())
    with Ledger.open(copied) as ledger:
        position = ledger.position()
    named = [n for n in REPORTS if not takes_account(n)]
    clocks = ("--as-of", "2024", "--known-at", f"@{position}", "--json")
    before = {name: ask(copied, name, *clocks) for name in named}
    for arguments in (
        ("account", "open", "newcomer", "--name", "Newcomer", "--on", "2022-01-01"),
        ("revenue", "record", "newcomer", "--amount", "5000000.00", "--on", "2022-03-01"),
        ("revenue", "record", "harrow-vale", "--amount", "9000000.00", "--on", "2023-03-01"),
    ):
        run("--ledger", str(copied), *arguments)
    assert {name: ask(copied, name, *clocks) for name in named} == before
