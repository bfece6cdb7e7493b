"""What every check must have: a place in the index, a test either way, a mutant, and a line in the docs."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from majoracct.domain.checks import index
from majoracct.domain.checks.finding import Check

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "src" / "majoracct" / "domain" / "checks"
NAMED = dict(zip(index.NAMES, index.checks(), strict=True))
each = pytest.mark.parametrize(("name", "check"), NAMED.items(), ids=index.NAMES)


def test_every_file_is_in_the_index_in_order() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "finding", "index"}
    assert list(index.NAMES) == sorted(files)


@each
def test_it_is_called_as_its_file_and_says_what_it_means_and_how_to_clear_it(name: str, check: Check) -> None:
    assert check.id == name.replace("_", "-")
    for said in (check.meaning, check.clear):
        assert re.fullmatch(r"[A-Z].{20,}\.", said), said


@each
def test_a_history_raises_it_and_its_nearest_does_not(name: str, check: Check) -> None:
    text = (ROOT / "tests" / "domain" / "checks" / f"test_{name}.py").read_text(encoding="utf-8")
    tests = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert any(test.startswith("test_raised") for test in tests)
    assert any(test.startswith("test_not") for test in tests)


@each
def test_it_has_a_mutant(name: str, check: Check) -> None:
    listed = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
    broken = [m["file"] for m in listed if m["rule"] == check.id]
    assert f"domain/checks/{name}.py" in broken


@each
def test_it_is_in_the_reference(name: str, check: Check) -> None:
    page = (ROOT / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")
    assert f"\n## {check.id}\n" in page
