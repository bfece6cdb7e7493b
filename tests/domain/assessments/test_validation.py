"""The rules of spending on what the customer validated, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.investment import InvestmentMade, Purpose
from majoracct.domain.account.opportunities import (
    OpportunityIdentified,
    OpportunityLost,
    OpportunityWon,
)
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.validation import OpportunityDisowned, OpportunityValidated, Validity
from majoracct.domain.assessments.validation import Qualified, qualified, spend
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
ANA = on("2023-01-01", StakeholderIdentified("p1", BuyingFunction.CORPORATE))
DEAL = on("2023-01-01", OpportunityIdentified("signals"))  # acme@2
YES, NO = OpportunityValidated("acme@2", "p1"), OpportunityDisowned("acme@2", "p1")


def spent(day: str, amount: str, opportunity: str | None = "acme@2") -> Told:
    purpose = Purpose.LANDING if opportunity else Purpose.TEAM
    return on(day, InvestmentMade(purpose, money(amount), opportunity))


def only(story: Given) -> Qualified:
    (found,) = qualified(story.account, TERMS)
    return found


@pytest.mark.requirement("S-C8")
class TestVD1AsTheCustomerSays:
    def test_nothing_said_is_unvalidated(self) -> None:
        found = only(given(ANA, DEAL))
        assert [found.validity, found.word, found.spent] == [Validity.UNVALIDATED, None, 0]

    def test_the_last_word_within_policys_months(self) -> None:
        told = given(ANA, DEAL, on("2023-05-01", YES))
        assert only(told).validity is Validity.VALIDATED
        assert only(told.on("2024-05-02")).validity is Validity.OUT_OF_DATE
        disowned = only(told.then_given(on("2023-06-01", NO)))
        assert (disowned.validity, disowned.word and disowned.word.fact) == (Validity.DISOWNED, "acme@4")

    @pytest.mark.parametrize("decided", [OpportunityWon("acme@2"), OpportunityLost("acme@2")])
    def test_one_that_was_decided_as_on_that_day(self, decided: OpportunityWon | OpportunityLost) -> None:
        story = given(ANA, DEAL, on("2023-05-01", YES), on("2023-06-01", decided)).on("2025-01-01")
        assert only(story).validity is Validity.VALIDATED

    def test_something_rests_on_it_while_it_is_open(self) -> None:
        assert not only(given(ANA, DEAL)).relied_on
        planned = given(ANA, DEAL, PlanDrafted("a", ("acme@2",)))
        assert only(planned).relied_on
        assert only(given(ANA, DEAL, spent("2023-02-01", "5"))).relied_on
        assert not only(planned.then_given(OpportunityLost("acme@2"))).relied_on


@pytest.mark.requirement("S-C8")
class TestVD2SpentUnvalidated:
    def test_is_what_was_spent_before_anybody_said_so_even_if_they_did_later(self) -> None:
        story = given(
            ANA,
            DEAL,
            spent("2023-02-01", "100"),
            on("2023-05-01", YES),
            spent("2023-05-01", "30"),
            spent("2024-05-01", "7"),
        )
        found = only(story)
        assert [found.spent, found.unvalidated] == [137, 100]
        assert found.facts == ("acme@3", "acme@5", "acme@6")

    def test_or_after_they_disowned_it_or_their_word_grew_old(self) -> None:
        told = (ANA, DEAL, on("2023-02-01", YES), spent("2024-02-02", "3"))
        assert only(given(*told)).unvalidated == 3
        assert only(given(*told, on("2024-02-02", YES))).unvalidated == 0
        assert only(given(*told, on("2024-02-02", NO))).unvalidated == 3


@pytest.mark.requirement("S-C8")
class TestVD3AddsUp:
    def test_over_the_opportunities_and_only_them(self) -> None:
        other = on("2023-01-01", OpportunityIdentified("depot"))
        story = given(
            ANA,
            DEAL,
            other,
            on("2023-02-01", YES),
            spent("2023-03-01", "30"),
            spent("2023-03-01", "10", "acme@3"),
        )
        story = story.then_given(spent("2023-03-01", "99", None)).on("2023-06-01")
        whole = spend(qualified(story.account, TERMS))
        assert [whole.opportunities, whole.validated, whole.spent, whole.unvalidated] == [2, 1, 40, 10]
        assert whole.share == Decimal("0.25")

    def test_nothing_spent_has_no_share(self) -> None:
        assert spend(qualified(given(ANA, DEAL).account, TERMS)).share is None

    @settings(deadline=None, derandomize=True, database=None, max_examples=30)
    @any_of(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 9)), max_size=6), st.integers(0, 900))
    def test_unvalidated_is_never_more_than_what_was_spent(
        self, told: list[tuple[int, int]], said: int
    ) -> None:
        start = dt.date(2023, 1, 2)
        payments = [spent((start + dt.timedelta(day)).isoformat(), str(amount)) for day, amount in told]
        story = given(ANA, DEAL, on(start + dt.timedelta(said), YES), *payments).on("2026-01-01")
        whole = spend(qualified(story.account, TERMS))
        assert whole.spent == sum(amount for _, amount in told)
        assert 0 <= whole.unvalidated <= whole.spent
