"""The rules of the company's own revenue."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.programme.company import (
    CompanyRevenueInForeignCurrency,
    CompanyRevenueStated,
    CompanyRevenueWorthless,
    Turnover,
    YearNotBegun,
    company_revenue,
)
from majoracct.testing.given import DAY, given, money, on


@pytest.mark.requirement("C-T1")
class TestCR1AboveNothing:
    @pytest.mark.parametrize("amount", ["0", "-5"])
    def test_not_nothing(self, amount: str) -> None:
        given().when(CompanyRevenueStated(2023, money(amount))).then_refused(CompanyRevenueWorthless)

    def test_in_the_ledgers_currency(self) -> None:
        dollars = CompanyRevenueStated(2023, money("5", "USD"))
        given().when(dollars).then_refused(CompanyRevenueInForeignCurrency, "currency, GBP")
        given().when(CompanyRevenueStated(2023, money("5"))).then()


@pytest.mark.requirement("C-T1")
class TestCR2AYearThatHasBegun:
    @pytest.mark.parametrize("year", [2025, 0])
    def test_not_another(self, year: int) -> None:
        given().when(CompanyRevenueStated(year, money("5"))).then_refused(YearNotBegun)

    def test_the_one_that_runs(self) -> None:
        given().when(CompanyRevenueStated(2024, money("5"))).then()


@pytest.mark.requirement("C-T1")
class TestCR3TheLastStands:
    STORY = given(
        on("2024-02-01", CompanyRevenueStated(2023, money("5")), CompanyRevenueStated(2022, money("4"))),
        on(DAY, CompanyRevenueStated(2023, money("6"))),
    )

    def test_for_its_year(self) -> None:
        programme = self.STORY.programme
        assert company_revenue(programme, 2023) == Turnover(money("6"), DAY, "programme@4")
        assert company_revenue(programme, 2022) is not None
        assert company_revenue(programme, 2021) is None

    def test_as_of_a_day(self) -> None:
        found = company_revenue(self.STORY.on("2024-04-30").programme, 2023)
        assert found is not None
        assert found.amount == money("5")

    @drawn(st.lists(st.tuples(st.integers(2020, 2024), st.integers(1, 9)), max_size=8))
    def test_whatever_was_stated_before(self, told: list[tuple[int, int]]) -> None:
        programme = given(*(CompanyRevenueStated(year, money(str(n))) for year, n in told)).programme
        found = {year: company_revenue(programme, year) for year in range(2020, 2025)}
        assert {y: int(t.amount.amount) for y, t in found.items() if t} == dict(told)
