"""Which ledger, who, and where each setting came from; `init` and `config`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from majoracct import Ledger
from majoracct.domain.kernel import Assurance

Run = Callable[..., Result]


def origins(run: Run, *options: str) -> dict[str, tuple[str, str]]:
    rows = json.loads(run("config", "--json", *options).stdout)["rows"]
    return {row["setting"]: (row["value"], row["origin"]) for row in rows}


class TestSettings:
    def test_come_from_the_command_line_first(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config = tmp_path / "majoracct.toml"
        (tmp_path / "below").mkdir()
        assert origins(run)["ledger"] == ("majoracct.db", "default: in the current folder")
        assert origins(run)["actor"][1] == "the operating system's user"
        config.write_text('ledger = "book.db"\nactor = "kim"\nrole = "sales executive"\n')
        monkeypatch.chdir(tmp_path / "below")
        assert origins(run)["ledger"] == (str(tmp_path / "book.db"), str(config))
        assert origins(run)["role"] == ("sales executive", str(config))
        monkeypatch.setenv("MAJORACCT_ACTOR", "sam")
        assert origins(run)["actor"] == ("sam", "environment, MAJORACCT_ACTOR")
        assert origins(run, "--actor", "lee")["actor"] == ("lee", "command line")

    def test_hold_before_and_after_the_command_and_the_last_one_counts(self, book: Run) -> None:
        book("--actor", "a", "account", "--actor", "b", "rename", "acme", "--name", "x", "--actor", "c")
        book("--actor", "a", "account", "--actor", "b", "rename", "acme", "--name", "x")
        book("--role", "scout", "account", "rename", "acme", "--name", "x")
        with Ledger.open("majoracct.db") as ledger:
            facts = list(ledger.store.facts("acme"))[-3:]
        assert [f.by for f in facts][:2] == ["c", "b"]
        assert facts[2].role == "scout"

    def test_an_actor_named_is_asserted_and_the_systems_user_is_assured(self, book: Run) -> None:
        book("account", "rename", "acme", "--name", "x")
        book("account", "rename", "acme", "--name", "y", "--actor", "kim")
        with Ledger.open("majoracct.db") as ledger:
            own, named = list(ledger.store.facts("acme"))[-2:]
        assert (own.assurance, named.assurance) == (Assurance.OS_USER, Assurance.ASSERTED)

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("ledger = 5", "ledger is text"),
            ("legder = 'x'", "unknown setting 'legder'"),
            ("ledger = ", "majoracct.toml"),
            ("plugins = 'x'", "list of module names"),
            ("plugins = ['no_such_module']", "no_such_module"),
        ],
    )
    def test_a_malformed_configuration(self, run: Run, tmp_path: Path, text: str, told: str) -> None:
        (tmp_path / "majoracct.toml").write_text(text)
        said = run("config", code=2).stderr
        assert told in said
        assert said.count("\n") == 1

    def test_a_plug_in_brings_its_noun(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "majoracct.toml").write_text('plugins = ["gym"]')
        (tmp_path / "gym.py").write_text(
            "from gymtopic import GymVisited\nPREFIX = 'Gym'\nEVENTS = (GymVisited,)\n"
        )
        (tmp_path / "gymtopic.py").write_text(
            "from attrs import frozen\n"
            "from majoracct.domain.kernel import AccountEvent\n"
            "@frozen\nclass Gym:\n    pass\n"
            "@frozen\nclass GymVisited(AccountEvent[Gym]):\n"
            "    '''They trained.\n\n    minutes: how long.\n    '''\n"
            "    topic = Gym\n    verb = 'gym visit'\n    says = 'Trained for {minutes} minutes'\n"
            "    minutes: int\n"
            "    def change(self, state, fact):\n        return state\n"
        )

        def majoracct(*words: str) -> str:
            command = [sys.executable, "-m", "majoracct.cli", *words]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            return done.stdout

        assert "gym" in majoracct("--help")
        majoracct("init", "--currency", "GBP")
        majoracct("account", "open", "acme", "--name", "Acme")
        assert "Trained for 5 minutes" in majoracct("gym", "visit", "acme", "--minutes", "5")


class TestConfig:
    def test_says_what_the_ledger_was_created_with(self, book: Run) -> None:
        assert origins(book)["zone"] == ("Europe/London", "the ledger, at its creation")
        assert "Europe/London" in book("config").stdout

    def test_before_there_is_a_ledger(self, run: Run) -> None:
        said = run("config")
        assert "majoracct init" in said.stderr
        assert "majoracct.db" in said.stdout


class TestInit:
    def test_says_what_it_made_and_what_to_type_next(self, run: Run) -> None:
        said = run("--ledger", "b.db", "init", "--currency", "EUR", "--fiscal-year-start", "april")
        assert "Created b.db: ledger id1" in said.stdout
        assert "1,000,000.00 EUR" in said.stdout
        assert "fiscal years from April" in said.stdout
        assert "majoracct --ledger b.db account open" in said.stderr
        with Ledger.open("b.db") as ledger:
            assert (ledger.settings.currency, ledger.settings.fiscal_year_start) == ("EUR", 4)

    def test_as_a_document(self, run: Run) -> None:
        document = json.loads(run("init", "--currency", "GBP", "--json").stdout)
        assert document["schema"] == "majoracct.created.1"
        assert document["data"]["zone"] == "UTC"

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ("", "--currency"),
            ("--currency gbp", "GBP"),
            ("--currency POUND", "currency"),
            ("--currency GBP --zone Mars/Olympus", "--zone"),
            ("--currency GBP --zone ../../etc/passwd", "--zone"),
            ("--currency GBP --zone Europe", "--zone"),
            ("--currency GBP --fiscal-year-start 13", "--fiscal-year-start"),
            ("--currency GBP --fiscal-year-start ju", "--fiscal-year-start"),
            ("--currency GBP --ledger oracle://x", "oracle"),
        ],
    )
    def test_makes_nothing_of_what_is_wrong(self, run: Run, tmp_path: Path, options: str, told: str) -> None:
        assert told in run("init", *options.split(), code=2).stderr
        assert list(tmp_path.iterdir()) == []

    def test_touches_nothing_that_exists(self, book: Run, tmp_path: Path) -> None:
        before = (tmp_path / "majoracct.db").read_bytes()
        assert "exists" in book("init", "--currency", "GBP", code=2).stderr
        assert (tmp_path / "majoracct.db").read_bytes() == before
