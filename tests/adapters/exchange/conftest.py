"""A ledger to import into, and a fictitious file of payments."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from majoracct.adapters.exchange.importing import import_sheet
from majoracct.adapters.exchange.mapping import read_map
from majoracct.adapters.exchange.outcome import Outcome
from majoracct.adapters.exchange.reading import check
from majoracct.adapters.exchange.rows import RowMapper
from majoracct.desk import Desk
from majoracct.ledger import Ledger

CRM = Path(__file__).with_name("crm.toml")
ACCOUNTS = "name,industry,millions\n"
DEALS = "id,customer,product,stage,begun,closed,value\n"
EXPORT = dt.date(2024, 1, 31)
HEADER = "body,source_file,payment_date,amount,organisational_unit,supplier\n"


@pytest.fixture
def payments() -> Path:
    """Return a file of eleven rows: three of them no facts, two of them alike."""
    return Path(__file__).with_name("payments.csv")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes rows below the header of `uk-spend`."""
    numbers = itertools.count(1)

    def written(*rows: str, header: str = HEADER, name: str = "") -> Path:
        path = tmp_path / (name or f"rows-{next(numbers)}.csv")
        path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8", newline="")
        return path

    return written


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    instants = itertools.count()

    def clock() -> dt.datetime:
        return dt.datetime(2024, 6, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=next(instants))

    with Ledger.create(tmp_path / "book.db", currency="GBP", by="kim", clock=clock) as ledger:
        yield ledger


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    return ledger.desk(by="kim", channel="import")


@pytest.fixture
def bring(desk: Desk) -> Callable[..., Outcome]:
    """Return a function that imports a file by `uk-spend`."""

    def brought(path: Path, at: Desk = desk, **options: object) -> Outcome:
        sheet = check(path)
        return import_sheet(at, RowMapper(read_map("uk-spend"), sheet, "GBP"), sheet, **options)  # type: ignore[arg-type]  # as the caller means

    return brought


@pytest.fixture
def table(desk: Desk, write: Callable[..., Path]) -> Callable[..., Outcome]:
    """Return a function that imports rows below a header, by the fictitious map."""

    def brought(*rows: str, header: str = DEALS, at: Desk = desk, on: dt.date | None = EXPORT) -> Outcome:
        sheet = check(write(*rows, header=header))
        return import_sheet(at, RowMapper(read_map(str(CRM)), sheet, "GBP", on), sheet)

    return brought


@pytest.fixture
def deals(table: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Return the same, where Brook is known: brook@1 opened it, brook@2 describes it."""
    table("Brook,retail,1.5", header=ACCOUNTS)
    return table
