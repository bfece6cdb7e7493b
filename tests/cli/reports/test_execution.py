"""The report on execution, as a person and a program read it, of plans that were reviewed and approved."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner

from majoracct.cli import root
from majoracct.domain.account.action_plan import ActionRescheduled, ActionSequenced, ResourcesAllocated
from majoracct.domain.account.approval import PlanApproved, PlanRejected
from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, PlanDrafted
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.responsibilities import ResponsibilitySet
from majoracct.domain.account.review import AgreementRecorded, PlanReviewHeld, PlanSubmitted
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.programme.review_tables import AgreementTopic
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, Seat
from majoracct.ledger import Ledger

DUE = dt.date(2024, 6, 1)


class _Told:
    """The program, asked of a ledger in which acme's plan was approved and bolt's was rejected."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def text(self, *words: str, day: str = "2024-07-01") -> str:
        arguments = ["--ledger", self.path, *words, "--as-of", day]
        done = CliRunner().invoke(root, arguments, prog_name="majoracct")
        assert done.exit_code in (0, 1), done.output
        return done.stdout

    def rows(self, *words: str, day: str = "2024-07-01") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.text(*words, "--json", day=day))["rows"]
        return found


def _told(ledger: Ledger) -> Iterator[tuple[str, Any]]:
    kim, sal, mia = "s1", "s2", "s3"
    programme = ledger.desk(by="kim").on(dt.date(2024, 1, 1))
    for person, name in ((kim, "Kim Lowe"), (sal, "Sal Moss"), (mia, "Mia Hart")):
        programme.adopt(StaffIdentified(person, name))
    for key in ("acme", "bolt", "cove"):
        yield key, AccountOpened(key.title())
        yield key, PlanDrafted("Grow")
    for key in ("acme", "bolt"):
        yield key, QualificationGranted(override=True)
        yield key, TeamFormed()
        yield key, MemberSeated(kim, Seat.ACCOUNT_MANAGER)
        for number in range(3):
            yield key, ActionAdded(f"step {number}", Aim.TRUST, owner="kim", due=DUE)
        for action in (6, 7, 8):
            yield key, ResourcesAllocated(f"{key}@{action}", none_needed=True)
        yield key, PlanSubmitted(kim)
        yield key, PlanReviewHeld(kim, (sal, mia), (f"{key}@6",))
        yield key, PlanApproved(sal, "sales executive")
    yield "acme", AgreementRecorded("acme@13", AgreementTopic.TIMING, "all by June", (kim, sal))
    yield "acme", PlanApproved(mia, "marketing executive")
    yield "bolt", PlanRejected(mia, "marketing executive", "no persona is named")
    yield "acme", ActionCompleted("acme@6")
    yield "acme", ActionRescheduled("acme@7", dt.date(2024, 9, 1))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> _Told:
    path = tmp_path_factory.mktemp("executed") / "book.db"
    with Ledger.create(path, currency="GBP", by="kim") as ledger:
        desk = ledger.desk(by="kim", role="sales executive").on(dt.date(2024, 2, 1), reason="as agreed")
        for key, event in _told(ledger):
            desk.record(key, event)
        desk.correct("acme@8", due=dt.date(2024, 8, 1))
    return _Told(path)


@pytest.mark.requirement("S-F7")
def test_shows_of_each_plan_what_was_done_by_the_days_that_were_approved(told: _Told) -> None:
    rows = {row["account"]: row for row in told.rows("report", "execution")}
    assert list(rows) == ["acme", "bolt", "cove"]
    acme = rows["acme"]
    assert [acme[name] for name in ("due", "in_time", "late", "redated", "dropped", "overdue")] == [
        3,
        1,
        0,
        2,
        0,
        0,
    ]
    assert (acme["rate"], acme["effective"], acme["silent"]) == ("0.333333", False, 1)
    assert (rows["bolt"]["rate"], rows["cove"]["effective"]) == (None, None)
    assert [item["outcome"] for item in acme["actions"]] == ["in-time", "redated", "redated"]


@pytest.mark.requirement("S-F7")
def test_puts_the_share_effectively_executed_beside_the_surveys(told: _Told) -> None:
    said = told.text("report", "execution")
    assert "effectively executed: 0 of 1 plan of which something is due (0.0%); a survey found 11%" in said
    found = json.loads(told.text("report", "execution", "--json"))
    assert (found["effective"], found["of"], found["share"], found["benchmark"]) == (0, 1, "0.000000", "0.11")


@pytest.mark.requirement("J-R1", "J-R2", "J-R3", "J-B5", "J-P2")
def test_tells_of_one_account_who_presented_agreed_on_and_approved_it(told: _Told) -> None:
    said = told.text("report", "execution", "acme")
    for line in (
        "submitted on 2024-02-01 by Kim Lowe, account manager (acme@12)",
        "reviewed on 2024-02-01, presented by Kim Lowe to Sal Moss, Mia Hart (acme@13)",
        "actions gone through: 1",
        "timing agreed: all by June (acme@15); not by Mia Hart",
        "resources: nothing was agreed",
        "approved on 2024-02-01 by Mia Hart, marketing executive (acme@16)",
    ):
        assert line in said
    refused = told.text("report", "execution", "bolt")
    assert "rejected on 2024-02-01 by Mia Hart, marketing executive (bolt@15): no persona is named" in refused
    assert "still to approve: marketing executive" in refused


