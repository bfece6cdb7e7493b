"""What an account's plan holds, and its roadmap, as the reports say it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.cli.reports.conftest import run, typed

TOLD = """
staff identify --name "Kim Hale" --on 2024-01-01
staff identify --name "Mo Pratt" --on 2024-01-01
account open acme --name Acme --on 2024-01-01
stakeholder identify acme --name "Ana Roe" --function finance --on 2024-01-01
stakeholder assess acme --person "Ana Roe" --strength good --on 2024-01-01
qualify open acme --role "sales executive" --on 2024-01-01
qualify grant acme --override --reason "asked for" --on 2024-01-02
team form acme --on 2024-01-02
team seat acme --person "Kim Hale" --seat account-manager --on 2024-01-02
team function acme --person "Mo Pratt" --function marketing --on 2024-01-02
cycle open acme --name 2024 --until 2024-12-31 --on 2024-01-03
opportunity identify acme --title Depots --value 400000 --on 2024-01-03
opportunity identify acme --title Yards --value 100000 --on 2024-01-03
goal set acme --kind adviser --what "asked first" --due 2024-12-31 --on 2024-01-03
goal set acme --kind revenue --what "grow" --amount 500000 --due 2024-12-31 --on 2024-01-03
plan draft acme --title "Two years" --opportunities 10 --on 2024-01-05
plan contribute acme --member "Kim Hale" --on 2024-01-05
plan contribute acme --member "Mo Pratt" --what "the personas" --on 2024-01-05
plan align acme --opportunity 10 --offering "Rail planner" --problem "late trains" --on 2024-01-05
action add acme --task "Depot day" --aim trust --owner kim --due 2024-05-01 --goal 12 --on 2024-01-06
action add acme --task "Paper" --aim confidence --function marketing --due 2024-04-01 --on 2024-01-06
action resource acme --action 18 --funds 2000 --means "two days" --on 2024-01-06
action resource acme --action 19 --none-needed --on 2024-01-06
action order acme --action 19 --after 18 --on 2024-01-06
action prioritise acme --action 18 --rank 1 --on 2024-01-06
plan assign acme --item 19 --person "Mo Pratt" --on 2024-01-06
plan attach acme --function marketing --title Campaign --persona "fleet manager" --need "less idle time"\
 --message "fewer late trains" --ends 2024-06-30 --on 2024-01-08
action reschedule acme --action 18 --due 2024-05-20 --reason "snow" --on 2024-02-20
stakeholder assess acme --person "Ana Roe" --strength cold --on 2024-03-01
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return typed(tmp_path_factory.mktemp("planned") / "planned.db", TOLD)


def rows(book: str, name: str, day: str = "2024-04-15") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(book, "report", name, "--as-of", day, "--json"))["rows"]
    return found


