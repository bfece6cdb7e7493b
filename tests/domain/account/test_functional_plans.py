"""The rules of functional plans, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.functional_plans import (
    EndsBeforeItStarts,
    FunctionalPlanAttached,
    FunctionalPlanDetached,
    FunctionalPlans,
    FunctionalPlanUntitled,
    MarketingPlanLacks,
    NoFunctionalPlan,
)
from majoracct.domain.account.plan import NoPlan, PlanDrafted
from majoracct.domain.programme.terms import PlanningFunction
from majoracct.testing.given import given

PLAN = PlanDrafted("two years")
SERVICE = FunctionalPlanAttached(PlanningFunction.SERVICE, "quicker repairs")
MARKETING = FunctionalPlanAttached(
    PlanningFunction.MARKETING, "depots", ("fleet manager",), ("less idle time",), ("fewer late trains",)
)


@pytest.mark.requirement("J-F1")
class TestFQ1UnderThePlan:
    def test_has_a_title_and_a_plan_above_it(self) -> None:
        given().when(SERVICE).then_refused(NoPlan)
        untitled = FunctionalPlanAttached(PlanningFunction.SERVICE, " ")
        given(PLAN).when(untitled).then_refused(FunctionalPlanUntitled)

    def test_a_function_has_the_one_attached_last(self) -> None:
        again = FunctionalPlanAttached(PlanningFunction.SERVICE, "no repairs")
        product = FunctionalPlanAttached(PlanningFunction.PRODUCT, "quieter doors")
        story = given(PLAN, product, MARKETING, SERVICE, again)
        assert [(p.function.value, p.title, p.fact) for p in story[FunctionalPlans].in_order] == [
            ("marketing", "depots", "acme@3"),
            ("service", "no repairs", "acme@5"),
            ("product", "quieter doors", "acme@2"),
        ]


@pytest.mark.requirement("J-F2")
class TestFQ2MarketingSaysForWhomWhatAndWhy:
    @pytest.mark.parametrize("field", ["persona", "need", "message"])
    @pytest.mark.parametrize("nothing", [(), (" ",)])
    def test_none_of_the_three_is_missing(self, field: str, nothing: tuple[str, ...]) -> None:
        said = {"persona": ("fleet manager",), "need": ("speed",), "message": ("faster",), field: nothing}
        three = said["persona"], said["need"], said["message"]
        lacking = FunctionalPlanAttached(PlanningFunction.MARKETING, "depots", *three)
        given(PLAN).when(lacking).then_refused(MarketingPlanLacks, f"nothing of (buyer )?{field}s")

    def test_all_of_it_is_kept(self) -> None:
        whole = FunctionalPlanAttached(
            PlanningFunction.MARKETING, "depots", ("a",), ("b",), ("c",), ("a brochure",), ("a day out",)
        )
        (kept,) = given(PLAN).when(whole).then()[FunctionalPlans].in_order
        assert (kept.personas, kept.needs, kept.messages) == (("a",), ("b",), ("c",))
        assert (kept.support, kept.tactics) == (("a brochure",), ("a day out",))

    def test_other_functions_need_none_of_it(self) -> None:
        given(PLAN).when(SERVICE).then()


@pytest.mark.requirement("J-O2")
class TestFQ3ItsDays:
    def test_it_does_not_end_before_it_starts(self) -> None:
        day = dt.date(2024, 6, 1)

        def lasting(days: int) -> FunctionalPlanAttached:
            ends = day + dt.timedelta(days)
            return FunctionalPlanAttached(PlanningFunction.SERVICE, "repairs", starts=day, ends=ends)

        given(PLAN).when(lasting(-1)).then_refused(EndsBeforeItStarts)
        given(PLAN).when(lasting(0)).then()


@pytest.mark.requirement("J-F1")
class TestFQ4Detached:
    GONE = FunctionalPlanDetached(PlanningFunction.SERVICE)

    def test_only_what_stands(self) -> None:
        given(PLAN, MARKETING).when(self.GONE).then_refused(NoFunctionalPlan)
        after = given(PLAN, MARKETING, SERVICE).when(self.GONE).then()
        assert [p.function for p in after[FunctionalPlans].in_order] == [PlanningFunction.MARKETING]
        after.when(self.GONE).then_refused(NoFunctionalPlan)
