"""Goals overdue: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.goal_progress import GoalReached
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.checks.goals_overdue import CHECK
from majoracct.testing.given import given, money, on

DUE = dt.date(2024, 6, 30)
WORDS = on("2024-01-01", GoalSet(GoalKind.ADVISER, "asked first", DUE))
REVENUE = on("2024-01-01", GoalSet(GoalKind.REVENUE, "grow", DUE, money("100")))


@pytest.mark.requirement("R-U2")
class TestGoalsOverdue:
    def test_raised_once_its_day_has_passed(self) -> None:
        (found,) = given(WORDS).on("2024-07-01").raised(CHECK)
        assert found.says == "“asked first” was to be reached by 2024-06-30, 1 day ago"
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_not_on_its_day(self) -> None:
        assert given(WORDS).on(DUE).raised(CHECK) == []

    def test_not_once_it_was_reached_or_dropped(self) -> None:
        for event in (GoalReached("acme@1", "they ask first"), GoalDropped("acme@1")):
            assert given(WORDS, on("2024-06-01", event)).on("2024-07-02").raised(CHECK) == []

    def test_not_where_its_figure_was_reached(self) -> None:
        paid = on("2024-06-01", RevenueRecorded(money("100")))
        assert given(REVENUE, paid).on("2024-07-02").raised(CHECK) == []
        assert len(given(REVENUE).on("2024-07-02").raised(CHECK)) == 1