class TestPlan:
    @pytest.mark.requirement("S-F2", "J-D3", "J-P1", "J-B1", "R-U1")
    def test_says_whether_it_is_the_years_and_who_made_it(self, book: str) -> None:
        said = run(book, "report", "plan", "acme", "--as-of", "2024-04-15")
        assert "cycle: complete\n" in said
        assert "authors: complete\n" in said
        assert "contributed: Kim Hale for sales, account manager (acme@" in said
        assert "contributed: Mo Pratt for marketing: the personas (acme@" in said
        assert "functions represented: marketing and sales\n" in said
        (row,) = rows(book, "plan")
        assert (row["in_cycle"], row["late"], row["made_jointly"]) == ("current", False, True)
        assert row["functions"] == ["marketing", "sales"]
        (before,) = rows(book, "plan", "2024-01-02")
        assert (before["plan"], before["in_cycle"], before["made_jointly"]) == (None, "no-plan", None)

    @pytest.mark.requirement("J-A0", "J-A1", "J-A2", "J-A3", "J-B2", "J-B4", "J-B6")
    def test_says_what_it_lacks(self, book: str) -> None:
        said = run(book, "report", "plan", "acme", "--as-of", "2024-04-15")
        assert "actions: incomplete: lacks a goal for “Paper”\n" in said
        assert "priorities: incomplete: lacks an order of importance\n" in said
        assert "responsibilities: incomplete: lacks somebody for “asked first”; " in said
        assert "ownership: incomplete: " in said
        (row,) = rows(book, "plan")
        assert (row["incomplete_actions"], row["prioritised"], row["complete"]) == ([], False, False)
        assert row["actions_without_goal"] == ["acme@19"]

    @pytest.mark.requirement("J-A0", "J-A1", "J-A2", "J-A3")
    def test_lists_what_it_says(self, book: str) -> None:
        said = run(book, "report", "plan", "acme", "--as-of", "2024-04-15")
        assert "goal grow (acme@13): 500,000.00 GBP; nobody answers for it; by 2024-12-31\n" in said
        assert (
            "action Depot day (acme@18): kim; by 2024-05-20; "
            "takes 2,000.00 GBP and two days; for “asked first”\n" in said
        )
        assert "action Paper (acme@19): Mo Pratt; by 2024-04-01; takes nothing; after “Depot day”\n" in said
        assert "its actions take 2,000.00 GBP in all\n" in said
        (row,), money = rows(book, "plan"), {"amount": "2000.00", "currency": "GBP"}
        assert (row["actions"], row["funds"]) == (2, money)
        takes = {r["what"]: (r["funds"], r["means"], r["none_needed"]) for r in rows(book, "roadmap")}
        assert takes["Depot day"] == (money, "two days", False)
        assert takes["Paper"] == (None, None, True)
        assert takes["Campaign"] == (None, None, None)

    @pytest.mark.requirement("S-F1", "S-F4", "J-B3", "J-F1", "J-F2")
    def test_says_what_it_is_about(self, book: str) -> None:
        said = run(book, "report", "plan", "acme", "--as-of", "2024-04-15")
        assert "about relationships: 50.0% of goals, 100.0% (of the 1 of 2 about either) of actions, " in said
        assert "opportunity Depots (acme@10, 400,000.00 GBP): Rail planner for late trains\n" in said
        assert "open, and not in the plan: Yards (acme@" in said
        assert "; for fleet manager; who need less idle time; to be told fewer late trains\n" in said

    @pytest.mark.requirement("S-F3", "S-G1", "R-1")
    def test_says_what_came_since(self, book: str) -> None:
        said = run(book, "report", "plan", "acme", "--as-of", "2024-06-15")
        assert "upkeep: incomplete: lacks anything said of it since 2024-02-20\n" in said
        assert "after, to 2024-04-04: 0; nothing to compare with\n" in said
        assert "the strength of Ana Roe became cold on 2024-03-01, from good (acme@" in said
        (row,) = rows(book, "plan", "2024-06-15")
        assert (row["stale"], row["activity_dropped"], len(row["changed_since"])) == (True, None, 1)

    def test_says_so_of_an_account_without_one(self, book: str) -> None:
        assert "It has no plan: plan draft." in run(book, "report", "plan", "acme", "--as-of", "2024-01-02")
        assert "1 plan, 0 complete; 0 without" in run(book, "report", "plan", "--as-of", "2024-04-15")
        assert "0 plans, 0 complete; 1 without" in run(book, "report", "plan", "--as-of", "2024-01-02")

    def test_answers_by_what_was_known(self, book: str) -> None:
        said = run(book, "report", "plan", "acme", "--as-of", "2024-04-15", "--known-at", "@17")
        assert "It has no plan" in said


class TestRoadmap:
    @pytest.mark.requirement("J-O2", "J-A0", "J-A2")
    def test_goes_by_function_and_day(self, book: str) -> None:
        found = rows(book, "roadmap")
        assert [(r["function"], r["due"], r["what"], r["standing"], r["name"]) for r in found] == [
            ("marketing", "2024-04-01", "Paper", "overdue", "Mo Pratt"),
            ("marketing", "2024-06-30", "Campaign", "open", None),
            (None, "2024-05-20", "Depot day", "open", "kim"),
        ]
        assert [r["times_moved"] for r in found] == [0, 0, 1]
        said = run(book, "report", "roadmap", "acme", "--as-of", "2024-04-15")
        assert "3 in all: 1 overdue, 2 open\n" in said
        assert "out of order: “Paper” is due 2024-04-01, before “Depot day”, which it comes after\n" in said
