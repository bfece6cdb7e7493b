"""A decision differs: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.qualification import QualificationRefused, QualificationRevoked
from majoracct.domain.checks.decision_differs import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, money, on

SHIPPED = Terms.shipped("GBP")
HIGHER = PolicyAdopted(evolve(SHIPPED, threshold=money("2000000")))


@pytest.mark.requirement("B-D4")
class TestDecisionDiffers:
    def test_raised_when_a_back_dated_policy_gives_another_verdict(self, major: Given) -> None:
        (found,) = major.then_given(on("2024-05-01", HIGHER)).raised(CHECK)
        assert found.says == (
            "The grant of 2024-05-01 was taken under programme@1; programme@2 is now known to have been in "
            "force, with another threshold; by it, Q4 did not hold"
        )
        assert (found.facts, found.about) == (("acme@18", "programme@2"), "acme@18")

    def test_not_when_it_holds_from_the_next_day(self, major: Given) -> None:
        assert major.then_given(on("2024-05-02", HIGHER)).on("2024-06-01").raised(CHECK) == []

    def test_raised_by_another_policy_under_which_the_verdicts_are_the_same(self, major: Given) -> None:
        lower = PolicyAdopted(evolve(SHIPPED, threshold=money("500000")))
        (found,) = major.then_given(on("2024-04-01", lower)).raised(CHECK)
        assert found.says.endswith("with another threshold; by it, the verdicts are the same")

    def test_not_by_one_that_says_the_same(self, major: Given) -> None:
        assert major.then_given(on("2024-04-01", PolicyAdopted(SHIPPED))).raised(CHECK) == []

    def test_not_by_what_was_learned_of_the_account_since(self, major: Given) -> None:
        assert major.then_given(FactWithdrawn("acme@2")).raised(CHECK) == []

    def test_raised_by_a_refusal_and_not_by_a_revocation(self, ready: Given, major: Given) -> None:
        refused = ready.when(QualificationRefused()).then()
        assert len(refused.then_given(on("2024-05-01", HIGHER)).raised(CHECK)) == 1
        revoked = major.when(QualificationRevoked()).then().then_given(on("2024-05-01", HIGHER))
        assert [found.about for found in revoked.raised(CHECK)] == ["acme@18"]
