"""The rules of revenue."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from majoracct.domain.account.opportunities import OpportunityEstimated, OpportunityIdentified
from majoracct.domain.account.revenue import (
    AmountTooLarge,
    ForeignCurrency,
    Revenue,
    RevenueRecorded,
    Takings,
    by_year,
    takings,
)
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.testing.given import DAY, given, money, on


def paid(amount: str) -> RevenueRecorded:
    return RevenueRecorded(money(amount))


@pytest.mark.requirement("X-11")
class TestRV1OneCurrency:
    DOLLARS = money("5", "USD")

    def test_another_is_refused_until_there_is_a_rate(self) -> None:
        given().when(RevenueRecorded(self.DOLLARS)).then_refused(
            ForeignCurrency, "no rate between USD and GBP is in force on 2024-05-01"
        )
        rated = on("2024-05-02", ExchangeRateRecorded("USD", "GBP", Decimal("0.8")))
        given(rated).when(RevenueRecorded(self.DOLLARS)).then_refused(ForeignCurrency)
        given(rated).on("2024-05-02").when(RevenueRecorded(self.DOLLARS)).then()

    def test_nor_more_than_money_can_be(self) -> None:
        rated = ExchangeRateRecorded("USD", "GBP", Decimal(10))
        most = RevenueRecorded(money("100,000,000,000,000", "USD"))
        given(rated).when(most).then_refused(AmountTooLarge, "programme@2")

    def test_wherever_money_is_recorded(self) -> None:
        story = given(OpportunityIdentified("a"))
        for event in (
            OpportunityIdentified("b", self.DOLLARS),
            OpportunityEstimated("acme@1", self.DOLLARS),
            ValueDocumented(Measure.ROI, "savings", "5%", self.DOLLARS),
        ):
            story.when(event).then_refused(ForeignCurrency)

    def test_the_ledgers_own_adds_up(self) -> None:
        assert by_year(given(paid("1.10")).when(paid("2.20")).then().account)[2024].net == Decimal("3.30")


class TestTakings:
    STORY = given(
        on("2022-12-31", paid("10")),
        on("2023-01-01", paid("20"), paid("-5")),
        on("2023-12-31", paid("40")),
        on("2024-01-01", paid("80")),
    )

    def test_a_credit_is_a_payment_below_nothing_and_no_purchase(self) -> None:
        assert by_year(self.STORY.account)[2023] == Takings(
            net=Decimal(55), payments=3, credits=1, purchases=Decimal(60), largest=Decimal(40), last="acme@4"
        )

    def test_nothing_is_neither_credit_nor_purchase(self) -> None:
        assert by_year(given(paid("0")).account)[2024] == Takings(payments=1)

    def test_count_from_a_day_up_to_but_not_including_another(self) -> None:
        taken = takings(self.STORY.account, dt.date(2023, 1, 1), dt.date(2023, 12, 31))
        assert (taken.net, taken.payments, taken.last) == (Decimal(15), 2, "acme@2")

    def test_go_as_far_as_the_day_seen(self) -> None:
        assert list(by_year(self.STORY.on("2023-12-30").account)) == [2022, 2023]
        assert by_year(self.STORY.on("2023-12-30").account)[2023].net == Decimal(15)

    def test_are_kept_by_day(self) -> None:
        assert sorted(given(paid("1"))[Revenue].days.keys()) == [DAY.isoformat()]

    def test_identical_payments_are_separate(self) -> None:
        assert by_year(given(paid("7"), paid("7")).account)[2024].payments == 2

    def test_tell_a_credit_as_one(self) -> None:
        assert paid("-1").telling().startswith("Credited")
        assert paid("1").telling().startswith("Paid")
