"""The rules of expectations, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.expectations import (
    Benchmark,
    Direction,
    Expectation,
    Moment,
    Result,
    Turn,
    failure,
    verdict,
)
from majoracct.domain.account.promises import BenchmarkAgreed, Promises, ResultMeasured
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.testing.given import given, on

MADE = dt.date(2024, 1, 1)
DUE = dt.date(2024, 6, 30)
LATE = dt.date(2024, 12, 31)


def benchmark(
    *results: tuple[str, str], target: str = "100", better: Direction = Direction.HIGHER
) -> Benchmark:
    measured = tuple(
        Result(Decimal(value), Turn(day, (day, "", place), f"acme@{place}"))
        for place, (day, value) in enumerate(
            ((dt.date.fromisoformat(day), value) for day, value in results), start=10
        )
    )
    return Benchmark(
        "orders", "", Decimal(target), None, better, DUE, "p1", None, None, MADE, 3, "acme@1", measured
    )


@pytest.mark.requirement("B-E2")
class TestEX1TheLatestResultSpeaks:
    MEASURED = benchmark(("2024-02-01", "90"), ("2024-03-01", "100"), ("2024-04-01", "80"))

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2024-01-31", Expectation.UNMEASURED),
            ("2024-02-01", Expectation.BEHIND),
            ("2024-03-01", Expectation.MET),
            ("2024-03-31", Expectation.MET),
            ("2024-04-01", Expectation.BEHIND),
        ],
    )
    def test_of_those_by_the_day(self, day: str, expected: Expectation) -> None:
        assert verdict(self.MEASURED, dt.date.fromisoformat(day)) is expected

    def test_without_one_it_is_overdue_once_its_day_has_passed(self) -> None:
        assert verdict(benchmark(), DUE) is Expectation.UNMEASURED
        assert verdict(benchmark(), DUE + dt.timedelta(days=1)) is Expectation.OVERDUE

    def test_even_one_that_comes_late(self) -> None:
        assert verdict(benchmark(("2024-07-15", "100")), dt.date(2024, 7, 14)) is Expectation.OVERDUE
        assert verdict(benchmark(("2024-07-15", "100")), dt.date(2024, 7, 15)) is Expectation.MET

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(
        st.dictionaries(st.dates(MADE, LATE), st.integers(95, 105), min_size=1, max_size=6).flatmap(
            lambda found: st.permutations(sorted(found.items()))
        ),
        st.dates(MADE, LATE),
    )
    def test_in_whatever_order_results_are_recorded(
        self, measured: list[tuple[dt.date, int]], day: dt.date
    ) -> None:
        agreed = on(
            MADE,
            StakeholderIdentified("p1", BuyingFunction.FINANCE),
            BenchmarkAgreed("orders", Decimal(100), DUE, "p1"),
        )
        told = [on(when, ResultMeasured("acme@2", Decimal(value))) for when, value in measured]
        by_day = [on(when, ResultMeasured("acme@2", Decimal(value))) for when, value in sorted(measured)]
        one, other = (
            given(agreed, *facts).on(day)[Promises].benchmarks["acme@2"] for facts in (told, by_day)
        )
        assert verdict(one, day) is verdict(other, day)
        by_then = [value for when, value in sorted(measured) if when <= day]
        if by_then:
            short = verdict(one, day) in (Expectation.BEHIND, Expectation.MISSED)
            assert short == (by_then[-1] < 100)


@pytest.mark.requirement("B-E2")
class TestEX2MetOrExceeded:
    @pytest.mark.parametrize(
        ("value", "margin", "expected"),
        [
            ("99.99", "0", Expectation.MISSED),
            ("100", "0", Expectation.MET),
            ("100.01", "0", Expectation.EXCEEDED),
            ("110", "0.1", Expectation.MET),
            ("110.01", "0.1", Expectation.EXCEEDED),
        ],
    )
    def test_by_more_than_the_margin(self, value: str, margin: str, expected: Expectation) -> None:
        assert verdict(benchmark(("2024-02-01", value)), DUE, Decimal(margin)) is expected

    def test_a_target_below_nothing_is_beaten_upwards(self) -> None:
        measured = [benchmark(("2024-02-01", value), target="-100") for value in ("-91", "-89")]
        verdicts = [verdict(each, DUE, Decimal("0.1")) for each in measured]
        assert verdicts == [Expectation.MET, Expectation.EXCEEDED]

    @settings(max_examples=80, deadline=None, derandomize=True, database=None)
    @for_all(st.integers(-20, 20), st.integers(-20, 20), st.sampled_from(["0", "0.1", "0.5"]))
    def test_lower_is_better_as_higher_is(self, value: int, target: int, margin: str) -> None:
        up = benchmark(("2024-02-01", str(value)), target=str(target))
        down = benchmark(("2024-02-01", str(-value)), target=str(-target), better=Direction.LOWER)
        assert verdict(up, DUE, Decimal(margin)) is verdict(down, DUE, Decimal(margin))


@pytest.mark.requirement("B-E2")
class TestEX4BehindUntilItsDayHasCome:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [("2024-06-29", Expectation.BEHIND), (DUE, Expectation.MISSED), (LATE, Expectation.MISSED)],
    )
    def test_and_missed_from_then_on(self, day: str | dt.date, expected: Expectation) -> None:
        on_day = dt.date.fromisoformat(day) if isinstance(day, str) else day
        assert verdict(benchmark(("2024-03-01", "90")), on_day) is expected


@pytest.mark.requirement("C-R3")
class TestEX3WhenItHasFailed:
    @pytest.mark.parametrize(
        ("results", "day", "moment"),
        [
            ([], DUE, None),
            ([], LATE, (dt.date(2024, 7, 1), "", 0)),
            ([("2024-03-01", "90")], dt.date(2024, 6, 29), None),
            ([("2024-03-01", "90")], DUE, (DUE, "", 0)),
            ([("2024-08-01", "90")], LATE, (dt.date(2024, 8, 1), "", 10)),
            ([("2024-03-01", "90"), ("2024-08-01", "100")], LATE, None),
        ],
    )
    def test_not_before_its_day_has_come(
        self, results: list[tuple[str, str]], day: dt.date, moment: Moment | None
    ) -> None:
        assert failure(benchmark(*results), day) == moment
