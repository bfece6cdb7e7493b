"""No annual plan: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.cycles import CycleOpened
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.checks.no_annual_plan import CHECK
from majoracct.domain.programme.plan_tables import PlanScope, PlanTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

MAJOR = on("2024-01-01", QualificationGranted())
CYCLE = on("2024-02-01", CycleOpened("2024", dt.date(2025, 12, 31)))
PLAN = on("2024-02-10", PlanDrafted("two years"))


@pytest.mark.requirement("S-F2", "R-U1")
class TestNoAnnualPlan:
    @pytest.mark.parametrize(
        ("told", "says", "facts"),
        [
            ((), "no plan since 2024-01-01", ()),
            ((CYCLE,), "no plan since 2024-02-01", ("acme@2",)),
            ((PLAN,), "no planning cycle that runs since 2024-01-01", ("acme@2",)),
            (
                (on("2024-01-10", PlanDrafted("old")), CYCLE),
                "no plan drafted in the planning cycle that runs since 2024-02-01",
                ("acme@3", "acme@2"),
            ),
        ],
    )
    def test_raised_past_policys_days(self, told: Any, says: str, facts: tuple[str, ...]) -> None:
        (found,) = given(MAJOR, *told).on("2024-04-10").raised(CHECK)
        assert (found.says, found.facts) == (f"The account has had {says}", facts)

    def test_raised_a_year_after_the_plan_was_drafted(self) -> None:
        assert given(MAJOR, CYCLE, PLAN).on("2025-02-10").raised(CHECK) == []
        (found,) = given(MAJOR, CYCLE, PLAN).on("2025-02-11").raised(CHECK)
        assert found.says == "The account has had no plan drafted within the year since 2025-02-10"

    def test_not_within_policys_days(self) -> None:
        assert given(MAJOR).on("2024-03-01").raised(CHECK) == []  # 60 days
        assert len(given(MAJOR).on("2024-03-02").raised(CHECK)) == 1

    def test_not_of_an_account_that_policy_does_not_count(self) -> None:
        assert given().on("2024-05-01").raised(CHECK) == []
        every = evolve(Terms.shipped("GBP"), plan=PlanTerms(scope=PlanScope.EVERY))
        assert len(given().under(every).on("2024-05-01").raised(CHECK)) == 1
