"""The rules of what becomes of promises, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.keeping import PromiseStanding, delivery_ratio, due, standing
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.promises import (
    AgreementReneged,
    BenchmarkAgreed,
    CorrectiveChangeMade,
    PromiseBroken,
    PromiseMade,
    Promises,
    ResultMeasured,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.testing.given import DAY, Given, Told, given, on

DUE = dt.date(2024, 6, 30)
ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
DEAL = OpportunityIdentified("a deal")
BROKEN = PromiseBroken("acme@3", "late")
MENDED = CorrectiveChangeMade("acme@3", "a second team")


def agreed(promise: str = "acme@3", due: dt.date = DUE) -> BenchmarkAgreed:
    return BenchmarkAgreed("orders", Decimal(100), due, "p1", promise=promise)


def made(due: dt.date | None = None) -> PromiseMade:
    return PromiseMade("more orders", due, "acme@2")


def result(day: str, value: str, against: str = "acme@4") -> Told:
    return on(day, ResultMeasured(against, Decimal(value)))


PLAIN = given(ANA, DEAL, made())
STORY = given(ANA, DEAL, made(), agreed())


def stands(story: Given, day: dt.date | str) -> PromiseStanding:
    return standing(story.on(day).account, "acme@3")


@pytest.mark.requirement("C-R2")
class TestKE1WithoutABenchmark:
    def test_it_is_nebulous_whatever_its_day(self) -> None:
        assert stands(PLAIN, DAY) is PromiseStanding.NEBULOUS
        assert stands(given(ANA, DEAL, made(DAY)), "2030-01-01") is PromiseStanding.NEBULOUS

    def test_or_with_the_benchmark_of_another_promise(self) -> None:
        story = given(ANA, DEAL, made(), made(), agreed("acme@4"))
        assert stands(story, DAY) is PromiseStanding.NEBULOUS

    def test_with_one_it_is_open(self) -> None:
        assert stands(STORY, DUE) is PromiseStanding.OPEN


@pytest.mark.requirement("C-R1")
class TestKE2Kept:
    def test_once_every_benchmark_is_reached(self) -> None:
        both = STORY.then_given(agreed(), result("2024-06-01", "100"))
        assert stands(both, "2024-06-02") is PromiseStanding.OPEN
        kept = both.then_given(result("2024-06-03", "101", "acme@5"))
        assert stands(kept, "2024-06-02") is PromiseStanding.OPEN
        assert stands(kept, "2024-06-03") is PromiseStanding.KEPT

    def test_not_by_a_result_from_before_we_broke_it(self) -> None:
        story = STORY.then_given(result("2024-06-01", "100"), on("2024-06-02", BROKEN))
        assert stands(story, "2024-06-02") is PromiseStanding.BROKEN
        mended = story.then_given(on("2024-06-03", MENDED))
        assert stands(mended, "2024-06-03") is PromiseStanding.MENDED
        again = mended.then_given(result("2024-06-04", "100"))
        assert stands(again, "2024-06-04") is PromiseStanding.KEPT

    def test_late_but_reached(self) -> None:
        story = STORY.then_given(result("2024-09-01", "100"))
        assert stands(story, "2024-08-31") is PromiseStanding.BROKEN
        assert stands(story, "2024-09-01") is PromiseStanding.KEPT


@pytest.mark.requirement("C-R3")
class TestKE3BrokenAndMended:
    def test_by_a_result_that_misses_once_its_day_has_come(self) -> None:
        story = STORY.then_given(result("2024-06-01", "99"))
        assert stands(story, "2024-06-29") is PromiseStanding.OPEN
        assert stands(story, DUE) is PromiseStanding.BROKEN

    def test_by_its_day_passing_unmeasured(self) -> None:
        assert stands(STORY, "2024-07-01") is PromiseStanding.BROKEN

    def test_because_we_said_so_even_without_a_benchmark(self) -> None:
        assert stands(PLAIN.then_given(BROKEN), DAY) is PromiseStanding.BROKEN
        assert stands(PLAIN.then_given(BROKEN, MENDED), DAY) is PromiseStanding.MENDED

    def test_mended_by_what_was_corrected_since_not_before(self) -> None:
        story = STORY.then_given(result("2024-06-01", "99"), on("2024-06-02", MENDED))
        assert stands(story, DUE) is PromiseStanding.BROKEN
        after = story.then_given(on("2024-07-02", MENDED))
        assert stands(after, "2024-07-01") is PromiseStanding.BROKEN
        assert stands(after, "2024-07-02") is PromiseStanding.MENDED

    def test_broken_again(self) -> None:
        story = STORY.then_given(on("2024-07-02", MENDED), result("2024-08-01", "99"))
        assert stands(story, "2024-07-31") is PromiseStanding.MENDED
        assert stands(story, "2024-08-01") is PromiseStanding.BROKEN
        said = PLAIN.then_given(BROKEN, MENDED, BROKEN)
        assert stands(said, DAY) is PromiseStanding.BROKEN

    def test_unless_the_agreement_was_taken_back(self) -> None:
        story = STORY.then_given(result("2024-06-01", "100"), on("2024-06-02", AgreementReneged("acme@3")))
        assert stands(story, "2024-06-01") is PromiseStanding.KEPT
        assert stands(story, "2024-06-02") is PromiseStanding.RENEGED


@pytest.mark.requirement("B-D5")
class TestKE4Delivery:
    def test_is_unknown_while_nothing_is_due(self) -> None:
        assert delivery_ratio(STORY.on("2024-06-29").account, "acme@2") is None
        assert delivery_ratio(PLAIN.on("2030-01-01").account, "acme@2") is None
        assert delivery_ratio(STORY.on("2030-01-01").account, "acme@9") is None

    def test_is_the_share_kept_of_what_is_due(self) -> None:
        story = STORY.then_given(made(), agreed("acme@5"), result("2024-06-01", "100"))
        assert delivery_ratio(story.on("2024-06-02").account, "acme@2") == 1  # the other may still be
        assert delivery_ratio(story.on(DUE).account, "acme@2") == Decimal("0.5")

    def test_a_promise_names_its_day_or_has_the_last_of_its_benchmarks(self) -> None:
        nebulous = given(ANA, DEAL, made(dt.date(2024, 5, 31)))
        assert not due(nebulous.on("2024-05-30").account, "acme@3")
        assert delivery_ratio(nebulous.on("2024-05-31").account, "acme@2") == 0
        longer = STORY.then_given(agreed(due=dt.date(2024, 9, 30)), result("2024-06-01", "100"))
        assert not due(longer.on(DUE).account, "acme@3")
        assert due(longer.on("2024-09-30").account, "acme@3")

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(
        st.lists(
            st.tuples(
                st.sampled_from([None, DUE]),  # agreed to a benchmark?
                st.sampled_from([None, "99", "100", "101"]),  # measured?
                st.booleans(),  # broken?
            ),
            max_size=5,
        ),
        st.dates(DAY, dt.date(2024, 8, 1)),
    )
    def test_lies_between_nothing_and_all_and_counts_each_promise_once(
        self, promised: list[tuple[dt.date | None, str | None, bool]], day: dt.date
    ) -> None:
        story, version = given(ANA, DEAL), 3
        for until, value, broken in promised:
            promise = f"acme@{version}"
            story, version = story.then_given(made()), version + 1
            if until:
                story, version = story.then_given(agreed(promise, until)), version + 1
                if value:
                    story = story.then_given(result("2024-06-10", value, f"acme@{version - 1}"))
                    version += 1
            if broken:
                told = on("2024-06-20", PromiseBroken(promise, "late"))
                story, version = story.then_given(told), version + 1
        account = story.on(day).account
        judged = [p for p in account[Promises].promises if due(account, p)]
        kept = [p for p in judged if standing(account, p) is PromiseStanding.KEPT]
        ratio = delivery_ratio(account, "acme@2")
        assert len(account[Promises].promises) == len(promised)
        if ratio is None:
            assert judged == []
        else:
            assert 0 <= ratio <= 1
            assert ratio == Decimal(len(kept)) / Decimal(len(judged))
