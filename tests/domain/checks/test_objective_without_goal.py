"""Objective without goal: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.presence import Dimension, PresenceRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.checks.objective_without_goal import CHECK
from majoracct.domain.programme.plan_tables import PlanScope, PlanTerms
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.testing.given import Told, given, on

DUE = dt.date(2024, 12, 31)
EVERY = evolve(Terms.shipped("GBP"), plan=PlanTerms(scope=PlanScope.EVERY))
LEEDS = on("2024-01-01", PresenceRecorded(Dimension.GEOGRAPHY, "Leeds"))


def tier(which: Tier) -> Told:
    return on("2024-01-01", TierMoved(which, override=True), reason="judged")


class TestObjectiveWithoutGoal:
    @pytest.mark.requirement("R-O1")
    def test_raised_of_each_that_no_goal_answers(self) -> None:
        story = given(tier(Tier.STRATEGIC)).under(EVERY).on("2024-02-01")
        (found,) = story.raised(CHECK)
        assert found.says == (
            "Tier strategic calls for becoming the adviser they trust, and no goal answers that"
        )
        assert (found.facts, found.about) == (("acme@1",), "trusted-adviser")

    @pytest.mark.requirement("R-O1")
    def test_not_where_a_goal_does(self) -> None:
        words = on("2024-01-02", GoalSet(GoalKind.ADVISER, "asked first", DUE))
        assert given(tier(Tier.STRATEGIC), words).on("2024-02-01").raised(CHECK) == []

    @pytest.mark.requirement("R-O3")
    def test_of_a_beachhead(self) -> None:
        (found,) = given(tier(Tier.BEACHHEAD)).under(EVERY).on("2024-02-01").raised(CHECK)
        assert "a higher average sale" in found.says

    @pytest.mark.requirement("R-O2", "R-O4")
    def test_of_a_core_account_in_a_single_place(self) -> None:
        found = given(tier(Tier.CORE), LEEDS).under(EVERY).on("2024-02-01").raised(CHECK)
        abouts = [each.about for each in found]
        assert abouts == ["enterprise-agreement", "senior-relationships", "new-areas"]
        assert found[-1].facts == ("acme@1", "acme@2")

    def test_not_of_accounts_without_goals_that_policy_does_not_count(self) -> None:
        assert given(tier(Tier.STRATEGIC)).on("2024-02-01").raised(CHECK) == []
