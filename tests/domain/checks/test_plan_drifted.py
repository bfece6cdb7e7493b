"""Drift: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from tests.domain.account.test_approval import agreed, reviewed
from tests.domain.assessments.test_baseline import MOVE, REDATED

from majoracct.domain.account.mergers import merge
from majoracct.domain.account.plan import ActionAdded, ActionCompleted
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.checks.plan_drifted import CHECK
from majoracct.domain.programme.terms import Aim
from majoracct.testing.given import on


@pytest.mark.requirement("J-R1", "S-F7")
class TestPlanDrifted:
    def test_raised_once_it_says_otherwise_openly_or_not(self) -> None:
        more = on("2024-04-01", ActionAdded("another", Aim.TRUST))
        [found] = agreed().then_given(MOVE, more).on("2024-05-01").raised(CHECK)
        assert found.says.endswith("approved on 2024-03-02: 1 item added, 1 item changed")
        assert (found.about, found.facts[0]) == ("acme@10", "acme@10")
        assert agreed().then_given(REDATED).raised(CHECK)

    def test_says_which_came_with_a_merger(self) -> None:
        bolt = [on("2024-01-01", AccountOpened("Bolt"), to="bolt")]
        bolt += [on("2024-01-02", ActionAdded("theirs", Aim.TRUST), to="bolt")]
        merged = agreed().then_given(*bolt).about("bolt").on("2024-04-01").when(merge, into="acme").then()
        [found] = merged.about("acme").on("2024-05-01").raised(CHECK)
        assert found.says.endswith(": 1 item added; what was planned for bolt came with the merger")

    def test_not_for_being_carried_out_nor_before_it_was_approved(self) -> None:
        done = agreed().then_given(on("2024-04-01", ActionCompleted("acme@5"))).on("2024-05-01")
        assert done.raised(CHECK) == []
        assert reviewed().then_given(REDATED).raised(CHECK) == []
