"""Presented by somebody else: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve
from tests.domain.account.test_approval import reviewed
from tests.domain.account.test_review import REVIEW, submitted, under

from majoracct.domain.checks.review_not_by_owner import CHECK
from majoracct.domain.kernel import FactWithdrawn


@pytest.mark.requirement("J-R2")
class TestReviewNotByOwner:
    def test_raised_where_policy_lets_somebody_else_present_it(self) -> None:
        other = submitted().under(under(owner_presents=False)).when(evolve(REVIEW, presenter="s2")).then()
        [found] = other.raised(CHECK)
        assert found.says.endswith("not presented by the account's owner, who was somebody else")
        assert (found.facts, found.about) == (("acme@8",), "acme@8")

    def test_raised_when_nobody_is_known_to_have_owned_it(self) -> None:
        [found] = reviewed().then_given(FactWithdrawn("acme@3")).raised(CHECK)
        assert found.says.endswith("who is not known")

    def test_not_when_the_owner_presented_it(self) -> None:
        assert reviewed().raised(CHECK) == []
