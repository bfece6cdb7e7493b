"""A review of status due: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.qualification import QualificationReviewed, QualificationRevoked
from majoracct.domain.checks.status_review_due import CHECK
from majoracct.testing.given import Given, on


@pytest.mark.requirement("X-10")
class TestStatusReviewDue:
    def test_raised_once_policys_months_are_over(self, major: Given) -> None:
        (found,) = major.on("2025-05-02").raised(CHECK)
        assert found.says == (
            "Major status was last decided on 2024-05-01, and a review is due every 12 months: "
            "it is overdue since 2025-05-02"
        )
        assert (found.facts, found.about) == (("acme@18",), "")

    def test_not_on_the_last_day_of_them(self, major: Given) -> None:
        assert major.on("2025-05-01").raised(CHECK) == []

    def test_not_once_it_was_reviewed_until_that_is_as_old(self, major: Given) -> None:
        story = major.then_given(on("2025-05-01", QualificationReviewed()))
        assert story.on("2026-05-01").raised(CHECK) == []
        (found,) = story.on("2026-05-02").raised(CHECK)
        assert found.facts == ("acme@19",)

    def test_not_once_the_status_is_gone(self, ready: Given, major: Given) -> None:
        assert major.then_given(on("2025-05-01", QualificationRevoked())).on("2025-05-02").raised(CHECK) == []
        assert ready.on("2025-05-02").raised(CHECK) == []
