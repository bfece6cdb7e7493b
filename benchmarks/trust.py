"""What trust costs: the seal and the sealing of an append, verifying it all, and proofs; side by side.

    python benchmarks/trust.py [--appends 400] [--facts 100000] [--repeat 5] [--long]

The floor of an append is a plain sqlite3 commit of the same finished row, synchronous=FULL, into a table
of the same columns and indexes. Ours starts from a fact: it encodes it, asserts heads, hashes the leaf and
passes the guards; then the same with the tree, and with the tree and two personal fields that are sealed.
All begin with the same facts, so that every log has its size, and each commit writes over what it has.
Every turn appends one fact by each of them, one after another, so that whatever else the machine does
troubles them alike; medians are shown.
A ratio says as much of the disk as of us. What an append does beside its commit takes a quarter of a
millisecond: 1.1 to 1.3 commits where a commit waits for a disk (milliseconds), and more than two where it
does not (0.2 ms, as in a container on an idle machine). So what trust adds is shown by itself, too.
Verifying is shown beside a plain SELECT of the same rows and SQLite's own integrity check. --long
verifies a million facts, too, and compares the memory that takes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import itertools
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from decimal import Decimal
from itertools import starmap
from pathlib import Path
from typing import Any, Final
from unittest import mock

from majoracct.adapters.storage import sqlite_append
from majoracct.adapters.storage.sqlite import SQLiteStore, create, open_ledger
from majoracct.adapters.trust import merkle, vault
from majoracct.adapters.trust.seal import consistency, inclusion, root_at
from majoracct.adapters.trust.verify import verify
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.kernel import Assurance, Event, Fact
from majoracct.domain.money import Money
from majoracct.ports import Command, Row

NOW = 1_714_550_400_000_000
DAY = dt.date(2024, 5, 1)
BEGUN: Final = 20_000  # facts that are there before an append is measured
FLOOR = """CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream TEXT, version INTEGER, type TEXT, schema INTEGER, body BLOB,
    recorded_at INTEGER, command_id TEXT, ordinal INTEGER, leaf BLOB,
    UNIQUE (stream, version), UNIQUE (command_id, ordinal))"""
INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def fact(stream: str, version: int, event: Event[Any]) -> Fact:
    """Return EVENT as a fact to be recorded."""
    return Fact(stream, version, 0, event, DAY, "kim", "sales operations", Assurance.OS_USER, "cli")


def plain(number: int) -> Event[Any]:
    """Return an event without personal fields."""
    return RevenueRecorded(Money(Decimal(number) / 100, "GBP"))


def personal(number: int) -> Event[Any]:
    """Return an event with two personal fields, about one of a hundred people."""
    return SponsorNamed(f"p{number % 100}", "Chief Financial Officer", "capital spend of the group")


# Appending


def begun(store: SQLiteStore, facts: int) -> None:
    """Record FACTS facts, a thousand at once."""
    heads: dict[str, int] = {}
    numbers = iter(range(facts))
    while chunk := list(itertools.islice(numbers, 1000)):
        before: dict[str, int] = {}
        commands = []
        for number in chunk:
            stream = f"account-{number * 7919 % max(1, facts // 100):05d}"
            before.setdefault(stream, heads.get(stream, 0))
            heads[stream] = heads.get(stream, 0) + 1
            commands.append(Command(f"import:{number:08d}", (fact(stream, heads[stream], plain(number)),)))
        store.append(commands, before, NOW + chunk[0])


def appender(store: SQLiteStore, make: Callable[[int], Event[Any]], *, grow: bool = True) -> Iterator[None]:
    """Append one fact each time it is asked for the next."""
    begun(store, BEGUN)
    for number in itertools.count(1):
        stream, version = f"active-{(number - 1) % 50:03d}", (number - 1) // 50 + 1
        command = Command(f"command-{number:08d}", (fact(stream, version, make(number)),))
        with mock.patch.object(sqlite_append, "grow", _no_tree) if not grow else _as_it_is():
            store.append([command], {stream: version - 1}, NOW + number)
        yield


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


def _no_tree(*_: object) -> None:
    """Keep no subtrees."""


def committer(connection: sqlite3.Connection, rows: list[Row]) -> Iterator[None]:
    """Commit one of ROWS, as it is, each time it is asked for the next; the first of them at once."""
    for start in range(0, BEGUN, 1000):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, rows[start : start + 1000])
        connection.execute("COMMIT")
    for row in rows[BEGUN:]:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(INSERT, row)
        connection.execute("COMMIT")
        yield


def rows_of(folder: Path, name: str, make: Callable[[int], Event[Any]], count: int) -> list[Row]:
    """Return the finished rows that COUNT appends of what MAKE makes come to."""
    with ExitStack() as held:
        keys = held.enter_context(closing(_keys(folder, name)))
        store = held.enter_context(closing(create(folder / f"{name}.db", "benchmark", NOW, vault=keys)))
        step = appender(store, make)
        for _ in range(count + 1):
            next(step)
        return list(store.rows())


def _keys(folder: Path, name: str) -> vault.KeyStore:
    keys = vault.create(folder / f"{name}.keys", "benchmark", bytes(range(32)))
    for number in range(100):
        keys.commitment(f"p{number}")
    keys.keep()
    return keys


def floor_of(folder: Path, name: str, rows: list[Row], held: ExitStack) -> Iterator[None]:
    """Return what commits one of ROWS at a time, plainly."""
    connection = held.enter_context(closing(sqlite3.connect(folder / f"{name}.db", isolation_level=None)))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(FLOOR)
    return committer(connection, rows)


def appends(folder: Path, count: int) -> dict[str, list[float]]:
    """Return how long each append took, in seconds, by kind."""
    with ExitStack() as held:

        def ours(name: str) -> SQLiteStore:
            keys = held.enter_context(closing(_keys(folder, name)))
            return held.enter_context(closing(create(folder / f"{name}.db", "benchmark", NOW, vault=keys)))

        steps = {
            "floor: commit of the finished row": floor_of(
                folder, "f", rows_of(folder, "a", plain, count), held
            ),
            "floor: the row with sealed fields": floor_of(
                folder, "g", rows_of(folder, "b", personal, count), held
            ),
            "ours, without the tree": appender(ours("o"), plain, grow=False),
            "ours, with the tree": appender(ours("t"), plain),
            "ours, with the tree, two fields in the clear": appender(
                held.enter_context(closing(create(folder / "c.db", "benchmark", NOW))), personal
            ),
            "ours, with the tree, two fields sealed": appender(ours("s"), personal),
        }
        for step in steps.values():
            next(step)
        times: dict[str, list[float]] = {name: [] for name in steps}
        order = list(steps)
        shuffled = random.Random(7)  # noqa: S311 - not a secret
        gc.collect()
        gc.disable()
        for _ in range(count):
            shuffled.shuffle(order)
            for name in order:
                start = time.perf_counter()
                next(steps[name])
                times[name].append(time.perf_counter() - start)
        gc.enable()
        for step in steps.values():
            step.close()  # type: ignore[attr-defined]  # each is a generator
    return times


# Reading it all


def fill(path: Path, facts: int) -> None:
    """Make a ledger of FACTS facts at PATH."""
    with closing(create(path, "benchmark", NOW)) as store:
        begun(store, facts)


def seconds(work: Callable[[], object]) -> float:
    """Return how long WORK takes."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def select(path: Path) -> None:
    """Read every row."""
    with closing(sqlite3.connect(path)) as connection:
        for _ in connection.execute("SELECT * FROM events NOT INDEXED ORDER BY position"):
            pass


