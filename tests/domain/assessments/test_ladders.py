"""The two ladders: the rules of the assessment, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon, WinBasis
from majoracct.domain.account.relationships import (
    BuyingFunction,
    RelationshipAssessed,
    StakeholderIdentified,
    Strength,
    Trend,
)
from majoracct.domain.account.services import Rung, ValuePropositionRated
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.assessments.ladders import Climbed, Ladder, LadderKind, climbed, ladders
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import corrected, given, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS)
VALUE, RELATION = LadderKind.VALUE_PROPOSITION, LadderKind.RELATIONSHIP
STORY = given(
    on("2022-01-01", ANA, BO, ValuePropositionRated(Rung.COMPARABLE)),
    on("2022-02-01", RelationshipAssessed("p1", Strength.RAPPORT), RelationshipAssessed("p2", Strength.GOOD)),
    on("2022-03-01", SponsorNamed("p1", "CFO", "capital spend")),
    on("2023-01-01", ValuePropositionRated(Rung.STRATEGICALLY_DIFFERENTIATED)),
    on("2023-02-01", RelationshipAssessed("p1", Strength.TRUSTED)),
    on("2022-12-01", OpportunityIdentified("a deal"), OpportunityWon("acme@9", WinBasis.CUSTOMER_PROFIT)),
)
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.mark.requirement("B-S3")
class TestLAD1EveryJudgementIsAStep:
    def test_of_what_we_offer_and_of_each_relationship(self) -> None:
        value, ana, bo = ladders(STORY.account)
        assert [(each.kind, each.person, each.sponsor) for each in (value, ana, bo)] == [
            (VALUE, "", False),
            (RELATION, "p1", True),
            (RELATION, "p2", False),
        ]
        assert [(s.rung, s.place, str(s.on), s.fact) for s in value.steps] == [
            (Rung.COMPARABLE, 2, "2022-01-01", "acme@3"),
            (Rung.STRATEGICALLY_DIFFERENTIATED, 4, "2023-01-01", "acme@7"),
        ]
        assert [(s.rung, s.place, s.fact) for s in ana.steps] == [
            (Strength.RAPPORT, 3, "acme@4"),
            (Strength.TRUSTED, 5, "acme@8"),
        ]
        assert (value.top, value.at_top, ana.top, ana.at_top, bo.at_top) == (4, True, 5, True, False)

    def test_up_to_the_day(self) -> None:
        value, ana, _ = ladders(STORY.on("2022-12-31").account)
        assert (len(value.steps), len(ana.steps), value.at_top, ana.at_top) == (1, 1, False, False)

    def test_two_of_one_day_are_two(self) -> None:
        twice = ValuePropositionRated(Rung.UNDIFFERENTIATED), ValuePropositionRated(Rung.COMPARABLE)
        (value,) = ladders(given(*twice).account)
        assert [step.place for step in value.steps] == [1, 2]

    def test_what_nobody_judged_is_no_ladder(self) -> None:
        assert ladders(given(ANA).account) == []


@pytest.mark.requirement("B-S3")
class TestLAD2WhetherItRose:
    def one(self, *rungs: Rung) -> Ladder:
        first = dt.date(2022, 1, 1)
        told = (on(first + dt.timedelta(n), ValuePropositionRated(rung)) for n, rung in enumerate(rungs))
        (found,) = ladders(given(*told).account)
        return found

    def test_from_its_first_step_to_its_last(self) -> None:
        low, middle, high = Rung.UNDIFFERENTIATED, Rung.COMPARABLE, Rung.DIFFERENTIATED
        assert self.one(low, high, middle).went is Trend.ROSE
        assert self.one(high, low, middle).went is Trend.FELL
        assert self.one(middle, high, middle).went is Trend.STAYED
        assert [s.moved for s in self.one(low, high, high, middle).steps] == [
            None,
            Trend.ROSE,
            Trend.STAYED,
            Trend.FELL,
        ]
        assert self.one(low, high, middle).days == 2

    def test_of_one_step_nothing_is_said(self) -> None:
        assert self.one(Rung.DIFFERENTIATED).went is None
        assert climbed([self.one(Rung.DIFFERENTIATED)])[0] == Climbed(VALUE, 1, 0, 0, 0)

    def test_of_several_is_counted(self) -> None:
        assert climbed(ladders(STORY.account)) == [Climbed(VALUE, 1, 1, 0, 1), Climbed(RELATION, 2, 1, 0, 1)]

    @fast
    @for_all(st.lists(st.sampled_from(Rung), min_size=2, max_size=6), st.randoms(use_true_random=False))
    def test_whatever_the_order_of_recording(self, rungs: list[Rung], chance: object) -> None:
        first = dt.date(2022, 1, 1)
        told = [on(first + dt.timedelta(n), ValuePropositionRated(rung)) for n, rung in enumerate(rungs)]
        chance.shuffle(told)  # type: ignore[attr-defined]  # a random.Random
        (found,) = ladders(given(*told).account)
        scale = list(Rung)
        assert [step.rung for step in found.steps] == rungs
        rise = scale.index(rungs[-1]) - scale.index(rungs[0])
        assert (found.went is Trend.ROSE, found.went is Trend.FELL) == (rise > 0, rise < 0)


@pytest.mark.requirement("C-V4", "B-S3")
class TestLAD3NothingStandsOnTopUnfounded:
    def test_once_what_it_took_is_withdrawn_or_was_won_on_price(self) -> None:
        on_price = corrected("acme@10", OpportunityWon("acme@9", WinBasis.PRICE))
        for taken_back in (FactWithdrawn("acme@10"), on_price):
            value = ladders(STORY.then_given(taken_back).account)[0]
            assert [step.founded for step in value.steps] == [True, False]
            assert (value.steps[-1].place, value.at_top, climbed([value])[0].at_top) == (4, False, 0)

    def test_nor_by_what_came_only_after_it(self) -> None:
        later = corrected("acme@10", OpportunityWon("acme@9", WinBasis.CUSTOMER_PROFIT), on="2023-01-02")
        assert not ladders(STORY.then_given(later).account)[0].at_top
