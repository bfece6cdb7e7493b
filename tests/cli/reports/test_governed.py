"""Phases, life cycle, first projects, leverage and how accounts are governed, as the reports say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.cli.demo.governed import GOVERNED, LATE, MISSED, MONDAYS
from majoracct.cli.demo.insiders import INSIDERS
from majoracct.cli.demo.our_side import OUR_SIDE
from majoracct.cli.demo.promised import PROMISED
from majoracct.cli.demo.radiating import RADIATING

HERO = "harrow-vale"


@pytest.fixture(scope="module")
def book(telling: Callable[..., Any]) -> Any:
    return telling(*OUR_SIDE, *RADIATING, *INSIDERS, *PROMISED, *GOVERNED)


def row(rows: list[dict[str, Any]], **wanted: str) -> dict[str, Any]:
    (found,) = [each for each in rows if all(each[key] == value for key, value in wanted.items())]
    return found


class TestPhases:
    @pytest.mark.requirement("C-P0", "C-P1", "C-P2", "C-P3", "C-P4")
    def test_of_an_engagement_overlap_each_with_its_days(self, book: Any) -> None:
        rows = [r for r in book.rows("phases", HERO) if r["title"] == "Station rostering"]
        assert [(r["phase"], r["since"], r["until"], r["days"]) for r in rows] == [
            ("making", "2021-03-10", "2021-04-27", 48),
            ("fulfilling", "2021-04-27", "2021-11-21", 208),
            ("growing", "2021-04-20", None, 1352),
        ]
        assert rows[2]["sprung"] == "2022-05-20"
        assert f"{HERO} is in making, fulfilling, growing\n" in book.text("phases", HERO)

    @pytest.mark.requirement("C-P0")
    def test_of_all_accounts_say_how_many_are_in_each(self, book: Any) -> None:
        document = book.json("phases")
        rows = document["rows"]
        for phase, total in document["phases"].items():
            of = [r for r in rows if r["phase"] == phase]
            assert total == {
                "engagements": sum(r["until"] is None for r in of),
                "days": sum(r["days"] for r in of),
            }
        state = row(document["states"], account="saltmarsh")
        assert set(state["open"]) == {"fulfilling", "growing"}


@pytest.mark.requirement("B-L1")
class TestLifeCycle:
    def test_tells_each_time_an_account_was_in_a_stage(self, book: Any) -> None:
        rows = [r for r in book.rows("lifecycle", HERO) if r["stage"] in ("penetrate", "qualify")]
        assert [(r["stage"], r["since"], r["until"], r["days"]) for r in rows] == [
            ("penetrate", "2021-01-04", "2021-04-20", 106),
            ("qualify", "2022-03-15", "2022-03-29", 14),
            ("qualify", "2022-06-02", "2022-06-30", 28),
        ]
        assert "now: radiate, insider, inertia, dominance" in book.text("lifecycle", HERO)

    def test_adds_up_the_time_in_each(self, book: Any) -> None:
        document = book.json("lifecycle")
        for stage, total in document["stages"].items():
            of = [r for r in document["rows"] if r["stage"] == stage]
            assert total["days"] == sum(r["days"] for r in of)
        assert "days in each stage: penetrate" in book.text("lifecycle")


@pytest.mark.requirement("B-D6")
class TestFirstProjects:
    def test_tell_smooth_from_rough_and_what_followed(self, book: Any) -> None:
        rows = book.rows("first-projects")
        rough = row(rows, account="meridian")
        assert (rough["smooth"], rough["rated"], rough["repeat"], rough["strained"]) == (
            False,
            "poor",
            False,
            True,
        )
        assert [(s["name"], s["trend"]) for s in rough["sponsors"]] == [("Piet Sandoval", "fell")]
        smooth = row(rows, account="northmoor")
        assert (smooth["smooth"], smooth["repeat"], smooth["again"]) == (True, True, "2021-11-15")
        said = book.text("first-projects")
        assert "after a smooth first project 2 of 3 came again" in said
        assert "after a rough one 0 of 1 came again, sponsors strained in 1 of 1 known" in said

    @pytest.mark.requirement("B-N5")
    def test_say_how_the_customer_rates_what_was_delivered(self, book: Any) -> None:
        assert row(book.rows("first-projects"), account=HERO)["rated"] == "good"

    def test_say_when_it_is_too_early(self, book: Any) -> None:
        rows = book.json("first-projects", day="2023-06-30")["rows"]
        assert row(rows, account="meridian")["repeat"] is None
        assert "too early to tell" in book.text("first-projects", "meridian", day="2023-06-30")


@pytest.mark.requirement("B-P5")
class TestLeverage:
    def test_says_how_often_we_won_with_how_much_of_it(self, book: Any) -> None:
        document = book.json("leverage")
        bands = [(r["leverage"], r["won"], r["lost"], r["rate"]) for r in document["rows"]]
        assert bands[0] == ("strong", 4, 0, "1")
        assert bands[3][:3] == ("unknown", 4, 2)
        assert sum(won + lost for _, won, lost, _ in bands) == len(document["decided"])
        assert "11 won and 2 lost in all" in book.text("leverage")


@pytest.mark.requirement("B-G3")
class TestStatusCall:
    def test_says_who_was_reported_and_who_was_not(self, book: Any) -> None:
        rows = book.rows("status-call")
        assert [(r["account"], r["rag"]) for r in rows] == [
            (HERO, "green"),
            ("lindqvist", None),
            ("northmoor", "red"),
        ]
        assert rows[0]["by_name"] == "Hal Brandt"
        said = book.text("status-call")
        assert "2 of 3 major accounts reported; not reported: lindqvist" in said
        assert "December, 2024-12-10 (programme@" in said
        assert "63 days after the call before" in said

    @pytest.mark.parametrize("called", ["October", " october", "{fact}"])
    def test_of_any_call(self, book: Any, called: str) -> None:
        first = book.json("status-call")["calls"][0]
        found = book.json("status-call", "--call", called.format(fact=first["fact"]))
        assert (found["call"]["name"], found["call"]["days"]) == ("October", None)
        assert all(r["reported"] for r in found["rows"])

    def test_that_was_held_by_the_day(self, book: Any) -> None:
        assert book.json("status-call", day="2024-11-30")["call"]["name"] == "October"
        assert "No status call was held." in book.text("status-call", day="2024-10-07")
        words = ["--ledger", book.path, "report", "status-call", "--call", "May", "--as-of", "2024-12-31"]
        done = CliRunner().invoke(root, words, prog_name="majoracct")
        assert (done.exit_code, "'May'" in done.stderr) == (3, True)


class TestGovernance:
    @pytest.mark.requirement("B-G1")
    def test_counts_the_weeks_met_late_and_missed(self, book: Any) -> None:
        found = row(book.rows("governance"), account=HERO)
        assert (found["kept"], found["late"], len(found["meetings"])) == (10, 1, 11)
        assert len(found["missed_weeks"]) == found["missed"]
        assert [d for d in found["missed_weeks"] if d >= str(MONDAYS[0])] == [str(MISSED)]
        assert f"2022-07-04 to 2024-09-30, {MISSED}" in book.text("governance", HERO)
        assert str(LATE) not in found["missed_weeks"]

    @pytest.mark.requirement("B-G2")
    def test_says_who_answers_for_the_record_and_since_when(self, book: Any) -> None:
        record = {r["account"]: r["record"] for r in book.rows("governance")}
        assert record == {
            "castellan": "none",
            HERO: "current",
            "lindqvist": "none",
            "northmoor": "out of date",
        }
        assert "record attested by Hal Brandt on 2024-11-25" in book.text("governance", HERO)

    @pytest.mark.requirement("B-T5")
    def test_says_whose_the_plan_is_and_who_has_not_accepted_it(self, book: Any) -> None:
        found = row(book.rows("governance"), account=HERO)
        assert (len(found["accepted"]), len(found["outstanding"]), found["jointly_owned"]) == (3, 1, False)
        assert "for which Kim Barlow answers; not accepted by Vera Quist" in book.text("governance", HERO)

    @pytest.mark.requirement("B-G3", "B-T0")
    def test_says_what_was_reported_last_and_that_nobody_is_left_to_report(self, book: Any) -> None:
        found = row(book.rows("governance"), account="lindqvist")
        assert (found["reported"]["rag"], found["vacant_since"]) == ("amber", "2024-11-04")
        assert found["formed_early"] is False
        said = book.text("governance", "lindqvist")
        assert "last reported on October: amber, Somebody else was asked" in said
        assert "nobody has been internal sponsor since 2024-11-04" in said

    @pytest.mark.requirement("B-G1")
    def test_is_of_those_ever_major_or_with_a_team(self, book: Any) -> None:
        assert book.rows("governance", "pinewood") == []
        assert book.rows("governance", "castellan")[0]["counted_to"] == "2022-06-19"


@pytest.mark.requirement("B-D4")
class TestConformance:
    def test_says_which_decisions_went_round_the_process_and_why(self, book: Any) -> None:
        document = book.json("conformance")
        outside = [r for r in document["rows"] if not r["inside"]]
        assert [(r["account"], r["decision"], r["outside"]) for r in outside] == [
            ("northmoor", "review", ["Q1, Q4 did not hold"])
        ]
        assert (document["decisions"], document["inside"], document["outside"]) == (9, 8, ["northmoor"])
        assert "8 of 9 decisions came of the process (89%); outside it: northmoor" in book.text("conformance")

    def test_of_one_account(self, book: Any) -> None:
        assert book.json("conformance", HERO)["share"] == "1"
        assert book.json("conformance", "meridian")["share"] is None


@pytest.mark.requirement("B-D3")
class TestAims:
    def test_say_what_serves_each_and_the_two_ends(self, book: Any) -> None:
        rows = book.rows("aims", HERO)
        assert [r["aim"] for r in rows] == ["confidence", "advocacy", "dependence", "trust"]
        assert all(r["covered"] and r["ends"] == ["demand-creation", "dominance"] for r in rows)
        assert len(rows[1]["completed"]) == 1
        said = book.text("aims", HERO)
        assert "demand creation is served by confidence, advocacy, dependence, trust" in said

    def test_add_up_over_the_plans(self, book: Any) -> None:
        document = book.json("aims")
        for aim, count in document["covered"].items():
            assert count == sum(r["covered"] for r in document["rows"] if r["aim"] == aim)
        assert document["ends"]["dominance"]["accounts"] == 4
        assert "4 of 4 plans cover all four" in book.text("aims")
