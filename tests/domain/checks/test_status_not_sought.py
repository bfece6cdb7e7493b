"""Status not sought: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.coverage import Relation, RelationStated
from majoracct.domain.account.qualification import QualificationRefused, QualificationRevoked
from majoracct.domain.checks.status_not_sought import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import Given, on


@pytest.mark.requirement("B-Q6", "X-10")
class TestStatusNotSought:
    def test_raised_when_all_five_hold_and_nothing_is_open(self, ready: Given) -> None:
        (found,) = ready.then_given(FactWithdrawn("acme@17")).raised(CHECK)
        assert (found.says, found.facts) == ("All five criteria hold, and it was never put forward", ())

    def test_not_while_it_is_open_or_major(self, ready: Given, major: Given) -> None:
        assert ready.raised(CHECK) == []
        assert major.raised(CHECK) == []

    def test_not_once_a_criterion_holds_no_longer(self, ready: Given) -> None:
        assert ready.then_given(FactWithdrawn("acme@17")).on("2025-01-01").raised(CHECK) == []

    def test_raised_again_when_it_was_refused_or_revoked(self, ready: Given, major: Given) -> None:
        (refused,) = ready.when(QualificationRefused()).then().raised(CHECK)
        assert (refused.says, refused.facts) == (
            "All five criteria hold, and it was refused major status",
            ("acme@18",),
        )
        (revoked,) = major.when(QualificationRevoked()).then().raised(CHECK)
        assert revoked.says == "All five criteria hold, and it lost major status"

    def test_not_of_an_account_that_policy_does_not_count(self, ready: Given) -> None:
        story = ready.then_given(
            FactWithdrawn("acme@17"), on("2024-04-01", RelationStated(Relation.ALLIANCE))
        )
        assert story.raised(CHECK) == []
