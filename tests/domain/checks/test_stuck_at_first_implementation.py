"""Stuck at the first implementation: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.promises import CorrectiveChangeMade, PromiseBroken, PromiseMade
from majoracct.domain.checks.stuck_at_first_implementation import CHECK
from majoracct.testing.given import given, on

DONE = on("2024-01-01", PromiseMade("No train late"), DeliveryCompleted(True, title="Pilot"))
BROKEN = on("2024-02-01", PromiseBroken("acme@1", "snow"))


@pytest.mark.requirement("C-R3")
class TestStuckAtFirstImplementation:
    def test_raised_when_a_promise_failed_and_nothing_more_was_won(self) -> None:
        (found,) = given(DONE, BROKEN).raised(CHECK)
        assert found.says == (
            "The first project was completed on 2024-01-01, a promise failed, and nothing more was won"
        )
        assert (found.facts, found.about) == (("acme@2", "acme@1"), "")

    def test_not_the_day_before_it_failed(self) -> None:
        assert given(DONE, BROKEN).on("2024-01-31").raised(CHECK) == []

    def test_not_once_something_more_was_won(self) -> None:
        story = given(DONE, BROKEN, OpportunityIdentified("More"))
        assert len(story.raised(CHECK)) == 1
        assert story.then_given(OpportunityWon("acme@4")).raised(CHECK) == []

    def test_not_once_what_failed_was_made_good(self) -> None:
        assert given(DONE, BROKEN, CorrectiveChangeMade("acme@1", "ploughs")).raised(CHECK) == []
