"""`decisions`: who decided what, when, under which policy, and how late it was recorded."""

from __future__ import annotations

from typing import Any

import pytest

from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.programme.terms import Tier

Book = Any


@pytest.mark.requirement("B-D4", "B-Q6")
def test_each_decision_says_who_when_under_which_policy_and_how_late(major: Book) -> None:
    [grant, move] = major.rows("decisions")
    assert grant == {
        "account": "acme",
        "fact": "acme@23",
        "position": 31 - 3,
        "decision": "grant",
        "override": False,
        "on": "2024-04-03",
        "recorded_at": "2024-04-03T09:00:02.000000Z",
        "by": "dana",
        "role": "head of sales",
        "assurance": "asserted",
        "policy": "programme@2",
        "lag_days": 0,
        "reason": "board",
        "withdrawn_by": None,
    }
    assert (move["decision"], move["override"], move["lag_days"]) == ("tier", True, 40)


def test_a_move_that_confirms_the_indicated_tier_decides_nothing(book: Book) -> None:
    book.record("acme", TierMoved(Tier.BEACHHEAD), "2017-12-01")
    assert book.rows("decisions") == []
    assert "No decision was taken." in book.text("decisions")


def test_a_withdrawn_decision_stays_and_says_so_from_then_on(major: Book) -> None:
    before = major.head
    major.withdraw("acme@23", "not the board's")
    assert major.rows("decisions")[0]["withdrawn_by"] == "acme@25"
    assert major.rows("decisions", "--known-at", f"@{before}")[0]["withdrawn_by"] is None
    told = major.text("decisions")
    assert "~~grant~~" in told
    assert "withdrawn by acme@25" in told


def test_both_clocks_limit_what_is_listed(major: Book) -> None:
    assert [r["fact"] for r in major.rows("decisions", "--as-of", "2024-04-30")] == ["acme@23"]
    assert major.rows("decisions", "--known-at", "@20") == []


def test_the_columns_stand_even_without_rows(book: Book) -> None:
    header = book.text("decisions", "--csv").strip().split(",")
    assert header[:4] == ["account", "fact", "position", "decision"]
    assert header[-1] == "withdrawn_by"
