"""A real supplier's history: revenue by account and year equals the published answers, to the penny."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.calendar import PeriodError, read_day
from majoracct.domain.money import Money
from majoracct.ledger import Request

Book = Any
DATA = Path(__file__).parents[4] / "shared" / "data" / "public-spend"


def _requests(rows: Iterator[dict[str, str]]) -> Iterator[Request]:
    """Yield the payments that have a day, each account opened with its first."""
    opened = set()
    for row in rows:
        try:
            day = read_day(row["payment_date"])
        except PeriodError:
            continue
        if row["body"] not in opened:
            opened.add(row["body"])
            yield Request(row["body"], AccountOpened(row["body"].title()), day)
        yield Request(row["body"], RevenueRecorded(Money.read(row["amount"], "GBP")), day)


if DATA.is_dir():  # the project's tests pass without the shared folder, too

    @pytest.mark.parametrize(("supplier", "cells"), [("civica", 121)])
    def test_every_dated_cell_is_right(new_book: Callable[[], Book], supplier: str, cells: int) -> None:
        book = new_book()
        with (DATA / f"{supplier}.csv").open(encoding="utf-8-sig", newline="") as file:
            requests = _requests(csv.DictReader(file))
            chunks = iter(lambda: list(islice(requests, 500)), [])
            for _ in book.ledger.desk(by="kim").record_chunks(chunks):
                pass
        with (DATA / f"{supplier}.by-year.csv").open(encoding="utf-8-sig", newline="") as file:
            expected = {
                (row["account"], row["year"]): (row["net_gbp"], row["payments"], row["credits"])
                for row in csv.DictReader(file)
                if row["year"] != "undated"
            }
        rows = book.rows("report", "revenue")
        assert len(rows) == cells
        assert expected == {
            (r["account"], str(r["year"])): (r["net"]["amount"], str(r["payments"]), str(r["credits"]))
            for r in rows
        }
        known = {r["account"]: r for r in book.rows("list", "--as-of", "2017")}
        assert known["leeds"]["revenue"]["amount"] == expected["leeds", "2017"][0]
        book.ledger.close()
