"""The demo: the same facts and the same bytes every time, and every tier and criterion lived through."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_type_hints

import attrs
import pytest
from click.testing import CliRunner, Result

from majoracct.cli import root
from majoracct.cli.session import Session
from majoracct.domain.account.relationships import StakeholderIdentified
from majoracct.domain.kernel import marked
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.ledger import Ledger


def run(*words: str) -> Result:
    return CliRunner().invoke(root, list(words), obj=Session())


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert run("demo", str(path)).exit_code == 0
    return str(path)


def asked(book: str, *words: str) -> Any:
    return json.loads(run("--ledger", book, *words, "--json").stdout)


def standing(book: str, day: str) -> dict[str, dict[str, Any]]:
    return {row["account"]: row for row in asked(book, "list", "--as-of", day)["rows"]}


class TestTheSameEveryTime:
    def test_what_is_printed_and_what_is_recorded(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = []
        for folder in ("one", "two"):
            (tmp_path / folder).mkdir()
            monkeypatch.chdir(tmp_path / folder)
            printed = run("demo", "demo.db").stdout
            facts = run("--ledger", "demo.db", "timeline", "--all", "--json").stdout
            assert len(json.loads(facts)["rows"]) > 200
            assert json.loads(facts)["as_of"] == "2024-12-31"  # and not today: the story is over
            told.append((printed, facts))
        assert told[0] == told[1]

    def test_in_the_file_named_by_either_word_and_in_no_file_where_both_do(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        refused = run("--ledger", "one.db", "demo", "two.db")
        assert (refused.exit_code, list(tmp_path.iterdir())) == (2, [])
        assert "two files are named, two.db and one.db: name one" in refused.stderr
        assert run("demo", "--ledger", "one.db").exit_code == 0
        assert [path.name for path in tmp_path.iterdir()] == ["one.db"]

    def test_the_record_advances_through_the_years_of_the_story(self, book: str) -> None:
        rows = asked(book, "timeline", "harrow-vale", "--as-of", "2024-12-31")["rows"]
        recorded = [row["recorded_at"] for row in sorted(rows, key=lambda r: r["position"])]
        assert recorded == sorted(recorded)
        assert {at[:4] for at in recorded} == {"2021", "2022", "2023", "2024"}

    def test_an_existing_file_is_left_alone(self, tmp_path: Path) -> None:
        mine = tmp_path / "mine.txt"
        mine.write_text("mine")
        result = run("demo", str(mine))
        assert result.exit_code == 2
        assert "mine.txt" in result.stderr
        assert mine.read_text() == "mine"


class TestWhatItLivesThrough:
    def test_at_least_eight_accounts_over_four_years(self, book: str) -> None:
        assert len(standing(book, "2021-12-31")) >= 8
        assert len(standing(book, "2024-12-31")) >= 8

    @pytest.mark.requirement("R-T1", "R-T2", "R-T3", "R-T4")
    def test_every_tier_is_indicated(self, book: str) -> None:
        seen = {
            row["tier_indicated"]
            for day in ("2021-02-01", "2022-12-31", "2024-02-01", "2024-12-31")
            for row in standing(book, day).values()
        }
        assert seen == {"greenfield", "beachhead", "core", "strategic"}

    @pytest.mark.requirement("B-Q6")
    def test_one_is_refused_and_granted_later(self, book: str) -> None:
        assert standing(book, "2022-03-30")["harrow-vale"]["status"] == "refused"
        assert standing(book, "2022-06-30")["harrow-vale"]["status"] == "major"

    def test_one_is_revoked_after_a_correction(self, book: str) -> None:
        assert standing(book, "2021-12-31")["castellan"]["status"] == "major"
        assert standing(book, "2022-06-30")["castellan"]["status"] == "revoked"

    @pytest.mark.requirement("R-T4")
    def test_one_is_greenfield_by_time_alone(self, book: str) -> None:
        assert standing(book, "2024-06-26")["ostermark"]["tier_indicated"] == "beachhead"
        assert standing(book, "2024-06-27")["ostermark"]["tier_indicated"] == "greenfield"
        rows = asked(book, "timeline", "ostermark", "--as-of", "2024-12-31")["rows"]
        assert max(row["on"] for row in rows) < "2022-01-01"

    @pytest.mark.requirement("B-Q2")
    def test_criterion_2_is_met_by_either_path(self, book: str) -> None:
        paths = set()
        for account in ("harrow-vale", "lindqvist"):
            criteria = asked(book, "why", account, "--as-of", "2023-06-30")["data"]["criteria"]
            paths.add(criteria[1]["path"])
        assert paths == {"project", "play"}

    def test_two_became_one(self, book: str) -> None:
        assert "brightwell" in standing(book, "2023-03-31")
        assert "brightwell" not in standing(book, "2023-04-01")

    @pytest.mark.requirement("B-S1", "B-N1", "B-N6")
    def test_goals_are_agreed_on_and_one_account_is_in_each_quadrant(self, book: str) -> None:
        found = asked(book, "report", "quadrant")["quadrants"]
        assert [len(accounts) for accounts in found.values()] == [1, 1, 1, 1]
        states = {row["state"] for row in asked(book, "report", "goals")["rows"]}
        assert states == {"reached", "on-course", "behind", "overdue", "unknown"}

    def test_one_plan_holds_all_that_it_is_to_hold(self, book: str) -> None:
        (plan,) = asked(book, "report", "plan", "harrow-vale")["sections"]
        assert all(section["holds"] for section in plan["sections"])

    def test_one_becomes_an_insider_and_dominated_once_somebody_looked(self, book: str) -> None:
        def told(report: str, year: str) -> dict[str, dict[str, Any]]:
            found = asked(book, "report", report, "--as-of", year, "--where", "year=2024")["rows"]
            return {row["account"]: row for row in found}

        before = asked(book, "report", "insider", "harrow-vale", "--as-of", "2023")["rows"][0]
        after, inertia = told("insider", "2024"), told("inertia", "2024")
        assert (before["insider_since"], before["dominant"]) == ("2023-02-01", None)
        assert (after["harrow-vale"]["edge"], after["harrow-vale"]["dominant"]) == (True, True)
        assert (after["lindqvist"]["dominant"], after["lindqvist"]["insider_missing"]) == (
            False,
            ["industry-expertise"],
        )
        assert (inertia["harrow-vale"]["in_time"], inertia["northmoor"]["finding"]) == (
            True,
            "claimed, with nobody loyal",
        )


def test_nobody_is_named_where_erasing_them_would_not_reach(book: str) -> None:
    with Ledger.open(book) as ledger:
        facts = [*ledger.store.facts()]
    events: list[Any] = [fact.event for fact in facts]
    called = {
        word
        for event in events
        if isinstance(event, StakeholderIdentified | StaffIdentified) and isinstance(event.name, str)
        for word in event.name.casefold().split()
    } - {"lindqvist"}  # a customer, too
    assert len(called) > 40
    actors = {fact.by for fact in facts}  # the ids under which ours log in
    public = [
        (fact.reference, text)
        for fact, event in zip(facts, events, strict=True)
        for text in (fact.reason, *(shown.name for shown in fact.evidence), *open_texts(event))
    ]
    named = [(at, text) for at, text in public if called & set(re.findall("[a-z]+", text.casefold()))]
    assert [(at, text) for at, text in named if text not in actors] == []


def open_texts(event: Any) -> list[str]:
    """Return the texts of EVENT that are not personal, and so stay when somebody is erased."""
    hints = get_type_hints(type(event), include_extras=True)
    names = [a.name for a in attrs.fields(type(event)) if not marked(hints[a.name], "personal")]
    values = [getattr(event, name) for name in names]
    return [
        text
        for value in values
        for text in (value if isinstance(value, tuple) else (value,))
        if isinstance(text, str)
    ]


class TestWhatAnAuditorFinds:
    @pytest.mark.parametrize(
        ("finding", "account"),
        [
            ("recorded-late", "meridian"),
            ("sponsor-not-replaced", "meridian"),
            ("evidence-withdrawn", "northmoor"),
            ("claim-disputed-counts", "northmoor"),
            ("promise-overdue", "meridian"),
        ],
    )
    def test_each_is_there_to_be_found(self, book: str, finding: str, account: str) -> None:
        told = run("--ledger", book, "check", "--as-of", "2024-12-31", "--only", finding, "--json")
        assert account in {row["account"] for row in json.loads(told.stdout)["rows"]}

    def test_closed_books_gave_way_to_the_controller_alone(self, book: str) -> None:
        rows = [row for row in asked(book, "decisions")["rows"] if row["late_override"]]
        assert {row["by"] for row in rows} == {"vera"}
        no = run("--ledger", book, "revenue", "record", "castellan", "--amount", "5", "--on", "2024-09-30")
        assert "K9" in no.stderr

    def test_what_was_shown_is_written_when_asked_for_and_is_what_it_was(self, tmp_path: Path) -> None:
        book, shown = str(tmp_path / "demo.db"), str(tmp_path / "shown")
        assert run("demo", book, "--documents", shown).exit_code == 0
        states = [row["state"] for row in asked(book, "evidence", "check", shown)["rows"]]
        assert (states.count("intact"), set(states)) == (2, {"intact", "no digest"})

    def test_a_folder_that_cannot_be_is_said_before_anything_is_made(self, tmp_path: Path) -> None:
        book, file = tmp_path / "demo.db", tmp_path / "file"
        file.touch()
        no = run("demo", str(book), "--documents", str(file))
        assert (no.exit_code, book.exists()) == (2, False)
        assert "--documents" in no.stderr

    def test_how_to_ask_again_is_what_somebody_can_type(self, tmp_path: Path) -> None:
        told = run("demo", str(tmp_path / "demo.db")).stdout
        assert "asked: majoracct why harrow-vale" in told
