"""A decision differs: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from tests.domain.account.test_approval import agreed
from tests.domain.account.test_review import under

from majoracct.domain.account.editions import CustomerEditionIssued, PlanItemReleased
from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.account.qualification import QualificationRefused, QualificationRevoked
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.decision_differs import CHECK
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.edition_tables import EditionTerms
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Aim, Terms
from majoracct.testing.given import Given, given, money, on

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


@pytest.mark.requirement("J-R1")
class TestAnApprovalUnderAnotherPolicy:
    BOARD = ("sales executive", "marketing executive", "CFO")

    def test_raised_when_others_had_to_approve(self) -> None:
        late = agreed().then_given(on("2024-02-20", PolicyAdopted(under(must_approve=self.BOARD))))
        first, second = late.raised(CHECK)
        assert first.says == (
            "The approval of the plan of 2024-03-01 was taken under programme@1; programme@6 is now known to "
            "have been in force; by it, these had to approve: sales executive, marketing executive, cfo"
        )
        assert (first.facts, first.about) == (("acme@9", "programme@6"), "acme@9")
        assert second.about == "acme@10"

    def test_not_when_the_same_had_to_or_from_the_next_day_on(self) -> None:
        same = PolicyAdopted(under(must_approve=("Marketing-Executive", "sales executive")))
        assert agreed().then_given(on("2024-02-20", same)).raised(CHECK) == []
        later = on("2024-03-03", PolicyAdopted(under(must_approve=self.BOARD)))
        assert agreed().then_given(later).on("2024-06-01").raised(CHECK) == []


@pytest.mark.requirement("J-C1")
class TestAnEditionUnderAnotherPolicy:
    UNDATED = PolicyAdopted(evolve(SHIPPED, edition=EditionTerms(withheld=("action.due",))))
    PLANNED = on(
        "2024-01-01",
        StakeholderIdentified("p1", BuyingFunction.FINANCE),
        PlanDrafted("two years"),
        ActionAdded("visit", Aim.TRUST, owner="s1", due=dt.date(2024, 9, 1)),
    )
    GIVEN = (
        given(PLANNED)
        .by("kim", "account manager")
        .when(PlanItemReleased("acme@3", "We visit you"))
        .then()
        .when(CustomerEditionIssued(("p1",)))
        .then()
    )

    def test_raised_when_it_would_have_said_something_else(self) -> None:
        (found,) = self.GIVEN.then_given(
            on("2024-01-01", PolicyAdopted(evolve(SHIPPED, edition=EditionTerms(withheld=("action.due",)))))
        ).raised(CHECK)
        assert found.says.startswith("The edition of ")
        assert found.says.endswith(
            " is now known to have been in force; by it, it would have said something else"
        )

    def test_not_when_it_would_have_said_the_same(self) -> None:
        same = evolve(SHIPPED, edition=EditionTerms(review_days=3))
        assert self.GIVEN.then_given(on("2024-01-01", PolicyAdopted(same))).raised(CHECK) == []
