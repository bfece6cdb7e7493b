"""Our own people on the command line: named when recorded, told by name, never mixed with theirs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def team(run: Run) -> Run:
    run("init", "--currency", "GBP")
    run("account", "open", "acme", "--name", "Acme")
    run("staff", "identify", "--name", "Una Marsh", "--on", "2024-01-01")
    run("qualify", "grant", "acme", "--override", "--reason", "an old customer", "--on", "2024-02-01")
    run("team", "form", "acme", "--on", "2024-02-01")
    return run


def test_one_of_ours_is_named_by_name_and_told_by_name(team: Run) -> None:
    said = team("team", "seat", "acme", "--person", "una marsh", "--seat", "account-manager").stdout
    assert "Una Marsh seated as account manager" in said
    assert "Una Marsh seated as account manager" in team("timeline", "acme").stdout
    assert "Una Marsh identified as one of ours" in team("timeline", "--all").stdout


def test_a_new_one_gets_an_id_of_their_own(team: Run) -> None:
    said = team("staff", "identify", "--name", "Vic Ode", "--title", "sales director").stdout
    assert "Vic Ode identified as one of ours, sales director" in said
    team("team", "seat", "acme", "--person", "Vic Ode", "--seat", "internal-sponsor")


def test_a_stranger_is_none_of_ours_even_one_of_theirs(team: Run) -> None:
    team("stakeholder", "identify", "acme", "--name", "Ann Lee", "--function", "finance")
    said = team("team", "seat", "acme", "--person", "Ann Lee", "--seat", "account-manager", code=3).stderr
    assert "none of our people answers to 'Ann Lee'" in said


def test_two_of_one_name_are_told_apart_by_id(team: Run) -> None:
    team("staff", "identify", "--name", "Una Marsh", "--title", "solicitor")
    said = team("team", "seat", "acme", "--person", "Una Marsh", "--seat", "account-manager", code=3).stderr
    ids = re.findall(r"(s\w+) \((?:no title|solicitor)\)", said)
    assert len(set(ids)) == 2
    team("team", "seat", "acme", "--person", ids[0], "--seat", "account-manager")
