"""Write `docs/reference/requirements.md`: for each requirement, what serves it, and what tests it.

The ids and titles come from `docs/reference/catalogue.toml`, the tests from their marks
`@pytest.mark.requirement("B-Q3")` on a test, on the class of a rule or on a whole file
(`pytestmark`), the rules from the docstrings of the topics and assessments, the commands from the
docstrings of the events, the reports from those of their modules. A row of a part that is whole
must have a test: without one the exit code is 1. `--check` writes nothing and exits 1 when the page
on disk differs, too.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from majoracct.domain import index

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "docs" / "reference" / "catalogue.toml"
PAGE = CATALOGUE.with_name("requirements.md")

Def: TypeAlias = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

_ID = re.compile(r"(?<![\w-])[A-Z]-[A-Z]*[0-9]+[a-d]?(?![\w-])")
WHOLE = ("B-", "C-")  # the parts of the catalogue of which every row must have a test
_RULE = re.compile(r"^ {2}([A-Z]+[0-9]+) {2}", re.MULTILINE)


def tests(root: Path) -> dict[str, list[str]]:
    """Return, by requirement, the tests that serve it: `path::Class::test`, sorted."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(root.glob("tests/**/test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, ids in _marked(tree, path.relative_to(root).as_posix()):
            for each in ids:
                found[each].add(name)
    return {each: sorted(names) for each, names in found.items()}


def _marked(tree: ast.Module, path: str) -> Iterator[tuple[str, list[str]]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            yield path, _ids(node.value)
        elif isinstance(node, Def):
            yield f"{path}::{node.name}", _ids(*node.decorator_list)
            for inner in node.body:
                if isinstance(node, ast.ClassDef) and isinstance(inner, Def):
                    yield f"{path}::{node.name}::{inner.name}", _ids(*inner.decorator_list)


def _ids(*marks: ast.expr) -> list[str]:
    """Return the ids named by the requirement marks among MARKS."""
    return [
        argument.value
        for mark in marks
        for call in ast.walk(mark)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.requirement"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def rules(root: Path) -> dict[str, list[str]]:
    """Return, by requirement, the rules that cite it: `sponsorship SP1`, in the order of the files."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(root.glob("src/majoracct/**/*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        _, *parts = _RULE.split(text)
        for rule, body in zip(parts[::2], parts[1::2], strict=True):
            for each in dict.fromkeys(_ID.findall(body.partition("\n\n")[0])):
                found[each].append(f"{path.stem} {rule}")
    return dict(found)


def commands(root: Path) -> dict[str, list[str]]:
    """Return, by requirement, what serves it on the command line: `sponsor name`, `report target`, sorted."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in index.events():
        for each in _ID.findall(inspect.getdoc(index.event_class(entry.type)) or ""):
            found[each].add(f"`{entry.verb}`" if entry.verb else entry.type)
    for procedure in index.procedures():
        for each in _ID.findall(inspect.getdoc(index.procedure(procedure.verb)) or ""):
            found[each].add(f"`{procedure.verb}`")
    for path in sorted(root.glob("src/majoracct/cli/re*/*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        for each in _ID.findall(text):
            found[each].update(re.findall(r"`[a-z][a-z -]*`", text)[:1])
    return {each: sorted(names) for each, names in found.items()}


def unserved(groups: list[dict[str, Any]], tested: dict[str, list[str]]) -> list[str]:
    """Return the rows that must have a test, and have none."""
    rows = [row for group in groups for row in group["rows"] if row.get("scope") != "out"]
    return [row["id"] for row in rows if row["id"].startswith(WHOLE) and row["id"] not in tested]


def page(
    groups: list[dict[str, Any]],
    tested: dict[str, list[str]],
    ruled: dict[str, list[str]],
    commanded: dict[str, list[str]],
) -> str:
    """Return the page. Raises SystemExit when a test or a rule names an id the catalogue lacks."""
    rows = [row for group in groups for row in group["rows"]]
    unknown = sorted((tested.keys() | ruled.keys() | commanded.keys()) - {row["id"] for row in rows})
    if unknown:
        raise SystemExit(f"no such requirement in {CATALOGUE.name}: {', '.join(unknown)}")
    inside = [row for row in rows if row.get("scope") != "out"]
    outside = len(rows) - len(inside)
    served = sum(row["id"] in tested for row in inside)
    lines = [
        "# Requirements",
        "",
        "Generated by `make docs` from `catalogue.toml`, the marks of the tests, the rules of the topics and",
        "assessments, and what events and reports say they serve; do not edit.",
        "",
        f"{len(rows)} requirements, {outside} of them out of scope; {served} have tests.",
    ]
    for group in groups:
        lines += ["", f"## {group['title']}", ""]
        lines += ["| id | requirement | rules | commands | tests |", "|---|---|---|---|---|"]
        for row in group["rows"]:
            named = (", ".join(found.get(row["id"], [])) for found in (ruled, commanded))
            cells = (row["id"], row["title"], *named, _cell(row, tested))
            lines.append(f"| {' | '.join(cells)} |")
    return re.sub(r"\|  (?=\|)", "| ", "\n".join(lines)) + "\n"


def _cell(row: dict[str, Any], tested: dict[str, list[str]]) -> str:
    if row["id"] in tested:
        named = [f"`{name.removeprefix('tests/')}`" for name in tested[row["id"]]]
        lacks = [f"**in part**: missing is {row['lacks']}"] if "lacks" in row else []
        return "<br>".join([*lacks, *named])
    return "out of scope" if row.get("scope") == "out" else "not yet"


def main() -> int:
    """Write or check the page."""
    groups = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["group"]
    tested = tests(ROOT)
    text = page(groups, tested, rules(ROOT), commands(ROOT))
    missing = unserved(groups, tested)
    if missing:
        print(f"no test bears the mark of {', '.join(missing)}", file=sys.stderr)
    if "--check" in sys.argv[1:]:
        return int(bool(missing) or not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8")
    return int(bool(missing))


if __name__ == "__main__":
    raise SystemExit(main())
