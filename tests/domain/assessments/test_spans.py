"""Spans: what is judged on the days it could change on is what is judged day by day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct.domain.assessments.spans import Span, after, leaves, spans, within
from majoracct.domain.calendar import first_within

FIRST = dt.date(2024, 1, 1)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(40)]


class TestASpan:
    def test_contains_its_first_day_and_not_its_end(self) -> None:
        span = Span(DAYS[3], DAYS[5])
        assert [day for day in DAYS if day in span] == DAYS[3:5]
        assert span.days(DAYS[30]) == 2

    def test_that_goes_on_counts_the_day_asked(self) -> None:
        assert Span(FIRST).days(FIRST) == 1
        assert Span(dt.date.max).days(dt.date.max) == 1


@for_all(st.sets(st.sampled_from(DAYS)), st.sampled_from(DAYS))
def test_spans_are_what_holds_day_by_day(changes: set[dt.date], until: dt.date) -> None:
    def holds(day: dt.date) -> bool:
        return sum(change <= day for change in changes) % 2 == 1

    found = spans(holds, changes, until)
    for day in DAYS:
        if day <= until:
            assert any(day in span for span in found) == holds(day)
    assert sum(span.days(until) for span in found) == sum(holds(day) for day in DAYS if day <= until)
    assert all(span.end is not None for span in found[:-1])


@for_all(st.dates(dt.date(1, 2, 1), dt.date(9990, 1, 1)), st.integers(0, 30))
def test_a_day_leaves_a_window_of_months_once(day: dt.date, months: int) -> None:
    gone = leaves(day, months)
    assert first_within(gone, months) > day
    assert first_within(gone - dt.timedelta(days=1), months) <= day
    assert within([day], months) == {day, gone}


@pytest.mark.parametrize(("days", "then"), [(1, "2024-01-02"), (31, "2024-02-01")])
def test_so_many_days_after(days: int, then: str) -> None:
    assert str(after(FIRST, days)) == then
    assert after(dt.date.max, days) == dt.date.max
    assert leaves(dt.date.max, days) == dt.date.max
