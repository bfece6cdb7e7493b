"""The reports on penetration and radiation, as a person and a program read them of a part of the demo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from majoracct.cli.demo.our_side import OUR_SIDE
from majoracct.cli.demo.radiating import RADIATING
from majoracct.domain.assessments.radiation import Barrier

Asked = Any  # the reports of a ledger: see conftest


@pytest.fixture(scope="module")
def demo(telling: Callable[..., Asked]) -> Asked:
    return telling(*OUR_SIDE, *RADIATING)


class TestRadiation:
    @pytest.mark.requirement("B-R1")
    def test_shows_each_win_with_what_sprang_from_it(self, demo: Asked) -> None:
        rows = demo.json("radiation", "harrow-vale")["rows"]
        assert [(r["depth"], r["title"], r["days"]) for r in rows if r["origin"]] == [
            (0, "Station rostering", None),
            (1, "Depot planning", 395),
            (2, "Timetable of 2026", 350),
            (1, "Disruption desk", 518),
            (2, "Energy of standing trains", 161),
        ]
        titles = {r["opportunity"]: r["title"] for r in rows}
        assert titles[rows[2]["sprung_from"]] == "Depot planning"
        assert "\n    Timetable of 2026 " in demo.text("radiation", "harrow-vale")

    @pytest.mark.requirement("B-R2")
    def test_says_how_long_it_took_from_the_first_win(self, demo: Asked) -> None:
        said = demo.text("radiation", "harrow-vale")
        assert "open since 2021-04-20, the day of the first win" in said
        assert "first step after 395 days: sprung (" in said
        assert "not open: nothing was won yet" in demo.text("radiation", "pinewood")
        assert "took a first step, 99 to 395 days after the first win" in demo.text("radiation")

    @pytest.mark.requirement("B-R4")
    def test_says_who_is_outside_again(self, demo: Asked) -> None:
        assert "outside again: yes, since 2022-04-02" in demo.text("radiation", "castellan")
        assert "outside again: no (" in demo.text("radiation", "harrow-vale")
        spread = demo.json("radiation")["radiation"]
        states = [demo.json("radiation", a)["radiation"] for a in ("castellan", "harrow-vale")]
        assert [s["outside"] for s in states] == [1, 0]
        assert spread["outside"] == 3

    @pytest.mark.requirement("B-R3", "B-R4", "B-R7")
    def test_names_who_is_outside_or_stalled_among_all_and_counts_the_barriers(self, demo: Asked) -> None:
        said, spread = demo.text("radiation"), demo.json("radiation")["radiation"]
        [outside] = [line for line in said.splitlines() if line.startswith("outside again: ")]
        assert "castellan since 2022-04-02" in outside
        assert outside.count(" since ") == spread["outside"]
        assert "stalled by a slip: saltmarsh since 2024-09-09" in said
        barriers = [b["barrier"] for s in demo.json("radiation")["states"] for b in s["barriers"]]
        for barrier in Barrier:
            assert spread[barrier.value.replace("-", "_")] == barriers.count(barrier.value)
        assert f"barriers: plan missing in {spread['plan_missing']}, " in said

    @pytest.mark.requirement("B-R3")
    def test_says_what_a_slip_stalls_and_what_it_does_not(self, demo: Asked) -> None:
        assert "stalled by a slip since 2024-09-09: Fourth site" in demo.text("radiation", "saltmarsh")
        assert "stalled" not in demo.text("radiation", "harrow-vale", day="2023-12-31")

    @pytest.mark.requirement("B-R6", "B-R7")
    def test_says_from_where_we_come_in_and_what_stands_in_the_way(self, demo: Asked) -> None:
        assert "approach: top-down" in demo.text("radiation", "harrow-vale")
        assert "approach: bottom-up" in demo.text("radiation", "harrow-vale", day="2021-12-31")
        assert "barriers: plan missing, manager missing" in demo.text("radiation", "saltmarsh")
        assert "barriers: none" in demo.text("radiation", "northmoor")

    def test_without_opportunities_there_is_no_tree(self, demo: Asked) -> None:
        assert "No opportunity was identified." in demo.text("radiation", "pinewood")


class TestLineage:
    @pytest.mark.requirement("B-R5")
    def test_shows_each_chain_with_names(self, demo: Asked) -> None:
        rows = demo.json("lineage", "harrow-vale")["rows"]
        assert [(r["link"], r["introducer_name"], r["person_name"], r["satisfied_then"]) for r in rows] == [
            (1, "Marta Lindgren", "Tom Achterberg", True),
            (2, "Tom Achterberg", "Lena Farrow", True),
        ]
        assert "3 introductions in 2 chains" in demo.text("lineage")


class TestPenetration:
    @pytest.mark.requirement("B-P1", "B-S2")
    def test_shows_created_to_answered_by_year_and_the_insiders_share(self, demo: Asked) -> None:
        rows = demo.json("penetration", "harrow-vale")["rows"]
        assert [(r["year"], r["created"], r["answered"], r["unknown"]) for r in rows] == [
            (2021, 0, 1, 0),
            (2022, 2, 0, 1),
            (2023, 1, 0, 0),
            (2024, 1, 0, 0),
        ]
        said = demo.text("penetration", "harrow-vale")
        assert "created to answered 4:1: 2021 0:1, 2022 2:0, 2023 1:0, 2024 1:0\n" in said
        assert "of 6 opportunities 2 are insider's work (33.3%): 0 collaboration" in said
        assert "created to answered 5:5: 2021 0:4, 2022 3:1, 2023 1:0, 2024 1:0\n" in demo.text("penetration")
        assert "created to answered unknown\n" in demo.text("penetration", "lindqvist")
        whole = demo.json("penetration")
        for count in ("identified", "created", "answered", "unknown", "leads"):
            assert whole["total"][count] == sum(row[count] for row in whole["rows"])

    @pytest.mark.requirement("B-P6")
    def test_names_the_leads_of_executive_selling(self, demo: Asked) -> None:
        said = demo.text("penetration", "harrow-vale")
        assert "Disruption desk, won worth 310,000.00 GBP, came of Breakfast on a year" in said
        assert "leads 2, won 550,000.00 GBP" in demo.text("penetration")

    @pytest.mark.requirement("B-P3")
    def test_shows_how_far_demand_creation_came_and_nothing_of_the_issue(self, demo: Asked) -> None:
        rows = demo.json("creation")["rows"]
        assert [(r["name"], r["steps"], r["complete"], r["reached"]) for r in rows] == [
            ("Paul Novak", 0, False, None),
            ("Marta Lindgren", 3, True, "2022-09-06"),
            ("Tom Achterberg", 1, False, "2023-03-14"),
        ]
        assert "against her" not in demo.text("creation") + str(rows)

    @pytest.mark.requirement("B-I4", "B-I5")
    def test_shows_how_they_buy_and_where_we_are_trusted(self, demo: Asked) -> None:
        rows = {r["account"]: r for r in demo.json("buying")["rows"]}
        found = {a: (r["mode"], r["competes"], r["trusted"], r["lapses"]) for a, r in rows.items()}
        assert found["harrow-vale"] == ("negotiated", False, True, "2026-09-11")
        assert found["castellan"] == ("rfp", True, False, None)
        assert found["pinewood"] == (None, None, False, None)
        assert "trusted partner in 1" in demo.text("buying")

    @pytest.mark.requirement("C-V4")
    def test_shows_what_wins_rested_on(self, demo: Asked) -> None:
        rows = {r.pop("account"): list(r.values()) for r in demo.json("wins")["rows"]}
        assert rows["harrow-vale"] == [4, 0, 1, 1, 2, 0]
        assert rows["saltmarsh"] == [1, 0, 0, 0, 0, 1]
        assert "8 won, 4 of 7 on what sets us apart, 1 unstated" in demo.text("wins")

    @pytest.mark.requirement("B-P7")
    def test_shows_how_often_a_first_win_was_large(self, demo: Asked) -> None:
        said = demo.text("first-wins")
        assert "1 of 4 first wins reached 1,000,000.00 GBP (25.0%)" in said
        assert "smallest 45,000.00 GBP, median 150,000.00 GBP, largest 1,350,000.00 GBP" in said
        assert demo.json("first-wins")["first_wins"] == {"wins": 4, "reached": 1, "unknown": 0}

    @pytest.mark.requirement("C-R4")
    def test_shows_which_of_the_five_processes_are_covered(self, demo: Asked) -> None:
        rows = {r["account"]: r for r in demo.json("processes")["rows"]}
        assert rows["harrow-vale"]["lacking"] == []
        assert rows["northmoor"]["lacking"] == ["planning", "implementing", "servicing", "satisfying"]
        assert "all five are covered in 1 of 8 accounts" in demo.text("processes")
