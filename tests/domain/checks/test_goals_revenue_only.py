"""Goals revenue only: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet
from majoracct.domain.checks.goals_revenue_only import CHECK
from majoracct.testing.given import given, money, on

DUE = dt.date(2024, 12, 31)
REVENUE = on("2024-01-01", GoalSet(GoalKind.REVENUE, "grow", DUE, money("100")))
WORDS = on("2024-01-01", GoalSet(GoalKind.ADVISER, "asked first", DUE))


@pytest.mark.requirement("R-0")
class TestGoalsRevenueOnly:
    def test_raised_where_every_goal_asks_for_revenue_alone(self) -> None:
        (found,) = given(REVENUE).on("2024-02-01").raised(CHECK)
        assert (found.says, found.facts) == ("The only goal to come asks for revenue alone", ("acme@1",))
        (found,) = given(REVENUE, REVENUE).on("2024-02-01").raised(CHECK)
        assert found.says == "All 2 goals to come ask for revenue alone"

    def test_not_where_one_asks_for_more(self) -> None:
        assert given(REVENUE, WORDS).on("2024-02-01").raised(CHECK) == []
        dropped = given(REVENUE, WORDS, on("2024-02-01", GoalDropped("acme@2")))
        assert len(dropped.on("2024-02-01").raised(CHECK)) == 1

    def test_not_without_goals(self) -> None:
        assert given().on("2024-02-01").raised(CHECK) == []
