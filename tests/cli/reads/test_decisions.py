"""`decisions`: who decided what, when, under which policy, and how late it was recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from majoracct.domain.account.qualification import QualificationRevoked
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.kernel import Evidence
from majoracct.domain.programme.terms import Tier

Book = Any


@pytest.mark.requirement("B-D4", "B-Q6")
def test_each_decision_says_who_when_under_which_policy_and_how_late(major: Book) -> None:
    [grant, move] = major.rows("decisions")
    verdicts = grant.pop("verdicts")
    assert [(v["id"], v["holds"]) for v in verdicts] == [(f"Q{n}", True) for n in range(1, 6)]
    inputs = grant.pop("inputs")
    assert inputs[:3] == ["acme@7", "acme@8", "acme@9"]
    assert set(inputs) == {fact for verdict in verdicts for fact in verdict["facts"]}
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
        "corrects": None,
        "known_at": 27,
        "evidence": [],
    }
    assert (move["inputs"], move["verdicts"], move["known_at"]) == ([], [], 28)
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
    assert header[-6:] == ["withdrawn_by", "corrects", "known_at", "inputs", "verdicts", "evidence"]


def test_the_header_is_the_same_whatever_is_kept(major: Book) -> None:
    some = major.text("decisions", "--csv").splitlines()[0]
    assert major.text("decisions", "--csv", "--where", "decision=revoke").splitlines() == [some]


def test_what_was_shown_for_a_decision_is_told(major: Book) -> None:
    shown = Evidence("minutes.pdf", 6, "ab" * 32)
    desk = major.ledger.desk(by="dana").on(dt.date(2024, 6, 1), reason="left us", evidence=(shown,))
    desk.record("acme", QualificationRevoked())
    expected = [{"name": "minutes.pdf", "size": 6, "sha256": "ab" * 32}]
    assert major.rows("decisions")[-1]["evidence"] == expected
    assert major.json("why", "acme", code=1)["data"]["decisions"][-1]["evidence"] == expected


def test_a_corrected_decision_names_what_it_corrects(major: Book) -> None:
    major.correct("acme@23", "wrong day", on=dt.date(2024, 4, 4))
    row = major.rows("decisions")[-1]
    assert (row["corrects"], row["fact"]) == ("acme@23", "acme@26")
    assert "corrects acme@23" in major.text("decisions")


def test_those_after_the_day_are_mentioned(major: Book) -> None:
    assert "1 more after 2024-04-30" in major.run("decisions", "--as-of", "2024-04-30").stderr
    assert "more after" not in major.run("decisions").stderr
