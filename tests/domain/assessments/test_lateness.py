"""Lateness: by what was known when something was recorded, and by what is known now."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.lateness import Limits, late_now, limited
from majoracct.domain.kernel import PROGRAMME, FactWithdrawn
from majoracct.domain.programme.periods import PeriodClosed
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, money, on

LIMITED = PolicyAdopted(evolve(Terms.shipped("GBP"), recording=RecordingTerms(30)))
PAID = on("2024-05-01", RevenueRecorded(money("5")), recorded="2024-07-01")
ADOPTED = on("2024-06-01", LIMITED, recorded="2024-06-01")

pytestmark = pytest.mark.requirement("B-D4")


def _day(instant: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(microseconds=instant)


def then(story: Given) -> set[str]:
    return set(Limits.of(story.facts, _day).overridden(story.facts))


def now(story: Given) -> set[str]:
    return set(late_now(story.facts, story.programme, _day))


class TestTwoKnowledges:
    def test_a_limit_that_was_known(self) -> None:
        story = given(ADOPTED, PAID)
        assert then(story) == now(story) == {"acme@1"}

    def test_a_limit_that_was_known_only_since(self) -> None:
        story = given(PAID, evolve(ADOPTED, recorded=dt.date(2024, 8, 1)))
        assert then(story) == set()
        assert now(story) == {"acme@1", f"{PROGRAMME}@2"}

    def test_a_limit_that_was_withdrawn_since(self) -> None:
        story = given(ADOPTED, PAID, FactWithdrawn(f"{PROGRAMME}@2"))
        assert then(story) == {"acme@1"}
        assert now(story) == set()

    def test_a_limit_that_was_withdrawn_before(self) -> None:
        assert then(given(ADOPTED, FactWithdrawn(f"{PROGRAMME}@2"), PAID)) == set()


def test_whether_there_ever_was_a_limit() -> None:
    assert not limited(given(PAID).facts)
    assert limited(given(ADOPTED, FactWithdrawn(f"{PROGRAMME}@2")).facts)
    assert limited(given(PeriodClosed(dt.date(2024, 4, 30))).facts)
