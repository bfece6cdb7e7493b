"""What we do with the customer, as the reports say it: participation, co-creation, change and their fruit."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.challenges import (
    BroughtUp,
    ChallengeAddressed,
    CustomerChallengeIdentified,
    Facing,
)
from majoracct.domain.account.change import (
    Adoption,
    BehaviourExpectationSet,
    BehaviourObserved,
    ChangeGoalSet,
    ChangeQuestion,
    ChangeQuestionAnswered,
    InitiativeOpened,
)
from majoracct.domain.account.cocreation import CoCreationSessionHeld, Depth, Venue
from majoracct.domain.account.cycles import CycleClosed, CycleOpened
from majoracct.domain.account.investment import InvestmentMade, Purpose
from majoracct.domain.account.misalignment import MisalignmentRecorded
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.participation import (
    CommitmentTo,
    CustomerParticipantJoined,
    CycleCommitmentMade,
)
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.account.validation import OpportunityValidated
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Level
from majoracct.ledger import Ledger
from majoracct.testing.given import money

TOLD: tuple[tuple[str, AccountEvent[Any]], ...] = (
    ("2021-01-01", AccountOpened("Acme")),  # acme@1
    ("2022-01-01", StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL, name="Ana")),
    ("2021-01-01", StakeholderIdentified("p2", BuyingFunction.OPERATIONS, name="Bo")),
    ("2022-01-01", CycleOpened("2022", dt.date(2022, 12, 31))),  # acme@4
    ("2022-02-01", ActivityLogged(SellingProcess.PLANNING, "the year ahead", ("p2",))),
    ("2022-05-01", ActivityLogged(SellingProcess.SELLING, "a visit", ("p2",))),
    ("2022-08-01", ActivityLogged(SellingProcess.SELLING, "a visit", ("p2",))),
    ("2022-12-31", CycleClosed("acme@4")),
    ("2023-01-01", CycleOpened("2023", dt.date(2023, 12, 31))),  # acme@9
    ("2023-01-01", CustomerParticipantJoined("p1")),
    (
        "2023-02-01",
        CoCreationSessionHeld(
            "Late trains", Depth.EXPLORING_WHY, ("p1", "p2"), ("s1",), Venue.CUSTOMER_BOARDROOM, "s2"
        ),
    ),  # acme@11
    (
        "2023-05-01",
        CoCreationSessionHeld(
            "Signals", Depth.BUILDING_CAPABILITY, ("p1", "p2"), ("s1",), None, "s1", ("a prototype",)
        ),
    ),  # acme@12
    (
        "2023-05-02",
        OpportunityIdentified("Signal service", money("250"), origin=Origin.CREATION, session="acme@12"),
    ),  # acme@13
    ("2023-05-02", OpportunityIdentified("Licences", money("90"))),  # acme@14
    ("2023-05-03", InvestmentMade(Purpose.LANDING, money("4"), "acme@14")),
    ("2023-05-03", OpportunityValidated("acme@13", "p1")),
    ("2023-05-04", InvestmentMade(Purpose.LANDING, money("6"), "acme@13")),
    (
        "2023-05-05",
        CycleCommitmentMade(CommitmentTo.INVESTMENT, "two analysts", "p1", "s2", money("20")),
    ),
    ("2023-06-01", InitiativeOpened("Records into signals", "acme@13")),  # acme@19
    (
        "2023-06-02",
        ChangeQuestionAnswered("acme@19", ChangeQuestion.WHY_CHANGE, "delays repeat", "p1", "acme@11"),
    ),
    ("2023-06-02", ChangeQuestionAnswered("acme@19", ChangeQuestion.WHY_NOW, "the regulator asks")),
    ("2023-06-02", ChangeGoalSet("acme@19", "a third fewer")),
    ("2023-06-02", BehaviourExpectationSet("acme@19", "managers", "log each cause")),  # acme@23
    ("2023-09-02", BehaviourObserved("acme@19", "acme@23", Adoption.ADOPTED)),
    ("2023-06-03", InitiativeOpened("Paperless depots")),  # acme@25
    ("2023-06-04", MisalignmentRecorded("punctuality", "licences", "acme@14", "p1")),
    ("2023-10-01", OpportunityWon("acme@13")),
    (
        "2023-04-01",
        CustomerChallengeIdentified(Facing.CHALLENGE, "late trains", BroughtUp.CUSTOMER, "p1"),
    ),  # acme@28
    ("2023-09-01", ChallengeAddressed("acme@28", "a timetable")),
    ("2024-01-20", OpportunityIdentified("Spares")),
    ("2021-03-01", ActivityLogged(SellingProcess.SELLING, "a visit", ("p2",))),
    ("2021-06-01", ActivityLogged(SellingProcess.SELLING, "a visit", ("p2",))),
    ("2021-09-01", ActivityLogged(SellingProcess.SELLING, "a visit", ("p2",))),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("with") / "book.db"
    with Ledger.create(path, currency="GBP", by="kim") as ledger:
        desk = ledger.desk(by="kim")
        for person, name in (("s1", "Kim"), ("s2", "Ida")):
            desk.on(dt.date(2022, 1, 1)).adopt(StaffIdentified(person, name))
        for day, event in TOLD:
            desk.on(dt.date.fromisoformat(day)).record("acme", event)
        desk.on(dt.date(2022, 1, 1)).record("bolt", AccountOpened("Bolt"))
    return path


def text(book: Path, *words: str, day: str = "2024-02-01") -> str:
    arguments = ["--ledger", str(book), "report", *words, "--as-of", day]
    done = CliRunner().invoke(root, arguments, prog_name="majoracct")
    assert done.exit_code == 0, done.output
    return done.stdout


def document(book: Path, *words: str, day: str = "2024-02-01") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(book, *words, "--json", day=day))
    return found


class TestParticipation:
    @pytest.mark.requirement("S-C2", "S-C4", "S-C5", "S-C9")
    def test_tells_each_cycle_who_took_part_and_what_was_committed(self, book: Path) -> None:
        first, second = document(book, "participation")["rows"]
        assert [first[key] for key in ("name", "attendance", "attendances", "kept_going", "trend")] == [
            "2022",
            "left-to-manager",
            1,
            False,
            None,
        ]
        assert [second[key] for key in ("attendance", "attendances", "kept_going", "trend", "sessions")] == [
            "at-the-table",
            4,
            True,
            "rose",
            2,
        ]
        assert second["seats"] == [{"person": "p1", "since": "2023-01-01", "fact": "acme@10"}]
        assert second["executives"] == ["p1"]
        assert set(second["facts"]) == {"acme@9", "acme@10", "acme@11", "acme@12", "acme@18", "acme@28"}
        assert (first["raised"], second["raised"], second["addressed"]) == ([], ["acme@28"], 1)

    def test_of_one_account_names_them(self, book: Path) -> None:
        said = text(book, "participation", "acme")
        assert "2023: at the table Ana (acme@10)" in said
        assert "2023-02-01 session: Late trains, with Ana, Bo (acme@11)" in said
        assert "2023-04-01 they brought up: late trains, addressed on 2023-09-01 (acme@28)" in said
        assert "committed by Ana and Ida of ours, to invest 20.00 GBP: two analysts (acme@18)" in said

    @pytest.mark.requirement("S-C2")
    def test_by_both_clocks(self, book: Path) -> None:
        (only,) = document(book, "participation", day="2022-01-31")["rows"]
        assert (only["attendance"], only["over"], only["kept_going"]) == ("absent", False, None)
        assert document(book, "participation", day="2022-01-31")["absent"] == ["acme@4"]
        before = document(book, "participation", "acme", "--known-at", "@13")["rows"]
        assert [row["attendance"] for row in before] == ["left-to-manager", "absent"]


class TestCoCreation:
    @pytest.mark.requirement("S-B1", "S-C6")
    def test_tells_what_came_of_each_session(self, book: Path) -> None:
        why, signals = document(book, "co-creation")["rows"]
        assert (why["where"], why["people"], why["facilitator"]) == (
            "customer-boardroom",
            ["p1", "p2"],
            "s2",
        )
        assert (signals["opportunities"], signals["won"], signals["outputs"]) == (
            ["acme@13"],
            1,
            ["a prototype"],
        )
        assert signals["won_worth"] == {"amount": "250.00", "currency": "GBP"}
        assert (why["answers"], why["executives"]) == (["acme@20"], ["p1"])

    @pytest.mark.requirement("S-B6")
    def test_adds_up_by_depth(self, book: Path) -> None:
        found = document(book, "co-creation")
        depths = {each["depth"]: each for each in found["depths"]}
        assert [(d["sessions"], d["opportunities"]) for d in depths.values()] == [(1, 0), (0, 0), (1, 1)]
        assert "building capability: sessions 1, brought 1, worth 250.00 GBP" in text(book, "co-creation")

    @pytest.mark.requirement("S-C6")
    def test_of_one_account_tells_where_and_names_what_came(self, book: Path) -> None:
        said = text(book, "co-creation", "acme")
        assert "Late trains (acme@11), customer boardroom: Ana (executive), Bo; of ours Kim" in said
        assert "came of it: Signal service, won, worth 250.00 GBP (acme@13)" in said


class TestChange:
    @pytest.mark.requirement("S-B2", "S-B3", "S-B4")
    def test_tells_the_case_and_what_it_lacks(self, book: Path) -> None:
        signals, depots = document(book, "change")["rows"]
        assert signals["why_change"]["text"] == "delays repeat"
        assert (signals["how"], signals["made"], signals["lacking"]) == (None, False, ["how"])
        assert (signals["managed"], signals["observed"], signals["adopted"]) == (True, 1, 1)
        assert [each["group"] for each in signals["behaviours"]] == ["managers"]
        assert (depots["managed"], depots["goals"]) == (False, [])

    @pytest.mark.requirement("S-B5")
    def test_says_how_those_fare_that_are_managed_and_the_others(self, book: Path) -> None:
        assert [(e["managed"], e["under_way"], e["share"]) for e in document(book, "change")["fared"]] == [
            (True, 1, None),
            (False, 1, None),
        ]
        assert "not managed: 1 under way, 0 ended, too few to say how they fare" in text(book, "change")

    @pytest.mark.requirement("S-B2", "S-B3", "S-B4")
    def test_of_one_account_reads_as_its_case(self, book: Path) -> None:
        said = text(book, "change", "acme")
        assert "why change: delays repeat, so Ana (acme@20)" in said
        assert "how: not answered" in said
        assert "managers to log each cause: adopted (acme@24)" in said


@pytest.mark.requirement("S-C7")
def test_alignment_tells_what_is_out_of_line_and_at_stake(book: Path) -> None:
    (row,) = document(book, "alignment")["rows"]
    assert [row[key] for key in ("focus", "offer", "title", "days")] == [
        "punctuality",
        "licences",
        "Licences",
        242,
    ]
    assert "misalignments: 1, standing 1; at stake 90.00 GBP" in text(book, "alignment")


@pytest.mark.requirement("S-C8")
def test_validation_tells_what_was_spent_on_what_nobody_there_validated(book: Path) -> None:
    found = document(book, "validation")
    spent = {r["title"]: r["unvalidated"] and r["unvalidated"]["amount"] for r in found["rows"]}
    assert spent == {"Signal service": "0.00", "Licences": "4.00", "Spares": None}
    assert found["spend"]["share"] == "0.400000"
    said = "spent, as known of 2, 10.00 GBP, 4.00 GBP of it unvalidated (40.0%)"
    assert said in text(book, "validation")


@pytest.mark.requirement("S-C3")
def test_before_after_compares_and_claims_no_cause(book: Path) -> None:
    rows = {row["measure"]: row for row in document(book, "before-after")["rows"]}
    assert {(row["since"], row["months"]) for row in rows.values()} == {("2022-02-01", 12)}
    keys = ("before", "after", "change")
    assert [rows["attendances"][key] for key in keys] == ["3", "3", "same"]
    assert [rows["deal-size"][key] for key in keys] == [None, None, "insufficient"]
    said = text(book, "before-after")
    assert "attendances: 1 same" in said
    assert "a comparison, not a cause: other things changed, too" in said


@pytest.mark.parametrize(
    "name", ["participation", "co-creation", "change", "alignment", "validation", "before-after"]
)
def test_no_row_is_wider_than_a_hundred_columns(book: Path, name: str) -> None:
    rows = document(book, name)["rows"]
    assert max(map(len, text(book, name).splitlines()[: len(rows) + 1])) <= 100
    assert document(book, name, "bolt")["rows"] == []
