"""What recording costs: our append against the floor, plain sqlite3 writing the same finished rows.

    python benchmarks/append.py [--facts 100000] [--chunk 500] [--repeat 5]

The floor inserts finished tuples, leaves included, with executemany into a table of the same columns
and unique indexes, without triggers, CHUNK rows a commit, synchronous=FULL. Ours starts from facts: it
encodes them, asserts heads, hashes leaves and passes the guards. Runs alternate; medians are shown.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

from majoracct.adapters.storage.codec import Codec
from majoracct.adapters.storage.leaf import hasher
from majoracct.adapters.storage.sqlite import create, open_ledger
from majoracct.adapters.trust.verify import verify
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import Assurance, Fact
from majoracct.domain.money import Money
from majoracct.ports import Command, Row

NOW = 1_714_550_400_000_000
FLOOR = """CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream TEXT, version INTEGER, type TEXT, schema INTEGER, body BLOB,
    recorded_at INTEGER, command_id TEXT, ordinal INTEGER, leaf BLOB,
    UNIQUE (stream, version), UNIQUE (command_id, ordinal))"""


def commands(facts: int) -> list[Command]:
    """Return an import of revenue, a command a row, over an account for each hundred facts."""
    accounts = max(1, facts // 100)
    heads = [0] * accounts
    made = []
    for number in range(facts):
        account = number * 7919 % accounts
        heads[account] += 1
        fact = Fact(
            f"account-{account:05d}",
            heads[account],
            0,
            RevenueRecorded(Money(Decimal(number % 900_000) / 100, "GBP")),
            dt.date(2015, 1, 1) + dt.timedelta(days=number % 3000),
            "kim",
            "sales operations",
            Assurance.OS_USER,
            "import",
            source={"file": "revenue.csv", "row": str(number)},
        )
        made.append(Command(f"import:revenue:{number:08d}", (fact,)))
    return made


def ours(path: Path, work: list[Command], chunk: int) -> None:
    """Record WORK through the store, CHUNK commands an append."""
    store = create(path, "benchmark", NOW)
    heads: dict[str, int] = {}
    for start in range(0, len(work), chunk):
        part = work[start : start + chunk]
        read = {fact.stream: heads.get(fact.stream, 0) for command in part for fact in command.facts}
        store.append(part, read, NOW + start)
        heads.update((fact.stream, fact.version) for command in part for fact in command.facts)
    store.close()


def floor(path: Path, rows: list[Row], chunk: int) -> None:
    """Insert ROWS as they are, CHUNK a commit."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(FLOOR)
    for start in range(0, len(rows), chunk):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows[start : start + chunk]
        )
        connection.execute("COMMIT")
    connection.close()


def seconds(work: Callable[[], object]) -> float:
    """Return how long WORK takes, with nothing left over from before."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def show(name: str, taken: float, facts: int, against: float | None = None) -> None:
    """Print one line of the table."""
    ratio = "" if against is None else f"{taken / against:8.2f}"
    print(f"{name:<44}{taken:9.3f}{taken / facts * 1e6:10.2f}{ratio}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--chunk", type=int, default=500)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    facts, chunk = given.facts, given.chunk
    work = commands(facts)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours(folder / "kept.db", work, chunk)
        store = open_ledger(folder / "kept.db")
        rows = list(store.rows())
        singles = min(facts, 500)
        times: dict[str, list[float]] = {}
        for turn in range(given.repeat):
            runs: dict[str, Callable[[], object]] = {
                "floor": partial(floor, folder / f"f{turn}.db", rows, chunk),
                "ours": partial(ours, folder / f"o{turn}.db", work, chunk),
                "floor, one a commit": partial(floor, folder / f"g{turn}.db", rows[:singles], 1),
                "ours, one a commit": partial(ours, folder / f"p{turn}.db", work[:singles], 1),
            }
            for run in runs if turn % 2 else reversed(runs):
                times.setdefault(run, []).append(seconds(runs[run]))
        middle = {run: statistics.median(taken) for run, taken in times.items()}
        encode, leaf = Codec().encode, hasher("benchmark")
        flat = [fact for command in work for fact in command.facts]
        envelopes = [row[:9] for row in rows]
        print(f"{facts} facts, {chunk} a commit, synchronous=FULL, median of {given.repeat}")
        print(f"{'':<44}{'seconds':>9}{'us/fact':>10}{'ratio':>8}")
        show("floor: executemany of finished rows", middle["floor"], facts, middle["floor"])
        show("ours: encode, heads, leaves, guards, insert", middle["ours"], facts, middle["floor"])
        show("  of it encoding", seconds(lambda: [encode(fact) for fact in flat]), facts)
        show("  of it leaves", seconds(lambda: [leaf(*row) for row in envelopes]), facts)
        show("floor, one a commit", middle["floor, one a commit"], singles, middle["floor, one a commit"])
        show("ours, one a commit", middle["ours, one a commit"], singles, middle["floor, one a commit"])
        show("reading and decoding all", seconds(lambda: sum(1 for _ in store.facts())), facts)
        show("verifying all", seconds(lambda: verify(store)), facts)
        store.close()


if __name__ == "__main__":
    main()
