"""Status differs: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.qualification import QualificationRevoked
from majoracct.domain.checks.status_differs import CHECK
from majoracct.testing.given import Given


@pytest.mark.requirement("B-Q6", "X-10")
class TestStatusDiffers:
    def test_raised_when_a_criterion_holds_no_longer(self, major: Given) -> None:
        (found,) = major.on("2025-01-01").raised(CHECK)
        assert found.says == (
            "It is major by the record, and does not meet "
            "Q4 (a next opportunity, and a plan that reaches the threshold)"
        )
        assert (found.facts, found.about) == (("acme@18",), "")

    def test_not_while_all_five_hold(self, major: Given) -> None:
        assert major.on("2024-12-31").raised(CHECK) == []

    def test_not_while_it_is_not_major(self, ready: Given, major: Given) -> None:
        assert ready.on("2025-01-01").raised(CHECK) == []
        assert major.on("2025-01-01").when(QualificationRevoked()).then().raised(CHECK) == []
