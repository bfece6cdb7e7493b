"""Criterion 4: what comes next, and a plan that reaches the threshold in one calendar year (Q4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.criteria import Verdict, judged
from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityWon,
)
from majoracct.domain.account.plan import OpportunityPlanned, OpportunityUnplanned, PlanDrafted
from majoracct.domain.account.plays import TractionEvidenced, WiderPlayDescribed
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.kernel import Event, FactWithdrawn
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, corrected, given, money, on


def next_(story: Given) -> Verdict:
    return judged(story.account, story.account.programme[Policy].terms)[3]


def deal(
    worth: str | None, closes: str | None = "2024-12-31", *, play: str | None = None
) -> OpportunityIdentified:
    return OpportunityIdentified(
        "a deal",
        money(worth) if worth else None,
        dt.date.fromisoformat(closes) if closes else None,
        play=play,
    )


def planned(*deals: OpportunityIdentified) -> Given:
    """Return the story in which DEALS are identified and planned; the plan is the fact after them."""
    return given(*deals, PlanDrafted("to a million", tuple(f"acme@{n}" for n in range(1, len(deals) + 1))))


pytestmark = pytest.mark.requirement("B-Q4")


class TestQ4Threshold:
    def test_holds_when_one_year_reaches_it_exactly(self) -> None:
        story = planned(deal("600000"), deal("400000", "2024-06-30"))
        assert next_(story) == Verdict("Q4", True, ("acme@1", "acme@3", "acme@2"))

    def test_not_a_penny_below_and_says_how_much_is_lacking(self) -> None:
        found = next_(planned(deal("600000"), deal("399999.99")))
        assert found.missing == ("dated open opportunities worth 0.01 GBP more in the plan in 2024",)
        assert found.facts == ("acme@1", "acme@3", "acme@2")

    def test_not_two_years_that_only_together_reach_it(self) -> None:
        found = next_(planned(deal("600000", "2024-12-31"), deal("700000", "2025-01-01")))
        assert found.missing == ("dated open opportunities worth 300,000.00 GBP more in the plan in 2025",)

    def test_in_any_year_to_come(self) -> None:
        found = next_(planned(deal("600000"), deal("1000000", "2027-06-30")))
        assert found == Verdict("Q4", True, ("acme@1", "acme@3", "acme@2"))

    def test_cites_the_first_year_that_reaches_it(self) -> None:
        found = next_(planned(deal("1000000", "2026-01-01"), deal("1000000", "2025-01-01")))
        assert found.facts == ("acme@1", "acme@3", "acme@2")

    @pytest.mark.requirement("B-D1")
    def test_which_is_policy(self) -> None:
        story = planned(deal("250000"))
        assert not next_(story).holds
        assert next_(story.under(Terms(money("250000")))).holds
        later = story.then_given(on("2024-06-01", PolicyAdopted(Terms(money("250000")))))
        assert not next_(later.on("2024-05-31")).holds
        assert next_(later.on("2024-06-01")).holds

    def test_past_revenue_does_not_count(self) -> None:
        story = planned(deal("999999")).then_given(RevenueRecorded(money("5000000")))
        assert not next_(story).holds


class TestQ4WhatCounts:
    def test_a_bare_plan_does_not(self) -> None:
        found = next_(given(deal("5000000"), PlanDrafted("a target and nothing else")))
        assert found.missing == (
            "dated open opportunities worth 1,000,000.00 GBP more in the plan in one calendar year",
        )

    def test_no_plan_does_not(self) -> None:
        found = next_(given(deal("5000000")))
        assert found == Verdict(
            "Q4", False, ("acme@1",), ("a plan that reaches 1,000,000.00 GBP in a calendar year",)
        )

    @pytest.mark.parametrize("odd", [deal("1000000", None), deal(None)])
    def test_without_a_day_or_a_value_it_does_not(self, odd: OpportunityIdentified) -> None:
        assert not next_(planned(odd)).holds

    @pytest.mark.parametrize("decision", [OpportunityWon("acme@1"), OpportunityLost("acme@1")])
    def test_won_or_lost_it_does_not(self, decision: Event[Any]) -> None:
        story = planned(deal("1000000"), deal("1")).then_given(on("2024-07-01", decision))
        assert next_(story.on("2024-06-30")).holds
        assert not next_(story.on("2024-07-01")).holds

    def test_overdue_but_still_open_in_this_year_it_does(self) -> None:
        assert next_(planned(deal("1000000", "2024-01-15"))).holds

    def test_in_a_year_that_has_ended_it_does_not(self) -> None:
        story = planned(deal("1000000", "2024-01-15"))
        assert next_(story.on("2024-12-31")).holds
        assert not next_(story.on("2025-01-01")).holds

    def test_planned_later_it_does(self) -> None:
        story = given(deal("1000000"), PlanDrafted("a"), on("2024-05-02", OpportunityPlanned("acme@1")))
        assert not next_(story).holds
        assert next_(story.on("2024-05-02")).holds
        assert not next_(
            story.then_given(on("2024-05-03", OpportunityUnplanned("acme@1"))).on("2024-05-03")
        ).holds

    def test_as_last_estimated_and_cites_the_estimate(self) -> None:
        story = planned(deal("1")).then_given(OpportunityEstimated("acme@1", money("1000000")))
        assert next_(story) == Verdict("Q4", True, ("acme@1", "acme@2", "acme@3"))
        moved = OpportunityEstimated("acme@1", money("1000000"), dt.date(2023, 1, 1))
        assert not next_(story.then_given(moved)).holds

    def test_as_corrected(self) -> None:
        story = planned(deal("1")).then_given(corrected("acme@1", deal("1000000")))
        assert next_(story) == Verdict("Q4", True, ("acme@4", "acme@2"))

    def test_a_plan_that_took_over_counts_on_its_own_only(self) -> None:
        story = planned(deal("1000000")).then_given(PlanDrafted("another"))
        assert not next_(story).holds


class TestQ4AdditionalOpportunity:
    PROJECT: tuple[Event[Any], ...] = (
        deal("1000000"),
        DeliveryCompleted(successful=True, title="Alpha", opportunity="acme@1"),
        *(ValueDocumented(m, "late payments", "31% fewer", project="acme@2") for m in Measure),
        PlanDrafted("to a million", ("acme@1",)),
    )
    PLAY: tuple[Event[Any], ...] = (
        WiderPlayDescribed("a play", "What we could become."),
        TractionEvidenced("acme@1", "a"),
        deal("1000000", play="acme@1"),
        PlanDrafted("to a million", ("acme@3",)),
    )
    LACKING = ("an open opportunity besides what Q2 rests on",)

    def test_is_not_the_project_of_criterion_2(self) -> None:
        assert next_(given(*self.PROJECT)).missing == self.LACKING

    def test_is_another_than_the_project(self) -> None:
        found = next_(given(*self.PROJECT, deal(None, None)))
        assert found.holds
        assert found.facts[0] == "acme@7"

    def test_is_not_one_that_springs_from_the_play_of_criterion_2(self) -> None:
        assert next_(given(*self.PLAY)).missing == self.LACKING

    def test_is_another_than_the_plays(self) -> None:
        assert next_(given(*self.PLAY, deal(None, None))).facts[0] == "acme@5"
        other: tuple[Event[Any], ...] = (
            WiderPlayDescribed("other", "Else."),
            deal(None, None, play="acme@5"),
        )
        assert next_(given(*self.PLAY, *other)).facts[0] == "acme@6"

    def test_may_be_any_while_criterion_2_rests_on_nothing(self) -> None:
        assert next_(given(*self.PROJECT, FactWithdrawn("acme@3"))).holds

    def test_may_spring_from_a_play_when_criterion_2_rests_on_a_project(self) -> None:
        play: tuple[Event[Any], ...] = (
            WiderPlayDescribed("a play", "Else."),
            TractionEvidenced("acme@7", "a"),
            deal("1", play="acme@7"),
        )
        assert next_(given(*self.PROJECT, *play)).facts[0] == "acme@9"

    def test_is_still_open(self) -> None:
        for decision in (OpportunityWon("acme@7"), OpportunityLost("acme@7")):
            assert next_(given(*self.PROJECT, deal("1"), decision)).missing == self.LACKING

    def test_is_the_earliest(self) -> None:
        story = given(*self.PROJECT, deal("1"), on("2024-01-01", deal("2")))
        assert next_(story).facts[0] == "acme@8"

    def test_there_is_one(self) -> None:
        assert next_(given(PlanDrafted("a"))).missing[0] == self.LACKING[0]
        threshold = evolve(Terms.shipped("GBP"), threshold=money("1"))
        assert next_(planned(deal("1")).under(threshold)).holds
