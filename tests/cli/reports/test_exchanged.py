"""Money in other currencies, from a file to the reports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from majoracct.cli import root

pytestmark = pytest.mark.requirement("X-11")

MAP = """\
event = "RevenueRecorded"

[account]
column = "Customer"
key = "slug"

[day]
column = "Date"
formats = ["YYYY-MM-DD"]

[fields.amount]
column = "Net"
type = "money"
currency = "USD"

[identity]
from = "row"
name = "usd"
"""
ROWS = "Customer,Date,Net\nAcme,2024-01-31,10.00\nAcme,2024-02-29,1250000.00\nBolt,2024-02-29,100.01\n"


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., str]:
    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(
            root, ["--ledger", str(tmp_path / "book.db"), *words], prog_name="majoracct"
        )
        assert done.exit_code == code, done.output
        return done.stdout

    (tmp_path / "usd.toml").write_text(MAP, encoding="utf-8")
    (tmp_path / "usd.csv").write_text(ROWS, encoding="utf-8")
    run("init", "--currency", "GBP")
    run("programme", "rate", "--base", "USD", "--quote", "GBP", "--rate", "0.8", "--on", "2024-02-01")
    run("import", str(tmp_path / "usd.csv"), "--map", str(tmp_path / "usd.toml"), code=6)
    return run


def rows(answer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer)["rows"]
    return found


def test_an_amount_is_imported_where_a_rate_is_in_force(book: Callable[..., str]) -> None:
    found = rows(book("report", "exchanged", "--json"))
    assert [(r["account"], r["stated"]["amount"], r["told"]["amount"], r["rate"]) for r in found] == [
        ("acme", "1250000.00", "1000000.00", "0.8"),
        ("bolt", "100.01", "80.01", "0.8"),
    ]
    assert {r["rate_fact"] for r in found} == {"programme@2"}
    assert "1 USD = 0.8 GBP since 2024-02-01 (programme@2)\n" in book("report", "exchanged")


def test_revenue_adds_in_the_ledgers_currency_and_cites_the_rate(book: Callable[..., str]) -> None:
    found = rows(book("report", "revenue", "--json"))
    assert [(r["net"], r["rates"]) for r in found] == [
        ({"amount": "1000000.00", "currency": "GBP"}, ["programme@2"]),
        ({"amount": "80.01", "currency": "GBP"}, ["programme@2"]),
    ]
    assert "total 1,000,080.01 GBP, 2 payments" in book("report", "revenue")
    assert [r["account"] for r in rows(book("report", "pareto", "--as-of", "2024", "--json"))] == [
        "acme",
        "bolt",
    ]


def test_a_rate_withdrawn_leaves_it_unknown_and_said(book: Callable[..., str]) -> None:
    book("withdraw", "programme@2", "--reason", "it was another bank's")
    (acme, bolt) = rows(book("report", "revenue", "--json"))
    assert (acme["payments"], len(acme["unknown"]), len(bolt["unknown"])) == (1, 1, 1)
    assert "2 of the payments, in currencies that no rate tells, in no sum" in book("report", "revenue")
    assert "none in force" in book("report", "exchanged")


@pytest.mark.requirement("X-11")
def test_a_sum_says_how_many_payments_are_not_in_it(book: Callable[..., str]) -> None:
    book("revenue", "record", "acme", "--amount", "5.00", "--on", "2024-03-01")
    book("withdraw", "programme@2", "--reason", "it was another bank's")
    for report in ("tiers", "effort", "revenue", "threshold", "wallet", "mutual"):
        told = book("report", report, "--as-of", "2024")
        assert re.search(r"\b5\.00 \+1 untold\b", told), report
        assert re.search(r"\b0\.00 \+1 untold\b", told), report
    together = " 5.00 GBP and 2 payments that no rate tells"
    for asked in (("list",), *(("report", name) for name in ("tiers", "effort", "mutual"))):
        assert together in " " + book(*asked, "--as-of", "2024"), asked
    assert "5.00 GBP with us and 2 payments that" in book("report", "wallet", "--as-of", "2024")
    assert "5.00 +2 untold" in book("report", "concentration", "--as-of", "2024")
    assert "2024  5.00 GBP, 2 payments, 1 in currencies" in book("show", "acme", "--as-of", "2024")
    assert "5.00 +1 untold" in book("diff", "--all", "--as-of", "2023..2024")
    assert "payments 2024 that no rate tells" in book("diff", "acme", "--as-of", "2023..2024")
    assert "untold 2;" in book("list", "--as-of", "2024")


def test_why_says_at_what_rate(book: Callable[..., str]) -> None:
    more = ("--title", "Rostering", "--value", "10.00 USD", "--on", "2024-03-01")
    book("opportunity", "identify", "acme", *more)
    document = json.loads(book("why", "acme", "--json", code=1))
    (fact,) = [f for c in document["data"]["criteria"] for f in c["proof"] if f["exchanged"]]
    (found,) = fact["exchanged"]
    assert (found["told"]["amount"], found["rate_fact"]) == ("8.00", "programme@2")
    assert "8.00 GBP at 1 USD = 0.8 GBP (programme@2)" in book("why", "acme", code=1)
