"""Edition outside a review: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.editions import CustomerEditionIssued, PlanItemReleased
from majoracct.domain.account.governance import MeetingHeld, MeetingKind
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.edition_outside_review import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.edition_tables import EditionTerms
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Corrected, Given, corrected, given, on

PLANNED = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE), PlanDrafted("two years"))
REVIEW = on(
    "2024-04-30",
    StaffIdentified("s1", "Una"),
    MeetingHeld(MeetingKind.BUSINESS_REVIEW, "s1", attendees=("p1",)),
)  # acme@3


def issued(meeting: str | None) -> Given:
    story = given(PLANNED, REVIEW).when(PlanItemReleased("acme@2", "grow together")).then()
    return story.when(CustomerEditionIssued(("p1",), meeting)).then()


@pytest.mark.requirement("J-C2")
class TestEditionOutsideReview:
    def test_raised_when_it_was_given_in_none(self) -> None:
        (found,) = issued(None).raised(CHECK)
        assert found.says == (
            "The edition of 2024-05-01 was given outside a business review: no review is named"
        )
        assert (found.facts, found.about) == (("acme@5",), "acme@5")

    def test_not_when_it_was_given_in_one(self) -> None:
        assert issued("acme@3").raised(CHECK) == []

    def test_raised_when_policy_allows_fewer_days(self) -> None:
        terms = evolve(Terms.shipped("GBP"), edition=EditionTerms(review_days=1))
        assert issued("acme@3").under(terms).raised(CHECK) == []
        late = issued("acme@3").on("2024-05-10")
        (found,) = late.when(CustomerEditionIssued(("p1",), "acme@3")).then().raised(CHECK)
        assert found.facts == ("acme@6", "acme@3")

    def test_the_review_is_told_as_it_was_corrected(self) -> None:
        late = issued("acme@3").on("2024-05-10")
        story = late.when(CustomerEditionIssued(("p1",), "acme@3")).then()
        mended = MeetingHeld(MeetingKind.BUSINESS_REVIEW, "s1", "On the plan.", ("p1",))
        (found,) = story.then_given(corrected("acme@3", mended)).raised(CHECK)
        assert found.facts == ("acme@6", "acme@8")

    @pytest.mark.parametrize(
        "since", [FactWithdrawn("acme@3"), corrected("acme@3", MeetingHeld(MeetingKind.ACCOUNT_REVIEW, "s1"))]
    )
    def test_a_review_named_that_stands_no_longer_is_told(self, since: Corrected | FactWithdrawn) -> None:
        (found,) = issued("acme@3").then_given(since).raised(CHECK)
        assert found.says.endswith("acme@3 is no business review that stands")

    def test_seen_on_the_day(self) -> None:
        assert issued(None).on("2024-04-30").raised(CHECK) == []
