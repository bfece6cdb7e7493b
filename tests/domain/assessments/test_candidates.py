"""The rules of ranking candidates, one class a rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.candidacy import CandidateAssessed, CandidateRow
from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.promises import BenchmarkAgreed, ResultMeasured
from majoracct.domain.account.relationships import (
    BuyingFunction,
    RelationshipAssessed,
    StakeholderIdentified,
    StakeholderLeft,
    Strength,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.satisfaction import Satisfaction, SatisfactionAssessed
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.assessments.candidate_rows import Answer
from majoracct.domain.assessments.candidates import Candidate, candidate, ranked, track_record
from majoracct.domain.kernel import Evidence
from majoracct.domain.programme.tables import CandidateTerms, CandidateWeights
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import DAY, Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
JUDGED = [row for row in CandidateRow if not row.derived]
OPEN = AccountOpened("Acme")
BOUGHT = on("2022-01-01", RevenueRecorded(money("100")))
ANN = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.FINANCE)
SPONSORED = on("2023-01-01", ANN, BO, SponsorNamed("p1", "CFO", "spend"), SponsorNamed("p2", "COO", "sites"))
CONTENT = SatisfactionAssessed("p1", Satisfaction.SATISFIED)
GOOD = RelationshipAssessed("p1", Strength.GOOD)
AGREED = BenchmarkAgreed("days", Decimal(5), DAY, "p1")


def judged(row: CandidateRow, *, strong: bool, to: str | None = None) -> Told:
    return on("2024-04-01", CandidateAssessed(row, strong), to=to, evidence=(Evidence("report.pdf"),))


def found(story: Given, terms: Terms = TERMS) -> Candidate:
    return candidate(story.account, terms)


def weighing(**weights: int) -> Terms:
    return evolve(TERMS, candidates=CandidateTerms(weights=CandidateWeights(**weights)))


@pytest.mark.requirement("C-K0")
class TestRC1TheScore:
    def test_is_what_strong_rows_weigh_less_the_weak(self) -> None:
        story = given(
            judged(CandidateRow.REPUTATION, strong=True),
            judged(CandidateRow.COMMITMENT, strong=False),
            judged(CandidateRow.MUTUAL_GAIN, strong=True),
        )
        assert found(story).score == 1
        assert found(story, weighing(commitment=5)).score == -3
        assert (found(story).assessed, found(story).weight) == (3, 9)
        assert found(story).share_assessed == Decimal(3) / 9

    @settings(deadline=None)
    @any_of(
        st.dictionaries(st.sampled_from(JUDGED), st.booleans()),
        st.lists(st.integers(0, 9), min_size=9, max_size=9),
    )
    def test_lies_within_what_was_assessed_and_adds_up(
        self, told: dict[CandidateRow, bool], weights: list[int]
    ) -> None:
        terms = evolve(TERMS, candidates=CandidateTerms(weights=CandidateWeights(*weights)))
        of = dict(zip(CandidateRow, weights, strict=True))
        each = found(given(OPEN, *(judged(row, strong=strong) for row, strong in told.items())), terms)
        assert -each.weight <= -each.assessed <= each.score <= each.assessed <= each.weight == sum(weights)
        customer = -of[CandidateRow.CURRENT_CUSTOMER]  # nothing was bought
        assert each.score == customer + sum(of[r] if strong else -of[r] for r, strong in told.items())
        assert each.assessed == -customer + sum(of[r] for r in told)


@pytest.mark.requirement("C-K0")
class TestRC2ARowOfNoWeight:
    def test_is_left_out(self) -> None:
        story = given(judged(CandidateRow.REPUTATION, strong=True))
        assert len(found(story).rows) == 9
        without = found(story, weighing(reputation=0))
        assert CandidateRow.REPUTATION not in [each.row for each in without.rows]
        assert (len(without.rows), without.score, without.weight) == (8, 0, 8)

    def test_and_of_none_nothing_is_known(self) -> None:
        none = found(given(), weighing(**{row.name.lower(): 0 for row in CandidateRow}))
        assert (none.rows, none.score, none.share_assessed) == ((), 0, None)


@pytest.mark.requirement("C-K0", "C-M2")
class TestRC3TheRanking:
    def test_is_by_score_then_the_best_then_by_key(self) -> None:
        row = CandidateRow.REPUTATION
        told = (CONTENT, GOOD, judged(row, strong=False), judged(CandidateRow.COMMITMENT, strong=False))
        story = given(BOUGHT, SPONSORED, *told)
        for key in ("bolt", "acre", "apex"):
            story = story.then_given(on("2023-01-01", OPEN, to=key))
        story = story.then_given(judged(row, strong=True, to="bolt"))
        accounts = [story.about(key).account for key in ("apex", "bolt", "acre", "acme")]
        scores = {each.account: each.score for each in ranked(accounts, TERMS)}
        terms = evolve(TERMS, candidates=CandidateTerms(weights=CandidateWeights(payoff=0)))
        assert scores == {"bolt": 0, "acme": -2, "acre": -1, "apex": -1}
        assert list(scores) == ["bolt", "acre", "apex", "acme"]
        scores = {each.account: each.score for each in ranked(accounts, terms)}
        assert scores == {"bolt": 0, "acme": -1, "acre": -1, "apex": -1}
        assert list(scores) == ["bolt", "acme", "acre", "apex"]
        last = evolve(story, key="zulu").then_given(
            on("2022-01-01", OPEN), BOUGHT, SPONSORED, CONTENT, GOOD, *told[2:]
        )
        several = [last.about(key).account for key in ("acre", "zulu")]
        assert [each.account for each in ranked(several, terms)] == ["zulu", "acre"]

    @any_of(st.permutations(["acme", "bolt", "civic"]))
    def test_is_the_same_in_whatever_order_they_come(self, keys: list[str]) -> None:
        story = given(BOUGHT, on("2023-01-01", OPEN, to="bolt"), on("2022-01-01", OPEN, to="civic"))
        order = [c.account for c in ranked([story.about(key).account for key in keys], TERMS)]
        assert order == ["acme", "bolt", "civic"]


@pytest.mark.requirement("C-M2")
class TestRC4TheBest:
    STORY = given(BOUGHT, SPONSORED, CONTENT, GOOD)

    def test_are_customers_satisfied_and_trusting(self) -> None:
        best = found(self.STORY).goodwill
        assert (best.customer, best.satisfied, best.trusting, best.best) == (True, True, True, True)
        assert best.facts == ("acme@1", "acme@6", "acme@7")

    def test_are_so_whatever_the_rows_weigh(self) -> None:
        assert found(self.STORY, weighing(current_customer=0)).goodwill.best

    def test_not_who_has_not_bought_for_long(self) -> None:
        new = given(on("2024-01-01", RevenueRecorded(money("5"))), SPONSORED, CONTENT, GOOD)
        assert not found(new).goodwill.best

    @pytest.mark.parametrize("person", ["p1", "p2"])
    def test_not_where_a_sponsor_is_less_than_content(self, person: str) -> None:
        partly = SatisfactionAssessed(person, Satisfaction.PARTLY)
        best = found(self.STORY.then_given(partly)).goodwill
        assert (best.satisfied, best.best) == (False, False)

    def test_not_where_anybody_there_is_dissatisfied(self) -> None:
        cy = evolve(ANN, person="p3")
        unhappy = self.STORY.then_given(cy, SatisfactionAssessed("p3", Satisfaction.DISSATISFIED))
        assert (found(unhappy).goodwill.satisfied, found(unhappy).goodwill.best) == (False, False)
        assert found(unhappy.then_given(StakeholderLeft("p3"))).goodwill.best

    def test_not_where_a_sponsor_stands_less_than_well_by_us(self) -> None:
        for strength in Strength:
            best = found(self.STORY.then_given(RelationshipAssessed("p2", strength))).goodwill
            assert best.best is (strength in (Strength.GOOD, Strength.TRUSTED))

    def test_unknown_is_neither_yes_nor_no(self) -> None:
        for missing in ((CONTENT,), (GOOD,), ()):
            best = found(given(BOUGHT, SPONSORED, *missing)).goodwill
            assert not best.best
            assert (best.satisfied, best.trusting) == (
                True if CONTENT in missing else None,
                True if GOOD in missing else None,
            )

    def test_says_nothing_of_who_left(self) -> None:
        gone = self.STORY.then_given(StakeholderLeft("p1"))
        assert (found(gone).goodwill.satisfied, found(gone).goodwill.trusting) == (None, None)


@pytest.mark.requirement("C-M3")
class TestRC5ATrackRecord:
    RESULT = on("2024-01-01", ANN, AGREED, ResultMeasured("acme@3", Decimal(6)))

    def test_takes_a_purchase_of_some_time_ago_and_a_measured_result(self) -> None:
        record = found(given(BOUGHT, self.RESULT)).record
        assert (record.lacks, record.sufficient) == ((), True)
        assert record.facts == ("acme@1", "acme@3", "acme@4")

    def test_names_what_is_missing(self) -> None:
        assert found(given()).record.lacks == ("a purchase", "a measured result")
        new = given(on("2023-05-02", RevenueRecorded(money("5"))), self.RESULT)
        assert found(new).record.lacks == ("12 months as a customer",)
        assert found(new.on("2024-05-02")).record.sufficient
        assert not found(given(BOUGHT)).record.sufficient

    def test_a_result_that_misses_is_none(self) -> None:
        missed = on("2024-01-01", ANN, AGREED, ResultMeasured("acme@3", Decimal(4)))
        assert found(given(BOUGHT, missed)).record.lacks == ("a measured result",)

    def test_a_success_with_figures_is_one(self) -> None:
        figure = ValueDocumented(Measure.KPI, "on time", "96%", project="acme@2")
        done = DeliveryCompleted(True, title="Kilns")
        assert not track_record(given(BOUGHT, done).account, TERMS).sufficient
        assert track_record(given(BOUGHT, done, figure).account, TERMS).sufficient
        failed = evolve(done, successful=False)
        assert not track_record(given(BOUGHT, failed, figure).account, TERMS).sufficient


def test_the_answers_are_signed() -> None:
    assert [answer.sign for answer in Answer] == [1, -1, 0]
