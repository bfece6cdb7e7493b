"""Dominance: the rules of the assessment, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.competition import CompetitionChecked, CompetitorEngaged
from majoracct.domain.account.contracts import ContractEnded, ContractSigned
from majoracct.domain.account.expectations import Direction
from majoracct.domain.account.opportunities import (
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
    OpportunityWon,
)
from majoracct.domain.account.promises import BenchmarkAgreed, ResultMeasured
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.assessments.dominance import AwayBy, Dominance, dominant, turned_away
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.tables import InsiderTerms, PromiseTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, on

TERMS = Terms.shipped("GBP")
ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
DUE = dt.date(2024, 3, 1)
AGREED = BenchmarkAgreed("calls", Decimal(100), DUE, "p1", "a day", Direction.HIGHER)
LOOKED = CompetitionChecked("asked Ana")
ENGAGED = CompetitorEngaged("Rival")
BID = OpportunityIdentified("Depots")
fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def measured(*values: int) -> Given:
    """Return a story in which a benchmark of 100 was agreed for each of VALUES, and measured."""
    count = len(values)
    results = (ResultMeasured(f"acme@{2 + n}", Decimal(value)) for n, value in enumerate(values))
    return given(on("2024-01-01", ANA, *[AGREED] * count), on("2024-03-01", *results))


def asked(story: Given, terms: Terms = TERMS) -> Dominance:
    return dominant(story.account, terms)


@pytest.mark.requirement("B-N1")
class TestDOM1WeOutperform:
    def test_when_the_share_of_policy_was_exceeded(self) -> None:
        found = asked(measured(101, 120, 100, 99))
        assert (found.outperforms, found.performance.exceeded, found.performance.measured) == (True, 2, 4)
        assert found.performance.facts == ("acme@6", "acme@7", "acme@8", "acme@9")
        assert asked(measured(101, 100, 99)).outperforms is False
        asking_more = evolve(TERMS, insider=InsiderTerms(exceeded_share=Decimal("0.6")))
        assert asked(measured(101, 120, 100, 99), asking_more).outperforms is False

    def test_by_the_margin_of_policy(self) -> None:
        margin = evolve(TERMS, promises=PromiseTerms(exceed_margin=Decimal("0.1")))
        assert asked(measured(110), margin).outperforms is False
        assert asked(measured(111), margin).outperforms is True

    def test_unknown_when_nothing_was_measured(self) -> None:
        found = asked(given(on("2024-01-01", ANA, AGREED), LOOKED))
        assert (found.outperforms, found.performance.share, found.holds) == (None, None, None)
        assert asked(measured(120).on("2024-02-01")).outperforms is None

    def test_what_is_behind_before_its_day_says_nothing_yet(self) -> None:
        due = evolve(AGREED, due=dt.date(2030, 1, 1))
        behind = given(on("2024-01-01", ANA, due), on("2024-03-01", ResultMeasured("acme@2", Decimal(60))))
        assert (asked(behind).outperforms, asked(behind).performance.measured) == (None, 0)
        reached = behind.then_given(on("2024-04-01", ResultMeasured("acme@2", Decimal(101))))
        assert asked(reached.on("2024-05-01")).outperforms is True


@pytest.mark.requirement("B-N1")
class TestDOM2TheCustomerStayed:
    def test_if_somebody_looked_within_the_months(self) -> None:
        looked = given(on("2023-05-01", LOOKED))
        assert asked(looked).stayed is True
        assert asked(looked).facts == ("acme@1",)
        assert asked(looked.on("2024-05-02")).stayed is None
        longer = evolve(TERMS, insider=InsiderTerms(competition_months=13))
        assert asked(looked.on("2024-05-02"), longer).stayed is True

    def test_unknown_if_nobody_did(self) -> None:
        found = asked(given())
        assert found.stayed is None
        assert "nobody looked for competitors since 2023-05-01" in found.because

    @pytest.mark.requirement("B-N3")
    @pytest.mark.parametrize(
        ("happened", "how", "fact"),
        [
            ((ENGAGED,), AwayBy.ENGAGED, "acme@1"),
            ((BID, OpportunityLost("acme@1", "Rival")), AwayBy.OPPORTUNITY, "acme@2"),
            (
                (
                    BID,
                    OpportunityWon("acme@1"),
                    ContractSigned("acme@1", "Depots"),
                    ContractEnded("acme@3", "Rival"),
                ),
                AwayBy.CONTRACT,
                "acme@4",
            ),
        ],
    )
    def test_not_when_it_turned_to_a_competitor(
        self, happened: tuple[AccountEvent[Any], ...], how: AwayBy, fact: str
    ) -> None:
        story = given(on("2023-06-01", *happened), LOOKED)
        assert [(a.competitor, a.by, a.fact) for a in turned_away(story.account)] == [("Rival", how, fact)]
        found = asked(story)
        assert (found.stayed, found.facts) == (False, (fact,))
        assert "turned to Rival on 2023-06-01" in found.because
        assert asked(story.on("2024-06-01")).stayed is False
        assert asked(story.on("2024-06-02")).stayed is True

    def test_what_was_lost_to_nobody_named_tells_nothing(self) -> None:
        story = given(BID, OpportunityLost("acme@1"), BID, OpportunityLost("acme@3", "  "), LOOKED)
        assert turned_away(story.account) == []
        assert asked(story).stayed is True

    def test_what_was_reopened_was_not_lost(self) -> None:
        story = given(BID, OpportunityLost("acme@1", "Rival"), OpportunityReopened("acme@1"), LOOKED)
        assert asked(story).stayed is True


BETTER, WORSE, NOTHING = measured(120), measured(90), given(on("2024-01-01", ANA))


@pytest.mark.requirement("B-N1")
class TestDOM3WeDominate:
    @pytest.mark.parametrize(
        ("story", "more", "holds"),
        [
            (BETTER, (LOOKED,), True),
            (BETTER, (), None),
            (BETTER, (LOOKED, ENGAGED), False),
            (WORSE, (LOOKED,), False),
            (WORSE, (), False),
            (NOTHING, (LOOKED,), None),
            (NOTHING, (ENGAGED,), False),
            (NOTHING, (), None),
        ],
    )
    def test_when_both_are_true_and_not_when_either_fails(
        self, story: Given, more: tuple[AccountEvent[Any], ...], *, holds: bool | None
    ) -> None:
        assert asked(story.then_given(*more)).holds is holds

    def test_citing_what_both_rest_on(self) -> None:
        found = asked(BETTER.then_given(LOOKED))
        assert found.facts == ("acme@3", "acme@4")
        assert found.because == ("1 of 1 expectations exceeded", "no competitor found on 2024-05-01")

    HISTORIES = st.tuples(
        st.lists(st.integers(98, 103), max_size=4),
        st.lists(st.tuples(st.sampled_from(["looked", "engaged"]), st.integers(0, 500)), max_size=5),
    )

    @fast
    @for_all(HISTORIES)
    def test_an_engagement_in_the_window_always_says_no_and_without_a_check_it_is_never_yes(
        self, history: tuple[list[int], list[tuple[str, int]]]
    ) -> None:
        values, told = history
        story = measured(*values)

        def happened(*kinds: str) -> list[Any]:
            made = {"looked": LOOKED, "engaged": ENGAGED}
            return [on(story.day - dt.timedelta(days=ago), made[k]) for k, ago in told if k in kinds]

        unchecked = story.then_given(*happened("engaged"))
        assert asked(unchecked).holds is not True
        whole = asked(story.then_given(*happened("looked", "engaged")))
        recently = {kind for kind, ago in told if ago <= 366}
        if "engaged" in recently:
            assert whole.holds is False
        share = whole.performance.share
        better = share is not None and share >= Decimal("0.5")
        assert (whole.holds is True) == (better and recently == {"looked"})
