"""Inertia without loyalty: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.loyalty import LoyaltyAssessed, LoyaltyLevel
from majoracct.domain.account.planning_cycle import (
    CriticalSuccessFactorRecorded,
    CustomerProjectInventoried,
    PlanningInclusionRecorded,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.inertia_without_loyalty import CHECK
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.testing.given import Told, given, on

PLANNED = on(
    "2023-12-01",
    StaffIdentified("s1", "Kim"),
    StakeholderIdentified("p1", BuyingFunction.CORPORATE, name="Ana"),
    PlanningInclusionRecorded(2024, ("p1",)),
    CriticalSuccessFactorRecorded(2024, "punctuality"),
)
PROJECTS = CustomerProjectInventoried(2024, "Depots")
BEGUN = on("2024-01-01", PROJECTS)


def loyal(day: str, level: LoyaltyLevel) -> Told:
    return on(day, LoyaltyAssessed("p1", "s1", level))


@pytest.mark.requirement("B-N6")
class TestInertiaWithoutLoyalty:
    def test_raised_when_nobody_in_the_planning_is_loyal(self) -> None:
        (found,) = given(PLANNED, BEGUN).raised(CHECK)
        assert found.says == (
            "We are part of their planning for 2024 through Ana,"
            " and nobody among them is strongly loyal to one of ours"
        )
        assert (found.facts, found.about) == (("acme@2", "acme@3", "acme@4"), "2024")

    def test_not_when_somebody_is(self) -> None:
        strong = loyal("2024-02-01", LoyaltyLevel.STRONG)
        assert given(PLANNED, BEGUN, strong).raised(CHECK) == []
        assert len(given(PLANNED, BEGUN, strong).on("2024-01-31").raised(CHECK)) == 1

    def test_raised_when_somebody_is_to_some_extent(self) -> None:
        some = loyal("2024-02-01", LoyaltyLevel.SOME)
        assert len(given(PLANNED, BEGUN, some).raised(CHECK)) == 1

    def test_not_when_it_cannot_be_read_how_loyal_somebody_is(self) -> None:
        erased = on("2024-02-01", LoyaltyAssessed("p1", "s1", Erased.here))
        assert given(PLANNED, BEGUN, erased).raised(CHECK) == []

    def test_not_when_inertia_is_not_claimed(self) -> None:
        assert given(PLANNED, on("2024-01-02", PROJECTS)).raised(CHECK) == []

    def test_not_once_the_year_is_over(self) -> None:
        story = given(PLANNED, BEGUN)
        assert len(story.on("2024-12-31").raised(CHECK)) == 1
        assert story.on("2025-01-01").raised(CHECK) == []
