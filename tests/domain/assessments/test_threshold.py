"""The threshold, year by year, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.forecast import RevenueExpected
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.threshold import Basis, YearTested, deciding, met, yearly
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")


def paid(day: str, amount: str) -> Told:
    return on(day, RevenueRecorded(money(amount)))


def years(story: Given) -> dict[int, YearTested]:
    return {each.year: each for each in yearly(story.account, TERMS)}


@pytest.mark.requirement("B-D1")
class TestTH1WhatCameIn:
    def test_reaches_it_from_the_threshold_on(self) -> None:
        story = given(paid("2023-03-01", "600,000"), paid("2023-09-01", "400,000")).on("2024-05-01")
        assert years(story)[2023].reached is Basis.ACTUAL
        assert years(story)[2023].fact == "acme@2"
        assert not met(given(paid("2023-03-01", "999,999.99")).on("2024-05-01").account, TERMS)

    def test_in_a_year_that_is_not_over_too(self) -> None:
        assert met(given(paid("2024-03-01", "1,000,000")).on("2024-05-01").account, TERMS)

    def test_less_what_was_credited(self) -> None:
        story = given(paid("2023-03-01", "1,000,000"), paid("2023-04-01", "-0.01"))
        assert not met(story.account, TERMS)


@pytest.mark.requirement("B-D1")
class TestTH2WhatIsExpected:
    def test_reaches_it_of_a_year_not_over_on_a_stated_basis(self) -> None:
        story = given(on("2024-02-01", RevenueExpected(2025, money("1,000,000"), "a signed frame")))
        found = years(story.on("2024-05-01"))[2025]
        assert (found.reached, found.basis, found.fact) == (Basis.EXPECTED, "a signed frame", "acme@1")

    def test_not_once_the_year_is_over(self) -> None:
        story = given(on("2024-02-01", RevenueExpected(2024, money("2,000,000"), "hope")))
        assert met(story.on("2024-12-30").account, TERMS)
        found = years(story.on("2024-12-31"))[2024]
        assert (found.reached, found.expected) == (None, money("2,000,000"))

    def test_not_less_than_the_threshold(self) -> None:
        story = given(on("2024-02-01", RevenueExpected(2025, money("999,999"), "hope")))
        assert not met(story.on("2024-05-01").account, TERMS)
        assert years(story.on("2024-05-01"))[2025].fact is None

    def test_what_is_planned_is_shown_beside_it(self) -> None:
        story = given(
            OpportunityIdentified("Rollout", money("1,500,000"), dt.date(2025, 6, 1)),
            PlanDrafted("Rollout", ("acme@1",)),
        )
        found = years(story)[2025]
        assert (found.planned, found.expected, found.reached) == (money("1,500,000"), None, None)


@pytest.mark.requirement("B-D1")
class TestTH3AnyOneYear:
    def test_years_do_not_add_up(self) -> None:
        story = given(paid("2022-03-01", "900,000"), paid("2023-03-01", "900,000"))
        assert not met(story.account, TERMS)

    def test_one_long_ago_is_enough(self) -> None:
        story = given(paid("2012-03-01", "1,200,000"), paid("2023-03-01", "5"))
        found = deciding(yearly(story.account, TERMS))
        assert found is not None
        assert (found.year, found.actual) == (2012, money("1,200,000"))

    def test_of_several_the_latest_decides_and_what_came_in_first(self) -> None:
        hoped = on("2024-02-01", RevenueExpected(2025, money("9,000,000"), "hope"))
        story = given(paid("2012-03-01", "1,200,000"), paid("2014-03-01", "1,100,000"), hoped)
        found = deciding(yearly(story.account, TERMS))
        assert found is not None
        assert (found.year, found.reached) == (2014, Basis.ACTUAL)

    @drawn(st.lists(st.tuples(st.integers(2015, 2024), st.integers(-900_000, 1_200_000)), max_size=8))
    def test_whatever_the_payments(self, payments: list[tuple[int, int]]) -> None:
        told = [
            on(f"{year}-03-01", RevenueRecorded(Money(Decimal(amount), "GBP"))) for year, amount in payments
        ]
        story = given(*told).on("2024-05-01")
        sums = {y: sum(a for year, a in payments if year == y) for y, _ in payments}
        assert met(story.account, TERMS) == any(total >= 1_000_000 for total in sums.values())
        assert {y: found.actual for y, found in years(story).items()} == {
            y: Money(Decimal(total), "GBP") for y, total in sums.items()
        }


@pytest.mark.requirement("B-D1")
class TestTH4WholeOrNot:
    def test_the_running_year_is_not_whole_until_its_last_day(self) -> None:
        story = given(paid("2023-03-01", "1"), paid("2024-03-01", "1"))
        assert [y.whole for y in years(story.on("2024-12-30")).values()] == [True, False]
        assert [y.whole for y in years(story.on("2024-12-31")).values()] == [True, True]

    def test_of_a_year_not_begun_nothing_came_in_that_could_be_counted(self) -> None:
        found = years(given(on("2024-02-01", RevenueExpected(2025, money("7"), "hope"))).on("2024-05-01"))
        assert found[2025].actual is None
