"""Plan older than tier: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.account.relationships import (
    BuyingFunction,
    RelationshipAssessed,
    StakeholderIdentified,
    Strength,
)
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.checks.plan_older_than_tier import CHECK
from majoracct.domain.programme.terms import Aim, Tier
from majoracct.testing.given import given, on

ANA = on(
    "2024-01-01",
    StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ana"),
    RelationshipAssessed("p1", Strength.GOOD),
)
PLAN = on("2024-01-02", PlanDrafted("two years"))
CORE = on("2024-02-01", TierMoved(Tier.CORE))
COLD = on("2024-02-02", RelationshipAssessed("p1", Strength.COLD))


@pytest.mark.requirement("R-1")
class TestPlanOlderThanTier:
    def test_raised_when_the_tier_changed_since(self) -> None:
        (found,) = given(PLAN, CORE).on("2024-04-01").raised(CHECK)
        assert found.says == "The plan is older than what it rests on: the tier became core on 2024-02-01"
        assert (found.facts, found.about) == (("acme@2",), "acme@1")

    def test_raised_when_somebody_came_to_stand_otherwise_to_us(self) -> None:
        (found,) = given(ANA, PLAN, CORE, COLD).on("2024-04-01").raised(CHECK)
        assert found.says.endswith("the strength of Ana became cold on 2024-02-02, and 1 more changed")
        assert found.facts == ("acme@4", "acme@5")

    def test_not_once_the_plan_was_revised(self) -> None:
        revised = on("2024-02-03", ActionAdded("visit", Aim.TRUST))
        assert given(ANA, PLAN, CORE, COLD, revised).on("2024-04-01").raised(CHECK) == []

    def test_not_within_the_days_that_policy_gives(self) -> None:
        assert given(PLAN, CORE).on("2024-03-02").raised(CHECK) == []
        assert len(given(PLAN, CORE).on("2024-03-03").raised(CHECK)) == 1
