"""What trust costs: the seal and the sealing of an append, verifying it all, and proofs; side by side.

    python benchmarks/trust.py [--appends 1000] [--run 20] [--facts 100000] [--repeat 5] [--long]

The floor of an append is a plain sqlite3 program that commits the same finished row: prepared beforehand,
leaf and sealed values included, into a table of the same columns and unique indexes, in a write-ahead log
with synchronous=FULL, one commit a fact. It encodes, checks, hashes and guards nothing.
The engine's own recorder is what one would pick instead: it keeps the finished body, a stream and a version.
Ours starts from a fact: it encodes it, asserts heads, hashes the leaf and passes the guards; then the same
with the tree, and with the tree and two personal fields that are sealed; then all of it as a program meets
it, through a desk that reads what its rules ask for, judges and appends.
All begin with the same facts, so that every log has its size, and each commit writes over what it has.
They take turns in an order that changes, each with a run of appends (--run; with 1, every append meets
caches that the others filled), so that whatever else the machine does troubles them alike. Wall time is
the median append, and what the quickest tenth did not exceed, which sees through the load of a busy
machine; CPU time, user and system, is the mean of all.
Verifying is shown beside a plain SELECT of the same rows and SQLite's own integrity check, in turns;
medians. --long verifies a million facts, too, and compares the memory that takes.
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from decimal import Decimal
from itertools import starmap
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from majoracct.adapters.storage import sqlite_append
from majoracct.adapters.storage.sqlite import SQLiteStore, create, open_ledger
from majoracct.adapters.trust import merkle, vault
from majoracct.adapters.trust.seal import consistency, inclusion, root_at
from majoracct.adapters.trust.verify import verify
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.kernel import Assurance, Event, Fact
from majoracct.domain.money import Money
from majoracct.ledger import Ledger
from majoracct.ports import Command, Row
from majoracct.requests import Request

NOW = 1_714_550_400_000_000
DAY = dt.date(2024, 5, 1)
BEGUN: Final = 20_000  # facts that are there before an append is measured
DURABLE: Final = 2  # synchronous=FULL
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


def sponsored(number: int) -> Event[Any]:
    """Return such an event that fifty accounts may have in turn, each about everybody once."""
    return SponsorNamed(f"p{number // 50 % 100}", "Chief Financial Officer", "capital spend of the group")


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


def appender(
    store: SQLiteStore, make: Callable[[int], Event[Any]], count: int, *, grow: bool = True
) -> Iterator[None]:
    """Append one fact each time it is asked for the next, COUNT times."""
    begun(store, BEGUN)
    prepared = []
    for number in range(count):
        stream, before = f"active-{number % 50:03d}", number // 50
        made = Command(f"command-{number:08d}", (fact(stream, before + 1, make(number)),))
        prepared.append(([made], {stream: before}))
    appending = vars(sqlite_append)
    growing = appending["grow"]
    for now, (commands, heads) in enumerate(prepared, NOW + BEGUN):
        # Plainly set: what a patch of unittest.mock takes would count as ours.
        appending["grow"] = growing if grow else _no_tree
        store.append(commands, heads, now)
        appending["grow"] = growing
        yield


def _no_tree(cursor: sqlite3.Cursor, size: int, leaves: Sequence[bytes]) -> None:
    """Keep no subtrees."""


def recorder(ledger: Ledger, make: Callable[[int], Event[Any]], count: int) -> Iterator[None]:
    """Record one fact at a desk each time it is asked for the next, COUNT times."""
    desk = ledger.desk(by="kim", role="sales operations").on(DAY)
    events = [make(number) for number in range(count)]
    accounts = [f"active-{number:03d}" for number in range(50)]
    people = sorted({event.person for event in events if isinstance(event, SponsorNamed)})
    desk.record_all([Request(account, AccountOpened(account), DAY) for account in accounts])
    known = [StakeholderIdentified(person, BuyingFunction.FINANCE, name=person) for person in people]
    desk.record_all([Request(account, event, DAY) for account in accounts for event in known])
    for number, event in enumerate(events):
        desk.record(f"active-{number % 50:03d}", event)  # type: ignore[arg-type]  # it is of an account
        yield


def committer(connection: sqlite3.Connection, rows: list[Row]) -> Iterator[None]:
    """Commit one of ROWS, as it is, each time it is asked for the next; those it begins with at once."""
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
        for _ in appender(store, make, count):
            pass
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


def stock_of(folder: Path, name: str, rows: list[Row], held: ExitStack) -> Iterator[None]:
    """Return what appends one of ROWS at a time by the engine's own recorder, on its own table.

    It keeps a row's stream, version, type and body; its one index says which version of a stream is taken.
    """
    datastore = SQLiteDatastore(str(folder / f"{name}.db"))
    held.callback(datastore.close)
    recorder = SQLiteApplicationRecorder(datastore)
    recorder.create_table()
    with datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA synchronous")
        durable = next(iter(cursor.fetchone() or ()), None)
    if durable != DURABLE:  # it leaves that to how SQLite was built
        raise SystemExit("here the engine's recorder does not commit with synchronous=FULL: no comparison")
    return inserter(recorder, rows)


def inserter(recorder: SQLiteApplicationRecorder, rows: list[Row]) -> Iterator[None]:
    """Insert ROWS, one at each step."""
    for row in rows:
        stream = uuid5(NAMESPACE_URL, row.stream)
        recorder.insert_events([StoredEvent(stream, row.version, row.type, row.body)])
        yield


class Taken(NamedTuple):
    """What something took by the clock, and of CPU."""

    wall: float
    cpu: float
    quick: float = 0.0  # by the clock, where there were many: what a tenth of them did not exceed


def appends(folder: Path, count: int, run: int) -> dict[str, Taken]:
    """Return what an append took, in microseconds, by kind; COUNT of each, RUN in a row."""
    total = count + run  # a run to get warm
    with ExitStack() as held:

        def ours(name: str, *, sealed: bool = True) -> SQLiteStore:
            keys = held.enter_context(closing(_keys(folder, name))) if sealed else None
            return held.enter_context(closing(create(folder / f"{name}.db", "benchmark", NOW, vault=keys)))

        def desk(name: str) -> Ledger:
            keys = held.enter_context(closing(_keys(folder, name)))
            return held.enter_context(
                Ledger.create(folder / f"{name}.db", currency="GBP", by="kim", vault=keys)
            )

        steps = {
            "floor: commit of the finished row": floor_of(
                folder, "f", rows_of(folder, "a", plain, total), held
            ),
            "floor: the row with two sealed fields": floor_of(
                folder, "g", rows_of(folder, "b", personal, total), held
            ),
            "the engine's own recorder": stock_of(folder, "h", rows_of(folder, "i", plain, total), held),
            "append, without the tree": appender(ours("o", sealed=False), plain, total, grow=False),
            "append, with the tree": appender(ours("t", sealed=False), plain, total),
            "append, two fields in the clear": appender(ours("c", sealed=False), personal, total),
            "append, two fields sealed": appender(ours("s"), personal, total),
            "desk.record, judged and appended": recorder(desk("d"), plain, total),
            "desk.record, two fields sealed": recorder(desk("e"), sponsored, total),
        }
        times: dict[str, list[float]] = {name: [] for name in steps}
        cpu: dict[str, list[float]] = {name: [] for name in steps}
        order = list(steps)
        shuffled = random.Random(7)  # noqa: S311 - not a secret
        gc.collect()
        gc.freeze()
        for _ in range(total // run):
            shuffled.shuffle(order)
            for name in order:
                step, wall = steps[name], times[name]
                used = time.process_time()
                for _ in range(run):
                    start = time.perf_counter()
                    next(step)
                    wall.append(time.perf_counter() - start)
                cpu[name].append(time.process_time() - used)
        gc.unfreeze()
        for step in steps.values():
            step.close()  # type: ignore[attr-defined]  # each is a generator
    return {
        name: Taken(
            statistics.median(times[name][run:]) * 1e6,
            statistics.fmean(cpu[name][1:]) / run * 1e6,
            statistics.quantiles(times[name][run:], n=10)[0] * 1e6,
        )
        for name in steps
    }


# Reading it all


def fill(path: Path, facts: int) -> None:
    """Make a ledger of FACTS facts at PATH."""
    with closing(create(path, "benchmark", NOW)) as store:
        begun(store, facts)


def seconds(work: Callable[[], object]) -> float:
    """Return how long WORK takes."""
    return timed(work).wall


def timed(work: Callable[[], object]) -> Taken:
    """Return how long WORK takes, in seconds by the clock and of CPU."""
    gc.collect()
    start, used = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - start, time.process_time() - used)


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


def show_appends(folder: Path, count: int, run: int) -> None:
    """Measure and print what an append costs."""
    print(f"{count} appends of one fact each, synchronous=FULL, {run} in a row, in {folder}")
    print("the floor is a plain sqlite3 program committing the same finished row, and nothing else")
    print(f"{'':<36}{'us, median':>12}{'ratio':>7}{'us, tenth':>12}{'ratio':>7}{'us of CPU':>12}{'ratio':>7}")
    found = appends(folder, count, run)
    [floor, sealed, *_] = found.values()
    for name, taken in found.items():
        against = sealed if "field" in name else floor
        print(
            f"{name:<36}{taken.wall:12.1f}{taken.wall / against.wall:7.2f}"
            f"{taken.quick:12.1f}{taken.quick / against.quick:7.2f}"
            f"{taken.cpu:12.1f}{taken.cpu / against.cpu:7.2f}"
        )


def show_reading(folder: Path, facts: int, repeat: int) -> Path:
    """Measure and print what verifying costs; return the ledger."""
    path = folder / f"{facts}.db"
    fill(path, facts)
    print(f"\n{facts:,} facts, {path.stat().st_size / 1e6:.0f} MB, medians of {repeat}")
    print(f"{'':<37}{'seconds':>9}{'facts/s':>11}{'ratio':>7}{'s of CPU':>10}{'facts/s':>11}{'ratio':>7}")
    works = {
        "plain SELECT of all rows": select,
        "PRAGMA integrity_check": integrity,
        "verify: leaves, tree, positions, all": verified,
    }
    taken: dict[str, list[Taken]] = {name: [] for name in works}
    for _ in range(repeat):
        for name, work in works.items():
            taken[name].append(timed(lambda: work(path)))  # noqa: B023 - called at once
    middle = {
        name: Taken(
            statistics.median(each.wall for each in all_), statistics.median(each.cpu for each in all_)
        )
        for name, all_ in taken.items()
    }
    [floor, *_] = middle.values()
    for name, (wall, cpu, _) in middle.items():
        print(
            f"{name:<37}{wall:9.2f}{facts / wall:11,.0f}{wall / floor.wall:7.1f}"
            f"{cpu:10.2f}{facts / cpu:11,.0f}{cpu / floor.cpu:7.1f}"
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
    parser.add_argument("--appends", type=int, default=1000)
    parser.add_argument("--run", type=int, default=20, help="appends in a row")
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
        show_appends(folder, given.appends, given.run)
        path = show_reading(folder, given.facts, given.repeat)
        show_proofs(path, given.facts)
        print(f"\nmemory of verifying {given.facts:>9,} facts: {peak(path):8.1f} MB at the most")
        if given.long:
            longer = show_reading(folder, 1_000_000, min(given.repeat, 3))
            print(f"\nmemory of verifying 1,000,000 facts: {peak(longer):8.1f} MB at the most")


if __name__ == "__main__":
    main()
