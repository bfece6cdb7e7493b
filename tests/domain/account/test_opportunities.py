"""The rules of opportunities, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.opportunities import (
    EstimateEmpty,
    LearnedAt,
    NothingToReopen,
    NothingWonToSpringFrom,
    Opportunities,
    OpportunityDecided,
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
    OpportunityUnknown,
    OpportunityUntitled,
    OpportunityWon,
    OpportunityWorthless,
    SaleKind,
    WinBasis,
    WorkKind,
    first_win,
    insider_work,
    wins_by_basis,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
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


@pytest.mark.requirement("B-Q4")
class TestO11AnEstimateSaysSomething:
    def test_not_nothing(self) -> None:
        given(DEAL).when(OpportunityEstimated("acme@1")).then_refused(
            EstimateEmpty, "a value, a day, or both"
        )

    def test_a_day_without_a_value_leaves_what_it_would_bring(self) -> None:
        later = OpportunityEstimated("acme@1", closes=dt.date(2025, 6, 30))
        found = given(DEAL).when(later).then()[Opportunities].items["acme@1"]
        assert (found.value, found.closes) == (money("100"), dt.date(2025, 6, 30))


@pytest.mark.requirement("B-R1")
class TestO8SpringsFromAWin:
    NEXT = OpportunityIdentified("the next", sprung_from="acme@1")

    def test_not_from_one_that_is_unknown_open_or_lost(self) -> None:
        given().when(OpportunityIdentified("a", sprung_from="acme@9")).then_refused(
            NothingWonToSpringFrom, "acme@9 was not won by 2024-05-01"
        )
        given(DEAL).when(self.NEXT).then_refused(NothingWonToSpringFrom)
        given(DEAL, OpportunityLost("acme@1")).when(self.NEXT).then_refused(NothingWonToSpringFrom)

    def test_not_before_it_was_won_nor_once_it_is_open_again(self) -> None:
        story = given(on("2024-01-01", DEAL), OpportunityWon("acme@1"))
        story.on("2024-04-30").when(self.NEXT).then_refused(NothingWonToSpringFrom)
        story.then_given(OpportunityReopened("acme@1")).when(self.NEXT).then_refused(NothingWonToSpringFrom)

    def test_from_one_that_was_won(self) -> None:
        after = given(DEAL, OpportunityWon("acme@1")).when(self.NEXT).then()
        assert after[Opportunities].items["acme@3"].sprung_from == "acme@1"


@pytest.mark.requirement("B-R6")
class TestO9SomebodyWeKnowLetUsIn:
    ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
    FOUND = OpportunityIdentified("a deal", entry="p1")

    def test_not_a_stranger(self) -> None:
        given().when(self.FOUND).then_refused(StakeholderUnknown, "p1 is no stakeholder")

    def test_not_one_who_left(self) -> None:
        given(self.ANA, StakeholderLeft("p1")).when(self.FOUND).then_refused(StakeholderGone)

    def test_one_we_identified(self) -> None:
        after = given(self.ANA).when(self.FOUND).then()
        assert after[Opportunities].items["acme@2"].entry == "p1"


@pytest.mark.requirement("B-Q4")
class TestO10OnlyWhatWasDecidedIsReopened:
    REOPENED = OpportunityReopened("acme@1")

    def test_not_what_is_unknown_or_open(self) -> None:
        given().when(self.REOPENED).then_refused(OpportunityUnknown)
        given(DEAL).when(self.REOPENED).then_refused(NothingToReopen, "a deal is open on 2024-05-01")

    def test_not_before_it_was_decided(self) -> None:
        story = given(on("2024-01-01", DEAL), OpportunityWon("acme@1"))
        story.on("2024-04-30").when(self.REOPENED).then_refused(NothingToReopen)

    @pytest.mark.parametrize("decision", ABOUT_DEAL[1:])
    def test_and_then_it_is_open_as_if_it_had_not_been(self, decision: AccountEvent[Opportunities]) -> None:
        story = given(on("2024-01-01", DEAL), on("2024-02-01", decision))
        after = story.when(self.REOPENED).then()
        assert after[Opportunities] == story.on("2024-01-31")[Opportunities]
        after.when(OpportunityWon("acme@1", WinBasis.UTILITY)).then()

    def test_replay_bears_one_that_is_missing(self) -> None:
        assert len(given(self.REOPENED)[Opportunities].items) == 0


class TestADecision:
    @pytest.mark.requirement("C-V4")
    def test_keeps_what_the_win_rested_on_and_what_says_so(self) -> None:
        after = given(DEAL).when(OpportunityWon("acme@1", WinBasis.CUSTOMER_PROFIT)).then()
        found = after[Opportunities].items["acme@1"]
        assert (found.won, found.basis, found.decided) == (DAY, WinBasis.CUSTOMER_PROFIT, "acme@2")

    def test_keeps_to_whom_we_lost(self) -> None:
        found = given(DEAL).when(OpportunityLost("acme@1", "Rival")).then()[Opportunities].items["acme@1"]
        assert (found.lost, found.lost_to, found.decided) == (DAY, "Rival", "acme@2")

    @pytest.mark.requirement("C-V4")
    @settings(max_examples=30, deadline=None)
    @for_all(st.lists(st.one_of(st.none(), st.sampled_from(WinBasis)), max_size=6))
    def test_the_bases_of_wins_add_up_and_the_unknown_are_left_out(
        self, bases: list[WinBasis | None]
    ) -> None:
        won = [OpportunityWon(f"acme@{n}", basis) for n, basis in enumerate(bases, 1)]
        story = given(*[DEAL] * len(bases), *won, DEAL)
        assert wins_by_basis(story.account) == {basis: bases.count(basis) for basis in WinBasis}


@pytest.mark.requirement("B-P7")
class TestTheFirstWin:
    def test_is_the_earliest_won_not_the_earliest_found(self) -> None:
        story = given(
            on("2024-01-01", DEAL),
            on("2024-02-01", OpportunityIdentified("the first", money("7"))),
            on("2024-03-01", OpportunityWon("acme@2")),
            on("2024-04-01", OpportunityWon("acme@1")),
        )
        found = first_win(story.account)
        assert found is not None
        assert (found[0], found[1].value) == ("acme@2", money("7"))
        assert first_win(story.on("2024-02-28").account) is None

    def test_is_none_once_it_is_open_again(self) -> None:
        assert first_win(given(DEAL, OpportunityWon("acme@1"), OpportunityReopened("acme@1")).account) is None


@pytest.mark.requirement("B-S2")
class TestInsidersWork:
    def test_is_counted_by_kind_and_other_work_is_not(self) -> None:
        story = given(
            DEAL,
            OpportunityIdentified("a", work=WorkKind.CONSULTING, sale=SaleKind.RECURRING, offering="audits"),
            OpportunityIdentified("b", work=WorkKind.CONSULTING),
            OpportunityIdentified("c", work=WorkKind.COLLABORATION),
        )
        found = insider_work(story.account)
        assert (found[WorkKind.CONSULTING], found[WorkKind.COLLABORATION], sum(found.values())) == (2, 1, 3)
        item = story[Opportunities].items["acme@2"]
        assert (item.sale, item.offering) == (SaleKind.RECURRING, "audits")


class TestTheOrder:
    def test_is_that_of_their_days(self) -> None:
        story = given(on(DAY, DEAL), on("2024-01-01", DEAL), on(DAY, DEAL))
        assert [key for key, _ in story[Opportunities].in_order()] == ["acme@2", "acme@1", "acme@3"]

    def test_late_is_once_the_requirements_are_defined(self) -> None:
        assert [learned.late for learned in LearnedAt] == [False, False, True, True]
