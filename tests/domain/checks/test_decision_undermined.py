"""Decision undermined: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.qualification import (
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.assessments.hindsight import hindsight
from majoracct.domain.checks.decision_differs import CHECK as DIFFERS
from majoracct.domain.checks.decision_undermined import CHECK
from majoracct.domain.checks.evidence_withdrawn import CHECK as WITHDRAWN
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import DAY, Given, money, on

ENDED = SponsorshipEnded("p1")
AGAIN = on("2024-05-20", SponsorNamed("p1", "CFO", "all capital spend"))


@pytest.mark.requirement("B-D4", "B-Q6")
class TestDecisionUndermined:
    def test_raised_when_it_is_learned_that_the_sponsor_had_stopped_before(self, seasoned: Given) -> None:
        story = seasoned.then_given(on("2024-04-15", ENDED), AGAIN)
        (found,) = story.raised(CHECK)
        assert found.says == (
            "The decision of 2024-05-01 rested on what did not hold that day, as now known: Q3 (missing: "
            "an executive sponsor with title, remit and a relationship to another executive)"
        )
        assert (found.facts, found.about) == (("acme@18", "acme@19"), "acme@18")
        seen = hindsight(story.account)
        assert seen is not None
        assert seen.stands is False  # as `why` says

    @pytest.mark.parametrize("day", [DAY, "2024-05-02"])
    def test_not_when_it_happened_after_the_decision(self, seasoned: Given, day: str) -> None:
        assert seasoned.then_given(on(day, ENDED), AGAIN).raised(CHECK) == []

    def test_not_when_nothing_was_learned(self, seasoned: Given) -> None:
        assert seasoned.raised(CHECK) == []

    def test_not_what_was_withdrawn_of_its_inputs(self, seasoned: Given) -> None:
        story = seasoned.then_given(FactWithdrawn("acme@10"), AGAIN)
        assert (story.raised(CHECK), len(story.raised(WITHDRAWN))) == ([], 1)

    def test_not_for_another_policy(self, seasoned: Given) -> None:
        dearer = PolicyAdopted(evolve(Terms.shipped("GBP"), threshold=money("5000000")))
        story = seasoned.then_given(on("2024-04-15", dearer))
        assert (story.raised(CHECK), len(story.raised(DIFFERS))) == ([], 1)

    def test_not_once_it_was_reviewed_or_revoked(self, seasoned: Given) -> None:
        story = seasoned.then_given(on("2024-04-15", ENDED), AGAIN)
        assert story.when(QualificationReviewed()).then().raised(CHECK) == []
        assert story.when(QualificationRevoked()).then().raised(CHECK) == []

    def test_raised_of_a_review_that_what_was_learned_speaks_against(self, seasoned: Given) -> None:
        reviewed = seasoned.on("2024-06-01").when(QualificationReviewed()).then().on("2024-07-01")
        (found,) = reviewed.then_given(on("2024-05-15", ENDED)).raised(CHECK)
        assert found.about == "acme@19"
