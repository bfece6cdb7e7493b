"""Governance, candidates and investment on the command line: recorded by name, told in sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def governed(run: Run) -> Run:
    run("init", "--currency", "GBP")
    run("account", "open", "acme", "--name", "Acme")
    run("staff", "identify", "--name", "Una Marsh", "--on", "2024-01-01")
    run("qualify", "grant", "acme", "--override", "--reason", "an old customer", "--on", "2024-02-01")
    run("team", "form", "acme", "--on", "2024-02-01")
    run("team", "seat", "acme", "--person", "una marsh", "--seat", "internal-sponsor", "--on", "2024-02-01")
    run("plan", "draft", "acme", "--title", "Grow", "--on", "2024-02-01")
    return run


@pytest.mark.requirement("B-G1")
def test_a_weekly_meeting_is_told_with_the_plan_it_tracked(governed: Run) -> None:
    weekly = ("meeting", "hold", "acme", "--kind", "team-weekly", "--chair", "Una Marsh")
    said = governed(*weekly, "--minutes", "on course", "--on", "2024-02-05").stdout
    assert "Met, team weekly, led by Una Marsh, on Grow: on course" in said
    assert "rule GO1" in governed(*weekly, "--on", "2024-01-31", code=4).stderr


@pytest.mark.requirement("B-G2")
def test_the_record_is_attested_by_whoever_answers_for_it(governed: Run) -> None:
    attest = ("account", "attest", "acme", "--by-whom", "Una Marsh")
    assert "Record attested by Una Marsh" in governed(*attest).stdout
    assert "rule GO3" in governed(*attest, "--on", "2024-01-31", code=4).stderr


@pytest.mark.requirement("B-G3")
def test_status_is_reported_once_on_a_call_of_the_programme(governed: Run) -> None:
    said = governed("programme", "status-call", "--name", "May", "--on", "2024-05-02").stdout
    call = said.split()[0]
    report = ("meeting", "report", "acme", "--call", call, "--rag", "amber", "--text", "One action slipped.")
    assert "Reported amber on May: One action slipped." in governed(*report, "--by-whom", "Una Marsh").stdout
    assert "rule GO4" in governed(*report, "--by-whom", "Una Marsh", code=4).stderr


@pytest.mark.requirement("B-T5")
def test_a_member_accepts_the_plan_by_name(governed: Run) -> None:
    said = governed("plan", "accept", "acme", "--person", "Una Marsh").stdout
    assert "Una Marsh accepted the plan as theirs: Grow" in said


@pytest.mark.requirement("B-I3", "C-K2")
def test_a_candidate_is_judged_on_what_is_shown(governed: Run, tmp_path: Path) -> None:
    judged = ("candidate", "assess", "acme", "--row", "growth", "--strong")
    assert "rule CA1" in governed(*judged, code=4).stderr
    (tmp_path / "report.pdf").write_bytes(b"turnover doubled")
    assert "on growth: grows" in governed(*judged, "--evidence", "report.pdf").stdout


@pytest.mark.requirement("B-D5", "B-I1")
def test_the_cost_of_landing_is_told_with_what_it_landed(governed: Run) -> None:
    governed("opportunity", "identify", "acme", "--title", "The depot")
    spent = ("investment", "make", "acme", "--purpose", "landing", "--amount", "500")
    assert "rule IN2" in governed(*spent, code=4).stderr
    assert "Invested 500.00 GBP in landing, for The depot" in governed(*spent, "--opportunity", "6").stdout
