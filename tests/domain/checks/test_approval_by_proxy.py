"""An approval by proxy: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve
from tests.domain.account.test_approval import MARKETING, SALES, agreed, reviewed
from tests.domain.account.test_review import under

from majoracct.domain.checks.approval_by_proxy import CHECK
from majoracct.domain.kernel import Evidence, FactWithdrawn
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.testing.given import Given, corrected, on


@pytest.mark.requirement("J-R1")
class TestApprovalByProxy:
    def test_raised_by_each_that_the_hand_that_submitted_the_plan_recorded(self) -> None:
        first, second = agreed().raised(CHECK)
        assert first.says == (
            "The approval of the plan of 2024-03-01 by Sal was recorded by kim, who had recorded that it was "
            "submitted on 2024-03-01; nothing was shown for it"
        )
        assert (first.facts, first.about) == (("acme@7", "acme@9"), "acme@9")
        assert second.about == "acme@10"

    def test_not_when_who_approved_or_anybody_else_recorded_it(self) -> None:
        assert reviewed().by("sal").when(SALES).then().raised(CHECK) == []
        (found,) = reviewed().by("KIM").when(SALES).then().by("mia").when(MARKETING).then().raised(CHECK)
        assert found.about == "acme@9"

    def test_not_once_something_was_shown_for_it(self) -> None:
        assert shown(reviewed().when(SALES).then()).raised(CHECK) == []

    def test_whoever_corrected_it_since(self) -> None:
        mended = reviewed().by("sal").when(SALES).then().by("kim")
        assert mended.then_given(corrected("acme@9", evolve(SALES, person="s2"))).raised(CHECK) == []

    def test_not_once_it_was_withdrawn_or_where_policy_asks_for_no_four_eyes(self) -> None:
        assert reviewed().when(SALES).then().then_given(FactWithdrawn("acme@9")).raised(CHECK) == []
        lax = PolicyAdopted(under(four_eyes=False))
        assert agreed().then_given(on("2024-01-01", lax)).raised(CHECK) == []


def shown(story: Given) -> Given:
    """Return the story with minutes shown for the last fact."""
    return evolve(story, facts=(*story.facts[:-1], evolve(story.last, evidence=(Evidence("minutes.pdf"),))))
