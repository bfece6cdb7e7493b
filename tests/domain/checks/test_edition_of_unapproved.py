"""Edition of what was not approved: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.approval import PlanApproved
from majoracct.domain.account.editions import CustomerEditionIssued, PlanItemReleased
from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.plan_document import digest_of, plan_document
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.edition_of_unapproved import CHECK
from majoracct.testing.given import Given, given, on

PLANNED = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE), PlanDrafted("two years"))
STORY = given(PLANNED).on("2024-02-01").when(PlanItemReleased("acme@2")).then().on("2024-05-01")


def issued(story: Given) -> Given:
    return story.when(CustomerEditionIssued(("p1",))).then()


def approved(story: Given) -> Given:
    digest = digest_of(plan_document(story.account))
    said = PlanApproved(person="s1", capacity="sales executive", digest=digest, required=("sales executive",))
    return story.then_given(on("2024-03-01", said))


@pytest.mark.requirement("J-C1")
class TestEditionOfUnapproved:
    def test_raised_when_nobody_approved_it(self) -> None:
        (found,) = issued(STORY).raised(CHECK)
        assert found.says == "The edition of 2024-05-01 showed what had not been approved by then"
        assert (found.facts, found.about) == (("acme@4",), "acme@4")

    def test_not_when_it_was_approved_as_it_stood(self) -> None:
        assert issued(approved(STORY)).raised(CHECK) == []

    def test_raised_when_it_said_something_else_when_it_was_approved(self) -> None:
        goal = on("2024-04-01", GoalSet(GoalKind.ADVISER, "asked first", dt.date(2025, 1, 1)))
        assert len(issued(approved(STORY).then_given(goal)).raised(CHECK)) == 1

    def test_still_raised_when_it_was_approved_later(self) -> None:
        later = issued(STORY)
        digest = digest_of(plan_document(later.account))
        said = PlanApproved(
            person="s1", capacity="sales executive", digest=digest, required=("sales executive",)
        )
        assert len(later.then_given(on("2024-06-01", said)).on("2024-06-02").raised(CHECK)) == 1
