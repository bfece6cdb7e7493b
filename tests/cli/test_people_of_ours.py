"""What is told of our own people on the command line: several at once, and by what they are paid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def ours(run: Run) -> Run:
    run("init", "--currency", "GBP")
    run("account", "open", "acme", "--name", "Acme", "--on", "2024-01-01")
    for name in ("Una Marsh", "Vic Ode"):
        run("staff", "identify", "--name", name, "--on", "2024-01-01")
    return run


def test_a_team_is_named_one_by_one(ours: Run) -> None:
    ours("opportunity", "identify", "acme", "--title", "Depot")
    bid = ("team", "bid", "acme", "--opportunity", "acme@2", "--people", "Una Marsh", "--people", "Vic Ode")
    assert "Bid team of Depot: Una Marsh, Vic Ode" in ours(*bid).stdout
    said = ours(*bid, "--people", "Nobody", code=3).stderr
    assert "none of our people answers to 'Nobody'" in said


def test_a_pay_model_is_told_by_its_title(ours: Run) -> None:
    said = ours(
        *("programme", "pay-model", "--title", "Keep", "--kind", "account-team"),
        *("--quota", "yearly revenue", "--goal", "promises kept", "--pay", "salary"),
    ).stdout
    assert "Pay model defined for account teams: Keep" in said
    model = said.split()[0]
    paid = ("staff", "pay-model", "--person", "Una Marsh", "--model", model)
    assert "Una Marsh paid by Keep" in ours(*paid).stdout


def test_a_skill_is_graded_by_what_is_shown(ours: Run, tmp_path: Path) -> None:
    graded = ("staff", "skill", "--person", "Una Marsh", "--skill", "planning", "--grade", "strong")
    assert "Nothing was shown of" in ours(*graded, code=4).stderr
    (tmp_path / "plan.pdf").write_bytes(b"plan")
    assert "Una Marsh graded strong at planning" in ours(*graded, "--evidence", "plan.pdf").stdout


def test_who_looks_after_whom_is_told_by_name(ours: Run) -> None:
    ours("stakeholder", "identify", "acme", "--name", "Ann Lee", "--function", "finance")
    ours("team", "function", "acme", "--person", "Una Marsh", "--function", "sales")
    touch = ("team", "contact", "acme", "--member", "Una Marsh", "--stakeholder", "Ann Lee")
    assert "Una Marsh looks after Ann Lee" in ours(*touch).stdout
    assert "Una Marsh looks after Ann Lee" in ours("timeline", "acme").stdout


def test_a_refusal_calls_people_by_name(ours: Run) -> None:
    ours("stakeholder", "identify", "acme", "--name", "Ann Lee", "--function", "finance")
    access = ("stakeholder", "access", "acme", "--person", "Ann Lee")
    assert "where Ann Lee stands" in ours(*access, code=4).stderr
    attest = ("account", "attest", "acme", "--by-whom", "Una Marsh")
    assert "Una Marsh is not internal sponsor of acme" in ours(*attest, code=4).stderr
    skill = ("staff", "skill", "--person", "Vic Ode", "--skill", "planning", "--grade", "strong")
    assert "Nothing was shown of Vic Ode's planning" in ours(*skill, code=4).stderr


def test_a_refusal_of_a_batch_calls_people_by_name(ours: Run, tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_text(
        '{"account": "acme", "event": "account attest", "data": {"by_whom": "Una Marsh"}}\n'
    )
    said = ours("record", "lines.jsonl", code=4).stderr
    assert "lines.jsonl line 1: Una Marsh is not internal sponsor of acme" in said
