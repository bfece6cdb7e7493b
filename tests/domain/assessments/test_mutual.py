"""What both sides gained, year by year."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings

from majoracct.domain.account.claims import BenefitClaimed, BenefitConfirmed, BenefitDisputed
from majoracct.domain.account.promises import (
    AgreementReneged,
    BenchmarkAgreed,
    CorrectiveChangeMade,
    PromiseBroken,
    PromiseMade,
    ResultMeasured,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.assessments.mutual import Gain, MutualYear, mutual_balance, mutual_balances
from majoracct.domain.kernel import Event, Fact
from majoracct.domain.past import Facts
from majoracct.domain.seen import EVER, Account
from majoracct.testing.given import Given, given, money, on
from majoracct.testing.histories import ACCOUNTS
from majoracct.testing.histories import facts as any_facts

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
ROI = ValueDocumented(Measure.ROI, "payback", "9 months", money("1000"))
STORY = given(on("2022-01-01", ANA, ROI, BenefitClaimed("acme@2", "p1")))
YES = BenefitConfirmed("acme@2", "p1", money("800"))
NO = BenefitDisputed("acme@2", "p1", "our own doing")


def told(story: Given, *happened: tuple[str, Event[Any]]) -> dict[int, MutualYear]:
    account = story.then_given(*(on(day, event) for day, event in happened)).on("2025-12-31").account
    return mutual_balance(account)


@pytest.mark.requirement("C-P5")
class TestMU1TheCustomersGain:
    def test_is_what_it_confirmed_in_the_year_it_did(self) -> None:
        found = told(STORY, ("2023-05-01", YES))
        assert found == {2023: MutualYear(Decimal(800), priced=1, facts=("acme@4",))}
        assert found[2023].customer == Decimal(800)

    def test_is_the_latest_answer_and_none_once_it_is_disputed(self) -> None:
        again = evolve(YES, amount=money("900"))
        found = told(STORY, ("2022-05-01", YES), ("2024-05-01", again))
        assert {year: each.customer for year, each in found.items()} == {2024: Decimal(900)}
        assert told(STORY, ("2022-05-01", YES), ("2024-05-01", NO)) == {}

    def test_is_unknown_and_not_nothing_where_no_figure_was_confirmed(self) -> None:
        story = given(on("2022-01-01", ANA, evolve(ROI, amount=None), BenefitClaimed("acme@2", "p1")))
        found = told(story, ("2022-05-01", evolve(YES, amount=None)))[2022]
        assert (found.customer, found.unpriced) == (None, 1)
        assert told(STORY, ("2022-05-01", RevenueRecorded(money("5"))))[2022].customer is None

    def test_is_not_what_nobody_confirmed(self) -> None:
        assert told(STORY) == {}


@pytest.mark.requirement("C-P5")
class TestMU2OurGain:
    def test_is_the_revenue_of_the_year_less_credits(self) -> None:
        paid = [("2022-03-01", "70"), ("2022-12-31", "-20"), ("2023-01-01", "5")]
        found = told(given(), *((day, RevenueRecorded(money(amount))) for day, amount in paid))
        assert {year: each.ours for year, each in found.items()} == {2022: Decimal(50), 2023: Decimal(5)}

    def test_is_never_added_to_theirs(self) -> None:
        found = told(STORY, ("2022-03-01", RevenueRecorded(money("70"))), ("2022-05-01", YES))[2022]
        assert (found.customer, found.ours) == (Decimal(800), Decimal(70))


@pytest.mark.requirement("C-P5")
class TestMU3WhoGained:
    PAID = ("2022-03-01", RevenueRecorded(money("70")))
    SAID = ("2022-05-01", YES)
    BAD = ("2022-06-01", PromiseBroken("acme@4", "late"))

    def test_both_one_or_neither(self) -> None:
        promised = STORY.then_given(on("2022-01-01", PromiseMade("sooner")))
        for happened, gain in (
            ((self.PAID, self.SAID), Gain.BOTH),
            ((self.SAID,), Gain.CUSTOMER),
            ((self.PAID,), Gain.US),
            ((self.BAD,), Gain.NEITHER),
            ((self.BAD, ("2022-07-01", RevenueRecorded(money("-1")))), Gain.NEITHER),
        ):
            assert told(promised, *happened)[2022].gain is gain

    def test_the_customer_by_a_benefit_without_a_figure_too(self) -> None:
        story = given(on("2022-01-01", ANA, evolve(ROI, amount=None), BenefitClaimed("acme@2", "p1")))
        assert told(story, ("2022-05-01", evolve(YES, amount=None)))[2022].gain is Gain.CUSTOMER

    def test_but_not_by_a_loss(self) -> None:
        assert MutualYear(Decimal(-5), priced=1).gain is Gain.NEITHER


@pytest.mark.requirement("C-P5")
class TestMU4PromisesBesideIt:
    MARK = BenchmarkAgreed("orders", Decimal(100), dt.date(2023, 6, 30), "p1", promise="acme@2")
    STORY = given(on("2022-01-01", ANA, PromiseMade("more orders"), MARK))

    def counts(self, *happened: tuple[str, Event[Any]]) -> dict[int, tuple[int, int]]:
        return {year: (y.kept, y.broken) for year, y in told(self.STORY, *happened).items()}

    def test_kept_in_the_year_of_the_result(self) -> None:
        assert self.counts(("2022-09-01", ResultMeasured("acme@3", Decimal(100)))) == {2022: (1, 0)}

    def test_broken_in_the_year_it_failed_however_it_goes_on(self) -> None:
        broken = ("2022-09-01", PromiseBroken("acme@2", "late"))
        mended = ("2024-01-01", CorrectiveChangeMade("acme@2", "a second team"))
        assert self.counts() == {2023: (0, 1)}  # unmeasured on its day
        assert self.counts(broken) == {2023: (0, 1)}
        assert self.counts(broken, mended) == {2023: (0, 1)}
        assert self.counts(broken, ("2024-02-01", AgreementReneged("acme@2"))) == {2024: (0, 1)}

    def test_once_and_by_how_it_stands(self) -> None:
        late = ("2024-02-01", ResultMeasured("acme@3", Decimal(101)))
        assert self.counts(late) == {2024: (1, 0)}

    def test_not_while_it_is_open(self) -> None:
        assert mutual_balance(self.STORY.on("2023-06-30").account) == {}


@settings(max_examples=40, deadline=None)
@for_all(any_facts())
def test_over_any_history_the_years_of_all_are_those_of_each_added_up(history: list[Fact]) -> None:
    accounts = [Account(key, EVER, Facts(history)) for key in ACCOUNTS]
    total, each = MutualYear(), MutualYear()
    for found in mutual_balances(accounts).values():
        total = total.plus(found)
    for account in accounts:
        for found in mutual_balance(account).values():
            each = each.plus(found)
    assert evolve(total, facts=()) == evolve(each, facts=())
    assert sorted(total.facts) == sorted(each.facts)
    assert total.ours == sum(taken.net for a in accounts for taken in by_year(a).values())
