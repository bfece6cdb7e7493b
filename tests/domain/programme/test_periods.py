"""Closed periods: what may be closed and reopened, by whom, and what comes too late."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.kernel import LEDGER, PROGRAMME, FactWithdrawn
from majoracct.domain.programme.periods import (
    ClosedAlready,
    ClosingUnexplained,
    Lateness,
    NotClosed,
    PeriodClosed,
    PeriodNotOver,
    PeriodReopened,
    Periods,
    ReopenerNotEntitled,
    lateness,
)
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import DAY, given, on

MARCH = dt.date(2024, 3, 31)
APRIL = dt.date(2024, 4, 30)
CLOSED = given(on("2024-04-02", PeriodClosed(MARCH), reason="first quarter"))  # programme@2
ASKED = given().because("first quarter")
CONTROLLER = CLOSED.because("a mistake was found").by("ida", "Controller")

pytestmark = pytest.mark.requirement("B-D4")


class TestPD1OnlyWhatIsOverIsClosed:
    def test_the_day_before(self) -> None:
        story = ASKED.when(PeriodClosed(APRIL)).then()
        assert story.programme[Periods] == Periods(APRIL, "programme@2")

    @pytest.mark.parametrize("through", [DAY, DAY + dt.timedelta(days=400)])
    def test_not_the_day_itself_nor_one_to_come(self, through: dt.date) -> None:
        ASKED.when(PeriodClosed(through)).then_refused(PeriodNotOver, f"{through} is not over on {DAY}")

    def test_not_what_is_to_come_though_it_is_to_hold_from_later(self) -> None:
        story = ASKED.on("2024-09-01").recorded_on(DAY)
        story.when(PeriodClosed(DAY)).then_refused(PeriodNotOver)
        story.when(PeriodClosed(APRIL)).then()


class TestPD2WhoClosesSaysWhy:
    def test_closing(self) -> None:
        given().when(PeriodClosed(MARCH)).then_refused(ClosingUnexplained, "Say why")

    def test_reopening(self) -> None:
        CONTROLLER.because(" ").when(PeriodReopened()).then_refused(ClosingUnexplained)


class TestPD3FurtherNeverBack:
    def test_through_a_later_day(self) -> None:
        story = CLOSED.because("April, too").when(PeriodClosed(APRIL)).then()
        assert story.programme[Periods] == Periods(APRIL, "programme@3")

    @pytest.mark.parametrize("through", [MARCH, dt.date(2023, 12, 31)])
    def test_not_through_the_same_or_an_earlier_one(self, through: dt.date) -> None:
        CLOSED.because("again").when(PeriodClosed(through)).then_refused(ClosedAlready, "through 2024-03-31")

    def test_nor_by_a_closing_that_was_to_hold_from_later(self) -> None:
        early = on("2024-06-01", PeriodClosed(dt.date(2000, 1, 1)), reason="long ago")
        story = given(early, on("2024-05-02", PeriodClosed(APRIL), reason="April"))
        assert story.on("2024-06-02").programme[Periods] == Periods(APRIL, "programme@3")


class TestPD4OnlyWhatIsClosedIsReopened:
    def test_wholly(self) -> None:
        story = CONTROLLER.when(PeriodReopened()).then()
        assert story.programme[Periods] == Periods(None, "programme@3")

    def test_or_after_a_day(self) -> None:
        december = dt.date(2023, 12, 31)
        story = CONTROLLER.when(PeriodReopened(december)).then()
        assert story.programme[Periods].through == december

    def test_not_when_nothing_is_closed(self) -> None:
        ASKED.by("ida", "controller").when(PeriodReopened()).then_refused(NotClosed)

    def test_not_after_what_is_closed(self) -> None:
        CONTROLLER.when(PeriodReopened(MARCH)).then_refused(NotClosed, "what comes after 2024-03-31 is open")


class TestPD5WhoReopensMayOverride:
    def test_nobody_else_reopens(self) -> None:
        story = CLOSED.because("please")
        no = story.when(PeriodReopened()).then_refused(ReopenerNotEntitled, "account manager")
        assert no.remedy == "Have it recorded as controller."

    def test_nor_takes_the_closing_back(self) -> None:
        CLOSED.because("please").when_withdrawing("programme@2").then_refused(ReopenerNotEntitled)
        story = CONTROLLER.when_withdrawing("programme@2").then()
        assert story.programme[Periods].through is None

    def test_a_reopening_is_taken_back_by_anybody(self) -> None:
        story = CLOSED.then_given(PeriodReopened()).because("not agreed")
        assert story.when_withdrawing("programme@3").then().programme[Periods].through == MARCH


def _terms(late_days: int | None) -> Terms:
    return evolve(Terms.shipped("GBP"), recording=RecordingTerms(late_days, ("auditor", "controller")))


class TestLateness:
    LIMITED = given().under(_terms(30))

    @pytest.mark.parametrize("late", [-1, 0, 30, 31])
    def test_by_the_limit_in_force_on_the_day_of_recording(self, late: int) -> None:
        found = lateness(self.LIMITED.programme, "acme", DAY - dt.timedelta(days=late))
        assert (found is not None) == (late > 30)
        if found:
            assert found == Lateness(31, None, 30, ("auditor", "controller"))

    def test_within_what_is_closed_on_the_day_of_recording(self) -> None:
        found = lateness(CLOSED.programme, "acme", MARCH)
        assert found == Lateness(31, MARCH, None, ("controller",))
        assert lateness(CLOSED.programme, "acme", dt.date(2024, 4, 1)) is None
        assert lateness(CLOSED.on("2024-04-01").programme, "acme", MARCH) is None

    def test_never_by_default(self) -> None:
        assert lateness(given().programme, "acme", dt.date(1990, 1, 1)) is None

    def test_never_of_the_book_itself(self) -> None:
        assert lateness(self.LIMITED.programme, LEDGER, dt.date(1990, 1, 1)) is None

    def test_not_by_the_limit_of_a_rule_that_holds_from_the_first_day(self) -> None:
        assert lateness(self.LIMITED.programme, PROGRAMME, dt.date.min) is None
        assert lateness(self.LIMITED.programme, "acme", dt.date.min) is not None
        assert lateness(CLOSED.programme, PROGRAMME, dt.date.min) is not None

    def test_not_under_what_was_withdrawn(self) -> None:
        assert lateness(CLOSED.then_given(FactWithdrawn("programme@2")).programme, "acme", MARCH) is None

    def test_a_limit_of_no_day_at_all_is_one(self) -> None:
        story = given().when(PolicyAdopted(_terms(0))).then()
        assert lateness(story.programme, "acme", DAY) is None
        assert lateness(story.programme, "acme", APRIL) is not None
