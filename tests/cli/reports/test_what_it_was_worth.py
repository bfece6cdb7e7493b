"""What the reports on value, promises, outcomes and sponsors say of the demo, to programs and to people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from majoracct.cli.demo.promised import PROMISED

Asked = Any  # the reports of a ledger: see conftest


@pytest.fixture(scope="module")
def asked(telling: Callable[..., Asked]) -> Asked:
    return telling(*PROMISED)


def pounds(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "GBP"}


@pytest.mark.requirement("B-E3", "B-E4")
class TestValue:
    def test_is_told_piece_by_piece_measured_or_not(self, asked: Asked) -> None:
        found = {row["title"]: row for row in asked.rows("value")}
        standing = found["Standing among councils"]
        assert (standing["measure"], standing["tangible"]) == ("intangible", False)
        assert (standing["stage"], standing["confirmed"]) == ("confirmed", None)
        postage = found["postage for bills"]
        assert (postage["documented"], postage["confirmed"]) == (pounds("68000.00"), pounds("61000.00"))
        assert (postage["answered_by_name"], postage["days_unclaimed"]) == ("Dev Raman", 7)
        assert found["arrears older than a year"]["stage"] == "disputed"
        assert {row["stage"] for row in found.values()} == {"documented", "claimed", "confirmed", "disputed"}

    def test_is_late_by_the_days_of_the_policy(self, asked: Asked) -> None:
        title = "return on the first year of depot planning"
        for day, late in (("2025-02-16", False), ("2025-02-17", True)):
            (row,) = (r for r in asked.rows("value", "harrow-vale", day=day) if r["title"] == title)
            assert row["late"] is late
        assert "late, after 90 days" in asked.text("value")

    def test_adds_up(self, asked: Asked) -> None:
        answer = asked.json("value")
        stages = answer["stages"]
        assert sum(stage["count"] for stage in stages.values()) == len(answer["rows"])
        assert answer["late"]["count"] == sum(row["late"] for row in answer["rows"])
        assert stages["confirmed"]["worth"] == pounds("233000.00")


@pytest.mark.requirement("B-E6")
def test_articulation_says_for_how_many_accounts(asked: Asked) -> None:
    answer = asked.json("articulation")
    found = {row["account"]: row for row in answer["rows"]}
    assert found["harrow-vale"]["articulable"]
    assert found["northmoor"]["missing"] == ["roi"]
    assert answer["question"] == "B-E6"
    assert (answer["articulable"], answer["of"]) == (1, len(found))
    assert "for 1 of 8 accounts" in asked.text("articulation")


@pytest.mark.requirement("C-R1", "C-R2", "C-R3", "B-E2")
def test_promises_say_how_each_stands_and_where_sales_stopped(asked: Asked) -> None:
    answer = asked.json("promises")
    stands = {row["claim"]: (row["standing"], row["verdict"]) for row in answer["rows"] if row["claim"]}
    assert stands["Every depot planned within a night"] == ("kept", "exceeded")
    assert stands["No depot waits for its plan in the morning"] == ("mended", "missed")
    assert stands["A timetable the passengers trust"] == ("nebulous", None)
    assert stands["Every claim screened before it is paid"] == ("reneged", "missed")
    assert [each["account"] for each in answer["stuck"]] == ["castellan"]
    assert "stuck at the first project: castellan, since 2021-09-13" in asked.text("promises")
    before = asked.json("promises", "harrow-vale", day="2024-02-05")
    assert [row["standing"] for row in before["rows"]] == ["kept", "broken"]


@pytest.mark.requirement("C-O1", "C-O2", "C-O3", "C-O4", "C-M5d")
def test_outcomes_say_who_works_for_which_figure(asked: Asked) -> None:
    answer = asked.json("outcomes")
    found = {row["title"]: row for row in answer["rows"]}
    assert {row["kind"] for row in found.values()} == {"revenue", "cost", "productivity"}
    overtime, turned = found["Overtime in the depots"], found["Trains turned round a shift"]
    assert (overtime["function"], overtime["by_finance"], overtime["joint"]) == ("finance", True, True)
    assert (turned["leads_to"], turned["by_finance"], turned["joint"]) == ("revenue", False, False)
    assert (answer["joint"], answer["quantified"]) == (1, 3)
    assert answer["confirmed_elsewhere"] == [turned["outcome"]]


@pytest.mark.requirement("C-P5")
def test_mutual_keeps_both_sides_apart(asked: Asked) -> None:
    found = {row["year"]: row for row in asked.rows("mutual", "harrow-vale")}
    last = found[2024]
    assert (last["customer"], last["ours"]) == (pounds("172000.00"), pounds("2000000.00"))
    assert (last["gain"], last["kept"], last["broken"]) == ("both", 0, 1)
    assert (found[2023]["customer"], found[2023]["gain"]) == (None, "us")
    text = asked.text("mutual", "harrow-vale", day="2024-06-30")
    assert "2024 to 06-30" in text
    assert "customers confirmed 172,000.00 GBP; we were paid 3,985,000.00 GBP" in text


@pytest.mark.requirement("C-V0", "C-V1", "C-V2", "C-V3", "C-V4")
def test_services_count_once_they_are_delivered(asked: Asked) -> None:
    found = {row["account"]: row for row in asked.rows("services")}
    covers = {account: row["cover"] for account, row in found.items()}
    assert (covers["harrow-vale"], covers["northmoor"], covers["lindqvist"]) == (
        "both",
        "utility-only",
        "none",
    )
    assert found["lindqvist"]["pending"] == ["Shelf prices from the forecast"]
    assert found["harrow-vale"]["rated"] == "strategically-differentiated"
    before = asked.rows("services", "harrow-vale", day="2024-05-19")
    assert before[0]["cover"] == "utility-only"


@pytest.mark.requirement("B-P4", "B-E1")
def test_sponsors_show_what_they_have_of_us_and_what_it_brought(asked: Asked) -> None:
    found = {row["name"]: row for row in asked.rows("sponsors")}
    marta = found["Marta Lindgren"]
    assert [a["artefact"] for a in marta["ammunition"]] == ["Two pages on overtime for the board"]
    assert [a["completed"] for a in marta["actions"]] == ["2024-04-22"]
    assert [p["credit"] for p in marta["payoff"]] == ["gained"]
    assert [p["credit"] for p in found["Ruth Adeyemi"]["payoff"]] == ["lost"]
    assert "gained (Depot planning)" in asked.text("sponsors", "harrow-vale")


@pytest.mark.requirement("B-E7")
def test_anecdotes_show_consent_and_what_they_rest_on(asked: Asked) -> None:
    (row,) = asked.rows("anecdotes")
    assert (row["consent_by_name"], row["consent"]) == ("Marta Lindgren", ["consent-to-tell.pdf"])
    (source,) = row["rests_on"]
    assert (source["title"], source["stands"], source["confirmed"]) == ("overtime in the depots", True, True)
    assert asked.rows("anecdotes", day="2024-05-19") == []
