"""The rules of the forecast."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from majoracct.domain.account.forecast import (
    BasisUnstated,
    NothingExpected,
    RevenueExpected,
    YearOutsideCalendar,
    YearOver,
    expected,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import ForeignCurrency
from majoracct.testing.given import given, money, on


def expect(year: int, amount: str = "1,200,000", basis: str = "two bids under way") -> RevenueExpected:
    return RevenueExpected(year, money(amount), basis)


@pytest.mark.requirement("B-D1")
class TestFC1AYearNotOver:
    def test_not_one_that_is(self) -> None:
        given().when(expect(2023)).then_refused(YearOver, "2023 was over on 2024-05-01")

    @pytest.mark.parametrize("day", ["2024-01-01", "2024-12-31"])
    def test_the_one_that_runs_up_to_its_last_day(self, day: str) -> None:
        given().on(day).when(expect(2024)).then()

    def test_not_one_outside_the_calendar(self) -> None:
        given().when(expect(9999)).then_refused(YearOutsideCalendar)
        given().when(expect(9998)).then()


@pytest.mark.requirement("B-D1")
class TestFC2SomethingOnABasis:
    @pytest.mark.parametrize("blank", ["", "  "])
    def test_the_basis_is_stated(self, blank: str) -> None:
        given().when(expect(2025, basis=blank)).then_refused(BasisUnstated)

    @pytest.mark.parametrize("amount", ["0", "-1"])
    def test_it_is_above_nothing(self, amount: str) -> None:
        given().when(expect(2025, amount)).then_refused(NothingExpected)
        given().when(expect(2025, "0.01")).then()

    def test_it_is_in_the_ledgers_currency(self) -> None:
        given().when(RevenueExpected(2025, money("1", "USD"), "a bid")).then_refused(ForeignCurrency)


@pytest.mark.requirement("B-D1", "C-D4")
class TestFC3TheLastStands:
    STORY = given(
        on("2024-01-10", expect(2025, "900,000"), expect(2024, "500,000")),
        on("2024-05-01", expect(2025, "1,100,000", "a third bid")),
    )

    def test_for_each_year_with_its_fact(self) -> None:
        found = expected(self.STORY.account)
        assert {year: (str(e.amount), e.basis, e.fact) for year, e in found.items()} == {
            2024: ("500,000.00 GBP", "two bids under way", "acme@2"),
            2025: ("1,100,000.00 GBP", "a third bid", "acme@3"),
        }
        assert list(found) == [2024, 2025]

    def test_as_of_a_day(self) -> None:
        assert expected(self.STORY.on("2024-04-30").account)[2025].fact == "acme@1"

    def test_when_it_is_less(self) -> None:
        after = self.STORY.on("2024-06-01").when(expect(2025, "1")).then()
        assert expected(after.account)[2025].amount == money("1")

    def test_of_the_account_itself_not_of_one_that_merged_into_it(self) -> None:
        story = given(
            AccountOpened("Acme"),
            expect(2025, "900,000"),
            on("2024-05-02", AccountOpened("Bolt"), expect(2025, "7"), expect(2026, "8"), to="bolt"),
            on("2024-06-01", AccountAbsorbed("bolt")),
            on("2024-06-01", AccountMerged("acme"), to="bolt"),
        )
        assert [e.fact for e in expected(story.on("2024-07-01").account).values()] == ["acme@2"]

    @drawn(st.lists(st.tuples(st.integers(2024, 2028), st.integers(1, 9)), max_size=8))
    def test_whatever_was_expected_before(self, told: list[tuple[int, int]]) -> None:
        story = given(*(expect(year, str(amount)) for year, amount in told))
        found = {year: int(e.amount.amount) for year, e in expected(story.account).items()}
        assert found == dict(told)
