"""The rules of promises and the benchmarks agreed for them, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from majoracct.domain.account.delivery import DeliveryStarted
from majoracct.domain.account.expectations import Direction
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.promises import (
    AgreementReneged,
    AlreadyBroken,
    AlreadyReneged,
    BenchmarkAgreed,
    BenchmarkDueInThePast,
    BenchmarkOfNothing,
    BenchmarkUnknown,
    BreachUnstated,
    CorrectionUnstated,
    CorrectiveChangeMade,
    MetricUnstated,
    NothingToMend,
    PromiseBroken,
    PromisedOpportunityUnknown,
    PromiseDueInThePast,
    PromiseMade,
    Promises,
    PromiseUnknown,
    PromiseUnstated,
    ResultMeasured,
    ResultNotANumber,
    TargetNoBetter,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderGone,
    StakeholderIdentified,
    StakeholderLeft,
    StakeholderUnknown,
)
from majoracct.domain.kernel import AccountEvent
from majoracct.testing.given import DAY, corrected, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
PROMISE = PromiseMade("a third fewer late payments")
DUE = dt.date(2024, 6, 30)
BROKEN = PromiseBroken("acme@2", "two months late")
MENDED = CorrectiveChangeMade("acme@2", "a second team")


def benchmark(
    target: str = "20",
    baseline: str | None = None,
    better: Direction = Direction.LOWER,
    due: dt.date = DUE,
    promise: str | None = None,
    project: str | None = None,
) -> BenchmarkAgreed:
    before = None if baseline is None else Decimal(baseline)
    return BenchmarkAgreed(
        "days to pay", Decimal(target), due, "p1", "days", better, before, promise, project
    )


def measured(value: str, against: str = "acme@3") -> ResultMeasured:
    return ResultMeasured(against, Decimal(value))


@pytest.mark.requirement("C-R1")
class TestPM1APromise:
    def test_says_what_is_promised(self) -> None:
        given().when(PromiseMade(" ")).then_refused(PromiseUnstated)

    def test_is_not_for_an_opportunity_we_do_not_know(self) -> None:
        deal = on("2024-05-02", OpportunityIdentified("a deal"))
        made = PromiseMade("fewer", opportunity="acme@1")
        given().when(PromiseMade("fewer", opportunity="acme@9")).then_refused(
            PromisedOpportunityUnknown, "no opportunity acme@9"
        )
        given(deal).when(made).then_refused(PromisedOpportunityUnknown, "on 2024-05-01")
        given(deal).on("2024-05-02").when(made).then()

    def test_is_due_on_the_day_or_later(self) -> None:
        given().when(PromiseMade("fewer", due=dt.date(2024, 4, 30))).then_refused(PromiseDueInThePast)
        given().when(PromiseMade("fewer", due=DAY)).then()


@pytest.mark.requirement("C-R2", "B-E2")
class TestPM2ABenchmarkIsAgreed:
    def test_by_nobody_but_a_stakeholder_who_is_there(self) -> None:
        given().when(benchmark()).then_refused(StakeholderUnknown, "p1 is no stakeholder")
        given(ANA, StakeholderLeft("p1")).when(benchmark()).then_refused(StakeholderGone)

    def test_for_a_promise_and_a_project_on_record(self) -> None:
        started = DeliveryStarted("Alpha")
        story = given(ANA, PROMISE, started)
        story.when(benchmark(promise="acme@3")).then_refused(BenchmarkOfNothing, "no promise acme@3")
        story.when(benchmark(project="acme@2")).then_refused(BenchmarkOfNothing, "no project acme@2")
        after = story.when(benchmark(promise="acme@2", project="acme@3")).then()
        assert after[Promises].benchmarks["acme@4"].agreed_by == "p1"

    def test_or_for_none(self) -> None:
        given(ANA).when(benchmark()).then()


@pytest.mark.requirement("C-R2")
class TestPM3ATarget:
    def test_of_a_metric_that_is_named(self) -> None:
        given(ANA).when(BenchmarkAgreed(" ", Decimal(1), DUE, "p1")).then_refused(MetricUnstated)

    @pytest.mark.parametrize(
        ("target", "baseline", "better"),
        [
            ("20", "20", Direction.LOWER),
            ("21", "20", Direction.LOWER),
            ("20", "20", Direction.HIGHER),
            ("19", "20", Direction.HIGHER),
            ("NaN", None, Direction.HIGHER),
            ("20", "Infinity", Direction.LOWER),
        ],
    )
    def test_is_better_than_the_baseline(self, target: str, baseline: str, better: Direction) -> None:
        given(ANA).when(benchmark(target, baseline, better)).then_refused(TargetNoBetter)

    def test_whichever_way_is_better(self) -> None:
        given(ANA).when(benchmark("20", "31", Direction.LOWER)).then()
        given(ANA).when(benchmark("31", "20", Direction.HIGHER)).then()

    def test_is_not_due_before_it_is_agreed(self) -> None:
        given(ANA).when(benchmark(due=dt.date(2024, 4, 30))).then_refused(BenchmarkDueInThePast)
        given(ANA).when(benchmark(due=DAY)).then()


@pytest.mark.requirement("B-E2", "C-R1")
class TestPM4OnlyAgainstABenchmark:
    def test_not_against_none(self) -> None:
        given(ANA, PROMISE).when(measured("20")).then_refused(BenchmarkUnknown, "no benchmark acme@3")
        given(ANA, PROMISE).when(measured("20", "acme@2")).then_refused(BenchmarkUnknown)

    def test_not_before_it_was_agreed(self) -> None:
        story = given(ANA, PROMISE, benchmark())
        story.on("2024-04-30").when(measured("20")).then_refused(BenchmarkUnknown, "by 2024-04-30")

    def test_a_figure(self) -> None:
        given(ANA, PROMISE, benchmark()).when(measured("NaN")).then_refused(ResultNotANumber)

    def test_is_kept_beside_it(self) -> None:
        after = given(ANA, PROMISE, benchmark()).when(measured("20")).then()
        assert [r.value for r in after[Promises].benchmarks["acme@3"].results] == [20]

    def test_by_whichever_link_of_its_corrections_it_is_called(self) -> None:
        story = given(ANA, PROMISE, benchmark(), corrected("acme@3", benchmark("25")))
        after = story.when(measured("20", "acme@5")).then()
        assert len(after[Promises].benchmarks["acme@3"].results) == 1

    def test_replay_bears_one_that_is_missing(self) -> None:
        assert len(given(measured("20"), BROKEN, MENDED)[Promises].benchmarks) == 0


ABOUT: list[AccountEvent[Promises]] = [BROKEN, MENDED, AgreementReneged("acme@2")]


@pytest.mark.requirement("C-R3")
class TestPM5Broken:
    @pytest.mark.parametrize("event", ABOUT)
    def test_not_one_that_is_unknown(self, event: AccountEvent[Promises]) -> None:
        given(ANA).when(event).then_refused(PromiseUnknown, "no promise acme@2")
        given(ANA, PROMISE).on("2024-04-30").when(event).then_refused(PromiseUnknown)

    def test_says_how(self) -> None:
        given(ANA, PROMISE).when(PromiseBroken("acme@2", " ")).then_refused(BreachUnstated)

    def test_not_again_before_it_was_mended(self) -> None:
        story = given(ANA, PROMISE, BROKEN)
        story.when(BROKEN).then_refused(AlreadyBroken, "was broken on 2024-05-01")
        after = story.then_given(MENDED).when(BROKEN).then()
        after.when(BROKEN).then_refused(AlreadyBroken)


@pytest.mark.requirement("C-R3")
class TestPM6Mended:
    def test_not_what_is_not_broken(self) -> None:
        given(ANA, PROMISE).when(MENDED).then_refused(NothingToMend, "is not broken on 2024-05-01")
        given(ANA, PROMISE, benchmark(promise="acme@2"), measured("20")).when(MENDED).then_refused(
            NothingToMend
        )

    def test_not_once_it_was(self) -> None:
        given(ANA, PROMISE, BROKEN, MENDED).when(MENDED).then_refused(NothingToMend)

    def test_says_what_was_changed(self) -> None:
        given(ANA, PROMISE, BROKEN).when(CorrectiveChangeMade("acme@2", "")).then_refused(CorrectionUnstated)

    def test_what_we_said_is_broken(self) -> None:
        given(ANA, PROMISE, BROKEN).when(MENDED).then()

    def test_what_misses_even_before_its_day(self) -> None:
        story = given(ANA, PROMISE, benchmark(promise="acme@2"), measured("21"))
        story.when(MENDED).then()

    def test_what_is_overdue(self) -> None:
        story = given(ANA, PROMISE, benchmark(promise="acme@2"))
        story.on(DUE).when(MENDED).then_refused(NothingToMend)
        story.on("2024-07-01").when(MENDED).then()

    def test_not_for_what_another_promise_misses(self) -> None:
        story = given(ANA, PROMISE, benchmark(), measured("21"))
        story.when(MENDED).then_refused(NothingToMend)


@pytest.mark.requirement("C-R3")
class TestPM7RenegedOnce:
    def test_not_twice_whatever_the_day(self) -> None:
        story = given(ANA, PROMISE, on("2024-08-01", AgreementReneged("acme@2")))
        for day in ("2024-06-01", "2024-09-01"):
            story.on(day).when(AgreementReneged("acme@2")).then_refused(AlreadyReneged, "back on 2024-08-01")

    def test_by_somebody_we_know_or_nobody_in_particular(self) -> None:
        story = given(ANA, PROMISE)
        story.when(AgreementReneged("acme@2", "p9")).then_refused(StakeholderUnknown)
        story.when(AgreementReneged("acme@2", "p1")).then()
        story.when(AgreementReneged("acme@2")).then()
