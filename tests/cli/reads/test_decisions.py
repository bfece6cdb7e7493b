"""`decisions`: who decided what, when, under which policy, and how late it was recorded."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from majoracct.domain.account.qualification import QualificationRevoked
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.kernel import Evidence
from majoracct.domain.money import Money
from majoracct.domain.programme.periods import PeriodClosed, PeriodReopened
from majoracct.domain.programme.terms import Tier

Book = Any


def gbp(amount: str) -> Money:
    return Money(Decimal(amount), "GBP")


@pytest.mark.requirement("B-D4", "B-Q6")
def test_each_decision_says_who_when_under_which_policy_and_how_late(major: Book) -> None:
    [adopted, again, grant, move] = major.rows("decisions")
    assert [(row["account"], row["decision"]) for row in (adopted, again)] == [("programme", "adopt")] * 2
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
        "late_override": False,
        "type": "QualificationGranted",
        "on": "2024-04-03",
        "recorded_at": "2024-04-03T09:00:02.000000Z",
        "proposal": "acme@22",
        "proposer": "dana",
        "proposer_role": "sales executive",
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
        "author": None,
        "approver": None,
    }
    assert (move["inputs"], move["verdicts"], move["known_at"]) == ([], [], 28)
    assert (move["decision"], move["override"], move["lag_days"]) == ("tier", True, 40)


def test_a_move_that_confirms_the_indicated_tier_decides_nothing(book: Book) -> None:
    book.record("acme", TierMoved(Tier.BEACHHEAD), "2017-12-01")
    assert [row["type"] for row in book.rows("decisions")] == ["PolicyAdopted"] * 2


def test_before_the_policy_there_was_no_decision(book: Book) -> None:
    assert "No decision was taken." in book.text("decisions", "--known-at", "@1")


def test_a_withdrawn_decision_stays_and_says_so_from_then_on(major: Book) -> None:
    before = major.head
    major.withdraw("acme@23", "not the board's")
    assert major.rows("decisions")[2]["withdrawn_by"] == "acme@25"
    assert major.rows("decisions", "--known-at", f"@{before}")[2]["withdrawn_by"] is None
    told = major.text("decisions")
    assert "~~grant~~" in told
    assert "withdrawn by acme@25" in told


def test_both_clocks_limit_what_is_listed(major: Book) -> None:
    assert major.rows("decisions", "--as-of", "2024-04-30")[-1]["fact"] == "acme@23"
    assert {r["type"] for r in major.rows("decisions", "--known-at", "@20")} == {"PolicyAdopted"}


def test_the_columns_stand_even_without_rows(book: Book) -> None:
    header = book.text("decisions", "--csv", "--known-at", "@1").strip().split(",")
    assert header[:4] == ["account", "fact", "position", "decision"]
    assert header[-6:] == ["known_at", "inputs", "verdicts", "evidence", "author", "approver"]


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


@pytest.mark.requirement("B-D4", "B-Q0")
def test_who_proposed_is_told_beside_who_approved(major: Book) -> None:
    told = major.text("decisions", "--where", "proposer=dana")
    assert "dana (sales executive), acme@22" in told
    assert "dana (head of sales)" in told
    assert "move of tier" not in told


def test_what_was_shown_stands_below_each_when_asked_for(major: Book) -> None:
    shown = (Evidence("minutes.pdf", 1024, "ab" * 32), Evidence("https://example.org/\u202eminutes"))
    desk = major.ledger.desk(by="dana").on(dt.date(2024, 6, 1), reason="left us", evidence=shown)
    desk.record("acme", QualificationRevoked())
    lines = major.text("decisions", "--evidence").splitlines()
    at = next(n for n, line in enumerate(lines) if " revoke " in line)
    assert lines[at + 1] == f"    minutes.pdf, 1,024 bytes, sha256 {'ab' * 32}"
    assert lines[at + 2] == "    https://example.org/\\u202eminutes, no digest"
    assert "    no evidence was shown" in lines[: at + 1]
    assert "sha256" not in major.text("decisions")


@pytest.mark.requirement("B-D4")
class TestTheProgrammesOwn:
    @pytest.fixture
    def closed(self, major: Book) -> Book:
        """The same, with books closed through May 2024, into which sam recorded a payment of that month."""
        major.at("2024-07-01")
        ida = major.ledger.desk(by="ida", role="controller")
        ida.on(dt.date(2024, 7, 1), reason="May is done").adopt(PeriodClosed(dt.date(2024, 5, 31)))
        desk = major.ledger.desk(by="sam", role="controller")
        late = desk.on(dt.date(2024, 5, 7), reason="the bank wrote")
        late.record("globex", RevenueRecorded(gbp("70")))
        late.record("globex", TierMoved(Tier.CORE, override=True))
        desk.on(reason="not ours").withdraw("globex@1")
        ida.on(dt.date(2024, 7, 1), reason="audit").adopt(PeriodReopened(dt.date(2024, 4, 30)))
        return major

    def test_closing_and_reopening_the_books(self, closed: Book) -> None:
        rows = [r for r in closed.rows("decisions") if r["decision"] in ("close", "reopen")]
        assert [(r["account"], r["type"], r["by"], r["proposer"]) for r in rows] == [
            ("programme", "PeriodClosed", "ida", None),
            ("programme", "PeriodReopened", "ida", None),
        ]
        assert "close books" in closed.text("decisions")

    def test_what_was_recorded_late_by_override(self, closed: Book) -> None:
        rows = closed.rows("decisions", "--where", "late_override=true")
        assert [(r["decision"], r["type"], r["fact"]) for r in rows] == [
            ("late", "RevenueRecorded", "globex@3"),
            ("tier", "TierMoved", "globex@4"),
            ("late", "FactWithdrawn", "globex@5"),
        ]
        told = closed.text("decisions")
        assert "RevenueRecorded, late by override" in told
        assert "move of tier by override, late by override" in told

    def test_as_was_known_before_nothing_was(self, closed: Book) -> None:
        before = closed.head - 5
        assert closed.rows("decisions", "--known-at", f"@{before}", "--where", "late_override=true") == []