def integrity(path: Path) -> None:
    """Let SQLite check the file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA integrity_check").fetchall()


def verified(path: Path) -> None:
    """Verify the ledger."""
    with closing(open_ledger(path)) as store:
        list(verify(store).problems)


def peak(path: Path) -> float:
    """Return the most memory, in MB, that a process of its own holds while it verifies the ledger at PATH."""
    done = subprocess.run(
        [sys.executable, __file__, "--verify", str(path)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def in_this_process(path: Path) -> None:
    """Verify the ledger at PATH, and print the most memory that was held, in MB."""
    verified(path)
    status = Path("/proc/self/status")
    if status.exists():  # of this process alone; what getrusage tells begins with its parent's
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        print(int(line.split()[1]) / 1024)
        return
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(used / (1 << 20 if sys.platform == "darwin" else 1 << 10))


# Printing


def show(name: str, each: float, against: float | None = None, unit: str = "us") -> None:
    """Print one line of the table."""
    ratio = "" if against is None else f"{each / against:8.2f}"
    print(f"{name:<52}{each:12.1f} {unit}{ratio}")


def show_appends(folder: Path, count: int) -> None:
    """Measure and print what an append costs."""
    print(f"{count} appends of one fact each, synchronous=FULL, medians, in {folder}")
    found = {name: statistics.median(taken) * 1e6 for name, taken in appends(folder, count).items()}
    names = list(found)
    for name in names:
        sealed = "field" in name
        show(name, found[name], found[names[1] if sealed else names[0]])
    show("the tree adds", found[names[3]] - found[names[2]])
    show("sealing two fields adds", found[names[5]] - found[names[4]])


def show_reading(folder: Path, facts: int, repeat: int) -> Path:
    """Measure and print what verifying costs; return the ledger."""
    path = folder / f"{facts}.db"
    fill(path, facts)
    print(f"\n{facts:,} facts, {path.stat().st_size / 1e6:.0f} MB, medians of {repeat}")
    times: dict[str, list[float]] = {}
    for _ in range(repeat):
        for work in (select, integrity, verified):
            times.setdefault(work.__name__, []).append(seconds(lambda: work(path)))  # noqa: B023 - called at once
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    for name, said in (
        ("select", "plain SELECT of all rows"),
        ("integrity", "PRAGMA integrity_check"),
        ("verified", "verify: leaves, tree, positions, all"),
    ):
        print(
            f"{said:<52}{middle[name]:10.2f} s{middle[name] / middle['select']:8.2f}  "
            f"{facts / middle[name]:12,.0f} facts/s"
        )
    return path


def show_proofs(path: Path, facts: int) -> None:
    """Measure and print what proofs cost."""
    with closing(open_ledger(path)) as store:
        leaves = {row.position: row.leaf for row in itertools.islice(store.rows(), 1000)}
        root, old = root_at(store, facts), root_at(store, facts // 3)
        proofs = {position: inclusion(store, position, facts) for position in leaves}
        kept = consistency(store, facts // 3, facts)
        made = seconds(lambda: [inclusion(store, position, facts) for position in leaves])
        told = seconds(
            lambda: list(
                starmap(
                    merkle.verify_inclusion,
                    ((leaf, at - 1, facts, proofs[at], root) for at, leaf in leaves.items()),
                )
            )
        )
        later = seconds(lambda: [consistency(store, facts // 3, facts) for _ in range(1000)])
        held = seconds(
            lambda: list(starmap(merkle.verify_consistency, [(facts // 3, facts, kept, old, root)] * 1000))
        )
    print()
    show("inclusion proof made", made * 1000)
    show("inclusion proof verified", told * 1000)
    show("consistency proof made", later * 1000)
    show("consistency proof verified", held * 1000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--appends", type=int, default=400)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--long", action="store_true", help="a million facts, too")
    parser.add_argument("--verify", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.verify is not None:
        in_this_process(given.verify)
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_DIR")) as name:
        folder = Path(name)
        show_appends(folder, given.appends)
        path = show_reading(folder, given.facts, given.repeat)
        show_proofs(path, given.facts)
        print(f"\nmemory of verifying {given.facts:>9,} facts: {peak(path):8.1f} MB at the most")
        if given.long:
            longer = folder / "long.db"
            fill(longer, 1_000_000)
            print(f"memory of verifying 1,000,000 facts: {peak(longer):8.1f} MB at the most")
            for work in (select, integrity, verified):
                taken = seconds(lambda: work(longer))  # noqa: B023 - called at once
                print(f"1,000,000 facts, {work.__name__}: {taken:.1f} s, {1_000_000 / taken:,.0f} facts/s")


if __name__ == "__main__":
    main()
