"""Killed at any instant of an import, a ledger holds some of its rows; importing again brings the others."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.killing import Killed, Say, Work, in_flight_share, killed_after, took
from tests.faults.ledgers import refuse_unsound

from majoracct.adapters.exchange import importing
from majoracct.adapters.exchange.importing import import_sheet
from majoracct.adapters.exchange.mapping import read_map
from majoracct.adapters.exchange.reading import check
from majoracct.adapters.exchange.rows import RowMapper
from majoracct.adapters.storage.sqlite import open_ledger
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.ledger import Ledger

pytest.importorskip("resource", reason="processes are forked here")

ROWS = 60


@pytest.fixture
def payments(tmp_path: Path) -> Path:
    rows = "".join(
        f"Body {n % 7},2016-04.csv,2016-04-05,{n + 1}.25,Schools,EXAMPLE LTD\n" for n in range(ROWS)
    )
    path = tmp_path / "payments.csv"
    path.write_text(f"body,source_file,payment_date,amount,organisational_unit,supplier\n{rows}", "utf-8")
    return path


def bring(book: Path, payments: Path) -> int:
    """Import PAYMENTS into BOOK; return how many rows were recorded."""
    with Ledger.open(book) as ledger:
        sheet = check(payments)
        mapper = RowMapper(read_map("uk-spend"), sheet, "GBP")
        return import_sheet(ledger.desk(by="kim", channel="import"), mapper, sheet).recorded


def importing_(book: Path, payments: Path) -> Work:
    def work(say: Say) -> None:
        say.begins("import")
        bring(book, payments)
        say.done("import")

    return work


@pytest.mark.parametrize("seed", range(8))
def test_it_goes_on_from_there(
    seed: int, tmp_path: Path, payments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 1)  # an append a row: most of the time passes between them
    chance = random.Random(seed)  # noqa: S311 - the same kills every time
    killed: list[Killed] = []
    part = 0
    Ledger.create(tmp_path / "whole.db", currency="GBP", by="kim").close()
    whole = took(importing_(tmp_path / "whole.db", payments))
    for number in range(25):
        book = tmp_path / f"book{number}.db"
        Ledger.create(book, currency="GBP", by="kim").close()
        killed.append(killed_after(importing_(book, payments), chance.uniform(0, whole)))
        refuse_unsound(book)
        with closing(open_ledger(book)) as store:
            before = sum(1 for fact in store.facts() if isinstance(fact.event, RevenueRecorded))
        part += 0 < before < ROWS
        assert bring(book, payments) == ROWS - before
        with closing(open_ledger(book)) as store:
            paid = [
                fact.event.amount.amount for fact in store.facts() if isinstance(fact.event, RevenueRecorded)
            ]
        assert sorted(paid) == sorted({*paid})
        assert len(paid) == ROWS
        refuse_unsound(book)
    assert in_flight_share(killed) > 0.3
    assert part > 3
