"""Approved by its author: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve
from tests.domain.account.test_approval import MARKETING, agreed, reviewed
from tests.domain.account.test_review import under

from majoracct.domain.account.approval import PlanApproved
from majoracct.domain.account.review import PlanSubmitted
from majoracct.domain.checks.approved_by_author import CHECK
from majoracct.testing.given import corrected


@pytest.mark.requirement("J-R1")
class TestApprovedByAuthor:
    def test_raised_where_policy_lets_them(self) -> None:
        loose = reviewed().under(under(four_eyes=False))
        whole = loose.when(PlanApproved("s1", "sales executive")).then().when(MARKETING).then()
        [found] = whole.raised(CHECK)
        assert found.says == "Who approved the plan on 2024-03-01 as sales executive had submitted it"
        assert (found.facts, found.about) == (("acme@9",), "acme@9")

    def test_raised_when_it_is_learned_later_whose_it_was(self) -> None:
        story = agreed()
        event = next(f.event for f in story.facts if f.reference == "acme@7")
        assert isinstance(event, PlanSubmitted)
        assert story.then_given(corrected("acme@7", evolve(event, author="s3"))).raised(CHECK)

    def test_not_when_others_approved_it(self) -> None:
        assert agreed().raised(CHECK) == []
