"""No growth after a win: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.plan import ActionAdded
from majoracct.domain.checks.no_growth_after_win import CHECK
from majoracct.domain.programme.terms import Aim, PlanningFunction
from majoracct.testing.given import given, on

WON = on("2024-01-10", OpportunityIdentified("depots"), OpportunityWon("acme@1"))
AGAIN = on("2024-01-20", OpportunityIdentified("yards"), OpportunityWon("acme@3"))
SELL, SERVE = (
    on("2024-02-01", ActionAdded("train", Aim.TRUST, function=function))
    for function in (PlanningFunction.SALES, PlanningFunction.SERVICE)
)


@pytest.mark.requirement("J-D2")
class TestNoGrowthAfterWin:
    def test_raised_when_only_sales_goes_on(self) -> None:
        (found,) = given(WON, SELL).on("2024-04-10").raised(CHECK)
        assert (
            found.says
            == "depots was won on 2024-01-10, and nobody outside sales planned anything by 2024-04-09"
        )
        assert (found.facts, found.about) == (("acme@2",), "acme@1")

    def test_not_on_the_last_day_there_is(self) -> None:
        assert given(WON, SELL).on("2024-04-09").raised(CHECK) == []

    def test_not_when_another_function_plans_something(self) -> None:
        assert given(WON, SERVE).on("2024-06-01").raised(CHECK) == []

    def test_raised_of_the_last_such_win_alone(self) -> None:
        (found,) = given(WON, AGAIN).on("2024-06-01").raised(CHECK)
        assert found.about == "acme@3"
