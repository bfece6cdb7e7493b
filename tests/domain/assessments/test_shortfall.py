"""Shortfall: what a plan still brings without one fact about an opportunity in it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.criteria import planned, reaching
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
)
from majoracct.domain.account.plan import OpportunityPlanned, PlanDrafted
from majoracct.domain.account.profile import OrgChartFiled
from majoracct.domain.assessments.dossier import without as without_facts
from majoracct.domain.assessments.shortfall import Shortfall
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, money, on

CLOSES = dt.date(2025, 6, 30)
LATER = dt.date(2026, 6, 30)


def deal(amount: str, closes: dt.date = CLOSES) -> OpportunityIdentified:
    return OpportunityIdentified("a deal", money(amount), closes)


def without(story: Given, *versions: int, stream: str = "acme") -> list[bool | None]:
    shortfall = Shortfall(story.account, Terms(money("1000")))
    held = {f.reference: f for f in story.facts}
    return [shortfall.without(held[f"{stream}@{version}"]) for version in versions]


@pytest.mark.requirement("B-Q4")
class TestSH1WithoutAFact:
    def test_the_others_bring_what_they_bring(self) -> None:
        story = given(
            deal("600"),
            deal("400"),
            deal("5"),
            PlanDrafted("the plan", ("acme@1", "acme@3")),
            OpportunityPlanned("acme@2"),
        )
        assert without(story, 1, 2, 3, 5) == [True, True, False, True]

    def test_and_that_one_what_it_would(self) -> None:
        story = given(
            deal("600"),
            deal("2000", LATER),
            PlanDrafted("the plan", ("acme@1", "acme@2")),
            OpportunityEstimated("acme@1", money("1100")),
            OpportunityEstimated("acme@2", money("100")),
            OpportunityLost("acme@1"),
            OpportunityReopened("acme@1"),
        )
        assert without(story, 1, 2, 4, 5, 6, 7) == [True, False, True, False, False, True]

    def test_what_falls_to_another_year_may_reach_the_threshold_there(self) -> None:
        story = given(
            deal("600", LATER),
            deal("500", LATER),
            deal("400"),
            PlanDrafted("the plan", ("acme@1", "acme@2", "acme@3")),
            OpportunityEstimated("acme@1", closes=CLOSES),
        )
        assert without(story, 1, 5) == [True, False]

    def test_though_nothing_else_falls_to_that_year(self) -> None:
        story = given(
            deal("1000", LATER),
            deal("5"),
            PlanDrafted("the plan", ("acme@1",)),
            OpportunityEstimated("acme@1", closes=CLOSES),
        )
        assert without(story, 1, 4) == [True, False]

    def test_what_a_predecessor_brought_into_the_plan_is_missed(self) -> None:
        story = given(
            on("2024-01-01", deal("600"), to="bolt"),
            on("2024-02-01", AccountMerged("acme"), to="bolt"),
            on("2024-02-01", AccountAbsorbed("bolt")),
            deal("400"),
            deal("5"),
            PlanDrafted("the plan", ("bolt@1", "acme@2")),
        )
        assert without(story, 1, stream="bolt") == without(story, 2) == [True]

    @pytest.mark.requirement("X-11")
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(
        st.lists(
            st.tuples(st.integers(1, 3000), st.sampled_from(("GBP", "USD", "KWD"))), min_size=1, max_size=4
        )
    )
    def test_money_counts_for_what_the_rates_tell_of_it(self, stated: list[tuple[int, str]]) -> None:
        deals = [OpportunityIdentified("a deal", money(str(n), c), CLOSES) for n, c in stated]
        story = given(
            ExchangeRateRecorded("USD", "GBP", Decimal("0.4")),
            ExchangeRateRecorded("KWD", "GBP", Decimal("2.6")),
            deal("5"),
            *deals,
            PlanDrafted("the plan", tuple(f"acme@{n + 2}" for n in range(len(deals)))),
        )
        terms = Terms(money("1000"))
        if not reaching(planned(story.account), terms.threshold):
            return
        for fact in story.account.facts:
            found = Shortfall(story.account, terms).without(fact)
            left = without_facts(story.account, [fact])
            assert found in (None, not reaching(planned(left), terms.threshold)), fact.reference

    def test_a_drafted_opportunity_stays_in_the_plan_that_was_drafted_with_it(self) -> None:
        story = given(
            deal("1000"), deal("1"), PlanDrafted("the plan", ("acme@1",)), OpportunityPlanned("acme@1")
        )
        assert without(story, 4) == [False]

    def test_the_one_opportunity_besides_the_plan_and_what_else_there_is_take_a_replay(self) -> None:
        story = given(
            deal("2000"),
            OpportunityEstimated("acme@1", money("1000")),
            PlanDrafted("the plan", ("acme@1",)),
            OrgChartFiled(),
        )
        assert without(story, 1, 2, 3, 4) == [True, None, None, None]

    def test_so_does_everything_where_two_years_reach_the_threshold(self) -> None:
        story = given(deal("1000"), deal("1000", LATER), PlanDrafted("the plan", ("acme@1", "acme@2")))
        assert without(story, 1, 2) == [None, None]
