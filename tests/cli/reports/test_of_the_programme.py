"""What the reports on the programme, on why and who, say; that all is the sum of each, by both clocks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from majoracct.cli import root
from majoracct.domain import index
from majoracct.ledger import Ledger
from majoracct.testing.histories import ACCOUNTS, Recording, Step, days, event, play, steps, ticking

OF_EACH = ("labels", "resources", "escalations", "commitments", "analyses", "challenges", "scorecard")
EVENTS = (
    "AnalysisFiled",
    "ChallengesLookedFor",
    "ClassLabelGiven",
    "CommercialCommitmentMade",
    "CostOfSalesRecorded",
    "CustomerChallengeIdentified",
    "InvestmentCommitted",
    "InvestmentMade",
    "IssueEscalated",
    "ResourceGranted",
    "RevenueRecorded",
)


def run(path: Path | str, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(root, ["--ledger", str(path), *words], prog_name="majoracct")
    assert done.exit_code == code, f"{words}: {done.output}"
    return done.stdout


def asked(path: Path | str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(path, "report", *words, "--json"))
    return found


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a ledger in which a programme is funded, and two accounts are in it."""
    path = str(tmp_path_factory.mktemp("programme") / "book.db")
    run(path, "init", "--currency", "GBP")
    lax = tmp_path_factory.mktemp("policy") / "policy.toml"
    lax.write_text('[team]\nbefore_status = "warn"\n', encoding="utf-8")
    run(path, "programme", "policy", "adopt", str(lax), "--on", "2020-01-01")

    def told(*words: str, on: str = "2024-02-01") -> str:
        return run(path, *words, "--on", on).split()[0]

    told("staff", "identify", "--name", "Una", on="2022-01-01")
    told("staff", "identify", "--name", "Ben", on="2022-01-01")
    for name, paid in (("acme", "600000"), ("bolt", "400000")):
        told("account", "open", name, "--name", name.title(), on="2022-01-01")
        told("revenue", "record", name, "--amount", paid, on="2023-06-01")
        told("team", "form", name, on="2023-01-01")
        told("team", "seat", name, "--person", "Una", "--seat", "account-manager", on="2023-01-01")
    told("team", "seat", "acme", "--person", "Ben", "--seat", "internal-sponsor", on="2023-01-01")
    told("stakeholder", "identify", "acme", "--name", "Ana", "--function", "finance", on="2023-01-01")
    told(
        "programme", "fund", "--sponsor", "Ben", "--until", "2026-12-31", "--amount", "90000", on="2022-06-01"
    )
    told("programme", "enrol", "--name", "Networks", "--manager", "Una")
    told("programme", "rules", "--version", "1", "--text", "one voice")
    told("programme", "accept-rules", "--manager", "Una", on="2024-02-02")
    told("staff", "coach", "--person", "Una", "--coach", "Ben", "--what", "reviews")
    told("account", "label", "acme", "--label", "global")
    told(
        "account", "analysis", "acme", "--kind", "financials", "--period", "2023", "--source", "annual report"
    )
    told("account", "analysis", "acme", "--kind", "other", "--period", "2023", "--source", "a friend")
    desk = told("resource", "grant", "acme", "--kind", "concierge", "--what", "a line to the developers")
    told("resource", "grant", "bolt", "--kind", "technical", "--what", "an engineer", "--colleague", "Ben")
    told("investment", "make", "acme", "--purpose", "resources", "--amount", "4000", "--pays-for", desk)
    told("investment", "commit", "acme", "--what", "a pilot", "--amount", "50000")
    told("investment", "cost", "acme", "--amount", "300000", on="2023-12-01")
    issue = told("escalation", "raise", "acme", "--what", "late invoices", "--raised-by", "Ana")
    told("escalation", "take-up", "acme", "--escalation", issue, "--by-whom", "Ben", on="2024-02-05")
    told("escalation", "raise", "acme", "--what", "noise")
    told("contract", "commit", "acme", "--kind", "platform", "--what", "ours", "--until", "2029-12-31")
    facing = ("--kind", "challenge", "--what", "staff retire", "--source", "customer", "--raised-by", "Ana")
    found = told("challenge", "identify", "acme", *facing)
    told("challenge", "address", "acme", "--challenge", found, "--how", "training", on="2024-02-09")
    return path


