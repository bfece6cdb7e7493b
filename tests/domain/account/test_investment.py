"""The rules of investment, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.investment import (
    CostOfSalesRecorded,
    InvestmentMade,
    LandingUnnamed,
    NothingSpent,
    NothingToLand,
    NothingToPayFor,
    Purpose,
    invested,
    investment_return,
    landing_cost,
    margin,
    spent_on,
)
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost
from majoracct.domain.account.resources import InvestmentCommitted, ResourceGranted, ResourceKind
from majoracct.domain.account.revenue import ForeignCurrency, RevenueRecorded
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.money import Money
from majoracct.testing.given import corrected, given, money, on

START, END = dt.date(2024, 1, 1), dt.date(2025, 1, 1)
FOUND = OpportunityIdentified("the depot")


def made(purpose: Purpose, amount: str, opportunity: str | None = None) -> InvestmentMade:
    return InvestmentMade(purpose, money(amount), opportunity)


@pytest.mark.requirement("B-I1")
class TestIN1AboveNothingInTheLedgersCurrency:
    @pytest.mark.parametrize("amount", ["0", "-1"])
    def test_not_nothing(self, amount: str) -> None:
        given().when(made(Purpose.TEAM, amount)).then_refused(NothingSpent, "was not spent")
        given().when(CostOfSalesRecorded(money(amount))).then_refused(NothingSpent)

    def test_not_in_another_currency(self) -> None:
        dollars = Money(Decimal(5), "USD")
        given().when(InvestmentMade(Purpose.TEAM, dollars)).then_refused(ForeignCurrency)
        given().when(CostOfSalesRecorded(dollars)).then_refused(ForeignCurrency)

    def test_by_purpose_within_the_days_asked(self) -> None:
        story = given(
            on("2023-12-31", made(Purpose.TEAM, "1")),
            on("2024-01-01", made(Purpose.TEAM, "20"), made(Purpose.RESOURCES, "300")),
            on("2024-04-01", made(Purpose.TEAM, "4000")),
        )
        assert invested(story.account, START, END) == {
            Purpose.LANDING: 0,
            Purpose.TEAM: 4020,
            Purpose.RESOURCES: 300,
        }
        assert invested(story.account, START, dt.date(2024, 4, 1))[Purpose.TEAM] == 20

    @any_of(
        st.lists(st.tuples(st.integers(0, 120), st.sampled_from(Purpose), st.integers(1, 999)), max_size=8),
        st.integers(0, 120),
    )
    def test_and_parts_of_a_period_add_up_to_it(
        self, spent: list[tuple[int, Purpose, int]], cut: int
    ) -> None:
        told = [on(START + dt.timedelta(days=n), made(p, str(a))) for n, p, a in spent]
        account = given(*told).account
        middle = START + dt.timedelta(days=cut)
        parts = invested(account, START, middle), invested(account, middle, END)
        whole = invested(account, START, END)
        assert {p: parts[0][p] + parts[1][p] for p in Purpose} == whole
        assert sum(whole.values()) == sum(a for _, _, a in spent)


@pytest.mark.requirement("B-D5")
class TestIN2TheCostOfLanding:
    def test_names_what_it_was_to_land(self) -> None:
        given(FOUND).when(made(Purpose.LANDING, "5")).then_refused(LandingUnnamed)

    @pytest.mark.parametrize("purpose", Purpose)
    def test_which_we_know_of(self, purpose: Purpose) -> None:
        given(FOUND).when(made(purpose, "5", "acme@9")).then_refused(NothingToLand, "no opportunity acme@9")

    def test_others_need_not(self) -> None:
        for purpose in (Purpose.TEAM, Purpose.RESOURCES):
            given(FOUND).when(made(purpose, "5")).then().when(made(purpose, "5", "acme@1")).then()

    def test_adds_up_even_where_we_lost(self) -> None:
        story = given(
            FOUND, FOUND, made(Purpose.LANDING, "5", "acme@1"), made(Purpose.LANDING, "7", "acme@1")
        )
        story = story.then_given(
            made(Purpose.LANDING, "9", "acme@2"),
            made(Purpose.TEAM, "11", "acme@1"),
            OpportunityLost("acme@1"),
        )
        assert landing_cost(story.account, "acme@1") == 12
        assert landing_cost(story.account, "acme@2") == 9

    def test_names_it_through_its_corrections(self) -> None:
        story = given(FOUND, corrected("acme@1", OpportunityIdentified("the depot, south")))
        after = story.when(made(Purpose.LANDING, "5", "acme@3")).then()
        assert landing_cost(after.account, "acme@1") == 5


@pytest.mark.requirement("B-I1")
class TestWhatCameBack:
    PAID = on("2024-02-01", RevenueRecorded(money("1000")))
    COST = on("2024-02-01", CostOfSalesRecorded(money("600")))

    def test_is_revenue_less_what_it_cost_less_what_we_put_in(self) -> None:
        story = given(self.PAID, self.COST, on("2024-03-01", made(Purpose.TEAM, "450")))
        assert margin(story.account, START, END) == 400
        assert investment_return(story.account, START, END) == -50

    def test_is_not_known_without_a_cost_on_record(self) -> None:
        story = given(self.PAID, on("2024-03-01", made(Purpose.TEAM, "450")))
        assert margin(story.account, START, END) is None
        assert investment_return(story.account, START, END) is None

    def test_nor_by_a_cost_of_other_days(self) -> None:
        story = given(self.PAID, self.COST).on("2025-05-01")
        assert margin(story.account, END, dt.date(2026, 1, 1)) is None

    def test_from_the_first_day_up_to_but_not_including_the_last(self) -> None:
        cost = CostOfSalesRecorded(money("100"))
        story = given(self.PAID, on(str(START), cost), on(str(END), cost)).on(str(END))
        assert margin(story.account, START, END) == 900

    def test_nor_once_the_cost_was_withdrawn(self) -> None:
        story = given(self.PAID, self.COST, FactWithdrawn("acme@2"))
        assert margin(story.account, START, END) is None

    def test_counts_what_was_true_by_the_day(self) -> None:
        story = given(self.PAID, self.COST, on("2024-06-01", CostOfSalesRecorded(money("100"))))
        assert margin(story.account, START, END) == 400
        assert margin(story.on("2024-06-01").account, START, END) == 300


@pytest.mark.requirement("S-A1", "S-A2", "S-A3")
class TestIN3WhatItPaysFor:
    DESK = ResourceGranted(ResourceKind.CONCIERGE, "a line to the developers")
    PILOT = InvestmentCommitted("a pilot", money("50"))

    def test_is_on_record(self) -> None:
        paid = evolve(made(Purpose.RESOURCES, "4"), pays_for="acme@1")
        given().when(paid).then_refused(NothingToPayFor, "acme@1 is neither a resource granted")
        for granted in (self.DESK, self.PILOT):
            given(granted).when(paid).then()
        given(on("2024-05-02", self.DESK)).when(paid).then_refused(NothingToPayFor)

    def test_costs_what_was_spent_on_it_and_is_unknown_before(self) -> None:
        paid = evolve(made(Purpose.RESOURCES, "4"), pays_for="acme@1")
        story = given(on("2024-01-01", self.DESK), made(Purpose.RESOURCES, "9"), paid, paid)
        assert spent_on(story.account, "acme@1") == 8
        assert spent_on(story.on("2024-04-30").account, "acme@1") is None
