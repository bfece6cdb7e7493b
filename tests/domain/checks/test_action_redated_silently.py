"""Silent re-dating: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve
from tests.domain.account.test_approval import agreed, reviewed
from tests.domain.account.test_review import ACTION
from tests.domain.assessments.test_baseline import MOVE, REDATED

from majoracct.domain.checks.action_redated_silently import CHECK
from majoracct.testing.given import corrected


@pytest.mark.requirement("S-F7")
class TestActionRedatedSilently:
    def test_raised_when_its_record_was_changed(self) -> None:
        [found] = agreed().then_given(REDATED).on("2024-05-01").raised(CHECK)
        assert "approved for 2024-06-01, and is now due 2024-09-01" in found.says
        assert (found.about, found.facts[-1]) == ("acme@5", "acme@12")

    def test_not_when_it_was_put_off_openly(self) -> None:
        assert agreed().then_given(MOVE).on("2024-05-01").raised(CHECK) == []

    def test_not_when_something_else_was_corrected_or_nothing_was_approved(self) -> None:
        reworded = corrected("acme@5", evolve(ACTION, task="a day at the depot"))
        assert agreed().then_given(reworded).on("2024-05-01").raised(CHECK) == []
        assert reviewed().then_given(REDATED).raised(CHECK) == []
