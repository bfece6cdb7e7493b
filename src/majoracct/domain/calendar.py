"""Periods: calendar years, halves, quarters and months, fiscal years, halves and quarters; months counted on.

Periods are half-open: they contain their start and not their end. A fiscal year is named after
the calendar year in which it ends.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from attrs import frozen

__all__ = [
    "Period",
    "PeriodError",
    "add_months",
    "first_beyond",
    "first_within",
    "last_whole_year",
    "period_with",
    "read_day",
    "read_period",
    "whole_year",
]

_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z", re.ASCII)
_WORD: Final = re.compile(r"(FY)?([0-9]{4})(?:Q([1-4])|H([12])|-([0-9]{2}))?\Z", re.ASCII)


class PeriodError(ValueError):
    """The text is no day or period; the message says how to write one."""


@frozen
class Period:
    """A span of days, from START up to but not including END."""

    word: str
    start: dt.date
    end: dt.date

    @property
    def last(self) -> dt.date:
        """The last day in it."""
        return self.end - dt.timedelta(days=1)

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day < self.end


def add_months(day: dt.date, months: int) -> dt.date:
    """Return DAY a number of MONTHS on (or back), on the month's last day where it has no such day.

    The result stays within the calendar: before year 1 it is its first day, after 9999 its last.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < 1:
        return dt.date.min
    if year > 9999:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_within(on: dt.date, months: int) -> dt.date:
    """Return the first day that is at most MONTHS back as ON ends.

    Counted back from ON or on from the day, it is the same window: DAY is in it when ON is at most
    `add_months(DAY, months)`.
    """
    day = add_months(on, -months)
    return day if add_months(day, months) >= on else day + dt.timedelta(days=1)


def first_beyond(day: dt.date, months: int) -> dt.date | None:
    """Return the first day on which DAY is more than MONTHS back; None beyond the calendar."""
    last = add_months(day, months)
    return None if last == dt.date.max else last + dt.timedelta(days=1)


def whole_year(year: int, day: dt.date) -> bool:
    """Return whether the calendar YEAR was over as DAY ended."""
    return (day.year, day.month, day.day) >= (year, 12, 31)


def last_whole_year(day: dt.date) -> int:
    """Return the last calendar year that was over as DAY ended."""
    return day.year if whole_year(day.year, day) else day.year - 1


def read_day(text: str) -> dt.date:
    """Return the day written as YYYY-MM-DD. Raises PeriodError."""
    if not _DAY.match(text):
        raise PeriodError(f"{text!r} is not a day: write it as YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise PeriodError(f"{text!r} is not a day of the calendar") from None


def read_period(text: str, fiscal_start: int = 1) -> Period:
    """Return the period TEXT means: a day, 2017, 2017H2, 2017Q3, 2017-09, FY2024, FY2024H1 or FY2024Q4.

    fiscal_start: the month in which fiscal years start. Raises PeriodError.
    """
    if _DAY.match(text):
        day = read_day(text)
        return Period(text, day, day + dt.timedelta(days=1) if day < dt.date.max else day)
    found = _WORD.match(text)
    if not found:
        raise PeriodError(
            f"{text!r} is neither a day nor a period: "
            "write 2017-03-31, 2017, 2017H2, 2017Q3, 2017-09, FY2024, FY2024H1 or FY2024Q4"
        )
    fiscal, year, quarter, half, month = found[1], int(found[2]), found[3], found[4], found[5]
    if month and (fiscal or not 1 <= int(month) <= 12):
        raise PeriodError(f"{text!r} is not a month of the calendar")
    if not 1 <= year <= 9998:
        raise PeriodError(f"{text!r} is outside the calendar")
    first = dt.date(year, 1, 1)
    if fiscal and fiscal_start > 1:
        first = dt.date(max(year - 1, 1), fiscal_start, 1)
    if month:
        first = dt.date(year, int(month), 1)
    elif quarter:
        first = add_months(first, 3 * (int(quarter) - 1))
    elif half:
        first = add_months(first, 6 * (int(half) - 1))
    return Period(text, first, add_months(first, 1 if month else 3 if quarter else 6 if half else 12))


def period_with(day: dt.date, months: int, fiscal_start: int | None = None) -> Period:
    """Return the year, half or quarter (12, 6 or 3 MONTHS) that DAY is in, called as `read_period` reads it.

    fiscal_start: the month in which fiscal years start, for a period of one; None: of the calendar.
    """
    first = fiscal_start or 1
    year = max(day.year - (day.month < first), 1)
    nth = (day.month - first) % 12 // months
    start = add_months(dt.date(year, first, 1), nth * months)
    named = year + (fiscal_start is not None and first > 1)
    part = {12: "", 6: f"H{nth + 1}", 3: f"Q{nth + 1}"}[months]
    return Period(f"{'FY' if fiscal_start else ''}{named:04}{part}", start, add_months(start, months))