class TestWhatTheyTell:
    DAY = ("--as-of", "2024-03-01")

    def text(self, book: str, *words: str) -> str:
        return " ".join(run(book, "report", *words, *self.DAY).split())

    @pytest.mark.requirement("J-D1", "X-6")
    def test_labels(self, book: str) -> None:
        assert "acme global - none shared Una -" in self.text(book, "labels")
        assert "1 bear a label; 0 lack the team that a label asks for" in self.text(book, "labels")

    @pytest.mark.requirement("X-6")
    def test_show_tells_labels_apart_from_status_and_tier(self, book: str) -> None:
        lines = run(book, "show", "acme", *self.DAY).splitlines()
        (called,) = [line for line in lines if line.startswith("called")]
        assert called.split() == ["called", "global", f"({self.fact(book)})"]
        assert not [
            line for line in run(book, "show", "bolt", *self.DAY).splitlines() if line.startswith("called")
        ]
        assert [line.split()[1].rstrip(";") for line in lines if line.startswith(("status", "tier"))] == [
            "none",
            "none",
        ]

    def fact(self, book: str) -> str:
        (row,) = asked(book, "labels", "acme", *self.DAY)["rows"]
        (fact,) = row["facts"]
        return str(fact)

    @pytest.mark.requirement("S-A1", "S-A2", "S-A3")
    def test_resources(self, book: str) -> None:
        said = self.text(book, "resources")
        assert "acme concierge a line to the developers - 2024-02-01 - granted - 4,000.00" in said
        assert "acme investment a pilot - 2024-02-01 - - 50,000.00 -" in said
        assert "bolt technical an engineer Ben 2024-02-01 - granted - -" in said
        assert "cost so far 4,000.00 GBP; of 2 of 3 it is not known" in said

    @pytest.mark.requirement("S-A4")
    def test_escalations(self, book: str) -> None:
        said = self.text(book, "escalations")
        assert "acme Ben late invoices 2024-02-01 2024-02-05, Ben open 29" in said
        assert "acme Ben noise 2024-02-01 late open 29" in said
        assert "bolt nobody none escalated" in said
        assert "2 escalated, 2 open, 1 late to be taken up" in said

    @pytest.mark.requirement("S-A5", "S-A6")
    def test_profit_as_far_as_our_cost_is_known(self, book: str) -> None:
        said = self.text(book, "profit")
        assert "calendar year 2023: revenue 1,000,000.00 GBP; profit 300,000.00 GBP, known of 1 of 2" in said
        assert "the top 5 of 2023: 100.0% of revenue, an unknown share of profit (acme, bolt; no more" in said
        assert "; no more than 2 customers paid)" in said
        assert "a study: the top 5 brought 22.0% of revenue and 21.0% of annual profit" in said
        told = asked(book, "profit", *self.DAY)
        assert told["top"]["cost_unknown"] == ["bolt"]
        assert "the top 5: nobody paid in 2030" in self.text(book, "profit", "--year", "2030")
        assert told["period"] == {"kind": "calendar-year", "year": 2023, "whole": True}
        assert [row["profit"] for row in told["rows"]] == [None]

    @pytest.mark.requirement("S-A5")
    def test_profit_of_which_nothing_is_known(self, tmp_path: Path) -> None:
        path = tmp_path / "book.db"
        run(path, "init", "--currency", "GBP")
        run(path, "account", "open", "acme", "--name", "Acme", "--on", "2023-01-01")
        run(path, "revenue", "record", "acme", "--amount", "600", "--on", "2023-06-01")
        said = self.text(str(path), "profit")
        assert "calendar year 2023: revenue 600.00 GBP; profit unknown" in said

    @pytest.mark.requirement("S-A7")
    def test_commitments_of_which_nothing_is_known(self, book: str) -> None:
        said = self.text(book, "commitments")
        assert "major: 0 accounts, 0 committed; months together unknown; spending unknown" in said
        told = asked(book, "commitments", *self.DAY)["groups"]["major"]
        assert (told["months"], told["spent"]) == (None, None)

    @pytest.mark.requirement("S-A7")
    def test_commitments(self, book: str) -> None:
        assert "acme - 2023-06-01 9 - until 2029-12-31 - -" in self.text(book, "commitments")

    @pytest.mark.requirement("S-W3")
    def test_analyses(self, book: str) -> None:
        said = self.text(book, "analyses")
        assert "acme financials fresh 2023 annual report 2024-02-01" in said
        assert "acme other fresh 2023 a friend 2024-02-01" in said  # beside those that policy asks for
        assert "1 fresh, 0 old, 9 missing; complete: 0 of 2 accounts in the programme" in said

    @pytest.mark.requirement("S-W5")
    def test_challenges(self, book: str) -> None:
        said = self.text(book, "challenges", "acme")
        assert "acme 1 1 0 0 0 2024-02-01 2024-08-01 in time" in said
        assert "challenge: staff retire, brought up by Ana on 2024-02-01" in said
        assert "bolt 0 0 0 0 0 - 2023-07-01 overdue" in self.text(book, "challenges")

    @pytest.mark.requirement("S-W1")
    def test_coaching(self, book: str) -> None:
        said = self.text(book, "coaching")
        assert "Una acme, bolt 2023-01-01 1 2024-02-01 2024-05-01 team-management unassessed, " in said

    @pytest.mark.requirement("S-Y1", "S-Y2", "S-W4", "X-13")
    def test_programme(self, book: str) -> None:
        said = self.text(book, "programme")
        for line in (
            "funding yes runs until 2026-12-31 at least; 90,000.00 GBP committed (Ben) S-Y1",
            "old enough to judge no year 2, begun 2022-06-01; results are judged from year 2 on S-Y2",
            "funding first yes multi-year funding came first X-13",
            "plan first no 0 of 2 accounts planned before they came in X-13",
            "rules of engagement yes version 1, since 2024-02-01 S-W4",
            "organisations yes Networks: its manager accepted the rules on 2024-02-02 (Una) S-W4",
        ):
            assert line in said

    @pytest.mark.requirement("S-Y2")
    def test_programme_years(self, book: str) -> None:
        said = self.text(book, "programme-years")
        assert "1 2022-06-01 2023-05-31 2 0.00 0 - too early to judge" in said
        assert "2 2023-06-01 2024-05-31 2 1,000,000.00 0 - not over" in said

    @pytest.mark.requirement("S-K1", "S-K2", "S-K3")
    def test_scorecard(self, book: str) -> None:
        said = self.text(book, "scorecard")
        assert "acme process team yes 2 seated" in said
        assert "process, team: 2 yes, 0 no, 0 unknown" in said
        assert "customer, each cycle: 0 yes, 0 no, 2 unknown" in said
        assert "discipline, record: 0 yes, 2 no, 0 unknown" in said


