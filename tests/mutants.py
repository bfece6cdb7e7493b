"""Break every rule once, and see its test fail: `make mutants`.

`mutants.toml` lists the mutants. Each names a rule (or a promise of the kernel), a file under
src/majoracct, the text to find there exactly once, what to put in its place, and the tests that
must then fail. Every rule of the docstrings has a mutant.

Each worker has a copy of src, breaks one thing in it, runs the tests against the copy and mends it.
What survives, does not apply, or is missing makes the exit code 1. The log of what went red is
docs/reference/mutants.md.
"""

from __future__ import annotations

import compileall
import os
import py_compile
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("src") / "majoracct"
PAGE = ROOT / "docs" / "reference" / "mutants.md"
_PATIENCE = 1200  # seconds, for what is run at once: a share of all tests, with other workers beside it
_RULE = re.compile(r"^  ([A-Z]+[0-9]+)  (.*)$", re.MULTILINE)
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+::.+?)(?: - .*)?$", re.MULTILINE)


class Mutant(NamedTuple):
    """One thing to break: which, in which rule, where and how, and who must notice."""

    id: str
    rule: str  # a rule's id, a check's or a row's; or "kernel", "storage", "desk", "import", "diff"
    breaks: str
    file: str
    find: str
    replace: str
    tests: str


class Outcome(NamedTuple):
    """What became of a mutant: the test that went red first, or what is wrong."""

    mutant: Mutant
    red: str
    wrong: str
    seconds: float


def rules() -> dict[str, str]:
    """Return the rules numbered in docstrings, each with its text."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        _, separator, rest = path.read_text(encoding="utf-8").partition("\nRules\n")
        if separator:
            found.update(_RULE.findall(rest.partition('"""')[0]))
    return found


def mutants() -> list[Mutant]:
    """Return the mutants listed in mutants.toml."""
    with (ROOT / "tests" / "mutants.toml").open("rb") as file:
        listed = tomllib.load(file)
    return [Mutant(**{"replace": "", **each}) for each in listed["mutant"]]


def copy_of_src(folder: Path) -> Path:
    """Return the folder of a copy of src, compiled so that only what is broken is compiled again."""
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(
        folder / "src", quiet=2, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH
    )
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the copy of src in FOLDER."""
    temporary = folder / "tmp"  # its own: runs side by side sweep each other's away
    temporary.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DEBUG_TEMPROOT": str(temporary),
        "CI": "",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=_PATIENCE,
    )


def test(folder: Path, tests: str) -> tuple[bool, str, str]:
    """Run TESTS against the copy in FOLDER; return whether they passed, what failed first, and the output."""
    quiet = ("-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist")
    done = run(folder, "-m", "pytest", *quiet, *tests.split())
    failed = _FAILED.search(done.stdout)
    return done.returncode == 0, failed[1] if failed else "", done.stdout[-600:] + done.stderr[-600:]


def judge(mutant: Mutant, folders: queue.SimpleQueue[Path]) -> Outcome:
    """Break one thing in a copy nobody else uses, and see who notices."""
    folder, start = folders.get(), time.monotonic()
    path = folder / PACKAGE / mutant.file
    red, wrong = "", ""
    try:
        text = path.read_text(encoding="utf-8")
        if (times := text.count(mutant.find)) != 1:
            wrong = f"does not apply: its text is found {times} times in {mutant.file}"
        else:
            path.write_text(text.replace(mutant.find, mutant.replace), encoding="utf-8")
            try:
                passed, red, output = test(folder, mutant.tests)
            finally:
                path.write_text(text, encoding="utf-8")
            if passed:
                wrong = f"survives: {mutant.tests} passed"
            elif not red:
                wrong = f"was not tested: {output}"
    except (OSError, subprocess.TimeoutExpired) as why:
        wrong = f"was not tested: {why}"
    finally:
        folders.put(folder)
    return Outcome(mutant, red, wrong, time.monotonic() - start)


def unbroken(names: list[str], folders: queue.SimpleQueue[Path]) -> list[str]:
    """Return what is wrong with the tests of NAMES when nothing is broken."""
    folder = folders.get()
    try:
        passed, red, output = test(folder, " ".join(names))
    finally:
        folders.put(folder)
    return [] if passed else [f"nothing was broken, and {red or output} fails"]


def page(outcomes: list[Outcome], texts: dict[str, str]) -> str:
    """Return the log of what went red."""
    lines = [
        "# Mutants",
        "",
        "Written by `make mutants`: every rule, and every promise of the kernel, was broken once, and these",
        f"tests went red. {len(outcomes)} mutants of {len(texts)} rules; none survived.",
        "",
        "| Rule | What was broken | Which test went red first |",
        "| --- | --- | --- |",
    ]
    for outcome in outcomes:
        mutant = outcome.mutant
        name = outcome.red.removeprefix("tests/").replace("|", "\\|")
        lines.append(f"| {mutant.rule} | {mutant.breaks} | `{name}` |")
    return "\n".join(lines) + "\n"


def main(chosen: list[str]) -> int:
    """Run the mutants whose id or rule is CHOSEN, or all of them; return the exit code."""
    listed, texts = mutants(), rules()
    wrong = [
        f"rule {rule} has no mutant: {texts[rule]}" for rule in texts if rule not in {m.rule for m in listed}
    ]
    ids = [mutant.id for mutant in listed]
    wrong += [f"mutant {id_} is listed twice" for id_ in sorted({i for i in ids if ids.count(i) > 1})]
    picked = [m for m in listed if not chosen or m.id in chosen or m.rule in chosen]
    workers = os.cpu_count() or 2
    with tempfile.TemporaryDirectory(prefix="majoracct-mutants-") as place:
        folders: queue.SimpleQueue[Path] = queue.SimpleQueue()
        copies = [copy_of_src(Path(place) / str(n)) for n in range(workers)]
        for copy in copies:
            folders.put(copy)
        loaded = run(copies[0], "-c", "import majoracct; print(majoracct.__file__)").stdout.strip()
        if not Path(loaded).is_relative_to(copies[0]):
            sys.exit(f"the copy is not what is tested: {loaded} is")
        with ThreadPoolExecutor(workers) as pool:
            names = sorted({name for mutant in picked for name in mutant.tests.split()})
            shares = [names[n::workers] for n in range(workers) if names[n::workers]]
            healthy = [pool.submit(unbroken, share, folders) for share in shares]
            outcomes = list(pool.map(lambda mutant: judge(mutant, folders), picked))
            for share in healthy:
                wrong += share.result()
    for outcome in outcomes:
        sign = "!" if outcome.wrong else " "
        said = outcome.wrong or outcome.red
        print(f"{sign} {outcome.mutant.id:<28} {outcome.seconds:4.1f}s  {said}")  # noqa: T201 - a script
    wrong += [f"{outcome.mutant.id} {outcome.wrong}" for outcome in outcomes if outcome.wrong]
    for line in wrong:
        print(line, file=sys.stderr)  # noqa: T201 - a script
    if not wrong and not chosen:
        PAGE.write_text(page(outcomes, texts), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
