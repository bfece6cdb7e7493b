"""Recorded late: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.checks.recorded_late import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.periods import PeriodClosed, PeriodReopened
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, money, on

LIMITED = evolve(Terms.shipped("GBP"), recording=RecordingTerms(30))
MAY = dt.date(2024, 5, 31)
OPENED = on("2024-01-02", AccountOpened("Acme"), recorded="2024-01-02")  # acme@1


def paid(day: str, recorded: str) -> Told:
    return on(day, RevenueRecorded(money("5")), recorded=recorded)


def raised(story: Given, day: str = "2024-12-31") -> list[tuple[str, ...]]:
    """Return the facts behind each finding, in order."""
    return [found.facts for found in story.on(day).raised(CHECK)]


@pytest.mark.requirement("B-D4")
class TestRecordedLate:
    UNDER = given(OPENED).under(LIMITED)
    CLOSED = given(OPENED, on("2024-06-10", PeriodClosed(MAY), recorded="2024-06-10"))

    def test_raised_by_a_day_more_than_policy_allowed(self) -> None:
        (found,) = self.UNDER.then_given(paid("2024-05-01", "2024-06-01")).on("2024-12-31").raised(CHECK)
        assert found.says == (
            "acme@2 was recorded for 2024-05-01 31 days after its day, of which policy allowed 30, "
            "by kim (account manager)"
        )
        assert (found.facts, found.about) == (("acme@2",), "acme@2")

    def test_not_on_the_last_day_policy_allowed(self) -> None:
        assert raised(self.UNDER.then_given(paid("2024-05-01", "2024-05-31"))) == []

    def test_not_where_policy_sets_no_limit(self) -> None:
        assert raised(given(OPENED, paid("2024-05-01", "2024-12-01"))) == []

    def test_raised_though_the_limit_was_known_only_afterwards(self) -> None:
        story = given(OPENED, paid("2024-05-01", "2024-06-01"))
        since = on("2024-02-01", PolicyAdopted(LIMITED), recorded="2024-12-01")
        assert raised(story.then_given(since)) == [("acme@2",)]
        assert raised(story.then_given(evolve(since, on=dt.date(2024, 6, 2)))) == []

    def test_raised_into_a_closed_period(self) -> None:
        (found,) = self.CLOSED.then_given(paid("2024-05-31", "2024-06-10")).on("2024-12-31").raised(CHECK)
        assert "when the books were closed through 2024-05-31" in found.says

    def test_not_on_the_day_after_it(self) -> None:
        assert raised(self.CLOSED.then_given(paid("2024-06-01", "2024-06-10"))) == []

    def test_not_before_it_was_closed_nor_once_it_was_reopened(self) -> None:
        assert raised(self.CLOSED.then_given(paid("2024-05-31", "2024-06-09"))) == []
        again = on("2024-06-12", PeriodReopened(), recorded="2024-06-12")
        assert raised(self.CLOSED.then_given(again, paid("2024-05-31", "2024-06-12"))) == []

    def test_not_on_the_day_it_was_closed_when_that_came_later(self) -> None:
        closed = on("2024-06-10", PeriodClosed(MAY), recorded="2024-06-10")
        before, after = paid("2024-05-30", "2024-06-10"), paid("2024-05-31", "2024-06-10")
        assert raised(given(OPENED, before, closed, after)) == [("acme@3",)]
        limited = on("2024-06-10", PolicyAdopted(LIMITED), recorded="2024-06-10")
        early = paid("2024-01-30", "2024-06-10")
        assert raised(given(OPENED, early, limited, early)) == [("acme@3",)]

    def test_not_once_it_was_withdrawn(self) -> None:
        story = self.CLOSED.then_given(paid("2024-05-31", "2024-06-10"))
        gone = on("2024-06-11", FactWithdrawn("acme@2"), recorded="2024-06-11")
        assert raised(story.then_given(gone)) == []

    def test_raised_by_withdrawing_what_had_been_recorded_in_time(self) -> None:
        story = self.CLOSED.then_given(paid("2024-05-31", "2024-06-01"))
        gone = on("2024-06-11", FactWithdrawn("acme@2"), recorded="2024-06-11")
        (found,) = story.then_given(gone).on("2024-12-31").raised(CHECK)
        assert found.facts == ("acme@3",)
        assert found.says.startswith("acme@2 was withdrawn for 2024-05-31 when the books were closed")

    def test_raised_once_by_a_correction_that_stays_within_it(self) -> None:
        story = self.CLOSED.then_given(
            paid("2024-05-31", "2024-06-01"),
            on("2024-05-31", FactWithdrawn("acme@2", "acme@4"), recorded="2024-06-11"),
        )
        within, moved = paid("2024-05-30", "2024-06-11"), paid("2024-06-01", "2024-06-11")
        assert raised(story.then_given(within)) == [("acme@4",)]
        assert raised(story.then_given(moved)) == [("acme@3",)]

    def test_raised_though_the_limit_it_overrode_was_withdrawn_since(self) -> None:
        story = given(OPENED, on("2024-02-01", PolicyAdopted(LIMITED), recorded="2024-02-01"))
        gone = on("2024-02-01", FactWithdrawn("programme@2"), recorded="2024-12-01")
        assert raised(story.then_given(paid("2024-05-01", "2024-06-01"), gone)) == [("acme@2",)]
        assert raised(story.then_given(gone, paid("2024-05-01", "2024-06-01"))) == []

    def test_not_of_a_day_still_to_come(self) -> None:
        story = self.UNDER.then_given(paid("2024-05-01", "2024-06-01"))
        assert raised(story, "2024-04-30") == []

    def test_raised_by_what_a_predecessor_was_told(self) -> None:
        story = self.CLOSED.then_given(
            on("2024-01-02", AccountOpened("Bolt"), to="bolt", recorded="2024-01-02"),
            on("2024-05-31", RevenueRecorded(money("5")), to="bolt", recorded="2024-06-10"),
            on("2024-07-01", AccountMerged("acme"), to="bolt", recorded="2024-07-01"),
            on("2024-07-01", AccountAbsorbed("bolt"), recorded="2024-07-01"),
        )
        assert raised(story) == [("bolt@2",)]
