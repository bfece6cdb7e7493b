"""Concentrated: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.checks.concentrated import CHECK
from majoracct.domain.programme.tables import FindingTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, money, on


def paid(first: str, *others: str, year: int = 2023) -> Given:
    """Return the story of what acme and others paid in a YEAR."""
    story = given(on("2020-01-01", AccountOpened("Acme")), on(f"{year}-06-30", RevenueRecorded(money(first))))
    for n, amount in enumerate(others):
        story = story.then_given(on(f"{year}-06-30", RevenueRecorded(money(amount)), to=f"other-{n}"))
    return story


@pytest.mark.requirement("C-D3", "C-T1")
class TestConcentrated:
    def test_raised_when_one_brings_more_than_policy_allows(self) -> None:
        (found,) = paid("25.01", "25", "25", "25").raised(CHECK)
        assert (
            found.says
            == "Acme brought 25.0% of what customers paid in 2023, more than the 25% that policy allows"
        )
        assert (found.facts, found.about) == (("acme@2",), "acme:2023")

    def test_not_when_it_brings_as_much(self) -> None:
        assert paid("25", "25", "25", "25").raised(CHECK) == []

    @pytest.mark.requirement("X-11")
    def test_not_while_no_rate_tells_a_payment(self) -> None:
        dollars = on("2023-06-30", RevenueRecorded(money("1", "USD")), to="other-0")
        assert paid("40", "60").then_given(dollars).raised(CHECK) == []

    def test_raised_of_each_that_does(self) -> None:
        found = paid("40", "60").raised(CHECK)
        assert [each.about for each in found] == ["other-0:2023", "acme:2023"]

    def test_of_the_last_whole_year_only(self) -> None:
        story = paid("40", "20", "20", "20", year=2024)
        assert story.on("2024-12-30").raised(CHECK) == []
        assert [each.about for each in story.on("2024-12-31").raised(CHECK)] == ["acme:2024"]
        assert story.on("2026-01-01").raised(CHECK) == []

    def test_by_the_share_of_policy(self) -> None:
        terms = evolve(Terms.shipped("GBP"), findings=FindingTerms(customer_share=Decimal("0.4")))
        assert paid("40", "20", "20", "20").under(terms).raised(CHECK) == []
        assert len(paid("40.01", "20", "20", "20").under(terms).raised(CHECK)) == 1

    @settings(deadline=None, derandomize=True, database=None, max_examples=60)
    @for_all(amounts=st.lists(st.integers(-50, 100), min_size=1, max_size=6), percent=st.integers(1, 100))
    def test_of_just_those_who_brought_more(self, amounts: list[int], percent: int) -> None:
        terms = evolve(Terms.shipped("GBP"), findings=FindingTerms(customer_share=Decimal(percent) / 100))
        story = paid(*(str(amount) for amount in amounts)).under(terms)
        total = sum(amount for amount in amounts if amount > 0)
        more = {n for n, amount in enumerate(amounts) if amount > 0 and amount * 100 > percent * total}
        keys = ["acme", *(f"other-{n}" for n in range(len(amounts) - 1))]
        assert {found.about for found in story.raised(CHECK)} == {f"{keys[n]}:2023" for n in more}

    def test_what_was_credited_to_others_makes_no_share_smaller(self) -> None:
        assert paid("25", "25", "25", "25", "-50").raised(CHECK) == []
