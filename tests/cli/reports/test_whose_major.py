"""The reports on whose major account it is, asked of the demo: what they say, and how it reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.cli.session import Session


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert CliRunner().invoke(root, ["demo", str(path)], prog_name="majoracct").exit_code == 0
    return path


def text(demo: Path, *words: str) -> str:
    done = CliRunner().invoke(root, ["--ledger", str(demo), *words], obj=Session())
    assert done.exit_code == 0, done.output
    return done.stdout


def report(demo: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(demo, "report", *words, "--as-of", "2024-12-31", "--json"))
    return found


@pytest.mark.requirement("B-D1")
class TestThreshold:
    def test_says_of_each_year_whether_it_reaches_it_and_on_what(self, demo: Path) -> None:
        rows = report(demo, "threshold", "saltmarsh")["rows"]
        assert [(r["year"], r["whole"], r["reached"], r["basis"]) for r in rows] == [
            (2022, True, None, None),
            (2023, True, None, None),
            (2024, True, None, None),
            (2025, False, "expected", "the first half of the grid"),
        ]
        assert rows[-1]["actual"] is None

    def test_names_those_that_reach_it_and_the_year_that_is_not_over(self, demo: Path) -> None:
        said = text(demo, "report", "threshold", "northmoor", "--as-of", "2024-06-30")
        assert "2024, not over" in said
        assert "1,000,000.00 GBP in a year: 1 of 1, northmoor (on actual)" in said


@pytest.mark.requirement("C-T0", "C-D4")
class TestPerspectives:
    def test_an_account_is_major_to_one_and_not_to_another(self, demo: Path) -> None:
        rows = {r["account"]: r for r in report(demo, "perspectives")["rows"]}
        told = {
            key: [rows[key][name] for name in ("company", "field", "new_business", "inside", "national")]
            for key in ("harrow-vale", "saltmarsh", "meridian", "tidewater")
        }
        assert told == {
            "harrow-vale": ["real", "real", "no", "no", "real"],
            "saltmarsh": ["potential", "real", "potential", "no", "real"],
            "meridian": ["no", "real", "no", "real", "unknown"],
            "tidewater": ["no", "no", "no", "real", "no"],
        }

    @pytest.mark.requirement("C-T6")
    def test_one_that_is_led_as_the_weightiest_should_be(self, demo: Path) -> None:
        rows = {r["account"]: r for r in report(demo, "perspectives")["rows"]}
        led = [key for key, r in rows.items() if r["weightiest"] == r["direct"] == r["managed"] == "yes"]
        assert led == ["harrow-vale"]

    def test_says_why_of_one_that_is_named(self, demo: Path) -> None:
        said = text(demo, "report", "perspectives", "saltmarsh", "--as-of", "2024-12-31")
        assert "2,200,000.00 GBP expected in 2025; 19.3% of the company's revenue of 2024" in said
        assert "missing: a plan, a review of its status within 12 months" in said
        assert "because" not in text(demo, "report", "perspectives", "--as-of", "2024-12-31")

    def test_each_verdict_has_its_reason_and_facts_under_the_same_key(self, demo: Path) -> None:
        for row in report(demo, "perspectives")["rows"]:
            assert {*row["because"]} == {*row["facts"]} == {*row} - {"account", "years", "because", "facts"}
            assert {*row["years"]} < {*row}

    def test_fits_a_terminal(self, demo: Path) -> None:
        lines = text(demo, "report", "perspectives", "--as-of", "2024-12-31").splitlines()
        assert max(map(len, lines)) <= 100


@pytest.mark.requirement("C-D3")
class TestPareto:
    def test_the_set_beside_the_top(self, demo: Path) -> None:
        found = report(demo, "pareto")
        assert [r["account"] for r in found["rows"] if r["in_set"]] == [
            "harrow-vale",
            "northmoor",
            "lindqvist",
            "meridian",
        ]
        assert [r["account"] for r in found["rows"] if r["in_top"]] == ["harrow-vale", "northmoor"]
        assert (found["year"], found["whole"], found["business"]) == (2024, True, "0.8")

    @pytest.mark.requirement("C-D1")
    def test_a_partner_is_not_among_them(self, demo: Path) -> None:
        assert "tidewater" not in {r["account"] for r in report(demo, "pareto")["rows"]}

    @pytest.mark.requirement("C-D4")
    def test_on_what_is_expected_of_the_first_year_not_over(self, demo: Path) -> None:
        found = report(demo, "pareto", "--basis", "expected")
        assert (found["year"], found["whole"]) == (2025, False)
        assert [r["account"] for r in found["rows"]] == ["harrow-vale", "saltmarsh", "northmoor", "lindqvist"]

    def test_a_year_that_is_not_over_says_so(self, demo: Path) -> None:
        assert "GBP so far in 2024" in text(demo, "report", "pareto", "--as-of", "2024-06-30")


@pytest.mark.requirement("C-W2", "C-W3")
class TestConcentration:
    def test_year_by_year(self, demo: Path) -> None:
        found = report(demo, "concentration")
        assert [(r["group"], r["paying"], r["per_customer"]["amount"]) for r in found["rows"]] == [
            ("2021", 7, "272714.29"),
            ("2022", 7, "542142.86"),
            ("2023", 7, "672428.57"),
            ("2024", 7, "701857.14"),
        ]
        assert found["reference"] == {"row": "C-W2", "revenue": 50_000_000, "few": 8, "many": 200}
        assert "from 8 customers is 6,250,000 a customer" in text(demo, "report", "concentration")

    @pytest.mark.parametrize("by", ["tier", "channel"])
    def test_a_year_that_is_not_over_is_not_told_as_one(self, demo: Path, by: str) -> None:
        command = ("report", "concentration", "--by", by, "--as-of")
        assert "net so far in 2024, credits" in text(demo, *command, "2024-06-30")
        assert "net in 2024, credits" in text(demo, *command, "2024-12-31")

    @pytest.mark.parametrize("by", ["tier", "channel"])
    def test_in_groups_that_add_up(self, demo: Path, by: str) -> None:
        found = report(demo, "concentration", "--by", by)
        total = sum(float(r["revenue"]["amount"]) + float(r["returned"]["amount"]) for r in found["rows"])
        assert f"{total:.2f}" == found["net"]["amount"] == "4913000.00"
        known = [(r["satisfied"] + r["unsatisfied"], r["satisfied_share"]) for r in found["rows"]]
        assert all((share is None) == (asked == 0) for asked, share in known)


@pytest.mark.requirement("C-W1")
def test_functions_without_a_role_are_named(demo: Path) -> None:
    lacking = ["corporate", "product", "customer-success", "channel", "inside"]
    assert report(demo, "functions")["without_a_role"] == lacking
    said = text(demo, "report", "functions", "--as-of", "2024-12-31")
    joined = ["corporate", "product", "customer-success", "channel"]
    named = ", ".join(f"{function} (function)" for function in joined)
    assert f"without a role in any plan: {named}, inside (channel)" in said


@pytest.mark.requirement("C-T7")
def test_headcount_beside_the_illustration(demo: Path) -> None:
    found = report(demo, "headcount")
    assert found["reference"] == 100
    assert [(r["account"], r["people"], r["above_reference"]) for r in found["rows"]] == [
        ("harrow-vale", 31, False),
        ("northmoor", 104, True),
    ]
    assert "135 of our people at 2 accounts" in text(demo, "report", "headcount", "--as-of", "2024-12-31")


@pytest.mark.requirement("C-D1")
def test_the_target_tells_a_partner_that_is_major_apart(demo: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copy.db"
    copied.write_bytes(demo.read_bytes())
    before = report(copied, "target")["data"]
    asserted = ("--actor", "ida", "--role", "programme manager")
    text(copied, *asserted, *"qualify grant tidewater --on 2024-12-31 --override --reason board".split())
    after = report(copied, "target")["data"]
    assert (before["major"], before["uncounted"]) == (3, [])
    assert (after["major"], after["uncounted"]) == (3, ["tidewater"])
