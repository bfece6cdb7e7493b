"""A baseline that cannot be made again: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve
from tests.domain.account.test_approval import agreed

from majoracct.domain.account.approval import PlanApproved
from majoracct.domain.checks.baseline_differs import CHECK
from majoracct.testing.given import on


@pytest.mark.requirement("J-R1")
class TestBaselineDiffers:
    def test_raised_when_it_has_another_digest(self) -> None:
        story = agreed()
        approvals = [f.event for f in story.facts if isinstance(f.event, PlanApproved)]
        sales, marketing = (evolve(event, digest="0" * 64) for event in approvals)
        forged = evolve(story, facts=story.facts[:-2]).then_given(on("2024-03-02", sales, marketing))
        [found] = forged.raised(CHECK)
        assert (found.facts, found.about) == (("acme@10",), "acme@10")

    def test_not_whatever_was_recorded_since(self) -> None:
        assert agreed().raised(CHECK) == []
