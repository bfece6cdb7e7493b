"""The calendar: days, periods, and months counted on."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.calendar import (
    PeriodError,
    add_months,
    first_beyond,
    first_within,
    last_whole_year,
    period_with,
    read_day,
    read_period,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class TestAWindowOfMonths:
    @pytest.mark.parametrize(
        ("on", "months", "first"),
        [
            ("2024-05-01", 24, "2022-05-01"),
            ("2024-02-29", 24, "2022-03-01"),  # of 2022-02-28 it is the first day too late
            ("2023-08-31", 6, "2023-03-01"),
            ("2023-02-28", 6, "2022-08-28"),
            ("0001-03-05", 6, "0001-01-01"),
        ],
    )
    def test_begins_on_the_first_day_that_is_not_older(self, on: str, months: int, first: str) -> None:
        assert first_within(day(on), months) == day(first)

    @settings(max_examples=300)
    @for_all(st.dates(), st.integers(0, 60), st.integers(-3, 3))
    def test_is_the_same_counted_back_or_on(self, of: dt.date, months: int, aside: int) -> None:
        edge = add_months(of, months).toordinal() + aside
        on = dt.date.fromordinal(min(max(edge, 1), dt.date.max.toordinal()))
        beyond = first_beyond(of, months)
        within = on <= add_months(of, months)
        assert (first_within(on, months) <= of) is within
        assert (beyond is None or on < beyond) is within

    def test_has_no_end_beyond_the_calendar(self) -> None:
        assert first_beyond(dt.date.max, 1) is None
        assert first_beyond(day("2024-01-31"), 1) == day("2024-03-01")


class TestMonthsCountedOn:
    @pytest.mark.parametrize(
        ("start", "months", "end"),
        [
            ("2022-05-01", 24, "2024-05-01"),
            ("2020-02-29", 24, "2022-02-28"),
            ("2020-02-29", 48, "2024-02-29"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2023-01-31", 1, "2023-02-28"),
            ("2024-03-31", -1, "2024-02-29"),
            ("2024-01-15", -12, "2023-01-15"),
            ("2024-12-31", 2, "2025-02-28"),
            ("2024-05-01", 0, "2024-05-01"),
        ],
    )
    def test_end_on_the_same_day_or_the_months_last(self, start: str, months: int, end: str) -> None:
        assert add_months(day(start), months) == day(end)

    def test_stay_within_the_calendar(self) -> None:
        assert add_months(dt.date.min, -1) == dt.date.min
        assert add_months(dt.date.max, 1) == dt.date.max

    @settings(derandomize=True, database=None)
    @for_all(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 60))
    def test_never_run_backwards(self, start: dt.date, months: int) -> None:
        assert add_months(start, months) <= add_months(start + dt.timedelta(days=1), months)
        assert start <= add_months(start, months) < add_months(start, months + 1)


class TestADay:
    def test_is_written_one_way(self) -> None:
        assert read_day("2024-02-29") == dt.date(2024, 2, 29)
        for text in (
            "2024-2-29",
            "20240229",
            "2024-W09-4",
            "29/02/2024",
            "2024-02-29T00:00",
            "",
            "\uff12024-02-29",
        ):
            with pytest.raises(PeriodError, match="is not a day"):
                read_day(text)

    @pytest.mark.parametrize("text", ["2013-02-30", "2023-02-29", "2024-13-01", "0000-01-01"])
    def test_is_of_the_calendar(self, text: str) -> None:
        with pytest.raises(PeriodError, match="not a day of the calendar"):
            read_day(text)


class TestAPeriod:
    @pytest.mark.parametrize(
        ("word", "fiscal_start", "first", "last"),
        [
            ("2017", 4, "2017-01-01", "2017-12-31"),
            ("2017Q3", 4, "2017-07-01", "2017-09-30"),
            ("2017-09", 4, "2017-09-01", "2017-09-30"),
            ("2024-02", 1, "2024-02-01", "2024-02-29"),
            ("2017-03-31", 1, "2017-03-31", "2017-03-31"),
            ("FY2024", 1, "2024-01-01", "2024-12-31"),
            ("FY2024", 4, "2023-04-01", "2024-03-31"),
            ("FY2024Q1", 4, "2023-04-01", "2023-06-30"),
            ("FY2024Q4", 4, "2024-01-01", "2024-03-31"),
            ("FY2024Q2", 10, "2024-01-01", "2024-03-31"),
        ],
    )
    def test_has_a_first_and_a_last_day(self, word: str, fiscal_start: int, first: str, last: str) -> None:
        period = read_period(word, fiscal_start)
        assert (period.start, period.last) == (day(first), day(last))

    def test_contains_its_start_and_not_its_end(self) -> None:
        year = read_period("2017")
        assert year.start in year
        assert year.last in year
        assert year.end not in year
        assert dt.date(2016, 12, 31) not in year

    @pytest.mark.parametrize(
        "word",
        [
            "",
            "17",
            "2017Q5",
            "2017Q0",
            "Q3",
            "FY17",
            "FY2017-03",
            "2017-13",
            "2017-00",
            "0000",
            "9999",
            "fy2017",
        ],
    )
    def test_is_refused_when_it_is_none(self, word: str) -> None:
        with pytest.raises(PeriodError):
            read_period(word)


def test_the_last_whole_year_is_the_one_that_was_over_as_the_day_ended() -> None:
    days = (dt.date(2023, 12, 30), dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date.max)
    assert [last_whole_year(day) for day in days] == [2022, 2023, 2023, 9999]


class TestAPeriodWithADay:
    @settings(deadline=None, derandomize=True, database=None, max_examples=200)
    @for_all(
        st.dates(dt.date(2, 1, 1), dt.date(9997, 12, 31)),
        st.sampled_from([12, 6, 3]),
        st.one_of(st.none(), st.integers(1, 12)),
    )
    def test_has_it_and_is_what_its_word_means(self, on: dt.date, months: int, start: int | None) -> None:
        period = period_with(on, months, start)
        assert on in period
        assert read_period(period.word, start or 1) == period

    @pytest.mark.parametrize(
        ("months", "start", "word"),
        [(12, None, "2024"), (6, None, "2024H2"), (3, None, "2024Q3"), (12, 4, "FY2025"), (6, 4, "FY2025H1")],
    )
    def test_is_called_as_people_write_it(self, months: int, start: int | None, word: str) -> None:
        assert period_with(day("2024-08-31"), months, start).word == word

    @pytest.mark.parametrize("word", ["2024H0", "2024H3", "2024h1"])
    def test_a_year_has_two_halves(self, word: str) -> None:
        with pytest.raises(PeriodError):
            read_period(word)
