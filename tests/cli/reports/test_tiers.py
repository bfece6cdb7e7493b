"""Reports on tiers and what lies between them: whitespace, wallet, playbooks, effort and visibility."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

_HAPPENED = """
account open bolt --name Bolt --on 2020-01-01
revenue record bolt --amount 40.00 --on 2021-02-01
revenue record acme --amount 60000.00 --on 2023-07-01
revenue record acme --amount 300000.00 --on 2024-03-01
account whitespace acme --unit Depots --offering crews --provider competitor --competitor Rival \
    --spend 250.00 --on 2024-03-02
account whitespace acme --unit Yards --offering crews --provider us --spend 750.00 --on 2024-03-02
account whitespace acme --unit Yards --offering pay --provider in-house --on 2024-03-02
account wallet acme --year 2023 --amount 240000.00 --source 'a report' --on 2024-03-02
account back acme --name Briefings --on 2024-03-02
activity log bolt --process selling --what 'a visit' --on 2024-03-02
opportunity identify acme --title early --learned forming --offering pay --on 2023-12-01
opportunity identify acme --title late --learned rfp --on 2024-04-01
opportunity identify bolt --title unsaid --on 2024-04-01
programme playbook --maturity new --education e --information i --selling s --support u --on 2024-01-01
"""


@pytest.fixture
def told(book: Run) -> Run:
    """Return a ledger in which units, a wallet, effort and a playbook are told of."""
    for command in _HAPPENED.replace("\\\n", " ").strip().splitlines():
        book(*shlex.split(command))
    return book


def asked(run: Run, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("report", *words, "--json").stdout)
    return found


@pytest.mark.requirement("R-4", "R-T5")
class TestTiers:
    def test_beside_the_category_and_what_it_lacks(self, told: Run) -> None:
        acme, bolt = asked(told, "tiers", "--as-of", "2024-06-01")["rows"]
        assert (acme["category"], acme["revenue"]["amount"]) == ("large", "360000.00")
        assert (acme["indicated"], acme["assigned"], acme["next_tier"]) == ("beachhead", None, "core")
        assert [f["facet"] for f in acme["unmet"]] == ["breadth", "regular-spend", "senior-relations"]
        assert (acme["maturity"], acme["first_purchase_fact"]) == ("new", "acme@3")
        assert (acme["wallet_year"], acme["wallet_share"]) == (2023, "0.250000")
        assert (acme["rivals"], acme["rival_facts"]) == (["Rival"], ["acme@5"])
        assert (acme["playbook"], bolt["playbook"]) == ("programme@2", None)
        assert [i["what"] for i in acme["ideals"]] == ["partner", "domain-expert"]
        assert (bolt["category"], bolt["indicated"]) == (None, "greenfield")

    def test_every_category_by_every_tier(self, told: Run) -> None:
        found = asked(told, "tiers", "--as-of", "2024-06-01")
        assert (found["period"], found["period_word"]) == ("trailing-year", "12 months to 2024-06-01")
        cells = {(c["category"], c["tier"]): c["accounts"] for c in found["cross"] if c["accounts"]}
        assert cells == {("large", "beachhead"): 1, (None, "greenfield"): 1}
        text = told("report", "tiers", "--as-of", "2024-06-01").stdout
        assert ["large", "0", "1", "0", "0"] in [line.split() for line in text.splitlines()]
        assert "core: breadth?, regular-spend?, senior-relations?" in text

    def test_who_went_where_between_two_days_and_by_what(self, told: Run) -> None:
        found = asked(told, "tiers", "--from", "2023-01-01", "--as-of", "2024-06-01")
        acme, bolt = found["rows"]
        assert (acme["indicated_before"], acme["moved_by"], acme["time_alone"]) == (None, [], None)
        assert (bolt["indicated_before"], bolt["moved_by"], bolt["time_alone"]) == ("beachhead", [], True)
        went = [(w["before"], w["after"], w["count"]) for w in found["migration"]["indicated"]]
        assert went == [("absent", "beachhead", 1), ("beachhead", "greenfield", 1)]
        text = told("report", "tiers", "--from", "2023-01-01", "--as-of", "2024-06-01").stdout
        assert "beachhead, by time alone" in text
        assert "beachhead                 1          0" in text

    def test_an_earlier_day_is_earlier(self, told: Run) -> None:
        told("report", "tiers", "--from", "2024-06-01", "--as-of", "2024-06-01", code=2)

    def test_an_account_that_merged_is_told_so(self, told: Run) -> None:
        told("account", "merge", "bolt", "--into", "acme", "--on", "2024-05-01")
        found = asked(told, "tiers", "--from", "2024-04-01", "--as-of", "2024-06-01")
        went = [(w["before"], w["after"], w["accounts"]) for w in found["migration"]["indicated"]]
        assert went == [("greenfield", "merged", ["bolt"]), ("beachhead", "beachhead", ["acme"])]

    @pytest.mark.requirement("R-T2")
    def test_who_is_loyal_to_a_competitor(self, told: Run) -> None:
        told(
            *shlex.split(
                "competitor loyalty acme --department procurement --competitor Rival --on 2024-05-01"
            )
        )
        before, _ = asked(told, "tiers", "--as-of", "2024-04-30")["rows"]
        acme, bolt = asked(told, "tiers", "--as-of", "2024-06-01")["rows"]
        assert (before["loyal_to_competitors"], bolt["loyal_to_competitors"]) == ([], [])
        (found,) = acme["loyal_to_competitors"]
        assert (found["department"], found["competitor"]) == ("procurement", "Rival")
        assert "procurement to Rival" in told("report", "tiers", "--as-of", "2024-06-01").stdout

    def test_of_one_account_says_why(self, told: Run) -> None:
        text = told("report", "tiers", "acme", "--as-of", "2024-06-01").stdout
        assert (
            "lacks for core: regular-spend: unknown, purchases in 1 of the last 3 years, and nothing" in text
        )
        assert "is on record before 2023-07-01 (acme@4)" in text
        assert "told-while-forming: yes, 50% of 2 opportunities learned of while the need formed" in text
        assert "ideal: domain-expert: unknown, nobody is seated as account manager" in text
        assert "playbook (programme@2): education e; information i; selling s; support u" in text


@pytest.mark.requirement("R-O5")
class TestWhitespace:
    def test_unit_by_offering_and_what_is_untapped(self, told: Run) -> None:
        found = asked(told, "whitespace", "acme")
        cells = [(r["unit"], r["offering"], r["provider"], r["untapped"]) for r in found["rows"]]
        assert cells == [
            ("Depots", "crews", "competitor", True),
            ("Depots", "pay", "unknown", None),
            ("Yards", "crews", "us", False),
            ("Yards", "pay", "in-house", True),
        ]
        assert [row["sought_by"] for row in found["rows"]] == [[], ["acme@10"], [], ["acme@10"]]
        assert [row["sought"] for row in found["rows"]] == [False, None, False, None]
        (acme,) = found["accounts"]
        assert acme["untapped"] == {
            "cells": 2,
            "spend": {"amount": "250.00", "currency": "GBP"},
            "unpriced": 1,
        }
        assert (acme["share_of_spend"], acme["penetration"]) == ("0.750000", "0.333333")

    def test_reads_well(self, told: Run) -> None:
        text = told("report", "whitespace", "acme").stdout
        assert "untapped: 2 worth 250.00 GBP a year, 1 of them unpriced; ours: 1 worth 750.00 GBP" in text
        assert "penetration: 33.3% of known cells, 75.0% of known spend" in text
        assert (
            "untapped, and perhaps sought: 1, as no opportunity says for which unit it is; not sought: 1"
            in text
        )
        assert "with Rival: 1 worth 250.00 GBP a year, 25.0% of known spend" in text

    def test_by_tier_and_beside_the_year_before(self, told: Run) -> None:
        words = ("whitespace", "--as-of", "2025-03-02")
        found = asked(told, *words)
        tiers = {each["tier"]: each["untapped"]["cells"] for each in found["tiers"]}
        assert tiers == {"greenfield": 0, "beachhead": 2, "core": 0, "strategic": 0}
        assert found["year_before"]["penetration"] == "0.333333"
        text = told("report", *words).stdout
        assert "untapped in the tier beachhead: 2 worth 250.00 GBP a year, 1 of them unpriced" in text
        assert "a year before: 33.3% of known cells" in text


@pytest.mark.requirement("R-T2")
def test_the_wallet_year_by_year(told: Run) -> None:
    first, second = asked(told, "wallet", "acme")["rows"]
    assert (first["year"], first["share"], first["facts"]) == (2023, "0.250000", ["acme@8"])
    assert first["elsewhere"] == {"amount": "180000.00", "currency": "GBP"}
    assert (second["year"], second["whole"], second["wallet"], second["share"]) == (2024, False, None, None)
    text = told("report", "wallet").stdout
    assert "2024, not over" in text
    assert "2023: 25.0% of the wallets of 1 account" in text


@pytest.mark.requirement("R-2")
def test_playbooks_and_who_has_none(told: Run) -> None:
    found = asked(told, "playbooks")
    by_group = {(r["by"], r["group"]): (r["accounts"], r["fact"]) for r in found["rows"]}
    assert by_group["maturity", "new"] == (["acme"], "programme@2")
    assert by_group["maturity", "greenfield"] == (["bolt"], None)
    assert by_group["tier", "beachhead"] == (["acme"], None)
    assert found["without"] == ["bolt"]


@pytest.mark.requirement("R-3")
def test_effort_beside_spending(told: Run) -> None:
    acme, bolt = asked(told, "effort")["rows"]
    assert (acme["activity_share"], acme["spend_share"], acme["off"]) == ("0.000000", "1.000000", True)
    assert [p["name"] for p in acme["programmes"]] == ["Briefings"]
    assert (bolt["activities"], bolt["facts"], bolt["gap"]) == (1, ["bolt@3"], "1.000000")
    assert "off by more than 20%, or below 50% of its spending: acme, bolt" in told("report", "effort").stdout


@pytest.mark.requirement("R-5")
def test_visibility_over_time(told: Run) -> None:
    found = asked(told, "visibility", "--by", "quarter")
    rows = [(r["account"], r["period"], r["identified"], r["early"]) for r in found["rows"]]
    assert rows == [
        ("acme", "2023Q4", 1, "1.000000"),
        ("acme", "2024Q2", 1, "0.000000"),
        ("bolt", "2024Q2", 1, None),
    ]
    assert [(r["period"], r["identified"], r["unknown"]) for r in found["together"]] == [
        ("2023Q4", 1, 0),
        ("2024Q2", 2, 1),
    ]
    text = told("report", "visibility", "--as-of", "2024-06-01").stdout
    assert "early, over time: 2023H2 100.0%, 2024H1 0.0%" in text
    assert "early, by the tier now: greenfield unknown of 1, beachhead 50.0% of 2" in text
