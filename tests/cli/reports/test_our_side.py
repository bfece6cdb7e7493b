"""What the reports on our side say: roster, cover, traits, continuity; to people and to programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.cli.demo.insiders import INSIDERS
from majoracct.cli.demo.our_side import OUR_SIDE
from majoracct.cli.demo.radiating import RADIATING
from majoracct.cli.session import Session


def run(*words: str) -> str:
    done = CliRunner().invoke(root, list(words), obj=Session(), prog_name="majoracct")
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def book(telling: Callable[..., Any]) -> str:
    path: str = telling(*OUR_SIDE, *RADIATING, *INSIDERS).path
    return path


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a ledger with an account of which nothing but its name is known."""
    path: Path = tmp_path_factory.mktemp("bare") / "bare.db"
    run("--ledger", str(path), "init", "--currency", "GBP")
    run("--ledger", str(path), "account", "open", "acme", "--name", "Acme", "--on", "2024-01-01")
    return str(path)


def told(book: str, *words: str) -> str:
    return run("--ledger", book, "report", *words, "--as-of", "2024-12-31")


def asked(book: str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(book, *words, "--json"))
    return found


class TestRoster:
    @pytest.mark.requirement("B-T6")
    def test_tells_an_empty_seat_and_since_when(self, book: str) -> None:
        assert "lindqvist    project-manager   nobody, for 46 days  2024-11-15" in told(book, "roster")
        assert "3 teams, 9 seats held, 1 empty" in told(book, "roster")
        (empty,) = [row for row in asked(book, "roster")["rows"] if row["person"] is None]
        assert (empty["account"], empty["vacant_days"], empty["name"]) == ("lindqvist", 46, None)

    @pytest.mark.requirement("B-T6")
    def test_tells_who_sat_there_on_another_day(self, book: str) -> None:
        before = run("--ledger", book, "report", "roster", "lindqvist", "--as-of", "2024-11-14")
        assert "project-manager   Pete Lowry  2023-02-06" in before

    @pytest.mark.requirement("B-T1", "B-T3", "B-T4", "B-R8", "B-C1", "C-S3")
    def test_tells_what_is_unwise_with_the_facts_that_say_so(self, book: str) -> None:
        said = told(book, "roster", "lindqvist") + told(book, "roster", "harrow-vale")
        for line in (
            "warning B-T1: Hal Brandt: internal sponsor, and looks after no executive there (RO2: lindqvist@",
            "warning B-T3: Depots of the north: its delivery team does not report to the project manager",
            "warning B-T4: revenue grew by 78% in 2024, and no expert is seated (RO4: lindqvist@",
            "warning B-R8: Ben Cole: account manager, and leans to new accounts (-11) (RO6: lindqvist@",
            "warning B-C1: Ben Cole: paid as hunters are, by New business (RO7: lindqvist@",
            "warning C-S3: nobody in the team is known to be strong at managing (RO8: lindqvist@",
        ):
            assert line in said
        (team,) = asked(book, "roster", "lindqvist")["teams"]
        hunter = next(w for w in team["warnings"] if w["row"] == "B-R8")
        assert (hunter["name"], len(hunter["facts"])) == ("Ben Cole", 14)
        assert "nothing about the team is unwise" in told(book, "roster", "northmoor")

    @pytest.mark.requirement("B-T2", "B-S5", "B-T1")
    def test_tells_the_goals_the_industry_and_the_executives_looked_after(self, book: str) -> None:
        said = told(book, "roster", "harrow-vale")
        assert "focused on railways (harrow-vale@" in said
        assert "the internal sponsor looks after: Marta Lindgren" in said
        goals = [line for line in said.splitlines() if line.startswith("goal:")]
        for goal, name in zip(goals, ("radiate", "insider", "inertia"), strict=True):
            assert goal.startswith(f"goal: {name}: reached (harrow-vale@")
        other = told(book, "roster", "lindqvist")
        assert "goal: radiate: not reached; lacks a first win" in other
        assert "goal: inertia: unknown; lacks a part in their planning by 2024-01-01" in other

    def test_says_so_where_no_team_was_formed(self, bare: str) -> None:
        assert "No team was formed." in told(bare, "roster", "acme")


