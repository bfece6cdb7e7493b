"""`list`: who there was on a day, and how they stood."""

from __future__ import annotations

from typing import Any

import pytest

from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.programme.terms import Tier

Book = Any  # the fixture's; conftest cannot be imported


class TestRows:
    @pytest.mark.requirement("B-Q6")
    def test_a_row_says_status_standing_tiers_and_the_years_revenue_to_date(self, book: Book) -> None:
        document = book.json("list", "--as-of", "2017")
        assert document["schema"] == "majoracct.list.1"
        assert (document["as_of"], document["policy"], document["ledger"]) == (
            "2017-12-31",
            "programme@2",
            "l1",
        )
        assert document["known_at"] == book.head
        assert document["rows"][0] == {
            "account": "acme",
            "name": "Acme Holdings",
            "status": "none",
            "standing": "unmet",
            "definition": "programme",
            "tier_assigned": None,
            "tier_indicated": "beachhead",
            "revenue": {"amount": "250000.00", "currency": "GBP"},
        }

    def test_revenue_counts_up_to_the_day_and_the_heading_says_which_year(self, book: Book) -> None:
        [acme, _] = book.rows("list", "--as-of", "2017-06-30")
        assert acme["revenue"]["amount"] == "300000.10"
        assert "revenue 2017 to 06-30 (GBP)" in book.text("list", "--as-of", "2017-06-30")
        assert "revenue 2017 (GBP)" in book.text("list", "--as-of", "2017")

    def test_status_and_standing_are_told_apart(self, major: Book) -> None:
        [acme, globex] = major.rows("list", "--as-of", "2024-04-03")
        assert (acme["status"], acme["standing"]) == ("major", "met")
        assert (globex["status"], globex["standing"]) == ("none", "unmet")
        [acme, _] = major.rows("list", "--as-of", "2024-04-02")
        assert (acme["status"], acme["standing"]) == ("none", "met")

    def test_the_total_is_left_out_when_rows_are(self, book: Book) -> None:
        assert "2 accounts, 250,000.00 GBP; as of" in book.text("list", "--as-of", "2017")
        assert "250,000.00 GBP; as of" not in book.text("list", "--as-of", "2017", "--limit", "1")


class TestWhoThereWas:
    def test_an_account_is_absent_before_its_earliest_live_fact(self, book: Book) -> None:
        assert [r["account"] for r in book.rows("list", "--as-of", "2017-02")] == ["acme"]
        assert book.rows("list", "--as-of", "2017-01") == []
        assert "There were no accounts." in book.text("list", "--as-of", "2017-01")

    def test_a_withdrawn_first_fact_moves_the_day_from_which_it_is_listed(self, book: Book) -> None:
        book.record("initech", AccountOpened("Initech"), "2016-01-01")
        assert [r["account"] for r in book.rows("list", "--as-of", "2016")] == ["initech"]
        book.withdraw("initech@1", "never existed")
        assert book.rows("list", "--as-of", "2016") == []
        assert book.rows("list", "--as-of", "2016", "--known-at", f"@{book.head - 1}")

    def test_a_merged_account_is_told_by_its_successor_and_counted_once(self, book: Book) -> None:
        before = book.rows("list", "--as-of", "2018")
        book.merge("globex", "acme", "2018-11-01")
        after = book.rows("list", "--as-of", "2018")
        assert [r["account"] for r in after] == ["acme"]
        assert [r["revenue"]["amount"] for r in before] == ["0.00", "1200.00"]
        assert [r["revenue"]["amount"] for r in after] == ["1200.00"]
        assert [r["account"] for r in book.rows("list", "--as-of", "2018-10-31")] == ["acme", "globex"]


class TestOptions:
    def test_a_tier_is_the_one_assigned_else_the_one_indicated(self, book: Book) -> None:
        book.record("globex", TierMoved(Tier.CORE, override=True), "2018-06-01", reason="plan")
        listed = {
            tier: [r["account"] for r in book.rows("list", "--as-of", "2018", "--tier", tier)]
            for tier in ("core", "beachhead", "greenfield")
        }
        assert listed == {"core": ["globex"], "beachhead": ["acme"], "greenfield": []}

    def test_an_unknown_definition_names_those_there_are(self, book: Book) -> None:
        result = book.run("list", "--definition", "field")
        assert result.exit_code == 2
        assert "programme" in result.stderr

    def test_a_name_with_escapes_is_shown_and_not_obeyed(self, book: Book) -> None:
        book.record("odd", AccountOpened("Odd\x1b[2J\u202eName"), "2017-01-05")
        told = book.text("list", "--as-of", "2017")
        assert "\x1b" not in told
        assert "Odd\\x1b[2J\\u202eName" in told
