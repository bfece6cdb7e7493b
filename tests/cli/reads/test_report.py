"""`report`: revenue by account and year, and the programme's target."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.programme.targets import NamedAccountTargetSet

Book = Any


class TestRevenue:
    def test_payments_count_credits_too(self, book: Book) -> None:
        assert book.rows("report", "revenue") == [
            {
                "account": "acme",
                "year": 2017,
                "net": {"amount": "250000.00", "currency": "GBP"},
                "payments": 2,
                "credits": 1,
                "rates": [],
                "unknown": [],
            },
            {
                "account": "globex",
                "year": 2018,
                "net": {"amount": "1200.00", "currency": "GBP"},
                "payments": 1,
                "credits": 0,
                "rates": [],
                "unknown": [],
            },
        ]
        assert "total 251,200.00 GBP, 3 payments, 1 of them credits" in book.text("report", "revenue")

    def test_of_one_account(self, book: Book) -> None:
        assert [r["account"] for r in book.rows("report", "revenue", "globex")] == ["globex"]

    def test_a_merger_changes_who_is_paid_and_never_how_much(self, book: Book) -> None:
        book.pay("acme", "10.00", "2018-02-02")
        book.merge("globex", "acme", "2018-11-01")
        rows = book.rows("report", "revenue")
        assert [(r["account"], r["year"], r["net"]["amount"], r["payments"]) for r in rows] == [
            ("acme", 2017, "250000.00", 2),
            ("acme", 2018, "1210.00", 2),
        ]
        assert book.rows("report", "revenue", "globex") == rows

    def test_a_year_not_ended_says_up_to_when(self, book: Book) -> None:
        assert "2017 to 06-30" in book.text("report", "revenue", "--as-of", "2017-06-30")
        assert "2017 to" not in book.text("report", "revenue", "--as-of", "2017")

    def test_csv_has_exact_amounts_and_their_currency(self, book: Book) -> None:
        lines = book.text("report", "revenue", "--csv").splitlines()
        assert lines[:2] == [
            "account,year,net,net_currency,payments,credits,rates,unknown",
            "acme,2017,250000.00,GBP,2,1,[],[]",
        ]


class TestTarget:
    @pytest.mark.requirement("B-D2")
    def test_policy_sets_it_for_each_year(self, major: Book) -> None:
        assert major.json("report", "target", "--as-of", "2024-06-01")["data"] == {
            "target": 12,
            "by": "2024-12-31",
            "set_by": "programme@2",
            "major": 1,
            "accounts": ["acme"],
            "gap": 11,
            "uncounted": [],
        }

    @pytest.mark.requirement("B-D2")
    def test_one_that_was_set_comes_first_and_a_gap_is_never_below_nothing(self, major: Book) -> None:
        major.record("globex", QualificationGranted(override=True), "2024-05-01", reason="a test")
        fact = (
            major.ledger.desk(by="dana")
            .on(dt.date(2024, 1, 1))
            .adopt(NamedAccountTargetSet(1, dt.date(2024, 12, 31)))
        )
        data = major.json("report", "target", "--as-of", "2024")["data"]
        assert (data["target"], data["set_by"], data["major"], data["gap"]) == (1, fact.reference, 2, 0)
        assert "reached" in major.text("report", "target", "--as-of", "2024")
        known = major.json("report", "target", "--as-of", "2024", "--known-at", f"@{fact.position - 1}")
        assert known["data"]["target"] == 12
