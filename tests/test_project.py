"""What holds for the project as a whole: its files, its imports, its list of requirements."""

from __future__ import annotations

import ast
import csv
import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src", "tests", "scripts", "benchmarks")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
DOMAIN = [path for path in FILES if path.is_relative_to(ROOT / "src" / "majoracct" / "domain")]
SOURCES = ROOT.parent / "shared" / "catalogue.csv"


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_by(*modules: str) -> set[str]:
    """Return what a fresh process has loaded once it imported MODULES."""
    return set(run("-c", f"import sys, {', '.join(modules)}; print('\\n'.join(sys.modules))").split())


class TestFiles:
    def test_each_opens_with_a_docstring(self) -> None:
        texts = {path: path.read_text(encoding="utf-8") for path in FILES}
        assert [
            named(p) for p, text in texts.items() if text and not ast.get_docstring(ast.parse(text))
        ] == []

    def test_none_is_named_for_nothing_in_particular(self) -> None:
        empty = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
        assert [named(path) for path in FILES if path.stem.strip("_") in empty] == []

    def test_none_is_longer_than_one_sitting(self) -> None:
        lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
        assert {name: length for name, length in lengths.items() if length > 450} == {}

    def test_the_table_of_events_is_current(self) -> None:
        run("scripts/index.py", "--check")


class TestImports:
    def test_the_domain_loads_no_storage_and_no_interface(self) -> None:
        modules = [".".join(p.relative_to(ROOT / "src").with_suffix("").parts) for p in DOMAIN]
        loaded = {
            name.partition(".")[0] for name in loaded_by(*(m.removesuffix(".__init__") for m in modules))
        }
        assert loaded & {"sqlite3", "eventsourcing", "msgspec", "click", "rich"} == set()

    def test_the_domain_uses_no_library_but_attrs_and_rpds(self) -> None:
        allowed = {
            "__future__",
            "bisect",
            "calendar",
            "collections",
            "datetime",
            "decimal",
            "enum",
            "fractions",
            "functools",
            "hashlib",
        }
        allowed |= {
            "importlib",
            "itertools",
            "json",  # one way of writing what a digest is taken of
            "re",
            "typing",
            "unicodedata",
            "attrs",
            "rpds",
        }  # no I/O, clock or randomness
        strangers = set()
        for path in DOMAIN:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    assert node.level == 0, f"{named(path)}:{node.lineno} imports relatively"
                    names = [node.module or ""]
                for name in names:
                    if not (name.split(".")[0] in allowed or (name + ".").startswith("majoracct.domain.")):
                        strangers.add(f"{named(path)}: {name}")
        assert strangers == set()

    def test_the_package_is_lazy(self) -> None:
        loaded = loaded_by("majoracct")
        assert [name for name in loaded if name.startswith("majoracct.")] == []
        assert loaded & {"attrs", "sqlite3", "eventsourcing", "msgspec", "click"} == set()


CATALOGUE = tomllib.loads((ROOT / "docs" / "reference" / "catalogue.toml").read_text(encoding="utf-8"))
ROWS = [row for group in CATALOGUE["group"] for row in group["rows"]]


class TestCatalogue:
    def test_every_requirement_is_listed_once_with_a_title_of_one_line(self) -> None:
        ids = [row["id"] for row in ROWS]
        assert len(ids) == len(set(ids)) == 262
        assert [row["id"] for row in ROWS if not 10 <= len(row["title"]) <= 90] == []
        assert len({row["title"] for row in ROWS}) == 262

    def test_only_what_has_no_content_is_out_of_scope(self) -> None:
        assert [row["id"] for row in ROWS if row.get("scope") == "out"] == ["C-N1"]

    def test_it_lists_what_the_sources_list(self) -> None:
        """Compared where the list made from the sources is at hand; it is no part of the project."""
        if SOURCES.exists():
            with SOURCES.open(encoding="utf-8", newline="") as file:
                assert [row["id"] for row in ROWS] == [row["id"] for row in csv.DictReader(file)]


class TestRequirementsPage:
    @pytest.fixture
    def script(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location("requirements", ROOT / "scripts" / "requirements.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def test_marks_on_files_classes_and_tests_are_found(self, script: ModuleType, tmp_path: Path) -> None:
        path = tmp_path / "tests" / "domain" / "test_one.py"
        path.parent.mkdir(parents=True)
        path.write_text(
            "pytestmark = [pytest.mark.requirement('Z-D1')]\n"
            "@pytest.mark.requirement('Z-Q3', 'Z-R5')\n"
            "class TestSP1:\n"
            "    @pytest.mark.requirement('Z-Q3')\n"
            "    def test_a(self): ...\n"
            "@other.mark('Z-Q4')\n"
            "def test_b(): ...\n",
            encoding="utf-8",
        )
        one = "tests/domain/test_one.py"
        assert script.tests(tmp_path) == {
            "Z-D1": [one],
            "Z-Q3": [f"{one}::TestSP1", f"{one}::TestSP1::test_a"],
            "Z-R5": [f"{one}::TestSP1"],
        }

    def test_rules_cite_their_rows(self, script: ModuleType, tmp_path: Path) -> None:
        path = tmp_path / "src" / "majoracct" / "sponsorship.py"
        path.parent.mkdir(parents=True)
        path.write_text(
            '"""Sponsorship.\n\nRules\n  SP1  One of theirs sponsors,\n       ours does not.  Z-Q3, Z-8\n'
            '  SP2  It passes on.  Z-R5\n\nNot a rule: Z-T1.\n"""\n',
            encoding="utf-8",
        )
        expected = {"Z-Q3": ["sponsorship SP1"], "Z-8": ["sponsorship SP1"], "Z-R5": ["sponsorship SP2"]}
        assert script.rules(tmp_path) == expected

    def test_an_unknown_row_is_an_error(self, script: ModuleType) -> None:
        with pytest.raises(SystemExit, match="Z-9"):
            script.page([], {"Z-9": ["tests/test_one.py"]}, {}, {})

    def test_what_has_no_test_is_said_to_have_none(self, script: ModuleType) -> None:
        rows = [{"id": "Z-D1", "title": "One"}, {"id": "Z-N1", "title": "Two", "scope": "out"}]
        page = script.page([{"title": "All", "rows": rows}], {}, {}, {"Z-D1": ["`sponsor name`"]})
        assert "| Z-D1 | One | | `sponsor name` | not yet |" in page
        assert "| Z-N1 | Two | | | out of scope |" in page

    @pytest.mark.parametrize("part", ["B-", "C-"])
    def test_a_row_of_a_whole_part_without_a_test_is_named(self, script: ModuleType, part: str) -> None:
        rows = [
            {"id": f"{part}D1", "title": "One"},
            {"id": f"{part}D2", "title": "Two"},
            {"id": f"{part}N1", "title": "Three", "scope": "out"},
            {"id": "X-1", "title": "Of a part to come"},
        ]
        tested = {f"{part}D2": ["tests/test_one.py"]}
        assert script.unserved([{"title": "All", "rows": rows}], tested) == [f"{part}D1"]

    def test_events_and_reports_say_what_they_serve(self, script: ModuleType) -> None:
        found = script.commands(ROOT)
        assert "`stakeholder issue`" in found["B-P3"]
