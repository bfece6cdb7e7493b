"""How promises stand, which we over-promised, and where sales stopped at the first project."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings

from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.expectations import Expectation
from majoracct.domain.account.keeping import PromiseStanding
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.promises import (
    AgreementReneged,
    BenchmarkAgreed,
    CorrectiveChangeMade,
    PromiseBroken,
    PromiseMade,
    ResultMeasured,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.assessments.promises import (
    expectations,
    judged,
    over_promised,
    standings,
    stuck_at_first_implementation,
)
from majoracct.domain.kernel import Event, Fact, FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.domain.programme.tables import PromiseTerms
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import EVER, Account
from majoracct.testing.given import Given, given, on
from majoracct.testing.histories import ACCOUNTS
from majoracct.testing.histories import facts as any_facts

TERMS = Terms.shipped("GBP")
ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
DEAL = OpportunityIdentified("a deal")
PROMISE = PromiseMade("more orders", opportunity="acme@2")
MARK = BenchmarkAgreed("orders", Decimal(100), dt.date(2024, 6, 30), "p1", promise="acme@3")
STORY = given(on("2024-01-01", ANA, DEAL, PROMISE, MARK)).on("2024-07-31")


def measured(value: str, against: str = "acme@4") -> ResultMeasured:
    return ResultMeasured(against, Decimal(value))


@pytest.mark.requirement("C-R1", "C-R2", "B-E2")
class TestPJ1EachPromise:
    def test_with_how_it_stands_and_its_benchmarks(self) -> None:
        (found,) = judged(STORY.then_given(measured("104")).account, TERMS)
        (held,) = found.benchmarks
        assert (found.promise, found.standing) == ("acme@3", PromiseStanding.KEPT)
        assert (held.benchmark, held.verdict) == ("acme@4", Expectation.EXCEEDED)
        assert held.result is not None
        assert (held.result.value, held.result.turn.fact) == (Decimal(104), "acme@5")

    def test_exceeded_by_the_margin_of_policy(self) -> None:
        strict = evolve(TERMS, promises=PromiseTerms(exceed_margin=Decimal("0.05")))
        (found,) = judged(STORY.then_given(measured("104")).account, strict)
        assert found.benchmarks[0].verdict is Expectation.MET

    def test_nebulous_without_any_and_earliest_first(self) -> None:
        story = STORY.then_given(on("2023-12-01", PromiseMade("good will")))
        first, second = judged(story.account, TERMS)
        assert (first.promise, first.standing, first.benchmarks) == ("acme@5", PromiseStanding.NEBULOUS, ())
        assert second.promise == "acme@3"

    def test_and_the_benchmarks_of_none_last(self) -> None:
        story = STORY.then_given(on("2023-12-01", evolve(MARK, promise=None)))
        last = judged(story.account, TERMS)[-1]
        assert (last.promise, last.item, last.standing) == (None, None, None)
        assert [held.benchmark for held in last.benchmarks] == ["acme@5"]

    def test_such_as_those_of_a_promise_that_was_withdrawn(self) -> None:
        (found,) = judged(STORY.then_given(FactWithdrawn("acme@3")).account, TERMS)
        assert (found.promise, [held.benchmark for held in found.benchmarks]) == (None, ["acme@4"])


class TestPJ2OverPromised:
    KEPT = (measured("100"),)
    ONE_OF_TWO = (
        on("2024-01-02", PromiseMade("sooner", opportunity="acme@2")),
        *KEPT,
        PromiseBroken("acme@5", "late"),
    )

    def test_when_less_was_kept_than_policy_asks(self) -> None:
        of_another = on("2024-01-03", PromiseMade("for no deal"))
        (found,) = over_promised(STORY.then_given(*self.ONE_OF_TWO, of_another).account, TERMS)
        assert (found.opportunity, found.title, found.ratio) == ("acme@2", "a deal", Decimal("0.5"))
        assert found.promises == ("acme@3", "acme@5")

    def test_not_when_as_much_was_kept(self) -> None:
        lenient = evolve(TERMS, promises=PromiseTerms(delivery_ratio=Decimal("0.5")))
        assert over_promised(STORY.then_given(*self.ONE_OF_TWO).account, lenient) == []
        assert over_promised(STORY.then_given(*self.KEPT).account, TERMS) == []

    def test_not_before_anything_is_due(self) -> None:
        assert over_promised(STORY.on("2024-06-29").account, TERMS) == []


@pytest.mark.requirement("C-R3")
class TestPJ3StuckAtTheFirstImplementation:
    DONE = on("2024-02-01", DeliveryCompleted(True, title="the first"))  # acme@5
    BAD = on("2024-03-01", PromiseBroken("acme@3", "late"))
    MENDED = on("2024-08-01", CorrectiveChangeMade("acme@3", "a second team"))

    def stuck(self, *happened: Any, day: str = "2024-12-31") -> tuple[str, tuple[str, ...]] | None:
        found = stuck_at_first_implementation(STORY.then_given(*happened).on(day).account)
        return (found.project, found.promises) if found else None

    def test_by_a_promise_that_is_broken_and_not_mended(self) -> None:
        assert self.stuck(self.DONE, self.BAD) == ("acme@5", ("acme@3",))
        assert self.stuck(self.DONE, self.BAD, self.MENDED) is None
        assert self.stuck(self.DONE, on("2024-03-01", measured("100"))) is None

    def test_by_an_agreement_that_was_reneged_mended_or_not(self) -> None:
        reneged = on("2024-09-01", AgreementReneged("acme@3"))
        assert self.stuck(self.DONE, self.BAD, self.MENDED, reneged) == ("acme@5", ("acme@3",))

    def test_not_before_a_first_project_is_done(self) -> None:
        assert self.stuck(self.BAD) is None
        assert self.stuck(on("2024-02-01", DeliveryStarted("the first")), self.BAD) is None
        assert self.stuck(self.DONE, self.BAD, day="2024-01-31") is None

    def test_not_once_something_was_won_after_it(self) -> None:
        assert self.stuck(self.DONE, self.BAD, on("2024-04-01", OpportunityWon("acme@2"))) is None

    def test_whatever_was_won_to_come_to_it(self) -> None:
        for day in ("2024-01-15", "2024-02-01"):
            won = on(day, OpportunityWon("acme@2"))
            assert self.stuck(self.DONE, self.BAD, won) == ("acme@5", ("acme@3",))

    def test_not_once_more_was_won_while_the_first_was_under_way(self) -> None:
        another = on("2024-01-02", OpportunityIdentified("another"))  # acme@5
        both = (on("2024-01-10", OpportunityWon("acme@2")), on("2024-01-20", OpportunityWon("acme@5")))
        assert self.stuck(another, *both[:1], self.DONE, self.BAD) == ("acme@7", ("acme@3",))
        assert self.stuck(another, *both, self.DONE, self.BAD) is None

    def test_the_first_is_the_one_completed_first(self) -> None:
        later = on("2024-05-01", DeliveryCompleted(True, title="another"))
        won = on("2024-04-01", OpportunityWon("acme@2"))
        assert self.stuck(later, self.DONE, self.BAD) == ("acme@6", ("acme@3",))
        assert self.stuck(later, self.DONE, self.BAD, won) is None


@pytest.mark.requirement("B-E2")
class TestPJ4Expectations:
    def counted(self, story: Given) -> dict[Expectation, int]:
        return {e: n for e, n in expectations([story.account], TERMS).items() if n}

    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ([], Expectation.OVERDUE),
            ([measured("99")], Expectation.MISSED),
            ([measured("100")], Expectation.MET),
            ([measured("101")], Expectation.EXCEEDED),
        ],
    )
    def test_by_what_the_benchmark_says(self, told: list[Event[Any]], said: Expectation) -> None:
        assert self.counted(STORY.then_given(*told)) == {said: 1}

    def test_of_no_promise_too(self) -> None:
        story = STORY.then_given(on("2024-01-01", evolve(MARK, promise=None)), measured("100", "acme@5"))
        assert self.counted(story) == {Expectation.OVERDUE: 1, Expectation.MET: 1}

    @settings(max_examples=40, deadline=None)
    @for_all(any_facts())
    def test_of_all_accounts_are_those_of_each_added_up(self, history: list[Fact]) -> None:
        accounts = [Account(key, EVER, Facts(history)) for key in ACCOUNTS]
        for kind in Expectation:
            each = sum(expectations([account], TERMS)[kind] for account in accounts)
            assert expectations(accounts, TERMS)[kind] == each
        for stands in PromiseStanding:
            each = sum(standings([account])[stands] for account in accounts)
            assert standings(accounts)[stands] == each
        rows = [found for account in accounts for found in judged(account, TERMS) if found.promise]
        assert len(rows) == sum(standings(accounts).values())
