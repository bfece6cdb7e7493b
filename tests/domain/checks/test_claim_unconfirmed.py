"""Claim unconfirmed: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.claims import BenefitClaimed, BenefitConfirmed, BenefitDisputed
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.checks.claim_unconfirmed import CHECK
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.tables import FindingTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.CORPORATE, name="Ana")
SAVED = ValueDocumented(Measure.KPI, "Late payments", "a third fewer")
CLAIMED = on("2024-01-01", ANA, SAVED, BenefitClaimed("acme@2", "p1"))


@pytest.mark.requirement("B-E4")
class TestClaimUnconfirmed:
    def test_raised_when_nobody_answered_in_time(self) -> None:
        (found,) = given(CLAIMED).on("2024-03-02").raised(CHECK)  # day 61
        assert found.says == ("“Late payments” was claimed to Ana on 2024-01-01, and not answered in 60 days")
        assert (found.facts, found.about) == (("acme@3",), "acme@2")

    def test_not_on_the_last_day_there_is_time(self) -> None:
        assert given(CLAIMED).on("2024-03-01").raised(CHECK) == []

    @pytest.mark.parametrize(
        "answer", [BenefitConfirmed("acme@2", "p1"), BenefitDisputed("acme@2", "p1", "no")]
    )
    def test_not_once_it_was_confirmed_or_disputed(self, answer: BenefitConfirmed | BenefitDisputed) -> None:
        assert given(CLAIMED, on("2024-03-02", answer)).raised(CHECK) == []

    def test_not_of_what_was_not_claimed(self) -> None:
        assert given(on("2024-01-01", SAVED)).raised(CHECK) == []

    def test_in_as_many_days_as_policy_gives(self) -> None:
        terms = evolve(Terms.shipped("GBP"), findings=FindingTerms(answer_days=10))
        assert len(given(CLAIMED).under(terms).on("2024-01-12").raised(CHECK)) == 1
        assert given(CLAIMED).under(terms).on("2024-01-11").raised(CHECK) == []

    def test_reads_the_same_but_for_the_name_once_the_person_is_erased(self) -> None:
        gone = on("2024-01-01", evolve(ANA, name=Erased.here), SAVED, BenefitClaimed("acme@2", "p1"))
        (found,) = given(gone).raised(CHECK)
        (before,) = given(CLAIMED).raised(CHECK)
        assert found == evolve(before, says=before.says.replace("Ana", "[erased]"))
