"""Activity dropped after planning: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

from typing import Any

import pytest

from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.checks.activity_dropped_after_planning import CHECK
from majoracct.testing.given import given, on

VISIT = ActivityLogged(SellingProcess.SERVICING, "visit")
PLAN = on("2024-02-10", PlanDrafted("two years"))
BEFORE = on("2024-02-01", VISIT, VISIT)


@pytest.mark.requirement("S-G1")
class TestActivityDroppedAfterPlanning:
    def raised(self, *told: Any, day: str = "2024-05-10") -> list[Any]:
        return given(PLAN, BEFORE, *told).on(day).raised(CHECK)

    def test_raised_when_less_was_done_after_than_policys_share(self) -> None:
        (found,) = self.raised()
        assert found.says == "Activities in the 90 days before the plan was drafted: 2; after: 0"
        assert (found.facts, found.about) == (("acme@1", "acme@2", "acme@3"), "acme@1")

    def test_not_when_enough_was(self) -> None:
        assert self.raised(on("2024-03-01", VISIT)) == []

    def test_not_before_the_days_are_over(self) -> None:
        assert self.raised(day="2024-05-09") == []

    def test_not_when_nothing_was_logged_before(self) -> None:
        assert given(PLAN).on("2024-05-10").raised(CHECK) == []
