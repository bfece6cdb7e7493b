"""Which amounts were stated in another currency, and what each is told at."""

from __future__ import annotations

from decimal import Decimal

import pytest

from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.assessments.exchanges import Abroad, exchanges, paid_abroad
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.testing.given import given, money, on

STORY = given(
    on("2024-01-01", ExchangeRateRecorded("USD", "GBP", Decimal("0.8"))),
    on("2024-01-02", ExchangeRateRecorded("GBP", "EUR", Decimal("1.25"))),
    on("2024-02-01", RevenueRecorded(money("10", "USD"))),
    on("2024-03-01", RevenueRecorded(money("10", "EUR")), RevenueRecorded(money("10"))),
    on("2025-01-01", OpportunityIdentified("a", money("5", "USD")), OpportunityIdentified("b")),
).on("2025-12-31")


@pytest.mark.requirement("X-11")
class TestExchanges:
    def test_name_each_amount_its_rate_and_what_it_comes_to(self) -> None:
        found = [
            (e.fact.reference, e.field, e.rate and e.rate.fact, e.told) for e in exchanges(STORY.account)
        ]
        assert found == [
            ("acme@1", "amount", "programme@2", money("8.00")),
            ("acme@2", "amount", "programme@3", money("8.00")),
            ("acme@4", "value", "programme@2", money("4.00")),
        ]

    def test_are_told_up_to_the_day(self) -> None:
        assert len(exchanges(STORY.on("2024-02-28").account)) == 1
        assert exchanges(given(RevenueRecorded(money("1"))).account) == []

    def test_without_a_rate_it_is_unknown_and_named(self) -> None:
        gone = STORY.then_given(FactWithdrawn("programme@2"))
        assert next((e.rate, e.told) for e in exchanges(gone.account)) == (None, None)
        assert paid_abroad(gone.account)[2024] == Abroad(("programme@3",), ("acme@1",))


@pytest.mark.requirement("X-11")
def test_a_year_cites_the_rates_it_is_told_at() -> None:
    assert paid_abroad(STORY.account) == {2024: Abroad(("programme@2", "programme@3"))}
    assert paid_abroad(given(RevenueRecorded(money("1"))).account) == {}
