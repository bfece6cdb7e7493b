"""Same in, same out: the same ledger, clocks and policy give the same bytes on any machine.

Every read is run in processes that differ in all that a machine may differ in: the seed of hashes,
the locale, the zone, the width of the terminal, and how a pipe is written to by default.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import click
import pytest
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.cli.groups import report
from majoracct.cli.table import PLAIN, REPORTS, SECTIONS

FORMS: Final = ((), ("--json",), ("--nl",), ("--csv",), ("--tsv",))
MACHINES: Final = (
    {
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TZ": "America/St_Johns",
        "COLUMNS": "40",
        "CODE_PAGE": "cp1252",
        "LINES_END": "CRLF",
    },
    {
        "PYTHONHASHSEED": "2",
        "LC_ALL": "C.UTF-8",
        "TZ": "Pacific/Auckland",
        "COLUMNS": "200",
        "CODE_PAGE": "utf-8",
        "LINES_END": "LF",
    },
)
PAYMENTS: Final = Path(__file__).parents[1] / "adapters" / "exchange" / "payments.csv"
# What a read is asked about, where it is not enough to name it.
ASKED: Final[dict[str, tuple[str, ...]]] = {
    "show": ("{account}",),
    "why": ("{account}",),
    "timeline": ("--all",),
    "diff": ("{account}", "--as-of", "2016..2023"),
}
ELSEWHERE: Final = {"report", "query", "views"}  # each report is a read; the others keep a projection

# Runs each command as `majoracct` does, and says what it wrote: exit code, digests, sizes. The ledger
# is read once for all of them, which is what would take most of the time.
RUNNER: Final = """
import functools, hashlib, io, json, os, sys
from majoracct.cli import main
from majoracct.ledger import Ledger

Ledger.open, Ledger.past = functools.cache(Ledger.open), functools.cache(Ledger.past)
Ledger.close = lambda self: None

def run(arguments):
    kept, buffers = (sys.stdout, sys.stderr), (io.BytesIO(), io.BytesIO())
    ends = os.environ["LINES_END"].replace("CR", "\\r").replace("LF", "\\n")
    streams = [io.TextIOWrapper(b, encoding=os.environ["CODE_PAGE"], newline=ends) for b in buffers]
    sys.argv, (sys.stdout, sys.stderr) = ["majoracct", *arguments], streams
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.stdout, sys.stderr = kept
    for stream in streams:
        stream.flush()
    return [code, *(hashlib.sha256(b.getvalue()).hexdigest() for b in buffers), len(buffers[0].getvalue())]

print(json.dumps([run(each) for each in json.load(sys.stdin)]))
"""


def reads(account: str) -> list[tuple[str, ...]]:
    """Return every read there is, of one account where one must be named; and a what-if of some."""
    [asking] = [commands for heading, commands in SECTIONS if heading == "Ask"]
    assert set(asking) <= set(PLAIN)
    found = [
        (name, *(part.format(account=account) for part in ASKED.get(name, ())))
        for name in asking
        if name not in ELSEWHERE
    ]
    found.append(("timeline", account))
    for name in REPORTS:
        command: Any = report.get_command(click.Context(report), name)
        arguments = [p for p in command.params if isinstance(p, click.Argument)]
        if not arguments or not arguments[0].required:
            found.append(("report", name))
        if arguments:
            found.append(("report", name, account))
    supposed = ("--policy", "other.toml", "--assume", "deal.jsonl")
    found += [(*asked, *supposed) for asked in (("list",), ("why", account), ("report", "target"))]
    return found


def written_on(machine: dict[str, str], folder: Path, commands: list[tuple[str, ...]]) -> list[list[Any]]:
    """Return what each of COMMANDS writes in FOLDER on a MACHINE."""
    chosen = ("MAJORACCT_", "LC_", "LANG", "PYTHONIO", "PYTHONUTF8")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(chosen)}
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps(commands).encode(),
        cwd=folder,
        env={**kept, **machine},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found: list[list[Any]] = json.loads(done.stdout)
    return found


def demo(path: Path) -> str:
    assert CliRunner().invoke(root, ["demo", str(path)]).exit_code == 0
    return "harrow-vale"


def imported(path: Path) -> str:
    run = CliRunner()
    assert run.invoke(root, ["--ledger", str(path), "init", "--currency", "GBP"]).exit_code == 0
    assert (
        run.invoke(root, ["--ledger", str(path), "import", str(PAYMENTS), "--map", "uk-spend"]).exit_code == 6
    )
    listed = run.invoke(root, ["--ledger", str(path), "list", "--as-of", "2023", "--json"])
    found: str = json.loads(listed.stdout)["rows"][0]["account"]
    return found


@pytest.mark.parametrize("made", [demo, imported])
def test_every_read_writes_the_same_bytes_on_every_machine(tmp_path: Path, made: Any) -> None:
    account = made(tmp_path / "majoracct.db")
    (tmp_path / "other.toml").write_text('threshold = "2000000"\n', encoding="utf-8")
    paid = {"account": account, "event": "RevenueRecorded", "data": {"amount": "5.00"}, "on": "2022-01-01"}
    (tmp_path / "deal.jsonl").write_text(json.dumps(paid), encoding="utf-8")
    asked = [each if "--as-of" in each else (*each, "--as-of", "2023") for each in reads(account)]
    commands = [(*each, *form) for each in asked for form in FORMS]
    with ThreadPoolExecutor() as pool:
        first, *others = pool.map(lambda machine: written_on(machine, tmp_path, commands), MACHINES)
    for other in others:
        differ = [" ".join(c) for c, a, b in zip(commands, first, other, strict=True) if a != b]
        assert differ == []
    answered = [c for c, (code, *_, size) in zip(commands, first, strict=True) if code in (0, 1) and size]
    assert [
        " ".join(each) for each in asked if each not in answered or (*each, "--json") not in answered
    ] == []
