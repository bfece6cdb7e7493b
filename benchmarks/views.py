"""What views cost: made anew, refreshed after one more fact, and found current, against a plain replay.

    python benchmarks/views.py [--facts 20000] [--accounts 200] [--repeat 3]

The plain replay reads every fact once and lists every account on the day, as `list` does. Medians
are shown, each with its ratio to that.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from majoracct import Ledger
from majoracct.adapters.views.refreshing import refresh
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.standing import line
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy
from majoracct.requests import Request

DAY = dt.date(2024, 6, 1)


def paid(number: int) -> RevenueRecorded:
    """Return a payment."""
    return RevenueRecorded(Money(Decimal(number % 900_000 + 1) / 100, "GBP"))


def fill(ledger: Ledger, facts: int, accounts: int) -> None:
    """Record so many payments, over so many accounts."""
    desk = ledger.desk(by="kim")
    keys = [f"account-{n:05d}" for n in range(accounts)]
    first = dt.date(2015, 1, 1)
    desk.record_all([Request(key, AccountOpened(key), first) for key in keys])
    chunk = [
        Request(keys[n * 7919 % accounts], paid(n), first + dt.timedelta(days=n % 3000)) for n in range(facts)
    ]
    for start in range(0, facts, 1000):
        desk.record_all(chunk[start : start + 1000])


def replay(ledger: Ledger) -> None:
    """Read every fact once, and list every account."""
    past = ledger.past()
    accounts = ledger.accounts(as_of=DAY, past=past)
    for account in accounts:
        line(account, account.programme[Policy].terms)


def median(what: Callable[[], object], repeat: int, before: Callable[[], object] = lambda: None) -> float:
    """Return the median of so many runs, in seconds; BEFORE each, something is done and not counted."""
    found = []
    for _ in range(repeat):
        before()
        start = time.perf_counter()
        what()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def main() -> None:
    """Measure, and print a line a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=20_000)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.views.db"
        with Ledger.create(Path(folder) / "book.db", currency="GBP", by="kim") as ledger:
            fill(ledger, given.facts, given.accounts)

            def bring(*, rebuild: bool = False) -> None:
                refresh(ledger, ledger.past(), DAY, path, rebuild=rebuild)

            def one_more() -> None:
                ledger.desk(by="kim").on(DAY).record("account-00000", paid(1))

            plain = median(lambda: replay(ledger), given.repeat)
            cases = {
                "plain replay": plain,
                "made anew": median(lambda: bring(rebuild=True), given.repeat),
                "refreshed after one fact": median(bring, given.repeat, one_more),
                "found current": median(bring, given.repeat),
            }
        size = path.stat().st_size
    print(f"{given.facts:,} payments of {given.accounts:,} accounts; {size / 1e6:.1f} MB of views")
    for name, seconds in cases.items():
        print(f"{name:<26}{seconds * 1000:>10.1f} ms{seconds / plain:>8.2f} x")


if __name__ == "__main__":
    main()