def _recordings() -> st.SearchStrategy[Step]:
    kinds = st.sampled_from([index.event_class(name) for name in EVENTS]).flatmap(event)
    return st.builds(Recording, st.sampled_from(ACCOUNTS), kinds, days())


@pytest.mark.requirement("S-W6")
@settings(deadline=None, derandomize=True, database=None, max_examples=8)
@given(before=steps(max_size=8), more=st.lists(_recordings(), max_size=12), cut=st.integers(1, 30))
def test_the_portfolios_answer_is_the_sum_of_its_accounts_by_both_clocks(
    tmp_path_factory: pytest.TempPathFactory, before: list[Step], more: list[Step], cut: int
) -> None:
    path = tmp_path_factory.mktemp("history") / "book.db"
    with Ledger.create(path, currency="GBP", by="kim", clock=ticking()) as ledger:
        play(ledger, [*before, *more])
        head = ledger.position()
    for clocks in ((), ("--as-of", "2023-06-30", "--known-at", f"@{min(max(cut, 4), head)}")):
        there = [row["account"] for row in json.loads(run(path, "list", "--json", *clocks))["rows"]]
        for name in OF_EACH:
            whole = asked(path, name, *clocks)["rows"]
            each = [row for key in there for row in asked(path, name, key, *clocks)["rows"]]
            assert sorted(map(json.dumps, whole)) == sorted(map(json.dumps, each)), name
