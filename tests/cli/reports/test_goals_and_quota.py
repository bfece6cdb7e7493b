"""Goals, and plans beside quotas, as the reports say it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.cli.reports.conftest import run, typed

TOLD = """
staff identify --name "Kim Hale" --on 2024-01-01
account open acme --name Acme --on 2024-01-01
account open bolt --name Bolt --on 2024-01-01
account open corn --name Corn --on 2024-01-01
account open dale --name Dale --on 2024-01-01
stakeholder identify acme --name "Ana Roe" --function finance --level c-level --on 2024-01-01
stakeholder assess acme --person "Ana Roe" --strength acquainted --on 2024-01-01
qualify open acme --role "sales executive" --on 2024-01-01
qualify grant acme --override --reason "asked for" --on 2024-01-02
account presence acme --dimension geography --where Leeds --on 2024-01-02
tier move acme --tier core --override --reason judged --on 2024-01-03
goal set acme --kind adviser --what "asked first" --due 2024-12-31 --on 2024-01-05
goal set acme --kind revenue --what grow --amount 500000 --since 2024-01-01 --due 2024-12-31 --on 2024-01-05
goal set acme --kind relationship --what "closer to finance" --person "Ana Roe" --strength trusted\
 --due 2024-12-31 --on 2024-01-05
goal set acme --kind breadth --what "two regions" --dimension geography --areas York --areas Hull\
 --due 2024-12-31 --on 2024-01-05
goal set acme --kind average-deal --what "larger sales" --amount 200000 --due 2024-12-31 --on 2024-01-05
goal set acme --kind reference --what "a story" --count 1 --due 2024-03-01 --on 2024-01-05
goal close-setting acme --period 2024H1 --on 2024-01-06
revenue quota acme --period 2024 --amount 500000 --on 2024-01-06
stakeholder assess acme --person "Ana Roe" --strength good --on 2024-03-01
revenue record acme --amount 250000 --on 2024-05-03
goal set bolt --kind revenue --what "first" --amount 100000 --due 2024-12-31 --on 2024-01-05
revenue quota bolt --period FY2024 --amount 100000 --on 2024-01-06
revenue quota corn --period 2024 --amount 1000 --on 2024-01-06
goal progress acme --goal 8 --share 0.6 --note "their board" --on 2024-05-01
action add acme --task Campaign --aim trust --function marketing --goal 8 --on 2024-05-01
stakeholder reference acme --person "Ana Roe" --form call --on 2024-07-02
stakeholder refer acme --reference acme@20 --what "a mill" --on 2024-08-05
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return typed(tmp_path_factory.mktemp("goals") / "goals.db", TOLD)


def answer(book: str, *words: str, day: str = "2024-06-30") -> Any:
    return json.loads(run(book, "report", *words, "--as-of", day, "--json"))


class TestGoals:
    @pytest.mark.requirement("R-U4", "R-G1", "R-G4", "R-0")
    def test_each_with_what_it_stood_at_and_stands_at(self, book: str) -> None:
        rows = {row["kind"]: row for row in answer(book, "goals", "acme")["rows"]}
        pound = {"amount": "250000", "currency": "GBP"}
        assert (rows["revenue"]["now"]["amount"].split(".")[0], rows["revenue"]["progress"]) == (
            pound["amount"],
            "0.500000",
        )
        tie = rows["relationship"]
        assert [tie[key] for key in ("then", "now", "target", "progress")] == [
            "acquainted",
            "good",
            "trusted",
            "0.666667",
        ]
        assert [rows["breadth"][key] for key in ("then", "now", "target")] == [0, 0, 2]
        assert [rows["adviser"][key] for key in ("target", "progress", "told")] == [None, None, "0.600000"]
        assert (rows["average-deal"]["state"], rows["reference"]["state"]) == ("unknown", "overdue")

    @pytest.mark.requirement("R-O2", "R-O4", "S-F6", "R-U2", "R-U3")
    def test_below_what_is_missing(self, book: str) -> None:
        said = run(book, "report", "goals", "acme", "--as-of", "2024-09-01")
        assert "no goal to come strengthens relationships: internal, partner\n" in said
        assert "core calls for an agreement across the enterprise (R-O2): no goal answers it\n" in said
        assert "core calls for one or two areas to enter within a year (R-O4): answered by acme@11\n" in said
        assert "goals for 2024H1 agreed on 2024-01-06 (acme@14)\n" in said
        assert "goals for 2024H2 are not agreed on: they were due by 2024-08-01\n" in said
        assert "acme@19\n" in said.split("marketing supports")[1]
        (about,) = answer(book, "goals", "acme", day="2024-09-01")["accounts"]
        assert [each["period"] for each in about["periods"]] == ["2024H1", "2024H2"]
        assert [each["objective"] for each in about["objectives"] if not each["goals"]] == [
            "enterprise-agreement"
        ]

    @pytest.mark.requirement("R-G2")
    def test_who_speaks_for_us_and_when_they_did(self, book: str) -> None:
        said = run(book, "report", "goals", "acme", "--as-of", "2024-09-01")
        assert "Ana Roe speaks for us, by call (acme@20); used on 2024-08-05, the last of 1\n" in said
        (about,) = answer(book, "goals", "acme", day="2024-09-01")["accounts"]
        assert [(each["form"], each["used"]) for each in about["references"]] == [("call", ["acme@21"])]

    @pytest.mark.requirement("R-0")
    def test_of_all_accounts_and_of_each(self, book: str) -> None:
        every = answer(book, "goals")["rows"]
        assert every == [
            row for key in ("acme", "bolt", "corn", "dale") for row in answer(book, "goals", key)["rows"]
        ]
        assert "bolt: every goal to come asks for revenue alone\n" in run(
            book, "report", "goals", "--as-of", "2024-06-30"
        )

    @pytest.mark.requirement("R-U2")
    def test_an_account_that_is_to_have_goals_and_has_none_is_named(self, book: str) -> None:
        (row,) = answer(book, "goals", day="2024-01-04")["rows"]
        assert (row["account"], row["goal"], row["state"]) == ("acme", None, None)
        said = run(book, "report", "goals", "--as-of", "2024-01-04")
        assert "accounts to have goals that have none: 1\n" in said


@pytest.mark.requirement("R-U4")
class TestQuadrant:
    def test_shows_who_is_where_and_of_whom_nobody_knows(self, book: str) -> None:
        found = answer(book, "quadrant")
        assert found["quadrants"] == {
            "on plan, on quota": ["acme"],
            "on plan, behind on quota": [],
            "behind on plan, on quota": [],
            "behind on both": ["bolt"],
        }
        assert found["unknown"] == ["corn"]
        said = run(book, "report", "quadrant", "--as-of", "2024-06-30")
        assert "on quota         -               acme\n" in said
        assert "behind on quota  bolt            -\n" in said
        assert "unknown: corn\n" in said

    def test_both_measures_stand_apart(self, book: str) -> None:
        row = answer(book, "quadrant", "acme")["rows"][0]
        assert (row["goals_on_course"], row["goals_behind"], row["goals_unknown"]) == (4, 1, 1)
        assert (row["quota_share"], row["elapsed"], row["person"]) == ("0.500000", "0.497268", None)