class TestCover:
    @pytest.mark.requirement("C-M4", "C-M5")
    def test_is_a_grid_that_a_person_reads(self, book: str) -> None:
        lines = told(book, "cover", "harrow-vale").splitlines()
        top = next(n for n, line in enumerate(lines) if line.startswith("ours \\ theirs"))
        assert lines[top].split()[3:] == ["corporate", "technology", "operations", "finance"]
        finance = lines[top].index("finance")
        sales = next(n for n, line in enumerate(lines) if line.startswith("sales"))
        assert lines[sales].split() == ["sales", "1", "-", "-", "1"]
        assert lines[sales + 1][finance:] == "Kim Barlow"
        assert lines[sales + 2][finance:] == "  Tom Achterberg"
        assert max(map(len, lines)) <= 100

    @pytest.mark.requirement("C-M4", "C-M5")
    def test_is_a_row_a_cell_for_programs_and_where_rows_are_chosen(self, book: str) -> None:
        rows = asked(book, "cover", "harrow-vale")["rows"]
        assert len(rows) == 16
        cell = next(r for r in rows if (r["selling"], r["buying"]) == ("sales", "finance"))
        assert (cell["contacts"], cell["member_names"]) == (1, ["Kim Barlow"])
        assert cell["stakeholder_names"] == ["Tom Achterberg"]
        chosen = told(book, "cover", "harrow-vale", "--where", "contacts=1", "--columns", "selling,buying")
        assert "sales      finance" in chosen
        assert "ours \\ theirs" not in chosen

    @pytest.mark.requirement(
        "C-M4a", "C-M4b", "C-M4c", "C-M4d", "C-M5a", "C-M5b", "C-M5c", "C-M5d", "C-M4", "C-M5"
    )
    def test_tells_what_each_function_sees_to_and_who_has_it(self, book: str) -> None:
        said = told(book, "cover", "lindqvist")
        for line in (
            "  corporate   nobody: approves the programme, pays for it and stands behind it",
            "  marketing   nobody: plans, measures, and revises the plan",
            "  sales       Ben Cole: sells, keeps both sides informed, and leads the relationship",
            "  service     nobody: puts in what was sold, supports and changes it, sees to satisfaction",
            "  corporate   Elin Lindqvist, looked after by nobody: approves the programme",
            "  technology  Sven Moe: runs systems and engineering, approves specifications, integrates",
            "  operations  nobody we know: works with what was bought, and puts it to use",
            "  finance     nobody we know: weighs what it costs and brings, and measures what came of it",
        ):
            assert line in said

    @pytest.mark.requirement("C-M5d")
    def test_names_finance_as_the_natural_confirmer_where_we_know_nobody_there(self, book: str) -> None:
        assert "figures: Tom Achterberg, from their finance" in told(book, "cover", "harrow-vale")
        lacking = told(book, "cover", "lindqvist")
        assert "figures: nobody we know; look for somebody in their finance, who would do so" in lacking
        of = {a["account"]: a for a in asked(book, "cover")["accounts"]}
        assert of["harrow-vale"]["confirmer_names"] == ["Tom Achterberg"]
        assert of["lindqvist"]["confirmers"] == []

    @pytest.mark.requirement("C-M1")
    def test_tells_how_the_two_teams_work_together(self, book: str) -> None:
        seen = "the two teams work together: collaborative, as seen on 2024-03-11 (harrow-vale@"
        assert seen in told(book, "cover", "harrow-vale")
        assert "how the two teams work together is unknown" in told(book, "cover", "lindqvist")

    @pytest.mark.requirement("C-M4", "C-M5")
    def test_of_all_is_a_line_an_account(self, book: str) -> None:
        lines = told(book, "cover").splitlines()
        (northmoor,) = [line.split() for line in lines if line.startswith("northmoor")]
        expected = "northmoor 2 of 16 marketing, service - technology, operations"
        assert " ".join(northmoor) == expected
        (ostermark,) = [line.split() for line in lines if line.startswith("ostermark")]
        assert " ".join(ostermark) == "ostermark 0 of 16 all four - all four"


