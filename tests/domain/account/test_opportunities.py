"""The rules of opportunities, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.opportunities import (
    LearnedAt,
    Opportunities,
    OpportunityDecided,
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityUnknown,
    OpportunityUntitled,
    OpportunityWon,
    OpportunityWorthless,
)
from majoracct.domain.kernel import AccountEvent
from majoracct.testing.given import DAY, corrected, given, money, on

DEAL = OpportunityIdentified("a deal", money("100"), dt.date(2024, 12, 31))
ABOUT_DEAL: list[AccountEvent[Opportunities]] = [
    OpportunityEstimated("acme@1", money("5")),
    OpportunityWon("acme@1"),
    OpportunityLost("acme@1", "a rival"),
]


@pytest.mark.requirement("B-Q4")
class TestO1TitleAndWorth:
    def test_it_has_a_title(self) -> None:
        given().when(OpportunityIdentified(" ")).then_refused(OpportunityUntitled)

    @pytest.mark.parametrize("amount", ["0", "-1"])
    def test_it_is_worth_more_than_nothing(self, amount: str) -> None:
        given().when(OpportunityIdentified("a", money(amount))).then_refused(
            OpportunityWorthless, "State a value"
        )
        given(DEAL).when(OpportunityEstimated("acme@1", money(amount))).then_refused(OpportunityWorthless)

    def test_it_may_be_worth_a_penny_or_nobody_knows_what(self) -> None:
        given().when(OpportunityIdentified("a", money("0.01"))).then()
        given().when(OpportunityIdentified("a")).then()


@pytest.mark.requirement("B-Q4")
class TestO2OpenOnTheDay:
    @pytest.mark.parametrize("event", ABOUT_DEAL)
    def test_not_one_that_is_unknown(self, event: AccountEvent[Opportunities]) -> None:
        given().when(event).then_refused(OpportunityUnknown, "acme has no opportunity acme@1")

    @pytest.mark.parametrize("event", ABOUT_DEAL)
    def test_not_one_that_is_still_to_come(self, event: AccountEvent[Opportunities]) -> None:
        given(DEAL).on("2024-04-30").when(event).then_refused(OpportunityUnknown, "on 2024-04-30")

    @pytest.mark.parametrize("event", ABOUT_DEAL)
    @pytest.mark.parametrize("decision", ABOUT_DEAL[1:])
    def test_not_one_that_is_decided(
        self, event: AccountEvent[Opportunities], decision: AccountEvent[Opportunities]
    ) -> None:
        given(DEAL, decision).when(event).then_refused(
            OpportunityDecided, "a deal was (won|lost) on 2024-05-01"
        )

    @pytest.mark.parametrize("event", ABOUT_DEAL)
    def test_one_that_is_open_whichever_link_of_its_corrections_is_named(
        self, event: AccountEvent[Opportunities]
    ) -> None:
        story = given(DEAL, corrected("acme@1", OpportunityIdentified("a better deal")))
        assert len(story.when(event).then()[Opportunities].items) == 1

    @pytest.mark.parametrize("event", ABOUT_DEAL)
    def test_replay_bears_one_that_is_missing(self, event: AccountEvent[Opportunities]) -> None:
        assert len(given(event)[Opportunities].items) == 0

    def test_and_then_it_is_no_longer_open(self) -> None:
        for event in ABOUT_DEAL[1:]:
            story = given(on("2024-01-01", DEAL), event)
            assert not story[Opportunities].items["acme@1"].open
            assert story.on("2024-04-30")[Opportunities].items["acme@1"].open

    def test_an_estimate_says_what_and_when(self) -> None:
        later = OpportunityEstimated("acme@1", money("7"), dt.date(2025, 6, 30))
        found = given(DEAL).when(later).then()[Opportunities].items["acme@1"]
        assert (found.value, found.closes, found.estimate) == (money("7"), dt.date(2025, 6, 30), "acme@2")

    def test_an_estimate_without_a_day_leaves_it(self) -> None:
        found = given(DEAL).when(ABOUT_DEAL[0]).then()[Opportunities].items["acme@1"]
        assert found.closes == dt.date(2024, 12, 31)


class TestTheOrder:
    def test_is_that_of_their_days(self) -> None:
        story = given(on(DAY, DEAL), on("2024-01-01", DEAL), on(DAY, DEAL))
        assert [key for key, _ in story[Opportunities].in_order()] == ["acme@2", "acme@1", "acme@3"]

    def test_late_is_once_the_requirements_are_defined(self) -> None:
        assert [learned.late for learned in LearnedAt] == [False, False, True, True]
