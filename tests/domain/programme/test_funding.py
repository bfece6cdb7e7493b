"""The rules of funding, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.calendar import add_months
from majoracct.domain.money import Money
from majoracct.domain.programme.funding import (
    FundedFor,
    FundingForNothing,
    FundingInForeignCurrency,
    FundingNotRunning,
    FundingOfNothing,
    FundingOverAtOnce,
    Fundings,
    ProgrammeFundingCommitted,
    ProgrammeFundingWithdrawn,
    backing,
)
from majoracct.domain.programme.rates import ExchangeRateRecorded
from majoracct.domain.programme.staff import LeftUs, NotOnStaff, StaffIdentified, StaffLeft
from majoracct.testing.given import given, money, on

UNA = StaffIdentified("s1", "Una")  # programme@2
THREE = ProgrammeFundingCommitted("s1", dt.date(2027, 4, 30))  # programme@3
WITHDRAWN = ProgrammeFundingWithdrawn("programme@3")


@pytest.mark.requirement("S-Y1")
class TestFN1ByOneOfOurs:
    def test_who_is_with_us(self) -> None:
        given().when(THREE).then_refused(NotOnStaff)
        given(UNA, StaffLeft("s1")).when(THREE).then_refused(LeftUs)
        ((key, found),) = given(UNA).when(THREE).then().programme[Fundings].in_order
        assert (key, found.fact, found.sponsor) == ("programme@3", "programme@3", "s1")


@pytest.mark.requirement("S-Y1")
class TestFN2ItEndsLaterAndFundsSomething:
    def test_ends_after_its_day(self) -> None:
        given(UNA).when(evolve(THREE, until=dt.date(2024, 5, 1))).then_refused(FundingOverAtOnce)
        given(UNA).when(evolve(THREE, until=dt.date(2024, 5, 2))).then()

    @pytest.mark.parametrize("amount", [money("0"), money("-1")])
    def test_an_amount_above_nothing(self, amount: Money) -> None:
        given(UNA).when(evolve(THREE, amount=amount)).then_refused(FundingOfNothing)

    @pytest.mark.requirement("X-11")
    def test_in_the_ledgers_currency_whatever_rate_is_in_force(self) -> None:
        dollars = evolve(THREE, amount=Money(Decimal(5), "USD"))
        given(UNA).when(dollars).then_refused(FundingInForeignCurrency)
        given(UNA, ExchangeRateRecorded("USD", "GBP", Decimal("0.8"))).when(dollars).then_refused(
            FundingInForeignCurrency
        )

    def test_an_amount_nobody_stated_is_unknown(self) -> None:
        assert given(UNA, THREE).programme[Fundings].items["programme@3"].amount is None
        stated = given(UNA, evolve(THREE, amount=money("9")))
        assert stated.programme[Fundings].items["programme@3"].amount == 9


@pytest.mark.requirement("S-Y1")
class TestFN3ForPeopleProcessOrBoth:
    @pytest.mark.parametrize("covers", [(), (FundedFor.PEOPLE, FundedFor.PEOPLE)])
    def test_not_for_nothing_and_not_twice(self, covers: tuple[FundedFor, ...]) -> None:
        given(UNA).when(evolve(THREE, covers=covers)).then_refused(FundingForNothing)


@pytest.mark.requirement("S-Y1", "X-13")
class TestFN4OnlyFundingThatRunsIsWithdrawn:
    def test_once(self) -> None:
        story = given(UNA, on("2024-04-01", THREE)).when(WITHDRAWN).then()
        found = story.programme[Fundings].items["programme@3"]
        assert (found.withdrawn, found.withdrawn_fact) == (story.day, "programme@4")
        story.when(WITHDRAWN).then_refused(FundingNotRunning)

    def test_not_what_is_unknown_or_over(self) -> None:
        given(UNA).when(WITHDRAWN).then_refused(FundingNotRunning)
        given(UNA, THREE).on("2027-05-01").when(WITHDRAWN).then_refused(FundingNotRunning)
        assert not given(WITHDRAWN).programme[Fundings].items


@pytest.mark.requirement("S-Y1", "X-13")
class TestFN5FundedForYears:
    def test_while_it_runs_for_both(self) -> None:
        story = given(UNA, THREE)
        assert backing(story.programme, 2).holds
        assert backing(story.on("2027-04-30").programme, 2).holds
        over = backing(story.on("2027-05-01").programme, 2)
        assert (over.holds, over.running) == (False, ())

    def test_not_once_it_was_withdrawn(self) -> None:
        assert not backing(given(UNA, on("2024-04-01", THREE), WITHDRAWN).programme, 2).holds

    def test_by_several_that_cover_both_together(self) -> None:
        people = evolve(THREE, covers=(FundedFor.PEOPLE,))
        found = backing(given(UNA, people).programme, 2)
        assert (found.holds, found.lacking) == (False, (FundedFor.PROCESS,))
        assert backing(given(UNA, people, evolve(THREE, covers=(FundedFor.PROCESS,))).programme, 2).holds

    @settings(deadline=None, derandomize=True, database=None, max_examples=60)
    @any_of(
        start=st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)),
        years=st.integers(1, 5),
        days=st.integers(-3, 3),
    )
    def test_multi_year_is_to_the_day(self, start: dt.date, years: int, days: int) -> None:
        until = add_months(start, 12 * years) + dt.timedelta(days=days - 1)
        story = given(UNA, on(start, evolve(THREE, until=until))).on(start)
        found = backing(story.programme, years)
        assert len(found.running) == 1
        assert found.holds is (days >= 0)
