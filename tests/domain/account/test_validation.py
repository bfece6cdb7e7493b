"""The rules of what the customer says of an opportunity, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.opportunities import (
    OpportunityDecided,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityUnknown,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.account.validation import (
    OpportunityDisowned,
    OpportunityValidated,
    Validations,
    Validity,
    validity,
)
from majoracct.domain.kernel import AccountEvent, FactWithdrawn
from majoracct.testing.given import Given, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.CORPORATE)
DEAL = on("2023-01-01", ANA, OpportunityIdentified("signals"))
YES, NO = OpportunityValidated("acme@2", "p1"), OpportunityDisowned("acme@2", "p1")
WORDS: list[AccountEvent[Validations]] = [YES, NO]


def stands(story: Given, day: str, months: int = 12) -> Validity:
    return validity(story.on("2030-01-01").account, "acme@2", dt.date.fromisoformat(day), months)[0]


@pytest.mark.requirement("S-C8")
@pytest.mark.parametrize("word", WORDS)
class TestVL1TheCustomersWord:
    def test_is_of_an_opportunity_that_is_open(self, word: AccountEvent[Validations]) -> None:
        given(ANA).when(word).then_refused(OpportunityUnknown)
        given(DEAL, OpportunityLost("acme@2")).when(word).then_refused(OpportunityDecided)

    def test_by_somebody_who_is_there(self, word: AccountEvent[Validations]) -> None:
        unknown = type(word)("acme@2", "p9")  # type: ignore[call-arg]
        given(DEAL).when(unknown).then_refused(StakeholderUnknown)
        given(DEAL, StakeholderLeft("p1")).when(word).then_refused(StakeholderGone)

    def test_and_is_kept(self, word: AccountEvent[Validations]) -> None:
        (said,) = given(DEAL).when(word).then()[Validations].of["acme@2"]
        assert (said.person, said.fact, said.valid) == ("p1", "acme@3", word is YES)


@pytest.mark.requirement("S-C8")
class TestVL2TheLastWordByADay:
    TOLD = given(DEAL, on("2023-03-01", YES), on("2024-06-01", NO), on("2024-07-01", YES))

    def test_counts(self) -> None:
        assert stands(self.TOLD, "2023-02-28") is Validity.UNVALIDATED
        assert stands(self.TOLD, "2023-03-01") is Validity.VALIDATED
        assert stands(self.TOLD, "2024-06-01") is Validity.DISOWNED
        assert stands(self.TOLD, "2024-07-01") is Validity.VALIDATED

    def test_for_as_long_as_policy_says(self) -> None:
        assert stands(self.TOLD, "2024-03-01") is Validity.VALIDATED
        assert stands(self.TOLD, "2024-03-02") is Validity.OUT_OF_DATE
        assert stands(self.TOLD, "2024-03-02", 13) is Validity.VALIDATED

    def test_a_no_does_not_grow_old(self) -> None:
        assert stands(given(DEAL, on("2023-03-01", NO)), "2029-01-01") is Validity.DISOWNED

    def test_a_word_withdrawn_was_never_said(self) -> None:
        assert stands(self.TOLD.then_given(FactWithdrawn("acme@4")), "2024-06-15") is Validity.OUT_OF_DATE

    def test_is_unvalidated_where_nobody_said_anything(self) -> None:
        assert validity(given(DEAL).account, "acme@2", dt.date(2024, 1, 1), 12) == (
            Validity.UNVALIDATED,
            None,
        )

    @settings(deadline=None, derandomize=True, database=None, max_examples=30)
    @any_of(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=5), st.integers(0, 50))
    def test_whatever_is_said_later_changes_no_day_before(
        self, said: list[tuple[int, bool]], day: int
    ) -> None:
        start = dt.date(2024, 1, 1)
        asked = start + dt.timedelta(day)
        told = [on(start + dt.timedelta(n), YES if yes else NO) for n, yes in said]
        by_then = [t for t in told if t.on <= asked]
        whole, before = given(DEAL, *told).on("2030-01-01"), given(DEAL, *by_then).on("2030-01-01")
        seen = [validity(story.account, "acme@2", asked, 12)[0] for story in (whole, before)]
        assert seen[0] is seen[1]
