"""First wins: whether each reached the threshold, and how they are distributed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityReopened,
    OpportunityWon,
)
from majoracct.domain.assessments.first_wins import FirstWin, Reached, Sizes, first_won, reached, sizes
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import DAY, given, money, on

TERMS = Terms.shipped("GBP")
WON = OpportunityWon("acme@1")


def deal(amount: str | None) -> OpportunityIdentified:
    return OpportunityIdentified("a deal", None if amount is None else money(amount))


def won(amount: str | None, account: str = "acme") -> FirstWin:
    """Return a first win worth an AMOUNT."""
    story = given(deal(amount), OpportunityWon(f"{account}@1"), to=account)
    found = first_won(story.account, TERMS)
    assert found is not None
    return found


@pytest.mark.requirement("B-P7")
class TestFW1ReachedTheThreshold:
    @pytest.mark.parametrize(
        ("amount", "large"), [("999,999.99", False), ("1,000,000", True), ("2,000,000", True), (None, None)]
    )
    def test_when_it_was_worth_that_much(self, amount: str | None, large: bool | None) -> None:
        found = won(amount)
        assert (found.reached, found.won, found.fact) == (large, DAY, "acme@2")
        assert found.value == (None if amount is None else money(amount))

    def test_of_policy(self) -> None:
        low = evolve(TERMS, threshold=money("50"))
        found = first_won(given(deal("50"), WON).account, low)
        assert found is not None
        assert found.reached is True

    def test_by_the_last_estimate_before_it(self) -> None:
        story = given(deal("5"), OpportunityEstimated("acme@1", money("1,500,000")), WON)
        found = first_won(story.account, TERMS)
        assert found is not None
        assert found.reached is True

    def test_the_first_and_not_the_largest(self) -> None:
        story = given(
            on("2024-01-01", deal("9,000,000"), deal("7")),
            on("2024-02-01", OpportunityWon("acme@2")),
            on("2024-03-01", WON),
        )
        found = first_won(story.account, TERMS)
        assert found is not None
        assert (found.opportunity, found.won, found.reached) == ("acme@2", dt.date(2024, 2, 1), False)

    def test_nothing_before_it_nor_once_it_is_undone(self) -> None:
        story = given(on("2024-01-01", deal("7")), WON)
        assert first_won(story.on("2024-04-30").account, TERMS) is None
        assert first_won(story.then_given(OpportunityReopened("acme@1")).account, TERMS) is None


@pytest.mark.requirement("B-P7")
class TestFW2TheShareThatReachedIt:
    def test_is_of_those_whose_worth_is_known(self) -> None:
        found = reached([won("5"), won("1,000,000"), won(None), won("2,000,000"), won("6")])
        assert (found, found.share) == (Reached(5, 2, 1), Decimal("0.5"))

    def test_is_unknown_when_none_is(self) -> None:
        assert reached([won(None)]).share is None
        assert reached([]).share is None

    @settings(max_examples=40, deadline=None)
    @for_all(st.lists(st.sampled_from(["5", "999,999", "1,000,000", "3,000,000", None]), max_size=8))
    def test_adds_up(self, amounts: list[str | None]) -> None:
        each = [won(amount) for amount in amounts]
        total = Reached()
        for one in each:
            total = total.plus(reached([one]))
        assert reached(each) == total == reached(each[::-1])
        assert total.wins == len(amounts)
        assert total.unknown == amounts.count(None)
        assert total.reached == amounts.count("1,000,000") + amounts.count("3,000,000")


@pytest.mark.requirement("B-P7")
class TestTheirSizes:
    def test_run_from_the_smallest_to_the_largest(self) -> None:
        each = [won(amount) for amount in ("7", "5", None, "9", "6")]
        assert sizes(each) == Sizes(money("5"), money("6"), money("9"))
        assert sizes(each[:2]) == Sizes(money("5"), money("5"), money("7"))

    def test_are_unknown_when_all_are(self) -> None:
        assert sizes([won(None)]) is None
        assert sizes([]) is None
