"""Goal setting overdue: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.goal_setting import GoalSettingClosed
from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.checks.goal_setting_overdue import CHECK
from majoracct.domain.programme.plan_tables import PlanScope, PlanTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

EVERY = evolve(Terms.shipped("GBP"), plan=PlanTerms(scope=PlanScope.EVERY))
SET = on("2024-01-01", GoalSet(GoalKind.OTHER, "a goal", dt.date(2025, 12, 31)))
CLOSED = on("2024-01-31", GoalSettingClosed("2024H1"))
STORY = given(SET, opened=False).under(EVERY)


@pytest.mark.requirement("R-U2")
class TestGoalSettingOverdue:
    def test_raised_once_the_day_has_passed(self) -> None:
        (found,) = STORY.on("2024-02-02").raised(CHECK)
        assert found.says == "Goals for 2024H1 were to be agreed on by 2024-02-01, and were not"
        assert (found.facts, found.about) == ((), "2024H1")

    def test_not_on_the_day(self) -> None:
        assert STORY.on("2024-02-01").raised(CHECK) == []

    def test_not_once_they_were_agreed_on_until_the_next_are_due(self) -> None:
        closed = STORY.then_given(CLOSED)
        assert closed.on("2024-08-01").raised(CHECK) == []
        (found,) = closed.on("2024-08-02").raised(CHECK)
        assert found.about == "2024H2"

    def test_what_was_missed_is_raised_until_the_next_are_agreed_on(self) -> None:
        (missed,) = STORY.on("2024-07-15").raised(CHECK)
        assert (missed.says, missed.about) == ("Goals for 2024H1 were never agreed on", "2024H1")
        (again,) = STORY.on("2024-08-02").raised(CHECK)
        assert again.says.endswith("by 2024-08-01, and were not; nor were those for 1 period before")
        next_ = STORY.then_given(on("2024-07-10", GoalSettingClosed("2024H2")))
        assert next_.on("2024-08-02").raised(CHECK) == []

    def test_not_of_accounts_that_policy_does_not_count(self) -> None:
        assert given(SET).on("2024-02-02").raised(CHECK) == []
