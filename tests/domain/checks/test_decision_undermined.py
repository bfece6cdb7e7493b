"""Decision undermined: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.profile import OrgChartFiled
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.relationships import StakeholderLeft
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.assessments.hindsight import hindsight
from majoracct.domain.checks.decision_undermined import CHECK
from majoracct.domain.checks.evidence_withdrawn import CHECK as EVIDENCE_WITHDRAWN
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import DAY, EARLY, Given, money, on

ENDED = on("2024-04-15", SponsorshipEnded("p1"))


@pytest.mark.requirement("B-D4")
class TestDecisionUndermined:
    def test_raised_when_a_fact_of_a_day_before_was_recorded_since(self, seasoned: Given) -> None:
        (found,) = seasoned.then_given(ENDED).raised(CHECK)
        assert found.says == (
            "Q3 held by what was known when it was decided on 2024-05-01; as now known, it did not: "
            "an executive sponsor with title, remit and a relationship to another executive"
        )
        assert (found.facts, found.about) == (("acme@18", "acme@19"), "acme@18:Q3")

    def test_as_why_says(self, seasoned: Given) -> None:
        seen = hindsight(seasoned.then_given(ENDED).account)
        assert seen is not None
        assert seen.stands is False

    def test_raised_though_all_five_hold_again(self, seasoned: Given) -> None:
        again = on("2024-05-02", SponsorNamed("p1", "CFO", "all capital spend"))
        assert len(seasoned.then_given(ENDED, again).on("2024-05-02").raised(CHECK)) == 1

    @pytest.mark.parametrize("day", [DAY, "2024-05-02"])
    def test_not_when_it_happened_after_the_decision(self, seasoned: Given, day: str) -> None:
        later = on(day, SponsorshipEnded("p1"))
        assert seasoned.then_given(later).on("2024-05-02").raised(CHECK) == []

    def test_raised_naming_only_what_that_criterion_reads(self, seasoned: Given) -> None:
        filed = on("2024-04-10", OrgChartFiled())
        (found,) = seasoned.then_given(filed, ENDED).raised(CHECK)
        assert found.facts == ("acme@18", "acme@20")

    def test_not_when_what_it_rested_on_was_withdrawn_which_another_finding_tells(self, major: Given) -> None:
        story = major.then_given(FactWithdrawn("acme@2"))
        assert story.raised(CHECK) == []
        assert len(story.raised(EVIDENCE_WITHDRAWN)) == 1

    def test_not_when_only_the_policy_is_another(self, major: Given) -> None:
        story = major.then_given(on(EARLY, PolicyAdopted(Terms(money("2000000")))))
        assert story.raised(CHECK) == []

    def test_not_once_a_review_upheld_the_status_on_what_is_known(self, seasoned: Given) -> None:
        story = seasoned.then_given(on("2024-04-15", StakeholderLeft("p2")))
        assert len(story.raised(CHECK)) == 1
        assert story.when(QualificationReviewed()).then().raised(CHECK) == []

    def test_not_when_it_did_not_hold_when_it_was_decided(self, ready: Given) -> None:
        ended = on(DAY, SponsorshipEnded("p1"))
        story = ready.then_given(ended).because("the board asked for it")
        assert story.when(QualificationGranted(override=True)).then().raised(CHECK) == []

    def test_not_once_the_status_is_gone(self, seasoned: Given) -> None:
        story = seasoned.because("they left").when(QualificationRevoked()).then()
        assert story.then_given(ENDED).raised(CHECK) == []
