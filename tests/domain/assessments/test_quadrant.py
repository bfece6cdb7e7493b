"""The rules of plan beside quota, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.goal_progress import GoalProgressRecorded, GoalReached
from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.quotas import QuotaSet
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.quadrant import Quadrant, placed
from majoracct.domain.programme.attainment import QuotaAttainmentRecorded
from majoracct.domain.programme.goal_tables import GoalTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.testing.given import Told, given, money, on

TERMS = Terms.shipped("GBP")
FIRST, DUE = "2024-01-01", dt.date(2024, 12, 31)
HALF = "2024-07-01"  # 183 of 366 days, the day included


def goal() -> Told:
    return on(FIRST, GoalSet(GoalKind.ADVISER, "asked first", DUE))


def told(nth: int, share: str) -> Told:
    return on("2024-06-01", GoalProgressRecorded(f"acme@{nth}", Decimal(share)))


def quota(period: str = "2024", amount: str = "100") -> Told:
    return on(FIRST, QuotaSet(period, money(amount)))


def paid(amount: str, day: str = "2024-05-01") -> Told:
    return on(day, RevenueRecorded(money(amount)))


@pytest.mark.requirement("R-U4")
class TestQT8ProgressToPlan:
    def test_is_the_share_of_goals_on_course_of_those_known(self) -> None:
        story = given(goal(), goal(), goal(), told(1, "0.4"), told(2, "0.39"))
        plan = placed(story.on("2024-06-30").account, TERMS).plan
        assert (plan.on_course, plan.behind, plan.unknown, plan.share) == (1, 1, 1, Decimal("0.5"))
        assert plan.facts == ("acme@1", "acme@2", "acme@3")
        assert plan.on_plan is True
        strict = evolve(TERMS, goals=GoalTerms(plan_share=Decimal("0.51")))
        assert placed(story.on("2024-06-30").account, strict).plan.on_plan is False

    def test_counts_goals_of_now_and_those_overdue(self) -> None:
        past, later = dt.date(2023, 12, 31), dt.date(2025, 6, 30)
        old = on("2023-01-01", *(GoalSet(GoalKind.ADVISER, "an old goal", past) for _ in range(2)))
        reached = on("2023-11-01", GoalReached("acme@1", "they ask first"))
        since = dt.date(2025, 1, 1)
        next_year = on(FIRST, GoalSet(GoalKind.REVENUE, "2025", later, money("9"), since=since))
        story = given(old, reached, goal(), next_year)
        assert placed(story.on("2023-12-31").account, TERMS).plan.facts == ("acme@1", "acme@2")
        plan = placed(story.on("2024-06-30").account, TERMS).plan
        assert plan.facts == ("acme@2", "acme@4")
        assert (plan.on_course, plan.behind, plan.unknown) == (0, 1, 1)
        said = story.then_given(on("2024-06-30", GoalReached("acme@2", "late, they ask first")))
        assert placed(said.on("2024-06-30").account, TERMS).plan.facts == ("acme@4",)

    def test_unknown_without_any(self) -> None:
        for story in (given(), given(goal())):
            plan = placed(story.on("2024-06-30").account, TERMS).plan
            assert (plan.share, plan.on_plan) == (None, None)


@pytest.mark.requirement("R-U4")
class TestQT9Attainment:
    KIM = (
        on(FIRST, StaffIdentified("kim", "Kim"), StaffIdentified("mo", "Mo")),
        on(FIRST, QualificationGranted(override=True), reason="asked"),
        on(FIRST, TeamFormed()),
        on(FIRST, MemberSeated("kim", Seat.ACCOUNT_MANAGER)),
        on("2024-06-30", QuotaAttainmentRecorded("kim", "2024", Decimal("0.7"))),
        on("2024-06-30", QuotaAttainmentRecorded("mo", "2024", Decimal("0.1"))),
    )

    def test_is_that_of_the_accounts_own_quota_that_ends_last(self) -> None:
        story = given(
            *self.KIM, quota("2024Q3", "7"), quota("2024"), quota("2024H2", "9"), quota("2023"), paid("40")
        )
        found = placed(story.on(HALF).account, TERMS).quota
        assert found is not None
        assert (found.period, found.person, found.share, found.quota) == (
            "2024",
            None,
            Decimal("0.4"),
            money("100"),
        )

    def test_else_what_was_recorded_of_who_answers_for_it(self) -> None:
        found = placed(given(*self.KIM).on(HALF).account, TERMS).quota
        assert found is not None
        assert (found.period, found.person, found.share) == ("2024", "kim", Decimal("0.7"))
        assert (found.quota, found.revenue, found.elapsed) == (None, None, Decimal(182) / 366)
        assert placed(given(*self.KIM).on("2025-01-01").account, TERMS).quota is None

    def test_else_nothing_is_known(self) -> None:
        assert placed(given().on(HALF).account, TERMS).quota is None


@pytest.mark.requirement("R-U4")
class TestQT10FourQuadrants:
    @pytest.mark.parametrize(
        ("share", "amount", "where"),
        [
            ("0.4", "40", Quadrant.BOTH),
            ("0.4", "39.99", Quadrant.PLAN),
            ("0.3", "40", Quadrant.QUOTA),
            ("0.3", "39.99", Quadrant.NEITHER),
        ],
    )
    def test_by_policys_shares_of_what_the_days_call_for(
        self, share: str, amount: str, where: Quadrant
    ) -> None:
        story = given(goal(), told(1, share), quota(), paid(amount))
        assert placed(story.on(HALF).account, TERMS).quadrant is where

    @pytest.mark.parametrize("story", [(goal(), quota(), paid("90")), (goal(), told(1, "0.9")), ()])
    def test_none_where_either_is_unknown(self, story: tuple[Told, ...]) -> None:
        assert placed(given(*story).on(HALF).account, TERMS).quadrant is None

    def test_what_was_recorded_is_held_against_its_own_day(self) -> None:
        early = on("2024-03-01", QuotaAttainmentRecorded("kim", "2024", Decimal("0.15")))
        story = given(*TestQT9Attainment.KIM[:4], goal(), early).on("2024-12-01")
        found = placed(story.account, TERMS).quota
        assert found is not None
        assert found.on_quota is True

    @settings(deadline=None, derandomize=True, database=None, max_examples=30)
    @drawn(st.integers(1, 200), st.integers(0, 200))
    def test_more_revenue_never_takes_an_account_off_quota(self, came: int, more: int) -> None:
        first = given(goal(), told(1, "0.9"), quota(), paid(str(came)))
        then = first.then_given(paid(str(more))) if more else first
        before, after = (placed(s.on(HALF).account, TERMS).quadrant for s in (first, then))
        assert before is not Quadrant.BOTH or after is Quadrant.BOTH
