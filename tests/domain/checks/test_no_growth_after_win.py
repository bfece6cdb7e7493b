"""No growth after a win: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.plan import ActionAdded
from majoracct.domain.checks.no_growth_after_win import CHECK
from majoracct.domain.programme.terms import Aim, PlanningFunction
from majoracct.testing.given import given, on

GOAL = on("2024-01-01", GoalSet(GoalKind.ADVISER, "asked first", dt.date(2024, 12, 31)))
WON = on("2024-01-10", OpportunityIdentified("depots"), OpportunityWon("acme@2"))
AGAIN = on("2024-01-20", OpportunityIdentified("yards"), OpportunityWon("acme@4"))
SELL, SERVE = (
    on("2024-02-01", ActionAdded("train", Aim.TRUST, function=function, goal="acme@1"))
    for function in (PlanningFunction.SALES, PlanningFunction.SERVICE)
)


@pytest.mark.requirement("J-D2")
class TestNoGrowthAfterWin:
    def test_raised_when_only_sales_goes_on(self) -> None:
        (found,) = given(GOAL, WON, SELL).on("2024-04-10").raised(CHECK)
        assert (
            found.says
            == "depots was won on 2024-01-10, and nobody outside sales planned growth by 2024-04-09"
        )
        assert (found.facts, found.about) == (("acme@3",), "acme@2")

    def test_not_on_the_last_day_there_is(self) -> None:
        assert given(GOAL, WON, SELL).on("2024-04-09").raised(CHECK) == []

    def test_not_when_another_function_plans_something(self) -> None:
        assert given(GOAL, WON, SERVE).on("2024-06-01").raised(CHECK) == []

    def test_raised_of_the_last_such_win_alone(self) -> None:
        (found,) = given(GOAL, WON, AGAIN).on("2024-06-01").raised(CHECK)
        assert found.about == "acme@4"
