"""What importing costs: a file of payments, against the floor, plain sqlite3 writing the same finished rows.

    python benchmarks/import.py [--rows 100000] [--accounts 200] [--repeat 5]

The floor inserts the rows that our import ended in, finished, leaves included, into a table of the
same columns and unique indexes, without triggers, in the same chunks, synchronous=FULL. Ours starts
from the CSV file: it checks and maps it, judges each payment by the rules, and appends. Importing
again finds every row on record. Runs alternate; medians are shown. The peak of memory is that of a
process that does nothing else.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime as dt
import gc
import io
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path

from majoracct.adapters.exchange.importing import CHUNK
from majoracct.adapters.storage.sqlite import open_ledger
from majoracct.adapters.storage.sqlite_file import TABLES
from majoracct.cli.importing import import_files
from majoracct.cli.session import Session
from majoracct.ledger import Ledger
from majoracct.ports import Row

HEADER = ("body", "source_file", "payment_date", "amount", "organisational_unit", "supplier")
UNITS = ("Adult Services", "Highways Asset Management", "Chief Executive's", "Place", "Corporate Services")


def write_payments(path: Path, rows: int, accounts: int) -> None:
    """Write ROWS payments by so many ACCOUNTS over ten years, by day, as a publisher would."""
    chance = random.Random(2010)  # noqa: S311 - the same file every time
    first = dt.date(2010, 4, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            day = first + dt.timedelta(days=number * 3650 // rows)
            body = f"Borough {chance.randrange(accounts):03d}"
            pounds = chance.lognormvariate(6.5, 1.5) * (-1 if chance.random() < 0.02 else 1)
            writer.writerow(
                (body, f"{day:%Y-%m}.csv", day, f"{pounds:.2f}", chance.choice(UNITS), "EXAMPLE SYSTEMS LTD")
            )


def import_into(ledger_path: Path, payments: Path, *, create: bool) -> None:
    """Import PAYMENTS with the command that users run, short of starting its process."""
    if create:
        Ledger.create(ledger_path, currency="GBP", by="kim").close()
    with contextlib.redirect_stdout(io.StringIO()):
        import_files.main(
            [str(payments), "--map", "uk-spend"],
            obj=Session(given={"ledger": str(ledger_path), "actor": "kim", "role": "sales operations"}),
            standalone_mode=False,
        )


def floor(path: Path, chunks: list[list[Row]]) -> None:
    """Insert CHUNKS of rows as they are, one a commit."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(TABLES["events"])
    for chunk in chunks:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", chunk)
        connection.execute("COMMIT")
    connection.close()


def finished(path: Path) -> list[list[Row]]:
    """Return the rows of the ledger at PATH, as they were appended: an append has one instant."""
    store = open_ledger(path)
    rows = [list(rows) for _, rows in groupby(store.rows(), lambda row: row.recorded_at)]
    store.close()
    return rows


def seconds(work: Callable[[], object]) -> float:
    """Return how long WORK takes, with nothing left over from before."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(ledger_path: Path, payments: Path) -> float:
    """Return the peak memory, in MB, of a process that imports PAYMENTS and ends."""
    run = [sys.executable, __file__, "--only", str(ledger_path), str(payments)]
    return float(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


def own_peak() -> float:
    """Return the peak memory of this process, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # a child's ru_maxrss on Linux begins with its parent's
        line = next(text for text in status.read_text().splitlines() if text.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measure(rows: int, accounts: int, repeat: int) -> None:
    """Measure, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        payments = folder / "payments.csv"
        write_payments(payments, rows, accounts)
        kept = folder / "kept.db"
        import_into(kept, payments, create=True)
        chunks = finished(kept)
        gc.freeze()  # the floor's rows are no part of our import, which must not search them for garbage
        times: dict[str, list[float]] = {}
        for turn in range(repeat):
            runs: dict[str, Callable[[], object]] = {
                "floor": partial(floor, folder / f"f{turn}.db", chunks),
                "import": partial(import_into, folder / f"o{turn}.db", payments, create=True),
                "again": partial(import_into, kept, payments, create=False),
            }
            for run in runs if turn % 2 else reversed(runs):
                times.setdefault(run, []).append(seconds(runs[run]))
        middle = {run: statistics.median(taken) for run, taken in times.items()}
        memory = peak(folder / "peak.db", payments)
    print(f"{rows:,} payments, {accounts} accounts, {CHUNK} rows an append, FULL, median of {repeat}")
    print(f"{'':<44}{'seconds':>9}{'us/row':>9}{'ratio':>16}")
    for run, said, against in (
        ("floor", "floor: executemany of finished rows", "floor"),
        ("import", "import: check, map, judge, append", "floor"),
        ("again", "importing it again", "import"),
    ):
        ratio = f"{middle[run] / middle[against]:.2f} of {against}"
        print(f"{said:<44}{middle[run]:9.3f}{middle[run] / rows * 1e6:9.2f}{ratio:>16}")
    print(f"{'peak memory of the import':<44}{memory:9.1f} MB")


def main() -> None:
    """Measure and print; or import once and print the peak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", nargs=2, metavar=("LEDGER", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        import_into(Path(given.only[0]), Path(given.only[1]), create=True)
        print(own_peak())
        return
    measure(given.rows, given.accounts, given.repeat)


if __name__ == "__main__":
    main()
