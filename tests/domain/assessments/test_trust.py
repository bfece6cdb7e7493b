"""The rules of trust, one class a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.promises import (
    AgreementReneged,
    BenchmarkAgreed,
    CorrectiveChangeMade,
    PromiseBroken,
    PromiseMade,
    ResultMeasured,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    RelationshipAssessed,
    StakeholderIdentified,
    StakeholderLeft,
    Strength,
    Trend,
)
from majoracct.domain.assessments.trust import Likelihood, Trust, trust
from majoracct.domain.programme.tables import TrustTerms
from majoracct.domain.programme.terms import Level, Terms
from majoracct.testing.given import Given, Told, given, on

TERMS = Terms.shipped("GBP")
ANN = on("2022-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.EXECUTIVE))
BO = on("2022-01-01", StakeholderIdentified("p2", BuyingFunction.FINANCE, Level.C_LEVEL))
ROSE = (
    on("2023-01-01", RelationshipAssessed("p1", Strength.RAPPORT)),
    on("2024-01-01", RelationshipAssessed("p1", Strength.GOOD)),
)
RANK = list(Likelihood)


def found(story: Given, terms: Terms = TERMS) -> Trust:
    return trust(story.account, terms)


def expecting(results: Sequence[int | None], due: str = "2024-04-01") -> list[Told]:
    """Return benchmarks of 5 agreed, and what was measured against each, if anything; Ann is acme@1."""
    told: list[Told] = []
    number = 1
    for result in results:
        number += 1
        agreed = BenchmarkAgreed("days", Decimal(5), dt.date.fromisoformat(due), "p1")
        told.append(on("2024-02-01", agreed))
        if result is not None:
            told.append(on("2024-03-01", ResultMeasured(f"acme@{number}", Decimal(result))))
            number += 1
    return told


@pytest.mark.requirement("B-I2")
class TestTL1Expectations:
    def test_count_by_what_was_measured(self) -> None:
        shown = found(given(ANN, *expecting([5, 9, 4, None]))).expectations
        assert (shown.good, shown.of, shown.share) == (2, 3, Decimal(2) / 3)
        assert shown.facts == ("acme@2", "acme@3", "acme@4", "acme@5", "acme@6", "acme@7")

    def test_miss_no_sooner_than_their_day(self) -> None:
        story = given(ANN, *expecting([4, 5], due="2024-05-01"))
        assert (found(story).expectations.good, found(story).expectations.of) == (1, 2)
        before = found(story.on("2024-04-30")).expectations
        assert (before.good, before.of) == (1, 1)


@pytest.mark.requirement("B-I2")
class TestTL2Promises:
    PROMISE = on("2024-02-01", PromiseMade("fast", dt.date(2024, 5, 1)))

    def test_count_once_they_are_due(self) -> None:
        story = given(self.PROMISE)
        assert found(story.on("2024-04-30")).promises.share is None
        assert found(story).promises.share == 0

    def test_kept_as_they_stand_today(self) -> None:
        kept = given(
            ANN,
            self.PROMISE,
            on(
                "2024-02-01", BenchmarkAgreed("days", Decimal(5), dt.date(2024, 4, 1), "p1", promise="acme@2")
            ),
            on("2024-03-01", ResultMeasured("acme@3", Decimal(5))),
        )
        assert found(kept).promises.share == 1
        assert found(kept).promises.facts == ("acme@2", "acme@4")
        broken = kept.then_given(on("2024-04-01", PromiseBroken("acme@2", "late")))
        assert found(broken).promises.share == 0
        assert "acme@5" in found(broken).promises.facts
        mended = broken.then_given(on("2024-04-02", CorrectiveChangeMade("acme@2", "more people")))
        assert found(mended).promises.share == 0
        assert found(kept.then_given(AgreementReneged("acme@2"))).promises.share == 0


@pytest.mark.requirement("B-I2")
class TestTL3Relationships:
    def test_with_executives_within_the_months_of_policy(self) -> None:
        shown = found(given(ANN, *ROSE))
        assert (shown.trend, shown.trend_facts) == (Trend.ROSE, ("acme@2", "acme@3"))
        assert found(given(ANN, *ROSE).on("2025-01-02")).trend is Trend.STAYED
        short = evolve(TERMS, trust=TrustTerms(trend_months=3))
        assert found(given(ANN, *ROSE), short).trend is Trend.STAYED

    def test_one_that_fell_tells_for_all(self) -> None:
        fell = (
            on("2024-01-01", RelationshipAssessed("p2", Strength.GOOD)),
            on("2024-02-01", RelationshipAssessed("p2", Strength.COLD)),
        )
        story = given(ANN, BO, *ROSE, *fell)
        assert (found(story).trend, found(story).trend_facts) == (Trend.FELL, ("acme@5", "acme@6"))
        assert found(story.then_given(StakeholderLeft("p2"))).trend is Trend.ROSE

    def test_not_with_others(self) -> None:
        clerk = on("2022-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.STAFF))
        assert found(given(clerk, *ROSE)).trend is None


@pytest.mark.requirement("B-I2")
class TestTL4HowLikely:
    def test_unknown_where_nothing_is_known(self) -> None:
        assert found(given()).likelihood is Likelihood.UNKNOWN
        assert found(given(ANN, *expecting([None]))).likelihood is Likelihood.UNKNOWN

    @pytest.mark.parametrize(
        ("met", "missed", "likelihood"),
        [
            (9, 1, Likelihood.HIGH),
            (8, 2, Likelihood.MEDIUM),
            (5, 5, Likelihood.MEDIUM),
            (4, 6, Likelihood.LOW),
        ],
    )
    def test_by_the_marks_of_policy_with_relationships_that_rose(
        self, met: int, missed: int, likelihood: Likelihood
    ) -> None:
        story = given(ANN, *expecting([5] * met + [4] * missed), *ROSE)
        assert found(story).likelihood is likelihood

    def test_high_takes_a_share_and_a_rise(self) -> None:
        assert found(given(ANN, *ROSE)).likelihood is Likelihood.MEDIUM
        assert found(given(ANN, *expecting([5]))).likelihood is Likelihood.MEDIUM
        stayed = on("2023-01-01", RelationshipAssessed("p1", Strength.GOOD))
        assert found(given(ANN, *expecting([5]), stayed)).likelihood is Likelihood.MEDIUM

    def test_high_takes_every_share_that_is_known(self) -> None:
        due = on("2024-02-01", PromiseMade("fast", dt.date(2024, 4, 1)))
        kept = given(ANN, *expecting([5]), *ROSE)
        assert found(kept).likelihood is Likelihood.HIGH
        assert found(kept.then_given(due)).likelihood is Likelihood.LOW
        lenient = evolve(TERMS, trust=TrustTerms(low=Decimal(0)))
        assert found(kept.then_given(due), lenient).likelihood is Likelihood.MEDIUM

    def test_low_where_a_relationship_fell(self) -> None:
        fell = on("2024-04-01", RelationshipAssessed("p1", Strength.COLD))
        assert found(given(ANN, *expecting([5]), *ROSE, fell)).likelihood is Likelihood.LOW

    @settings(max_examples=60, deadline=None)
    @any_of(
        st.lists(st.sampled_from([4, 5, None]), max_size=4),
        st.integers(0, 3),
        st.booleans(),
        st.integers(1, 100),
        st.integers(1, 100),
    )
    def test_one_broken_promise_more_never_raises_it(
        self, results: list[int | None], broken: int, rose: bool, high: int, low: int
    ) -> None:
        terms = evolve(TERMS, trust=TrustTerms(Decimal(high) / 100, Decimal(low) / 100))
        due = on("2024-02-01", PromiseMade("fast", dt.date(2024, 4, 1)))
        story = given(ANN, *expecting(results), *(ROSE if rose else ()), *[due] * broken)
        before, after = found(story, terms).likelihood, found(story.then_given(due), terms).likelihood
        if before is not Likelihood.UNKNOWN:
            assert RANK.index(after) <= RANK.index(before)
        else:
            assert after is Likelihood.LOW
