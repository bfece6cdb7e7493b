"""`report insider`, `inertia`, `loyalty` and `ladders`: what a person reads, and what a program gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

# What happened, a command a line; where what it made is named again, first what it is called.
STORY = (
    "staff identify --name Una --on 2023-01-02",
    "staff identify --name Vic --on 2023-01-02",
    "stakeholder identify acme --name Ann --function finance --on 2023-01-02",
    "stakeholder identify acme --name Bo --function operations --on 2023-01-02",
    "qualify grant acme --override --reason test --on 2023-02-01",
    "team form acme --vertical rail --on 2023-02-01",
    "team seat acme --person Una --seat account-manager --on 2023-02-01",
    "team seat acme --person Vic --seat subject-expert --on 2023-02-01",
    "insider evidence acme --kind industry-expertise --what guide --evidence guide.pdf --on 2023-03-01",
    "insider evidence acme --kind executive-alignment --what paper --evidence paper.pdf --on 2023-04-01",
    "insider evidence bolt --kind executive-alignment --what paper --evidence paper.pdf --on 2023-04-01",
    "insider knowledge acme --about ways --what unions --on 2024-01-02",
    "advice: opportunity identify acme --title Advice --work consulting --on 2023-05-01",
    "ticketing: opportunity identify acme --title Ticketing --on 2023-05-01",
    "opportunity win acme --opportunity {advice} --on 2023-05-02",
    "contract: contract sign acme --opportunity {advice} --title Advice --on 2023-05-03",
    "contract renew acme --contract {contract} --on 2024-02-01",
    "opportunity lose acme --opportunity {ticketing} --to Rival --on 2023-06-01",
    "insider planning acme --year 2024 --people Ann --on 2023-12-01",
    "insider factor acme --year 2024 --factor punctuality --on 2023-12-01",
    "insider project acme --year 2024 --project depot --on 2023-12-01",
    "insider factor bolt --year 2024 --factor margins --on 2024-02-01",
    "rosters: delivery complete acme --successful --title Rosters --on 2023-06-01",
    "delivery rate acme --project {rosters} --by Ann --rating excellent --on 2023-07-01",
    "stakeholder loyalty acme --person Ann --to Vic --level strong --on 2023-08-01",
    "stakeholder assess acme --person Ann --strength rapport --on 2023-02-01",
    "stakeholder assess acme --person Ann --strength trusted --on 2024-02-01",
    "sponsor name acme --person Ann --title CFO --remit budget --on 2023-03-01",
    "value rate acme --rung comparable --evidence scores.pdf --on 2023-03-01",
    "value rate acme --rung differentiated --evidence scores.pdf --on 2024-03-01",
    "calls: promise benchmark acme --metric calls --target 9 --due 2024-02-01 --agreed-by Bo --on 2023-09-01",
    "promise measure acme --benchmark {calls} --value 12 --on 2024-02-01",
    "competitor check acme --how asked --on 2024-03-01",
)


@pytest.fixture
def inside(run: Run, tmp_path: Any) -> Run:
    """Return a ledger in which acme has us inside, and bolt half-way."""
    for name in ("guide", "paper", "scores"):
        (tmp_path / f"{name}.pdf").write_text(name)
    run("init", "--currency", "GBP", "--actor", "kim")
    for account in ("acme", "bolt"):
        run("account", "open", account, "--name", account.title(), "--on", "2023-01-01")
    things: dict[str, str] = {}
    for line in STORY:
        called, _, command = line.rpartition(": ")
        said = run(*command.format(**things).split(), "--actor", "kim").stdout
        things[called] = said.split()[0]
    return run


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("report", *words, "--json").stdout)["rows"]
    return found


class TestInsider:
    @pytest.mark.requirement("B-S1", "B-S4", "B-N1")
    def test_tells_how_far_inside_we_are_and_what_is_lacking(self, inside: Run) -> None:
        acme, bolt = rows(inside, "insider", "--as-of", "2024-06-30")
        assert (acme["insider_since"], acme["insider_missing"], acme["edge_missing"]) == (
            "2023-04-01",
            [],
            ["company"],
        )
        assert (bolt["insider"], bolt["insider_missing"]) == (False, ["industry-expertise"])
        assert (acme["dominant"], acme["because"]) == (
            True,
            ["1 of 1 expectations exceeded", "no competitor found on 2024-03-01"],
        )
        assert (bolt["dominant"], bolt["outperforms"], bolt["competition_stayed"]) == (None, None, None)
        assert (acme["inertia"], bolt["inertia"], bolt["year_late"]) == (True, False, ["factors"])
        said = inside("report", "insider", "--as-of", "2024-06-30").stdout
        assert "since 2023-04-01" in said
        assert "unknown" in said

    @pytest.mark.requirement("B-N1")
    def test_an_opportunity_lost_within_the_year_keeps_us_from_dominating(self, inside: Run) -> None:
        (acme,) = rows(inside, "insider", "acme", "--as-of", "2024-06-01")
        assert acme["dominant"] is False
        assert "turned to Rival on 2023-06-01" in acme["because"]
        said = inside("report", "insider", "acme", "--as-of", "2024-06-01").stdout
        assert "dominant: no: 1 of 1 expectations exceeded; turned to Rival on 2023-06-01" in said

    @pytest.mark.requirement("B-N2")
    def test_of_one_it_says_what_the_year_began_without(self, inside: Run) -> None:
        said = inside("report", "insider", "bolt", "--as-of", "2024-06-30").stdout
        assert "inertia in 2024: planning, projects missing" in said
        assert "inertia in 2024: factors late" in said

    @pytest.mark.requirement("B-S2", "B-S5")
    def test_of_all_it_adds_up_and_tells_the_rate_by_focus(self, inside: Run) -> None:
        told = json.loads(inside("report", "insider", "--as-of", "2024-06-30", "--json").stdout)
        assert [(r["insider_work"], r["opportunities"], r["insider_work_share"]) for r in told["rows"]] == [
            (1, 2, "0.500000"),
            (0, 0, None),
        ]
        assert [(r["vertical"], r["team"], r["insiders"], r["accounts"]) for r in told["rates"]] == [
            ("rail", True, 1, 1),
            (None, False, 0, 1),
        ]
        said = inside("report", "insider", "--as-of", "2024-06-30").stdout
        assert "an insider at 1 of 2 accounts, insider work 1 of 2, stayed 1 of 1" in said
        assert "teams focused on rail: an insider at 1 of 1" in said
        assert "no team: an insider at 0 of 1" in said


class TestInertia:
    @pytest.mark.requirement("B-N2", "B-N3", "B-N6")
    def test_tells_each_year_who_carries_it_and_who_stayed(self, inside: Run) -> None:
        found = rows(inside, "inertia", "--as-of", "2024-06-30")
        assert [(r["account"], r["year"], r["in_time"], r["losses"], r["tendency"]) for r in found] == [
            ("acme", 2023, False, 1, None),
            ("acme", 2024, True, 0, "1.000000"),
            ("bolt", 2024, False, 0, None),
        ]
        said = inside("report", "inertia", "--as-of", "2024-06-30").stdout
        assert "2024: begun with us at 1 of 2, carried by somebody loyal at 1, stayed 1 of 1" in said
        assert "2024-02-01 late" in said
        assert "Ann" in said
        assert "claimed" not in said

    @pytest.mark.requirement("B-N3")
    def test_tells_whether_more_stayed_than_before(self, inside: Run) -> None:
        contract = "acme@14"
        inside("contract", "end", "acme", "--contract", contract, "--on", "2025-02-01", "--actor", "kim")
        found = rows(inside, "inertia", "acme", "--as-of", "2025")
        assert [(r["year"], r["trend"]) for r in found] == [(2023, None), (2024, None), (2025, "fell")]
        assert "0 of 1 (fell)" in inside("report", "inertia", "acme", "--as-of", "2025").stdout

    @pytest.mark.requirement("B-N6")
    def test_says_when_nobody_loyal_carries_it(self, inside: Run) -> None:
        inside("staff", "leave", "--person", "Vic", "--on", "2024-05-01", "--actor", "kim")
        finding = "acme 2024: inertia claimed, and nobody in its planning is loyal to us"
        assert finding in inside("report", "inertia", "acme", "--as-of", "2024-06-30").stdout
        (row,) = rows(inside, "inertia", "acme", "--as-of", "2024-06-30", "--where", "year=2024")
        assert (row["loyal"], row["finding"]) == ([], "claimed, with nobody loyal")


class TestLoyalty:
    @pytest.mark.requirement("B-N4", "B-N5")
    def test_tells_who_is_loyal_to_whom_and_how_they_rate_our_work(self, inside: Run) -> None:
        (row,) = rows(inside, "loyalty", "--as-of", "2024-06-30")
        assert (row["name"], row["to_name"], row["seats"], row["rated"], row["at_risk"]) == (
            "Ann",
            "Vic",
            ["subject-expert"],
            "excellent",
            False,
        )
        said = inside("report", "loyalty", "--as-of", "2024-06-30").stdout
        assert "loyal to Vic: 1 person, none at risk; they rate our work excellent 1" in said

    @pytest.mark.requirement("B-N5")
    def test_is_at_risk_once_they_are_released(self, inside: Run) -> None:
        release = "team release acme --person Vic --seat subject-expert --on 2024-05-01 --actor kim"
        inside(*release.split())
        (row,) = rows(inside, "loyalty", "acme", "--as-of", "2024-06-30")
        assert (row["risk"], row["risk_since"]) == ("released", "2024-05-01")
        assert row["risk_fact"].startswith("acme@")
        assert "released on 2024-05-01" in inside("report", "loyalty", "--as-of", "2024-06-30").stdout
        assert rows(inside, "loyalty", "--as-of", "2024-04-30")[0]["at_risk"] is False


class TestLadders:
    @pytest.mark.requirement("B-S3")
    def test_tells_every_step_of_both(self, inside: Run) -> None:
        found = rows(inside, "ladders", "--as-of", "2024-06-30")
        assert [(r["ladder"], r["name"], r["sponsor"], r["on"], r["rung"], r["moved"]) for r in found] == [
            ("value-proposition", None, None, "2023-03-01", "comparable", None),
            ("value-proposition", None, None, "2024-03-01", "differentiated", "rose"),
            ("relationship", "Ann", True, "2023-02-01", "rapport", None),
            ("relationship", "Ann", True, "2024-02-01", "trusted", "rose"),
        ]
        said = inside("report", "ladders", "--as-of", "2024-06-30").stdout
        assert "what we offer: 1 of 1 rose, 0 fell, 0 on the last step" in said
        assert "relationships: 1 of 1 rose, 0 fell, 1 on the last step" in said
