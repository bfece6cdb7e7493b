"""`show`: one account on a day."""

from __future__ import annotations

from typing import Any

import pytest

from majoracct.domain.account.opportunities import OpportunityWon
from majoracct.domain.account.plan import ActionCompleted
from majoracct.domain.account.relationships import StakeholderLeft

Book = Any


class TestData:
    @pytest.mark.requirement("R-T1", "R-T2")
    def test_the_facets_that_keep_it_from_each_tier_are_named_and_unknown_is_unmet(self, book: Book) -> None:
        data = book.json("show", "acme", "--as-of", "2017")["data"]
        assert data["tier_indicated"] == "beachhead"
        unmet = {each["tier"]: {f["facet"]: f["holds"] for f in each["facets"]} for each in data["unmet"]}
        assert unmet["core"] == {"breadth": None, "regular-spend": None, "senior-relations": None}
        assert unmet["strategic"]["standardised"] is None

    @pytest.mark.requirement("R-T4")
    def test_a_history_shorter_than_the_window_is_declared(self, book: Book) -> None:
        assert book.json("show", "acme", "--as-of", "2017")["data"]["history_since"] == "2017-02-01"
        assert book.json("show", "acme", "--as-of", "2024")["data"]["history_since"] is None
        assert "on record since 2017-02-01 only" in book.text("show", "acme", "--as-of", "2017")

    def test_people_are_told_by_name_and_those_who_left_no_more(self, major: Book) -> None:
        data = major.json("show", "acme")["data"]
        [sponsor] = data["sponsors"]
        assert (sponsor["name"], sponsor["remit"], sponsor["fact"]) == ("Ann Lee", "capital spend", "acme@14")
        major.record("acme", StakeholderLeft(sponsor["person"]), "2025-01-01")
        after = major.json("show", "acme")["data"]
        assert after["sponsors"] == []
        assert [p["left"] for p in after["stakeholders"] if p["name"] == "Ann Lee"] == ["2025-01-01"]
        assert "Ann Lee" not in major.text("show", "acme")

    def test_the_plan_is_added_up_by_year_and_what_was_won_counts_no_more(self, major: Book) -> None:
        data = major.json("show", "acme")["data"]
        assert data["plan"]["years"] == [
            {"year": 2025, "worth": {"amount": "300000.00", "currency": "GBP"}, "reached": True}
        ]
        assert [o["title"] for o in data["opportunities"]] == ["Metering"]
        major.record("acme", OpportunityWon("acme@16"), "2025-02-01")
        after = major.json("show", "acme")["data"]
        assert after["plan"]["years"] == after["opportunities"] == []

    def test_open_actions_say_for_what_by_whom_and_by_when(self, major: Book) -> None:
        major.record("acme", ActionCompleted("acme@18"), "2024-09-01")
        actions = major.json("show", "acme")["data"]["actions"]
        assert [a["aim"] for a in actions] == ["advocacy", "dependence", "trust"]
        assert {(a["owner"], a["due"]) for a in actions} == {("kim", "2024-12-01")}

    @pytest.mark.requirement("B-Q1")
    def test_documents_have_an_age_and_go_out_of_date_by_policy(self, major: Book) -> None:
        def states(day: str) -> set[tuple[int, bool]]:
            documents = major.json("show", "acme", "--as-of", day)["data"]["documents"]
            return {(d["months"], d["in_date"]) for d in documents}

        assert states("2026-03-02") == {(24, True)}
        assert states("2026-03-03") == {(24, False)}
        assert states("2026-03-01") == {(23, True)}

    def test_revenue_says_whether_the_year_had_ended(self, book: Book) -> None:
        def complete(day: str) -> list[bool]:
            return [y["complete"] for y in book.json("show", "acme", "--as-of", day)["data"]["revenue"]]

        assert complete("2017-12-30") == [False]
        assert complete("2017-12-31") == [True]

    def test_names_it_had_are_told(self, book: Book) -> None:
        data = book.json("show", "Acme Holdings")["data"]
        assert (data["name"], data["former_names"]) == ("Acme Water", ["Acme Holdings"])
        assert book.json("show", "acme", "--as-of", "2018")["data"]["former_names"] == []


class TestWho:
    def test_where_it_merged_the_successor_answers_and_that_is_said(self, book: Book) -> None:
        book.merge("globex", "acme", "2018-11-01")
        result = book.run("show", "globex", "--as-of", "2018", "--json")
        assert result.exit_code == 0
        assert '"account": "acme"' in result.stdout
        assert "globex merged into acme on 2018-11-01: this is acme" in result.stderr
        assert book.json("show", "globex", "--as-of", "2018-10-31")["data"]["account"] == "globex"

    def test_the_answer_fits_a_screen(self, major: Book) -> None:
        assert len(major.text("show", "acme").splitlines()) <= 40

    @pytest.mark.parametrize("command", ["show", "why", "timeline", "diff", "report revenue"])
    def test_an_unknown_account_is_not_found(self, book: Book, command: str) -> None:
        clocks = ("--as-of", "2017..2018") if command == "diff" else ()
        result = book.run(*command.split(), "nobody", *clocks)
        assert result.exit_code == 3
        assert "nobody" in result.stderr
        assert result.stdout == ""

    def test_an_account_not_known_yet_on_the_day_is_not_found(self, book: Book) -> None:
        assert book.run("show", "globex", "--as-of", "2017-02-01").exit_code == 3
