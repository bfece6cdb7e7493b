"""Confirmed by word of mouth: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.editions import CustomerEditionIssued, PlanItemReleased
from majoracct.domain.account.feedback import CustomerFeedbackReceived, FeedbackKind
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.confirmed_unread import CHECK
from majoracct.testing.given import corrected, given, on

PLANNED = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE), PlanDrafted("two years"))
SURE = CustomerFeedbackReceived("acme@2", FeedbackKind.CONFIRMATION, "p1")


@pytest.mark.requirement("S-C1", "J-C3")
class TestConfirmedUnread:
    def test_raised_when_they_read_it_nowhere(self) -> None:
        (found,) = given(PLANNED).when(SURE).then().raised(CHECK)
        assert found.says == "“two years” was confirmed on 2024-05-01, and was in no edition given by then"
        assert (found.facts, found.about) == (("acme@3", "acme@2"), "acme@2")

    def test_not_when_it_was_in_an_edition_given_by_then(self) -> None:
        story = given(PLANNED).on("2024-05-01").when(PlanItemReleased("acme@2")).then()
        assert story.when(CustomerEditionIssued(("p1",))).then().when(SURE).then().raised(CHECK) == []

    def test_raised_when_it_was_given_only_later(self) -> None:
        story = given(PLANNED).when(SURE).then().on("2024-05-02").when(PlanItemReleased("acme@2")).then()
        assert len(story.when(CustomerEditionIssued(("p1",))).then().raised(CHECK)) == 1

    def test_not_of_what_says_something_else_by_now(self) -> None:
        story = given(PLANNED).when(SURE).then().then_given(corrected("acme@2", PlanDrafted("three years")))
        assert story.raised(CHECK) == []
        assert given(PLANNED).raised(CHECK) == []
