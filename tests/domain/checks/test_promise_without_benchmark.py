"""Promise without benchmark: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from majoracct.domain.account.promises import AgreementReneged, BenchmarkAgreed, PromiseBroken, PromiseMade
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.checks.promise_without_benchmark import CHECK
from majoracct.domain.kernel import AccountEvent
from majoracct.testing.given import given, on

MADE = on("2024-01-01", PromiseMade("No train late"))
ANA = StakeholderIdentified("p1", BuyingFunction.OPERATIONS, name="Ana")
DUE = dt.date(2024, 12, 31)


@pytest.mark.requirement("C-R2")
class TestPromiseWithoutBenchmark:
    def test_raised_while_nothing_agreed_says_what_keeps_it(self) -> None:
        (found,) = given(MADE).raised(CHECK)
        assert (
            found.says == "“No train late” was promised on 2024-01-01, and nothing agreed says what keeps it"
        )
        assert (found.facts, found.about) == (("acme@1",), "acme@1")

    def test_not_once_a_benchmark_was_agreed_for_it(self) -> None:
        agreed = BenchmarkAgreed("late trains", Decimal(0), DUE, "p1", promise="acme@1")
        assert given(MADE, ANA, agreed).raised(CHECK) == []

    def test_raised_when_the_benchmark_is_of_no_promise(self) -> None:
        assert len(given(MADE, ANA, BenchmarkAgreed("late trains", Decimal(0), DUE, "p1")).raised(CHECK)) == 1

    @pytest.mark.parametrize("known", [PromiseBroken("acme@1", "late"), AgreementReneged("acme@1")])
    def test_not_once_its_fate_is_known(self, known: AccountEvent[object]) -> None:
        assert given(MADE, known).raised(CHECK) == []
