"""Ledgers that tell chapters of the demo, and the program to ask them for reports."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from attrs import frozen
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.cli.demo.harrow_vale import HARROW_VALE
from majoracct.cli.demo.others import OTHERS
from majoracct.cli.demo.storyteller import Chapter, Storyteller, tell_all

Teller: TypeAlias = Callable[[Storyteller], Chapter]


def run(path: str, *words: str) -> str:
    """Return what the command of these WORDS prints about the ledger at PATH."""
    done = CliRunner().invoke(root, ["--ledger", path, *words], prog_name="majoracct")
    assert done.exit_code == 0, done.output
    return done.stdout


def typed(path: Path, lines: str) -> str:
    """Return PATH as a string, once it is a ledger of what was typed: a command on each of these LINES."""
    run(str(path), "init", "--currency", "GBP")
    for line in lines.strip().splitlines():
        run(str(path), *shlex.split(line))
    return str(path)


@frozen
class Asked:
    """The reports of a ledger, as of the demo's last day unless another is asked."""

    path: str

    def text(self, *words: str, day: str = "2024-12-31") -> str:
        return run(self.path, "report", *words, "--as-of", day)

    def json(self, *words: str, day: str = "2024-12-31") -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text(*words, "--json", day=day))
        return found

    def rows(self, *words: str, day: str = "2024-12-31") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json(*words, day=day)["rows"]
        return found


@pytest.fixture(scope="session")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Asked]:
    """Return a function that tells the demo's first chapters, and those it is given, into a ledger."""

    def told(*chapters: Teller) -> Asked:
        path = str(tmp_path_factory.mktemp("told") / "demo.db")
        story = Storyteller(path)
        with story.ledger:
            tell_all(story, (chapter(story) for chapter in (*OTHERS, *HARROW_VALE, *chapters)))
        return Asked(path)

    return told
