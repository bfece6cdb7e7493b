"""Which analyses an account has, and whether they are fresh."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.analyses import AnalysisFiled
from majoracct.domain.assessments.analyses import Freshness, analysed, complete
from majoracct.domain.programme.programme_tables import AnalysisKind, ProgrammeTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, on

TERMS = Terms.shipped("GBP")
FIVE = TERMS.programme.analyses
KIND = AnalysisKind.FINANCIALS


def stands(story: Given, kind: AnalysisKind = KIND, terms: Terms = TERMS) -> Freshness:
    return next(each.freshness for each in analysed(story.account, terms) if each.kind is kind)


def story_of(period: str) -> Given:
    filed = AnalysisFiled(KIND, period, "theirs")
    return given().on("2024-05-01").when(filed).then()


@pytest.mark.requirement("S-W3")
class TestAN4FreshOldOrMissing:
    def test_the_five_kinds_of_the_source(self) -> None:
        assert [each.kind.value for each in analysed(given().account, TERMS)] == [
            "financials",
            "industry-trends",
            "stakeholder-profiles",
            "installed-base",
            "share-of-wallet",
        ]
        assert all(stands(given(), kind) is Freshness.MISSING for kind in FIVE)

    def test_fresh_to_the_day_policy_says(self) -> None:
        story = story_of("2023")
        assert stands(story.on("2024-12-31")) is Freshness.FRESH
        assert stands(story.on("2025-01-01")) is Freshness.OLD
        longer = evolve(TERMS, programme=ProgrammeTerms(analysis_months=13))
        assert stands(story.on("2025-01-01"), terms=longer) is Freshness.FRESH

    def test_by_the_one_that_tells_of_the_latest_days(self) -> None:
        story = story_of("2023").on("2024-05-02").when(AnalysisFiled(KIND, "2020", "theirs")).then()
        assert stands(story) is Freshness.FRESH

    def test_others_on_file_are_told_too(self) -> None:
        story = given(AnalysisFiled(AnalysisKind.OTHER, "2023", "theirs"))
        assert [each.kind for each in analysed(story.account, TERMS)][-1] is AnalysisKind.OTHER


@pytest.mark.requirement("S-W3")
class TestAN5Complete:
    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @any_of(kinds=st.sets(st.sampled_from(list(AnalysisKind))))
    def test_when_every_kind_asked_for_is_fresh(self, kinds: set[AnalysisKind]) -> None:
        filed = [AnalysisFiled(kind, "2024", "theirs") for kind in sorted(kinds, key=lambda k: k.value)]
        story = given(on("2024-05-01", *filed))
        assert complete(story.account, TERMS) is (kinds >= set(FIVE))
        one = evolve(TERMS, programme=ProgrammeTerms(analyses=(KIND,)))
        assert complete(story.account, one) is (KIND in kinds)
        assert not complete(story.on("2027-01-01").account, TERMS)
