"""Dropped from the baseline: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from tests.domain.account.test_approval import agreed, reviewed

from majoracct.domain.account.plan import ActionCompleted, ActionDropped
from majoracct.domain.checks.action_dropped_from_baseline import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import on

DROPPED = on("2024-04-01", ActionDropped("acme@5"))


@pytest.mark.requirement("S-F7")
class TestActionDroppedFromBaseline:
    def test_raised_when_it_was_dropped_or_withdrawn(self) -> None:
        [found] = agreed().then_given(DROPPED).on("2024-05-01").raised(CHECK)
        assert found.says == "“a day in the depot” was approved, to be done by 2024-06-01: it was dropped"
        assert found.about == "acme@5"
        [gone] = agreed().then_given(FactWithdrawn("acme@5")).on("2024-05-01").raised(CHECK)
        assert gone.says.endswith("its record was withdrawn")

    def test_not_of_what_was_done_nor_of_a_plan_that_nobody_approved(self) -> None:
        done = agreed().then_given(on("2024-04-01", ActionCompleted("acme@5"))).on("2024-05-01")
        assert done.raised(CHECK) == []
        assert agreed().on("2024-07-01").raised(CHECK) == []
        assert reviewed().then_given(DROPPED).on("2024-05-01").raised(CHECK) == []
