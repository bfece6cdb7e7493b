"""The rules of radiation, one class a rule; and that the portfolio is the sum of its accounts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.delivery import (
    DeliveryCompleted,
    DeliveryStarted,
    MilestoneSlipped,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    Opportunities,
    OpportunityIdentified,
    OpportunityReopened,
    OpportunityWon,
)
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.assessments.radiation import (
    Outside,
    Spread,
    Stall,
    StepKind,
    back_outside,
    portfolio,
    radiation,
    stalled_by_slip,
    steps,
)
from majoracct.domain.kernel import AccountEvent, FactWithdrawn
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.tables import RadiationTerms
from majoracct.domain.programme.terms import Level, Terms
from majoracct.testing.given import Given, corrected, given, money, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.MIDDLE_MANAGER)
CY = StakeholderIdentified("p3", BuyingFunction.OPERATIONS)
PEOPLE = on("2022-01-01", ANA, BO, CY)  # acme@1 to acme@3
DEAL = OpportunityIdentified("the first", money("100"))
ASKED = OpportunityIdentified("asked for", origin=Origin.REACTION, trigger="RFP 7")
CREATED = OpportunityIdentified("created", origin=Origin.CREATION)
UNTOLD = OpportunityIdentified("untold")
BRIEFING = ActivityLogged(SellingProcess.SELLING, "a briefing", ("p1",))
BROUGHT = SponsorNamed("p2", "head", "plants", introduced_by="p1")
# acme@4 is identified, and won by acme@5 on 2023-01-01.
FIRST = (PEOPLE, on("2022-06-01", DEAL), on("2023-01-01", OpportunityWon("acme@4")))
SPRUNG = OpportunityIdentified("the next", sprung_from="acme@4")
TERMS = Terms.shipped("GBP")


def terms(story: Given) -> Terms:
    return story.programme[Policy].terms


def outside(story: Given) -> Outside:
    return back_outside(story.account, terms(story))


def stalled(story: Given) -> list[Stall]:
    return stalled_by_slip(story.account, terms(story))


def day(number: int) -> dt.date:
    """Return the day so many days after the first win."""
    return dt.date(2023, 1, 1) + dt.timedelta(days=number)


@pytest.mark.requirement("B-R2")
class TestRD1OpenFromTheFirstWin:
    def test_not_before(self) -> None:
        found = radiation(given(*FIRST).on("2022-12-31").account, TERMS)
        assert (found.opened, found.win, found.steps, found.days) == (None, None, (), None)

    def test_from_its_day_on(self) -> None:
        found = radiation(given(*FIRST).on("2023-01-01").account, TERMS)
        assert (found.opened, found.win) == (dt.date(2023, 1, 1), "acme@5")

    def test_never_for_a_delivery(self) -> None:
        started = on("2022-07-01", DeliveryStarted("billing", "acme@4"), DeliveryCompleted(True, "acme@5"))
        story = given(PEOPLE, on("2022-06-01", DEAL), started)
        assert radiation(story.account, TERMS).opened is None

    def test_nor_does_it_wait_for_one(self) -> None:
        story = given(*FIRST, on("2023-02-01", SPRUNG), on("2023-06-01", DeliveryStarted("billing")))
        assert radiation(story.account, TERMS).days == 31

    def test_not_once_the_win_is_undone(self) -> None:
        story = given(*FIRST, on("2023-02-01", OpportunityReopened("acme@4")), on("2023-03-01", BRIEFING))
        found = radiation(story.account, TERMS)
        assert (found.opened, found.steps) == (None, ())


@pytest.mark.requirement("B-R2")
class TestRD2ARadiatingStep:
    @pytest.mark.parametrize(
        ("kind", "event"),
        [(StepKind.SPRUNG, SPRUNG), (StepKind.SELLING, BRIEFING), (StepKind.INTRODUCTION, BROUGHT)],
    )
    def test_is_an_introduction_a_sprung_opportunity_or_selling_to_an_executive(
        self, kind: StepKind, event: AccountEvent[Any]
    ) -> None:
        story = given(*FIRST, on("2023-04-11", event))
        found = radiation(story.account, TERMS)
        assert [(s.kind, s.on, s.fact) for s in found.steps] == [(kind, dt.date(2023, 4, 11), "acme@6")]
        assert found.days == 100

    @pytest.mark.parametrize(
        "event",
        [
            CREATED,
            ASKED,
            SponsorNamed("p1", "CFO", "capital"),
            ActivityLogged(SellingProcess.SERVICING, "a call", ("p1",)),
            ActivityLogged(SellingProcess.SELLING, "a call", ("p2",)),
            DeliveryStarted("billing"),
            OpportunityIdentified("of nothing on record", sprung_from="acme@99"),
        ],
    )
    def test_is_nothing_else(self, event: AccountEvent[Any]) -> None:
        assert steps(given(*FIRST, on("2023-04-11", event)).account) == []

    def test_does_not_count_before_the_first_win(self) -> None:
        story = given(*FIRST, on("2022-12-31", BRIEFING))
        assert steps(story.account) == []
        assert [s.on for s in steps(story.then_given(on("2023-01-01", BRIEFING)).account)] == [day(0)]

    def test_springs_from_what_was_won_by_its_day_as_now_known(self) -> None:
        another = on("2023-02-01", CREATED, OpportunityWon("acme@6"))
        story = given(*FIRST, another, on("2023-03-01", evolve(SPRUNG, sprung_from="acme@6")))
        reopened = story.then_given(on("2023-04-01", OpportunityReopened("acme@6")))
        for kept in (story, reopened):
            assert [s.fact for s in steps(kept.account)] == ["acme@8"]
        later = corrected("acme@7", OpportunityWon("acme@6"), on="2023-03-02")
        for taken_back in (FactWithdrawn("acme@7"), later):
            assert steps(story.then_given(taken_back).account) == []

    def test_is_still_one_once_its_account_merged(self) -> None:
        story = given(
            on("2022-01-01", AccountOpened("Acme")),
            on("2022-01-01", AccountOpened("Bolt"), DEAL, OpportunityWon("bolt@2"), to="bolt"),
            on("2022-02-01", evolve(SPRUNG, sprung_from="bolt@2"), to="bolt"),
            on("2022-06-01", AccountMerged("acme"), to="bolt"),
            on("2022-06-01", AccountAbsorbed("bolt")),
        )
        assert [s.fact for s in steps(story.on("2022-07-01").account)] == ["bolt@4"]

    def test_the_first_is_the_earliest_not_the_one_recorded_first(self) -> None:
        story = given(*FIRST, on("2023-09-01", BRIEFING), on("2023-02-01", BRIEFING))
        assert radiation(story.account, TERMS).days == 31


@pytest.mark.requirement("B-R4")
class TestRD3OutsideAgain:
    def test_never_who_was_never_inside(self) -> None:
        assert outside(given(on("2010-01-01", ASKED))) == Outside(False)

    def test_so_many_days_after_a_win(self) -> None:
        story = given(*FIRST)
        assert outside(story.on(day(179))) == Outside(False, facts=("acme@5",))
        assert outside(story.on(day(180))) == Outside(True, day(180), ("acme@5",))
        assert outside(story.on(day(700))).since == day(180)

    def test_by_policy(self) -> None:
        story = given(*FIRST).under(evolve(TERMS, radiation=RadiationTerms(outside_days=30)))
        assert outside(story.on(day(30))).since == day(30)

    @pytest.mark.parametrize("event", [SPRUNG, BRIEFING, BROUGHT, CREATED])
    def test_so_many_days_after_a_step_or_an_opportunity_created(self, event: AccountEvent[Any]) -> None:
        story = given(*FIRST, on(day(100), event))
        assert outside(story.on(day(279))) == Outside(False, facts=("acme@6",))
        assert outside(story.on(day(280))) == Outside(True, day(280), ("acme@6",))

    def test_what_was_created_before_the_first_win_does_not_count(self) -> None:
        story = given(PEOPLE, on("2022-06-01", DEAL, CREATED), on("2023-01-01", OpportunityWon("acme@4")))
        assert outside(story.on(day(180))).facts == ("acme@6",)

    def test_answering_requests_keeps_nobody_in(self) -> None:
        story = given(*FIRST, *(on(day(n), ASKED) for n in (50, 150, 179)))
        assert outside(story.on(day(180))).since == day(180)

    def test_winning_one_does(self) -> None:
        story = given(*FIRST, on(day(50), ASKED), on(day(150), OpportunityWon("acme@6")))
        assert outside(story.on(day(180))).holds is False
        assert outside(story.on(day(330))).since == day(330)

    def test_is_unknown_while_where_demand_came_from_is(self) -> None:
        story = given(*FIRST, on(day(100), UNTOLD))
        assert outside(story.on(day(179))).holds is False
        assert outside(story.on(day(180))) == Outside(None, facts=("acme@5", "acme@6"))
        assert outside(story.on(day(280))).since == day(280)

    def test_ends_with_the_next_step(self) -> None:
        story = given(*FIRST, on(day(300), BRIEFING))
        assert [outside(story.on(day(n))).holds for n in (299, 300)] == [True, False]


STARTED = on(day(10), DeliveryStarted("billing", "acme@4"))  # acme@6
SLIP = MilestoneSlipped("acme@6", "go-live", dt.date(2023, 3, 1), dt.date(2023, 9, 1))


@pytest.mark.requirement("B-R3")
class TestRD4StalledByASlip:
    STORY = given(*FIRST, STARTED, on(day(20), SLIP))

    def test_so_many_days_after_it(self) -> None:
        assert stalled(self.STORY.on(day(109))) == []
        [found] = stalled(self.STORY.on(day(110)))
        assert found == Stall("acme@6", "billing", "go-live", day(20), day(110), "acme@7")

    def test_by_policy(self) -> None:
        story = self.STORY.under(evolve(TERMS, radiation=RadiationTerms(stalled_days=10)))
        assert [s.since for s in stalled(story.on(day(30)))] == [day(30)]

    @pytest.mark.parametrize("number", [20, 105, 300])
    def test_not_once_a_step_was_taken_since(self, number: int) -> None:
        assert stalled(self.STORY.then_given(on(day(number), BRIEFING)).on(day(400))) == []

    def test_a_step_before_it_does_not_count(self) -> None:
        assert len(stalled(self.STORY.then_given(on(day(19), BRIEFING)).on(day(110)))) == 1

    def test_a_later_slip_does_not_begin_it_anew(self) -> None:
        story = self.STORY.then_given(on(day(100), SLIP))
        assert [s.fact for s in stalled(story.on(day(110)))] == ["acme@7"]

    def test_not_by_a_project_that_was_completed(self) -> None:
        done = self.STORY.then_given(on(day(200), DeliveryCompleted(True, "acme@6")))
        assert stalled(done.on(day(300))) == []

    def test_from_the_first_win_on_where_the_slip_was_earlier(self) -> None:
        story = given(
            PEOPLE,
            on("2022-02-01", DeliveryStarted("billing"), evolve(SLIP, project="acme@4")),
            on("2022-06-01", DEAL),
        )
        assert stalled(story.on("2022-12-31")) == []
        won = story.then_given(on("2023-01-01", OpportunityWon("acme@6")))
        assert [s.since for s in stalled(won.on(day(90)))] == [day(90)]

    @settings(max_examples=60, deadline=None)
    @for_all(
        st.lists(
            st.tuples(st.integers(0, 400), st.sampled_from([SPRUNG, BRIEFING, BROUGHT, ASKED, CREATED])),
            max_size=5,
        ),
        st.lists(st.integers(10, 400), min_size=1, max_size=4),
        st.integers(0, 500),
    )
    def test_a_slip_changes_nothing_else(
        self, happened: list[tuple[int, AccountEvent[Any]]], slipped: list[int], seen: int
    ) -> None:
        story = given(*FIRST, STARTED, *(on(day(n), event) for n, event in happened)).on(day(seen))
        after = story.then_given(*(on(day(n), SLIP) for n in slipped))
        assert evolve(radiation(after.account, TERMS), stalls=()) == radiation(story.account, TERMS)
        assert after[Opportunities] == story[Opportunities]
        assert after.on(day(seen)).when(BRIEFING).refusal is None


class TestThePortfolio:
    EVENTS = st.tuples(
        st.sampled_from(["acme", "globex"]),
        st.integers(0, 300),
        st.sampled_from(
            [
                ANA,
                BO,
                DEAL,
                ASKED,
                CREATED,
                OpportunityWon("acme@2"),
                OpportunityWon("globex@2"),
                BRIEFING,
                BROUGHT,
                evolve(SPRUNG, sprung_from="acme@2"),
                DeliveryStarted("a project"),
                OpportunityIdentified("through her", entry="p1"),
                evolve(SLIP, project="acme@3"),
            ]
        ),
    )

    @pytest.mark.requirement("B-R2", "B-R4", "B-R6")
    @settings(max_examples=60, deadline=None)
    @for_all(st.lists(EVENTS, max_size=12), st.integers(0, 500))
    def test_is_the_sum_of_its_accounts(
        self, happened: list[tuple[str, int, AccountEvent[Any]]], seen: int
    ) -> None:
        told = [on(day(n), event, to=key) for key, n, event in happened]
        story = given(*told).on(day(seen))
        each = [radiation(story.account.other(key), TERMS) for key in ("acme", "globex")]
        assert portfolio(each) == portfolio(each[:1]).plus(portfolio(each[1:])) == portfolio(each[::-1])
        assert portfolio(each).opened == sum(one.opened is not None for one in each)
        assert portfolio(each).outside == sum(one.outside.holds is True for one in each)

    def test_counts_each_answer_where_it_belongs(self) -> None:
        story = given(*FIRST, STARTED, on(day(20), SLIP)).on(day(400))
        bare = Spread(plan_missing=1, manager_missing=1)  # no plan, nobody seated
        assert Spread.of(radiation(story.account, TERMS)) == Spread(1, 1, 0, 1, 0, 1, 0, 0).plus(bare)
        moving = story.then_given(on(day(399), evolve(SPRUNG, entry="p1")))
        assert Spread.of(radiation(moving.on(day(400)).account, TERMS)) == Spread(
            1, 1, 1, 0, 0, 0, 1, 0
        ).plus(bare)
        below = given(*FIRST, on(day(100), evolve(UNTOLD, entry="p2"))).on(day(200))
        assert Spread.of(radiation(below.account, TERMS)) == Spread(1, 1, 0, 0, 1, 0, 0, 1).plus(bare)
        assert Spread.of(radiation(given().account, TERMS)) == Spread(1).plus(bare)
