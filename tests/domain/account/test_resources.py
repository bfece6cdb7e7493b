"""The rules of resources, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.resources import (
    InvestmentCommitted,
    InvestmentUnstated,
    ResourceGranted,
    ResourceKind,
    ResourceNotGranted,
    ResourceOverAtOnce,
    Resources,
    ResourceTakenBack,
    ResourceUnstated,
)
from majoracct.domain.account.revenue import ForeignCurrency
from majoracct.domain.money import Money
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.testing.given import given, money, on

UNA = StaffIdentified("s1", "Una")
DESK = ResourceGranted(ResourceKind.CONCIERGE, "a line to the developers")


@pytest.mark.requirement("S-A1", "S-A3")
class TestRG1WhatItIsAndForHowLong:
    def test_not_nothing(self) -> None:
        given().when(ResourceGranted(ResourceKind.TECHNICAL, " ")).then_refused(ResourceUnstated)

    def test_not_over_before_it_began(self) -> None:
        given().when(
            ResourceGranted(ResourceKind.TECHNICAL, "help", until=dt.date(2024, 4, 30))
        ).then_refused(ResourceOverAtOnce)
        given().when(ResourceGranted(ResourceKind.TECHNICAL, "help", until=dt.date(2024, 5, 1))).then()

    @pytest.mark.parametrize("kind", ResourceKind)
    def test_of_each_kind_by_its_fact(self, kind: ResourceKind) -> None:
        story = given().when(ResourceGranted(kind, "help")).then()
        found = story[Resources].granted["acme@2"]
        assert (found.kind, found.fact, found.runs(story.day)) == (kind, "acme@2", True)

    def test_is_told_of_the_account_it_merged_into(self) -> None:
        story = given(
            AccountOpened("Acme"),
            on("2024-04-01", AccountOpened("Bolt"), DESK, to="bolt"),
            on("2024-04-02", AccountMerged("acme"), to="bolt"),
            on("2024-04-02", AccountAbsorbed("bolt")),
        )
        assert list(story[Resources].granted) == ["bolt@2"]
        assert not story.on("2024-04-01")[Resources].granted


@pytest.mark.requirement("S-A1")
class TestRG2WhoeverIsGrantedIsWithUs:
    def test_not_a_stranger_or_one_who_left(self) -> None:
        lent = ResourceGranted(ResourceKind.BUSINESS, "an analyst", "s1")
        given().when(lent).then_refused(NotOnStaff)
        given(UNA, StaffLeft("s1")).when(lent).then_refused(LeftUs)
        assert given(UNA).when(lent).then()[Resources].granted["acme@2"].colleague == "s1"


@pytest.mark.requirement("S-A1")
class TestRG3OnlyWhatIsGrantedIsTakenBack:
    GONE = ResourceTakenBack("acme@1")

    def test_once(self) -> None:
        story = given(on("2024-04-01", DESK)).when(self.GONE).then()
        assert not story[Resources].granted["acme@1"].runs(story.day)
        assert story.on("2024-04-30")[Resources].granted["acme@1"].runs(dt.date(2024, 4, 30))
        story.when(self.GONE).then_refused(ResourceNotGranted)

    def test_not_what_is_unknown_or_over(self) -> None:
        given().when(self.GONE).then_refused(ResourceNotGranted)
        over = ResourceGranted(ResourceKind.PRODUCT, "a build", until=dt.date(2024, 4, 30))
        given(on("2024-04-01", over)).when(self.GONE).then_refused(ResourceNotGranted)


@pytest.mark.requirement("S-A2")
class TestRG4AnInvestmentCommitted:
    @pytest.mark.parametrize(("what", "amount"), [(" ", "1"), ("a pilot", "0"), ("a pilot", "-1")])
    def test_not_for_nothing_and_not_of_nothing(self, what: str, amount: str) -> None:
        given().when(InvestmentCommitted(what, money(amount))).then_refused(InvestmentUnstated)

    def test_in_the_ledgers_currency_by_its_fact(self) -> None:
        dollars: Any = Money(Decimal(5), "USD")
        given().when(InvestmentCommitted("a pilot", dollars)).then_refused(ForeignCurrency)
        found = given().when(InvestmentCommitted("a pilot", money("5"))).then()[Resources].committed["acme@2"]
        assert (found.amount, found.fact) == (Decimal(5), "acme@2")

    @pytest.mark.requirement("X-11")
    def test_in_another_currency_at_the_rate_of_its_day(self) -> None:
        rated = given(ExchangeRateRecorded("USD", "GBP", Decimal("0.8")))
        dollars: Any = Money(Decimal(5), "USD")
        found = rated.when(InvestmentCommitted("a pilot", dollars)).then()[Resources].committed["acme@2"]
        assert found.amount == Decimal(4)
