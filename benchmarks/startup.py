"""Start-up: what a cold process costs when 300 events live in 20 topics, lazily found or all loaded.

The stubs stand for a grown domain: a generated table maps stored name and verb to module and help
line, so `--help` imports no topic and a timeline only those in its stream. The eager command line
imports them all, for contrast. The installed `majoracct` is measured beside them. Processes of all
kinds take turns, so that a slow spell of the machine falls on each alike; medians are printed.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOPICS = 20
EVENTS_A_TOPIC = 15
ROUNDS = 15
# Of the demo: a portfolio, asked about a few topics and about one; one account; all there is.
READS = ("list", "report target", "timeline harrow-vale", "show harrow-vale", "timeline --all")

TOPIC = '''"""A stub topic."""

from attrs import evolve, frozen


@frozen
class State{topic}:
    """What the stub topic knows."""

    seen: tuple[str, ...] = ()
'''

EVENT = '''

@frozen
class {name}:
    """Something happened to the account, number {number}.

    who: whom it concerns.
    """

    topic = State{topic}
    verb = "{verb}"
    says = "Event {{what}} by {{who}}"

    who: str
    what: str
    amount: int = 0
    note: str | None = None

    def admit(self, account):
        if not self.who:
            raise ValueError("nobody")

    def change(self, state, fact):
        return evolve(state, seen=(*state.seen, self.who))
'''

LAZY = '''"""The lazy command line: a table, and classes on demand."""

import importlib

import click

from stubs._index import EVENTS


class Nouns(click.Group):
    def list_commands(self, ctx):
        return ["timeline", *sorted({row[2].partition(" ")[0] for row in EVENTS})]

    def get_command(self, ctx, name):
        if name == "timeline":
            return timeline
        helps = [row[3] for row in EVENTS if row[2].startswith(name + " ")]
        return click.Group(name, help=helps[0])


@click.group(cls=Nouns)
def main():
    """A stub ledger."""


@click.command()
def timeline():
    """Show what happened."""
    import sqlite3

    import msgspec

    modules = {row[0]: row[1] for row in EVENTS}
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE events (position INTEGER PRIMARY KEY, type TEXT, body BLOB)")
    body = b'{"who": "p7", "what": "capital spend"}'
    wanted = [name for name, module, *_ in EVENTS if module[-2:] in {"00", "01", "02"}][::5]
    base.executemany("INSERT INTO events (type, body) VALUES (?, ?)", [(name, body) for name in wanted])
    for position, name, stored in base.execute("SELECT position, type, body FROM events ORDER BY position"):
        found = getattr(importlib.import_module(modules[name]), name)
        event = msgspec.json.Decoder(found).decode(stored)
        click.echo(f"@{position}  {name}  {found.says.format(what=event.what, who=event.who)}")


main()
'''

EAGER = '''"""The eager command line: every class is imported before anything else happens."""

import importlib

import click

from stubs._index import EVENTS


@click.group()
def main():
    """A stub ledger."""


for name, module, verb, _ in EVENTS:
    found = getattr(importlib.import_module(module), name)
    main.add_command(click.Command(verb.replace(" ", "-"), help=found.__doc__))

main()
'''


def write_stubs(folder: Path) -> None:
    """Write the package of stub topics, its table and the two command lines into FOLDER."""
    package = folder / "stubs"
    package.mkdir()
    (package / "__init__.py").touch()
    rows = []
    for topic in range(TOPICS):
        source = [TOPIC.format(topic=topic)]
        for number in range(EVENTS_A_TOPIC):
            name, verb = f"Happened{topic:02}x{number:02}", f"noun{topic:02} verb{number:02}"
            source.append(EVENT.format(name=name, number=number, topic=topic, verb=verb))
            rows.append((name, f"stubs.topic_{topic:02}", verb, f"Something happened, number {number}"))
        (package / f"topic_{topic:02}.py").write_text("".join(source), encoding="utf-8")
    table = "".join(f"    {row!r},\n" for row in rows)
    (package / "_index.py").write_text(f"EVENTS = (\n{table})\n", encoding="utf-8")
    (folder / "lazy.py").write_text(LAZY, encoding="utf-8")
    (folder / "eager.py").write_text(EAGER, encoding="utf-8")
    compileall.compile_dir(folder, quiet=2)


def kinds(folder: Path) -> dict[str, list[str]]:
    """Return the command of each kind of process to measure, stubs first."""
    python = sys.executable
    found = {
        "python -c pass": [python, "-c", "pass"],
        "python -c 'import attrs, click'": [python, "-c", "import attrs, click"],
        "stubs, lazy: --help": [python, str(folder / "lazy.py"), "--help"],
        "stubs, lazy: timeline": [python, str(folder / "lazy.py"), "timeline"],
        "stubs, eager: --help": [python, str(folder / "eager.py"), "--help"],
        "python -c 'import majoracct'": [python, "-c", "import majoracct"],
    }
    program = Path(python).with_name("majoracct")
    book = folder / "book.db"
    ours = {"majoracct --help": [str(program), "--help"]}
    if program.exists() and _runs([str(program), "demo", str(book)]):
        for asked in READS:
            ours[f"majoracct {asked}"] = [str(program), "--ledger", str(book), *asked.split()]
    return found | {name: command for name, command in ours.items() if program.exists() and _runs(command)}


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Return the median duration in seconds of each of COMMANDS, over ROUNDS turns."""
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            if turn:  # the first round warms the caches of the machine
                spent[name].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in spent.items()}


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS, help=f"processes of each kind ({ROUNDS})")
    rounds: int = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        write_stubs(Path(name))
        medians = measure(kinds(Path(name)), rounds)
    bare = medians["python -c pass"]
    version = ".".join(map(str, sys.version_info[:3]))
    machine = f"Python {version}, {os.cpu_count()} cores"
    print(f"{TOPICS * EVENTS_A_TOPIC} stub events; medians of {rounds}, {machine}")
    for kind, seconds in medians.items():
        print(f"{kind:34} {seconds * 1000:7.1f} ms {seconds / bare:6.1f} x")


if __name__ == "__main__":
    main()
