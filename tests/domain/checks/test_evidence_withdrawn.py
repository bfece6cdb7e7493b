"""Evidence withdrawn: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest

from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.profile import OrgChartFiled
from majoracct.domain.account.qualification import QualificationReviewed, QualificationRevoked
from majoracct.domain.checks.evidence_withdrawn import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import DAY, Given, corrected, money, on


@pytest.mark.requirement("B-D4")
class TestEvidenceWithdrawn:
    def test_raised_when_an_input_of_the_grant_is_withdrawn(self, major: Given) -> None:
        (found,) = major.then_given(FactWithdrawn("acme@2")).raised(CHECK)
        assert found.says == (
            "acme@2, an input of the decision of 2024-05-01, was withdrawn since: "
            "as now known, Q1 did not hold that day"
        )
        assert (found.facts, found.about) == (("acme@18", "acme@2", "acme@19"), "acme@2")

    def test_and_when_the_criterion_holds_all_the_same(self, major: Given) -> None:
        (found,) = major.then_given(OrgChartFiled(), FactWithdrawn("acme@2")).raised(CHECK)
        assert found.says.endswith("as now known, what rested on it holds all the same")

    def test_not_when_something_else_is(self, major: Given) -> None:
        assert major.then_given(OrgChartFiled(), FactWithdrawn("acme@19")).raised(CHECK) == []

    def test_raised_when_it_is_corrected_to_what_does_not_do(self, major: Given) -> None:
        less = corrected("acme@11", OpportunityIdentified("a deal", money("999999"), DAY))
        (found,) = major.then_given(less).raised(CHECK)
        assert "acme@11, an input of the decision of 2024-05-01, was replaced by acme@20" in found.says
        assert found.says.endswith("Q4 did not hold that day")
        assert found.facts == ("acme@18", "acme@11", "acme@19", "acme@20")

    def test_not_when_it_is_corrected_to_what_does(self, major: Given) -> None:
        more = corrected("acme@11", OpportunityIdentified("a deal", money("1000001"), DAY))
        assert major.then_given(more).raised(CHECK) == []

    def test_raised_when_the_correction_is_withdrawn_too(self, major: Given) -> None:
        more = corrected("acme@11", OpportunityIdentified("a deal", money("1000001"), DAY))
        (found,) = major.then_given(more, FactWithdrawn("acme@20")).raised(CHECK)
        assert "acme@11, an input of the decision of 2024-05-01, was withdrawn since" in found.says

    def test_not_when_the_correction_is_corrected_to_what_does(self, major: Given) -> None:
        less = corrected("acme@11", OpportunityIdentified("a deal", money("999999"), DAY))
        more = corrected("acme@20", OpportunityIdentified("a deal", money("1000001"), DAY))
        assert major.then_given(less, more).raised(CHECK) == []

    def test_not_once_a_review_upheld_the_status(self, major: Given) -> None:
        story = major.then_given(FactWithdrawn("acme@2"), OrgChartFiled())
        assert story.when(QualificationReviewed()).then().raised(CHECK) == []

    def test_not_once_the_status_is_gone(self, major: Given) -> None:
        story = major.then_given(FactWithdrawn("acme@2"))
        assert story.when(QualificationRevoked()).then().raised(CHECK) == []

    def test_counts_as_known_on_the_day_of_the_decision(self, major: Given) -> None:
        story = major.then_given(FactWithdrawn("acme@2"), on("2024-06-01", OrgChartFiled())).on("2024-06-02")
        assert [found.says.endswith("Q1 did not hold that day") for found in story.raised(CHECK)] == [True]
