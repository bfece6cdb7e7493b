"""Rules recorded late: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.checks.rules_recorded_late import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.periods import PeriodClosed
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, money, on

DEARER = PolicyAdopted(Terms(money("2000000")))
CLOSED = given(on("2024-06-10", PeriodClosed(dt.date(2024, 5, 31)), recorded="2024-06-10")).on("2024-12-31")
LIMITED = given().under(evolve(Terms.shipped("GBP"), recording=RecordingTerms(30))).on("2024-12-31")


@pytest.mark.requirement("B-D4")
class TestRulesRecordedLate:
    def test_raised_by_a_policy_dated_back_into_a_closed_period(self) -> None:
        (found,) = CLOSED.then_given(on("2024-05-31", DEARER, recorded="2024-06-10")).raised(CHECK)
        assert found.facts == ("programme@3",)
        assert "programme@3 was recorded for 2024-05-31 when the books were closed" in found.says

    def test_not_from_the_day_after_it(self) -> None:
        assert CLOSED.then_given(on("2024-06-01", DEARER, recorded="2024-06-10")).raised(CHECK) == []

    def test_raised_by_one_dated_back_further_than_policy_allowed(self) -> None:
        late = on("2024-05-01", DEARER, recorded="2024-06-01")
        (found,) = LIMITED.then_given(late).raised(CHECK)
        assert found.facts == ("programme@2",)  # though it set aside the very limit it was too late by

    def test_not_by_one_that_holds_from_the_first_day(self) -> None:
        assert LIMITED.then_given(on(dt.date.min, DEARER, recorded="2024-06-01")).raised(CHECK) == []

    def test_not_once_it_was_withdrawn(self) -> None:
        story = CLOSED.then_given(on("2024-05-31", DEARER, recorded="2024-06-10"))
        gone = on("2024-06-11", FactWithdrawn("programme@3"), recorded="2024-06-11")
        assert story.then_given(gone).raised(CHECK) == []

    def test_not_by_what_is_told_of_an_account(self) -> None:
        paid = on("2024-05-31", RevenueRecorded(money("5")), recorded="2024-06-10")
        assert CLOSED.then_given(paid).raised(CHECK) == []
