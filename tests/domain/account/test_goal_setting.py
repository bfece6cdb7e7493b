"""The rules of goal setting, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.goal_setting import (
    GoalSetting,
    GoalSettingClosed,
    NotAPeriodOfGoals,
    OnlyRevenue,
    PeriodOfGoalsOver,
    SettingClosedAlready,
)
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.programme.goal_tables import GoalPeriod, GoalTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, money, on

DUE = dt.date(2025, 12, 31)
JANUARY = "2024-01-10"
WORDS = GoalSet(GoalKind.ADVISER, "asked before needs form", DUE)
REVENUE = GoalSet(GoalKind.REVENUE, "grow", DUE, money("100"))
SET = on(JANUARY, WORDS)


def by(kind: GoalPeriod) -> Terms:
    return evolve(Terms.shipped("GBP"), goals=GoalTerms(period=kind))


@pytest.mark.requirement("R-U2")
class TestGS1Period:
    @pytest.mark.parametrize(
        "word", ["2024", "2024Q1", "FY2024H1", "2024-01", "2024-01-01", "2024H3", "soon"]
    )
    def test_of_the_kind_that_policy_names(self, word: str) -> None:
        story = given(SET).on(JANUARY)
        story.when(GoalSettingClosed(word)).then_refused(NotAPeriodOfGoals, "half|period")
        story.when(GoalSettingClosed("2024H1")).then()

    @pytest.mark.parametrize(
        ("kind", "word"),
        [
            (GoalPeriod.CALENDAR_YEAR, "2024"),
            (GoalPeriod.CALENDAR_QUARTER, "2024Q1"),
            (GoalPeriod.FISCAL_YEAR, "FY2024"),
            (GoalPeriod.FISCAL_HALF, "FY2024H1"),
            (GoalPeriod.FISCAL_QUARTER, "FY2024Q1"),
        ],
    )
    def test_which_policy_may_change(self, kind: GoalPeriod, word: str) -> None:
        given(SET).on(JANUARY).under(by(kind)).when(GoalSettingClosed(word)).then()

    def test_that_is_not_over(self) -> None:
        given(SET).on("2024-06-30").when(GoalSettingClosed("2024H1")).then()
        given(SET).on("2024-07-01").when(GoalSettingClosed("2024H1")).then_refused(PeriodOfGoalsOver)

    def test_nor_need_it_have_begun(self) -> None:
        given(SET).on(JANUARY).when(GoalSettingClosed("2024H2")).then()


@pytest.mark.requirement("R-0", "R-U2")
class TestGS2MoreThanRevenue:
    def test_a_goal_stands(self) -> None:
        given().on(JANUARY).when(GoalSettingClosed("2024H1")).then_refused(OnlyRevenue, "No goal")
        dropped = given(SET, on(JANUARY, GoalDropped("acme@1"))).on(JANUARY)
        dropped.when(GoalSettingClosed("2024H1")).then_refused(OnlyRevenue, "No goal")

    def test_that_asks_for_more_than_revenue(self) -> None:
        alone = given(on(JANUARY, REVENUE)).on(JANUARY)
        alone.when(GoalSettingClosed("2024H1")).then_refused(OnlyRevenue, "Every goal")
        given(on(JANUARY, REVENUE, WORDS)).on(JANUARY).when(GoalSettingClosed("2024H1")).then()

    def test_that_is_not_of_the_past(self) -> None:
        early = on(JANUARY, GoalSet(GoalKind.ADVISER, "asked first", dt.date(2024, 6, 30)))
        story = given(early).on("2024-06-30")
        story.when(GoalSettingClosed("2024H1")).then()
        story.when(GoalSettingClosed("2024H2")).then_refused(OnlyRevenue, "No goal")


class TestGS3Once:
    @pytest.mark.requirement("R-U2")
    def test_for_each_period(self) -> None:
        after = given(SET).on(JANUARY).when(GoalSettingClosed("2024H1")).then()
        after.when(GoalSettingClosed("2024H1")).then_refused(SettingClosedAlready, "acme@2")
        both = after.when(GoalSettingClosed("2024H2")).then()
        assert sorted(both.account[GoalSetting].closed) == ["2024H1", "2024H2"]
