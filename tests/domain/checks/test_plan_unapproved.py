"""A plan nobody approved: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from tests.domain.account.test_approval import agreed
from tests.domain.account.test_review import TEAM, planned, under

from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.checks.plan_unapproved import CHECK
from majoracct.testing.given import given, on


@pytest.mark.requirement("J-R1")
class TestPlanUnapproved:
    def test_raised_after_the_days_that_policy_gives_it(self) -> None:
        [found] = planned().on("2024-03-03").raised(CHECK)
        assert "drafted on 2024-02-01 is not approved after 31 days; it stands at draft" in found.says
        assert (found.facts, found.about) == (("acme@4",), "acme@4")
        assert planned().on("2024-03-02").raised(CHECK) == []
        assert planned().under(under(approve_days=31)).on("2024-03-03").raised(CHECK) == []

    def test_raised_of_one_that_took_over_from_an_approved_one(self) -> None:
        again = agreed().then_given(on("2024-03-05", PlanDrafted("Grow more")))
        assert agreed().on("2025-01-01").raised(CHECK) == []
        assert [found.about for found in again.on("2025-01-01").raised(CHECK)] == ["acme@11"]

    def test_not_without_a_plan(self) -> None:
        assert given(TEAM).on("2025-01-01").raised(CHECK) == []
