"""Three scales of an account, kept apart."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.contracts import ContractSigned
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.promises import BenchmarkAgreed, ResultMeasured
from majoracct.domain.account.relationships import (
    BuyingFunction,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    StakeholderIdentified,
    Strength,
)
from majoracct.domain.assessments.scales import Business, Relations, Scales, scales
from majoracct.domain.assessments.trust import Shown
from majoracct.domain.kernel import Event
from majoracct.domain.programme.tension_tables import GoodFrom, TensionTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, on

TERMS = Terms.shipped("GBP")
ANN = on("2024-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE))
BO = on("2024-01-01", StakeholderIdentified("p2", BuyingFunction.FINANCE))


def told(story: Given, terms: Terms = TERMS) -> Scales:
    return scales(story.account, terms)


@pytest.mark.requirement("X-3")
class TestTN1EachByItself:
    def test_relationships_count_from_the_strength_that_policy_says(self) -> None:
        story = given(ANN, BO, RelationshipAssessed("p1", Strength.GOOD))
        assert told(story).relations == Relations(1, 1, 2, ("acme@3",))
        strict = evolve(TERMS, tensions=TensionTerms(good_from=GoodFrom.TRUSTED))
        assert told(story, strict).relations.good == 0
        assert evolve(told(story, strict), relations=told(story).relations) == told(story)

    def test_every_strength_that_policy_can_name_is_one(self) -> None:
        assert {g.value for g in GoodFrom} <= {s.value for s in Strength}

    def test_performance_is_what_was_measured(self) -> None:
        agreed = on("2024-01-02", BenchmarkAgreed("days", Decimal(5), dt.date(2024, 4, 1), "p1"))
        story = given(ANN, agreed, on("2024-03-01", ResultMeasured("acme@2", Decimal(6))))
        assert told(story).expectations == Shown(1, 1, ("acme@2", "acme@3"))

    def test_business_is_what_they_see_in_us_and_what_is_signed(self) -> None:
        deal = on("2024-01-02", OpportunityIdentified("a"), OpportunityWon("acme@3"))
        signed = ContractSigned("acme@3", "a contract")
        story = given(ANN, PerceptionAssessed("p1", Perception.PARTNER), deal, signed)
        assert told(story).business == Business(
            {Perception.PARTNER: 1}, 1, trusted=False, facts=("acme@2", "acme@5")
        )

    def test_what_nobody_judged_is_unknown(self) -> None:
        found = told(given(ANN))
        assert (found.relations.share, found.expectations.share, found.promises.share) == (None, None, None)

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @any_of(
        st.lists(
            st.one_of(
                st.builds(RelationshipAssessed, st.sampled_from(["p1", "p2"]), st.sampled_from(Strength)),
                st.builds(PerceptionAssessed, st.sampled_from(["p1", "p2"]), st.sampled_from(Perception)),
            ),
            max_size=6,
        )
    )
    def test_what_moves_one_leaves_the_others(self, more: list[Event[Any]]) -> None:
        def only(kind: type[Event[Any]]) -> Scales:
            return told(given(ANN, BO, *(e if isinstance(e, kind) else on("2024-01-01") for e in more)))

        whole = told(given(ANN, BO, *more))
        assert only(RelationshipAssessed).relations.good == whole.relations.good
        assert only(PerceptionAssessed).business.perceptions == whole.business.perceptions
        assert only(RelationshipAssessed).business == only(ContractSigned).business

    def test_there_is_no_score_of_them_all(self) -> None:
        assert [a.name for a in fields(Scales)] == [
            "account",
            "relations",
            "expectations",
            "promises",
            "business",
        ]
