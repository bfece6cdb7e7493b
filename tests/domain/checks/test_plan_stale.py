"""Plan stale: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.plan import ActionAdded, ActionCompleted, PlanDrafted
from majoracct.domain.checks.plan_stale import CHECK
from majoracct.domain.programme.plan_tables import PlanTerms
from majoracct.domain.programme.terms import Aim, Terms
from majoracct.testing.given import given, on

PLAN = on("2024-01-01", PlanDrafted("two years"), ActionAdded("visit", Aim.TRUST))


@pytest.mark.requirement("S-F3")
class TestPlanStale:
    def test_raised_once_it_was_left_alone_for_longer_than_policy_allows(self) -> None:
        (found,) = given(PLAN).on("2024-04-01").raised(CHECK)  # 91 days
        assert found.says == "The plan was left alone for 91 days, since 2024-01-01; policy allows 90"
        assert (found.facts, found.about) == (("acme@2",), "acme@1")

    def test_not_on_the_last_day_it_may_be(self) -> None:
        assert given(PLAN).on("2024-03-31").raised(CHECK) == []

    def test_not_when_an_action_goes_on(self) -> None:
        done = on("2024-03-01", ActionCompleted("acme@2"))
        assert given(PLAN, done).on("2024-04-01").raised(CHECK) == []

    def test_in_as_many_days_as_policy_gives(self) -> None:
        terms = evolve(Terms.shipped("GBP"), plan=PlanTerms(stale_days=91))
        assert given(PLAN).under(terms).on("2024-04-01").raised(CHECK) == []

    def test_not_without_a_plan(self) -> None:
        assert given(on("2024-01-01", ActionAdded("visit", Aim.TRUST))).on("2025-01-01").raised(CHECK) == []