@pytest.mark.requirement("S-F7")
def test_tells_what_became_of_each_action_and_how_the_plan_drifted(told: _Told) -> None:
    said = told.text("report", "execution", "acme")
    assert "“step 0” by 2024-06-01: done 2024-02-01, in time" in said
    assert "“step 1” by 2024-06-01: put off to 2024-09-01\n" in said
    assert "“step 2” by 2024-06-01: put off to 2024-08-01, silently" in said
    assert "action “step 2” changed, silently: due 2024-06-01 → 2024-08-01" in said


@pytest.mark.requirement("J-O3")
def test_says_what_keeps_a_plan_from_being_carried_out(told: _Told) -> None:
    rows = {row["account"]: row for row in told.rows("report", "execution")}
    assert not any(row["executable"] for row in rows.values())
    assert rows["cove"]["lacking"] == ["an action", "the approval of what it says"]
    assert rows["acme"]["lacking"] == ["the approval of what it says"]


def test_known_before_the_approval_nothing_was_approved(told: _Told) -> None:
    [row] = told.rows("report", "execution", "acme", "--known-at", "@20")
    assert (row["standing"], row["approval"], row["rate"]) == ("draft", None, None)


@pytest.mark.requirement("J-R1")
def test_an_approval_is_among_the_decisions_beside_who_submitted_it(told: _Told) -> None:
    said = told.text("decisions")
    assert "approve plan as sales executive" in said
    assert (
        "Kim Lowe, recorded by kim (sales executive), acme@12  Sal Moss, recorded by kim (sales executive)"
        in said
    )
    found = [row for row in told.rows("decisions") if row["decision"] == "approve-plan"]
    assert [(row["author"], row["approver"], row["by"]) for row in found] == [
        ("s1", "s2", "kim"),
        ("s1", "s2", "kim"),
        ("s1", "s3", "kim"),
    ]
    assert {row["approver"] for row in told.rows("decisions") if row["decision"] == "grant"} == {None}
    assert [row["proposal"] for row in found] == ["acme@12", "bolt@12", "acme@12"]


@pytest.mark.requirement("S-F7", "J-R1")
def test_tells_what_differs_by_name_and_a_plan_drafted_anew_as_such(told: _Told, tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    shutil.copy(told.path, path)
    with Ledger.open(path) as ledger:
        desk = ledger.desk(by="kim", role="sales executive").on(dt.date(2024, 6, 1), reason="as agreed")
        desk.record("acme", PlanDrafted("Grow"))
        desk.record("acme", GoalSet(GoalKind.ADVISER, "asked first", dt.date(2024, 12, 1)))
        desk.record("acme", ResponsibilitySet("acme@7", "s3"))
        desk.record("acme", ActionSequenced("acme@7", ("acme@8",)))
        desk.record("acme", ResourcesAllocated("acme@7", means="a van"))
        desk.correct("acme@7", task="step one")
    said = _Told(path).text("report", "execution", "acme")
    for line in (
        "  plan “Grow” redrafted\n",
        "  goal “asked first” added\n",
        "  action “step one” changed: after unstated → step 2; due 2024-06-01 → 2024-09-01; ",
        "; means unstated → a van; none needed: yes → no; owner kim → Mia Hart; silently, task step 1 → ",
    ):
        assert line in said
    assert "acme@7”" not in said


@pytest.mark.requirement("S-F7")
def test_says_that_an_execution_that_goes_on_was_effective_so_far(told: _Told, tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with Ledger.create(path, currency="GBP", by="kim") as ledger:
        desk = ledger.desk(by="kim", role="sales executive").on(dt.date(2024, 2, 1), reason="as agreed")
        for key, event in _told(ledger):
            if isinstance(event, ActionAdded) and event.task == "step 2":
                event = evolve(event, due=dt.date(2024, 12, 1))  # noqa: PLW2901 - one of them is due later
            desk.record(key, event)
    assert " 50.0%  no, so far " in _Told(path).text("report", "execution", "acme")
    assert ", so far" not in _Told(path).text("report", "execution", "acme", day="2025-01-01")


def test_says_what_came_with_a_merger(told: _Told, tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    shutil.copy(told.path, path)
    with Ledger.open(path) as ledger:
        desk = ledger.desk(by="kim", role="sales executive").on(dt.date(2024, 6, 1), reason="as agreed")
        desk.record("cove", PlanDrafted("Theirs"))
        desk.record("cove", ActionAdded("visit", Aim.TRUST))
        desk.carry_out("cove", merge, into="acme")
    said = _Told(path).text("report", "execution", "acme")
    assert "  plan “Grow” gave way to “Theirs”, of cove, which merged into it\n" in said
    assert "  action “visit” added, of cove, which merged into it\n" in said


def test_the_tables_tell_who_approved_it_beside_who_recorded_it(told: _Told) -> None:
    asked = "SELECT author, approver, recorded_by FROM decisions WHERE decision = 'approve-plan'"
    rows = told.rows("query", asked)
    assert {(row["author"], row["approver"], row["recorded_by"]) for row in rows} == {
        ("s1", "s2", "kim"),
        ("s1", "s3", "kim"),
    }
