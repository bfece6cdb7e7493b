"""Cells: each form with one reading is read, and the others are not guessed at."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from majoracct.adapters.exchange.salesforce import cells
from majoracct.adapters.exchange.salesforce.cells import CellError


@pytest.mark.parametrize(
    "cell",
    [
        "2023-05-01T09:30:00.000Z",
        "2023-05-01T09:30:00.000+0000",
        "2023-05-01T10:30:00+01:00",
        "2023-05-01 09:30:00",
        "2023-05-01 09:30",
    ],
)
def test_an_instant(cell: str) -> None:
    assert cells.instant(cell) == dt.datetime(2023, 5, 1, 9, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "cell", ["", "2023-05-01", "01/05/2023 09:30", "2023-02-30T09:30:00Z", "0023-05-01T09:30:00Z", "#REF!"]
)
def test_no_instant(cell: str) -> None:
    with pytest.raises(CellError):
        cells.instant(cell)


@pytest.mark.parametrize("cell", ["2023-05-01", "2023-05-01 00:00:00", "2023-05-01T00:00:00.000Z"])
def test_a_day(cell: str) -> None:
    assert cells.day(cell) == dt.date(2023, 5, 1)


@pytest.mark.parametrize("cell", ["01/05/2023", "2023-05-01T23:00:00Z", "2023-02-29", "2500-01-01"])
def test_no_day(cell: str) -> None:
    with pytest.raises(CellError):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("12000.0", "12000"),
        ("1.25E7", "12500000"),
        ("0.10", "0.1"),
        ("-3", "-3"),
        ("0.0", "0"),
        ("1200", "1200"),
    ],
)
def test_an_amount_exactly(cell: str, amount: str) -> None:
    read = cells.amount(cell)
    assert read is not None
    assert (read, str(read)) == (Decimal(amount), amount)


@pytest.mark.parametrize("cell", ["1,200", "£12", "NaN", "1e99", "1E15", "12.", "#REF!"])
def test_no_amount(cell: str) -> None:
    with pytest.raises(CellError):
        cells.amount(cell)


def test_nothing_is_said() -> None:
    assert (cells.amount(""), cells.day(""), cells.yes("")) == (None, None, False)


def test_yes_and_no() -> None:
    assert [cells.yes(cell) for cell in ("true", "TRUE", "1", "false", "0")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(CellError):
        cells.yes("maybe")
