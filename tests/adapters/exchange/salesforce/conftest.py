"""A ledger in London to import into, and exports of our own making."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from majoracct.adapters.exchange.reading import check
from majoracct.adapters.exchange.salesforce.declared import Declared, read_declared
from majoracct.adapters.exchange.salesforce.files import recognised
from majoracct.adapters.exchange.salesforce.importing import FileOutcome, import_export
from majoracct.desk import Desk
from majoracct.ledger import Ledger

Rows = Sequence[Mapping[str, str]]


@pytest.fixture
def fixture() -> list[Path]:
    """Return the files of the export that stand beside this one."""
    return sorted(Path(__file__).with_name("fixture").glob("*.csv"))


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    instants = itertools.count()

    def clock() -> dt.datetime:
        return dt.datetime(2024, 6, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=next(instants))

    with Ledger.create("memory:", currency="GBP", zone="Europe/London", by="kim", clock=clock) as ledger:
        yield ledger


@pytest.fixture
def declared() -> Declared:
    found = read_declared("salesforce")
    assert found is not None
    return found


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., list[Path]]:
    """Return a function that writes the files of an export: their rows by object, below every column."""
    numbers = itertools.count(1)

    def written(**objects: Rows) -> list[Path]:
        folder = tmp_path / f"export-{next(numbers)}"
        folder.mkdir()
        paths = []
        for name, rows in objects.items():
            paths.append(folder / f"{name}.csv")
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with paths[-1].open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
        return paths

    return written


@pytest.fixture
def bring(ledger: Ledger, declared: Declared) -> Callable[..., dict[str, FileOutcome]]:
    """Return a function that imports files, and returns what came of each by its name without the ending."""

    def brought(
        paths: Sequence[Path], by: Declared = declared, at: Desk | None = None
    ) -> dict[str, FileOutcome]:
        files = recognised([check(path) for path in paths])
        desk = at or ledger.desk(by="kim", channel="import")
        return {Path(outcome.file).stem: outcome for outcome in import_export(desk, files, by)}

    return brought
