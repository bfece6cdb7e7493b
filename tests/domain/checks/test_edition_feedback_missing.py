"""Edition of which nothing was heard: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.editions import CustomerEditionIssued, PlanItemReleased
from majoracct.domain.account.feedback import CustomerFeedbackReceived, FeedbackKind
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.edition_feedback_missing import CHECK
from majoracct.domain.programme.edition_tables import EditionTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, on

PLANNED = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE), PlanDrafted("two years"))
STORY = given(PLANNED).on("2024-02-01").when(PlanItemReleased("acme@2")).then().on("2024-05-01")


def issued() -> Given:
    return STORY.when(CustomerEditionIssued(("p1",))).then()


@pytest.mark.requirement("J-C3")
class TestEditionFeedbackMissing:
    def test_raised_when_nothing_was_heard_for_longer_than_policy_allows(self) -> None:
        (found,) = issued().on("2024-06-01").raised(CHECK)
        assert found.says == "Nothing was heard of the edition of 2024-05-01, 31 days ago"
        assert (found.facts, found.about) == (("acme@4",), "acme@4")

    def test_not_before(self) -> None:
        assert issued().on("2024-05-31").raised(CHECK) == []

    def test_not_once_something_was_heard(self) -> None:
        said = CustomerFeedbackReceived("acme@2", FeedbackKind.CONFIRMATION, "p1")
        assert issued().then_given(on("2024-05-20", said)).on("2024-06-01").raised(CHECK) == []

    def test_policy_decides_how_long(self) -> None:
        terms = evolve(Terms.shipped("GBP"), edition=EditionTerms(answer_days=31))
        assert issued().on("2024-06-01").under(terms).raised(CHECK) == []
