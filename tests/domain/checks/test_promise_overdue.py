"""Promise overdue: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from majoracct.domain.account.promises import (
    AgreementReneged,
    BenchmarkAgreed,
    CorrectiveChangeMade,
    PromiseBroken,
    PromiseMade,
    ResultMeasured,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.promise_overdue import CHECK
from majoracct.testing.given import given, on

ANA = StakeholderIdentified("p1", BuyingFunction.OPERATIONS, name="Ana")
APRIL, JUNE = dt.date(2024, 4, 1), dt.date(2024, 6, 1)


def benchmark(due: dt.date, promise: str | None = "acme@2") -> BenchmarkAgreed:
    return BenchmarkAgreed("trains in time", Decimal(90), due, "p1", promise=promise)


MADE = on("2024-01-01", ANA, PromiseMade("No train late"), benchmark(APRIL))
DATED = on("2024-01-01", ANA, PromiseMade("No train late", APRIL), benchmark(JUNE))


@pytest.mark.requirement("B-E2", "C-R1")
class TestPromiseOverdue:
    def test_raised_when_nobody_measured_by_the_day(self) -> None:
        (found,) = given(MADE).on("2024-04-02").raised(CHECK)
        assert found.says == (
            "“trains in time” of “No train late” was to be reached by 2024-04-01, and nobody measured it"
        )
        assert (found.facts, found.about) == (("acme@3",), "acme@3")

    def test_not_on_the_day(self) -> None:
        assert given(MADE).on("2024-04-01").raised(CHECK) == []

    @pytest.mark.parametrize("value", [89, 90])
    def test_not_once_it_was_measured_kept_or_not(self, value: int) -> None:
        assert given(MADE, on("2024-04-02", ResultMeasured("acme@3", Decimal(value)))).raised(CHECK) == []

    def test_raised_of_a_benchmark_of_no_promise(self) -> None:
        (found,) = given(on("2024-01-01", ANA, benchmark(APRIL, None))).raised(CHECK)
        assert found.says == "“trains in time” was to be reached by 2024-04-01, and nobody measured it"

    def test_not_once_the_customer_took_the_agreement_back(self) -> None:
        assert given(MADE, on("2024-03-31", AgreementReneged("acme@2"))).raised(CHECK) == []

    def test_not_once_it_was_said_to_be_broken_until_something_is_corrected(self) -> None:
        story = given(MADE, on("2024-03-31", PromiseBroken("acme@2", "snow")))
        assert story.raised(CHECK) == []
        assert len(story.then_given(CorrectiveChangeMade("acme@2", "ploughs")).raised(CHECK)) == 1

    def test_raised_when_the_promise_names_an_earlier_day_than_its_benchmark(self) -> None:
        (found,) = given(DATED).on("2024-04-02").raised(CHECK)
        assert (
            found.says == "“No train late” was promised by 2024-04-01, and its benchmarks are not reached yet"
        )
        assert (found.facts, found.about) == (("acme@2", "acme@3"), "acme@2")
        assert given(DATED).on("2024-04-01").raised(CHECK) == []

    def test_not_of_a_promise_kept_by_then(self) -> None:
        kept = on("2024-03-01", ResultMeasured("acme@3", Decimal(90)))
        assert given(DATED, kept).on("2024-04-02").raised(CHECK) == []

    def test_not_of_a_promise_that_has_no_benchmark(self) -> None:
        assert given(on("2024-01-01", PromiseMade("No train late", APRIL))).raised(CHECK) == []
