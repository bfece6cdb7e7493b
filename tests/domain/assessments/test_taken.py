"""Decisions that stand: on what, in force until when, and whose."""

from __future__ import annotations

import pytest

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.assessments.taken import first_link, in_force, taken, worded
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.terms import Tier
from majoracct.testing.given import DAY, EARLY, Given, corrected, given, on

OPENED = on("2024-04-01", AccountOpened("Acme"), QualificationOpened(), role="sales executive")
STORY = given(OPENED, QualificationGranted(), on("2024-06-01", QualificationReviewed())).on("2024-06-01")


def told(story: Given) -> list[tuple[str, str]]:
    """Return the account and the words of each decision that stands."""
    return [(one.key, worded(decision)) for one, decision in taken(story.account, lambda _: DAY)]


@pytest.mark.requirement("B-D4")
class TestTaken:
    def test_are_those_that_stand_by_the_day(self) -> None:
        review = ("acme", "The review of 2024-06-01")
        assert told(STORY) == [("acme", "The grant of 2024-05-01"), review]
        assert told(STORY.on("2024-05-31")) == [("acme", "The grant of 2024-05-01")]
        assert told(STORY.then_given(FactWithdrawn("acme@3"))) == [review]

    def test_are_told_with_what_they_were_taken_on(self) -> None:
        bolt = on(EARLY, AccountOpened("Bolt"), to="bolt")
        merged = on("2024-06-01", AccountAbsorbed("acme"), to="bolt"), on("2024-06-01", AccountMerged("bolt"))
        tier = on("2024-06-01", TierMoved(Tier.CORE, override=True), to="bolt")
        story = STORY.then_given(bolt, *merged, tier).about("bolt")
        assert told(story)[::2] == [
            ("bolt", "The tier override of 2024-06-01"),
            ("acme", "The review of 2024-06-01"),
        ]
        assert [key for key, _ in told(story.on("2024-05-31"))] == []

    def test_in_force_is_the_last_review_else_the_grant_while_it_is_major(self) -> None:
        days = ("2024-04-30", "2024-05-31", "2024-06-01")
        found = [in_force(STORY.on(day).account) for day in days]
        assert [fact and fact.reference for fact in found] == [None, "acme@3", "acme@4"]
        assert in_force(STORY.then_given(on("2024-06-01", QualificationRevoked())).account) is None

    def test_whoever_corrects_the_record_of_a_decision_did_not_take_it(self) -> None:
        story = STORY.then_given(corrected("acme@3", QualificationGranted()))
        assert first_link(story.past, story.last).reference == "acme@3"
        assert first_link(STORY.past, STORY.last) == STORY.last
