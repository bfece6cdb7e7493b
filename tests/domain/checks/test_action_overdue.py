"""Action overdue: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.action_plan import ActionRescheduled
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped
from majoracct.domain.checks.action_overdue import CHECK
from majoracct.domain.programme.terms import Aim
from majoracct.testing.given import given, on

JUNE = dt.date(2024, 6, 1)
VISIT = on("2024-05-01", ActionAdded("visit", Aim.TRUST, due=JUNE))
MOVED = on("2024-05-10", ActionRescheduled("acme@1", dt.date(2024, 7, 1)), reason="snow")


@pytest.mark.requirement("J-A2")
class TestActionOverdue:
    def test_raised_once_its_day_has_passed(self) -> None:
        (found,) = given(VISIT).on("2024-06-03").raised(CHECK)
        assert found.says == "“visit” was to be done by 2024-06-01, 2 days ago"
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_not_on_its_day(self) -> None:
        assert given(VISIT).on(JUNE).raised(CHECK) == []

    @pytest.mark.parametrize("closed", [ActionCompleted("acme@1"), ActionDropped("acme@1")])
    def test_not_once_it_was_completed_or_dropped(self, closed: ActionCompleted) -> None:
        assert given(VISIT, closed).on("2024-06-03").raised(CHECK) == []

    def test_not_once_it_was_openly_put_on_another_day_until_that_passes(self) -> None:
        assert given(VISIT, MOVED).on("2024-07-01").raised(CHECK) == []
        (found,) = given(VISIT, MOVED).on("2024-07-02").raised(CHECK)
        assert (found.facts, found.about) == (("acme@1", "acme@2"), "acme@1")

    def test_not_of_one_without_a_day(self) -> None:
        assert given(ActionAdded("visit", Aim.TRUST)).on("2030-01-01").raised(CHECK) == []
