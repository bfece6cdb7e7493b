"""`list`: who there was on a day, and how they stood."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from majoracct.domain.account.coverage import OwnerAssigned
from majoracct.domain.account.forecast import RevenueExpected
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Tier
from majoracct.testing.given import money

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
            "owner": None,
            "revenue": {"amount": "250000.00", "currency": "GBP"},
            "untold": 0,
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
        result = book.run("list", "--definition", "nobody")
        assert result.exit_code == 2
        for definition in ("programme", "company", "field", "new-business", "inside", "national"):
            assert definition in result.stderr

    @pytest.mark.requirement("C-T0", "C-D4")
    def test_the_table_says_whose_definition_it_is(self, book: Book) -> None:
        said = book.text("list", "--as-of", "2018", "--definition", "company")
        assert "; standing by the definition of: company; as of 2018-12-31" in said
        assert "definition" not in book.text("list", "--as-of", "2018")

    def test_standing_is_that_of_the_definition_asked_for(self, book: Book) -> None:
        book.record("globex", RevenueExpected(2019, money("300000"), "a frame"), "2018-06-01")
        listed = {
            definition: [
                r["standing"] for r in book.rows("list", "--as-of", "2018", "--definition", definition)
            ]
            for definition in ("programme", "company", "field", "inside")
        }
        assert listed == {
            "programme": ["unmet", "unmet"],
            "company": ["unmet", "unmet"],
            "field": ["unmet", "potential"],
            "inside": ["unmet", "unknown"],
        }
        [acme, _] = book.rows("list", "--as-of", "2017", "--definition", "field")
        assert (acme["definition"], acme["standing"]) == ("field", "met")

    def test_headings_are_columns_too(self, book: Book) -> None:
        listed = book.text("list", "--as-of", "2017", "--columns", "account,assigned", "--csv")
        assert listed.splitlines()[0] == "account,tier_assigned"
        rows = book.rows("list", "--as-of", "2017", "--where", "Assigned=", "--sort", "-account")
        assert [r["account"] for r in rows] == ["globex", "acme"]
        facts = book.rows("timeline", "acme", "--sort", "-day", "--columns", "day")
        assert facts[0] == {"on": "2019-01-01"}

    @pytest.mark.parametrize("given", [(), ("--where", "status=x"), ("--limit", "0"), ("--as-of", "2015")])
    def test_the_header_is_the_same_with_and_without_rows(self, book: Book, given: tuple[str, ...]) -> None:
        header = book.text("list", "--csv", *given).splitlines()[0]
        assert header == (
            "account,name,status,standing,definition,tier_assigned,tier_indicated,owner,"
            "revenue,revenue_currency,untold"
        )

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (("--where", "status=x"), "None of 2 rows matches."),
            (("--tier", "core"), "None of 2 rows matches."),
            (("--limit", "0"), "0 of 2."),
            (("--limit", "1"), "1 of 2; as of"),
        ],
    )
    def test_no_row_is_told_from_no_account(self, book: Book, given: tuple[str, ...], said: str) -> None:
        told = book.text("list", *given)
        assert said in told
        assert "There were no accounts" not in told

    def test_where_nothing_was_paid_the_last_year_is_named(self, book: Book) -> None:
        assert "; nothing was paid after 2018: see --as-of 2018" in book.text("list")
        assert "nothing was paid" not in book.text("list", "--as-of", "2018")
        assert "nothing was paid" not in book.text("list", "--as-of", "2017-02")

    def test_it_is_not_written_over_its_ledger(self, book: Book) -> None:
        before = book.path.read_bytes()
        for path in (book.path, f"{book.path}-wal", book.path.parent):
            assert book.run("list", "-o", str(path)).exit_code == 2
        assert book.path.read_bytes() == before
        assert len(book.rows("list")) == 2

    def test_nor_over_its_configuration(self, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(book.path.parent)
        (book.path.parent / "majoracct.toml").write_text('actor = "kim"\n', encoding="utf-8")
        result = book.run("list", "-o", "majoracct.toml")
        assert result.exit_code == 2
        assert "must be kept" in result.stderr


@pytest.mark.requirement("C-T2")
class TestWhoHasIt:
    @pytest.fixture
    def owned(self, book: Book) -> Book:
        desk = book.ledger.desk(by="dana").on(dt.date(2017, 1, 2))
        desk.adopt(StaffIdentified("s1", "Una Marsh"))
        book.record("acme", OwnerAssigned("s1"), "2017-03-01")
        return book

    def test_is_asked_for_by_name_or_id(self, owned: Book) -> None:
        for named in ("una marsh", "s1"):
            [acme] = owned.rows("list", "--as-of", "2018", "--owner", named)
            assert (acme["account"], acme["owner"]) == ("acme", "s1")
        assert "Una Marsh" in owned.text("list", "--as-of", "2018", "--columns", "account,owner_name")

    def test_is_that_of_the_day(self, owned: Book) -> None:
        assert owned.rows("list", "--as-of", "2017-02-28", "--owner", "s1") == []

    def test_a_stranger_is_not_found(self, owned: Book) -> None:
        result = owned.run("list", "--owner", "Nobody")
        assert result.exit_code == 3
        assert "none of our people answers to 'Nobody'" in result.stderr