class TestTraits:
    @pytest.mark.requirement(
        "C-X0",
        "C-X1",
        "C-X2",
        "C-X3",
        "C-X4",
        "C-X5",
        "C-X6",
        "C-X7",
        "C-X8",
        "C-X9",
        "C-X10",
        "C-X11",
        "C-X12",
        "C-X13",
    )
    def test_are_a_line_each_with_both_words_and_where_each_member_stands(self, book: str) -> None:
        said = told(book, "traits", "lindqvist")
        lines = {line.split()[0]: line for line in said.splitlines() if line.startswith(("C-X", "C-S"))}
        assert [name for name in lines if name.startswith("C-X")] == [f"C-X{n}" for n in range(1, 14)]
        assert lines["C-X7"].split() == ["C-X7", "hunter", "farmer", "-", "hunter"]
        assert lines["C-X5"].split() == ["C-X5", "apolitical", "political", "political", "both"]
        assert ["judged", "of", "13", "8", "13"] in [line.split() for line in said.splitlines()]
        assert ["sum", "-13", "to", "13", "0", "-11"] in [line.split() for line in said.splitlines()]

    @pytest.mark.requirement("C-X0")
    def test_are_thirteen_rows_a_member_for_programs(self, book: str) -> None:
        found = asked(book, "traits", "lindqvist")
        ben = [row for row in found["rows"] if row["name"] == "Ben Cole" and row["kind"] == "trait"]
        assert [row["row"] for row in ben] == [f"C-X{n}" for n in range(1, 14)]
        (member,) = [m for m in found["members"] if m["name"] == "Ben Cole"]
        assert (member["lean"], member["assessed"], member["of"]) == (-11, 13, 13)
        assert sum(row["points"] for row in ben) == -11

    @pytest.mark.requirement("C-S0", "C-S1", "C-S2", "C-S3")
    def test_come_with_the_skills_of_both_axes(self, book: str) -> None:
        lines = [line.split() for line in told(book, "traits", "harrow-vale").splitlines()]
        assert ["C-S1", "selling", "rapport", "strong", "fair", "-", "-"] in lines
        assert ["C-S2", "managing", "planning", "-", "fair", "strong", "-"] in lines
        assert ["strong", "at", "selling", "managing", "managing", "unknown"] in lines

    @pytest.mark.requirement("C-X0")
    def test_of_all_are_a_line_a_member_and_tell_who_is_in_no_team(self, book: str) -> None:
        said = told(book, "traits")
        assert "lindqvist    Ben Cole     -11, 13 of 13 judged     selling" in said
        assert "harrow-vale  Nadia Brook  unknown, 0 of 13 judged  unknown" in said
        assert "in no team: Sue Ferrand, -8, 13 of 13 judged; strong at: unknown" in said
        assert [m["name"] for m in asked(book, "traits")["in_no_team"]] == ["Sue Ferrand"]


@pytest.mark.requirement("B-E5")
class TestContinuity:
    def test_is_told_win_by_win_with_the_mean(self, book: str) -> None:
        said = told(book, "continuity", "harrow-vale")
        assert (
            "Station rostering          Sue Ferrand, Vera Quist            Vera Quist                  50%"
            in said
        )
        assert "mean 58%, over 2 of 5 wins" in said

    def test_is_a_share_for_programs(self, book: str) -> None:
        found = asked(book, "continuity", "harrow-vale")
        shares = {row["title"]: row["share"] for row in found["rows"]}
        assert (shares["Station rostering"], shares["Depot planning"]) == ("0.500000", "0.666667")
        assert (found["mean"], found["known"]) == ("0.583333", 2)

    def test_is_unknown_where_no_team_was_named(self, bare: str) -> None:
        run("--ledger", bare, "opportunity", "identify", "acme", "--title", "Depot", "--on", "2024-02-01")
        run("--ledger", bare, "opportunity", "win", "acme", "--opportunity", "acme@2", "--on", "2024-03-01")
        said = told(bare, "continuity", "acme")
        assert "acme     Depot  -         -          unknown" in said
        assert "mean unknown, over 0 of 1 wins" in said
        assert asked(bare, "continuity", "acme")["mean"] is None


def test_names_reach_the_terminal_with_nothing_hidden(bare: str) -> None:
    who = ("--name", "An\x1b[31mn", "--function", "finance", "--on", "2024-04-01")
    run("--ledger", bare, "stakeholder", "identify", "acme", *who)
    said = told(bare, "cover", "acme")
    assert "An\\x1b[31mn" in said
    assert "\x1b" not in said
