"""The rules of how change is made and managed, one class a rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

from majoracct.domain.account.change import (
    Adoption,
    BehaviourExpectationSet,
    BehaviourObserved,
    ChangeGoalSet,
    ChangeQuestion,
    ChangeQuestionAnswered,
    InitiativeEnd,
    InitiativeEnded,
    InitiativeOpened,
)
from majoracct.domain.assessments.change import Case, fared, initiatives
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Told, given, on

TERMS = Terms.shipped("GBP")
OPENED = on("2024-01-01", InitiativeOpened("signals"))
WHY, NOW, HOW = (ChangeQuestionAnswered("acme@1", question, "so") for question in ChangeQuestion)
GOAL, EXPECTED = ChangeGoalSet("acme@1", "fewer"), BehaviourExpectationSet("acme@1", "managers", "log")


@pytest.mark.requirement("S-B2", "S-B3")
class TestCF1TheCase:
    def test_is_made_once_all_three_are_answered(self) -> None:
        (bare,) = initiatives(given(OPENED).account)
        assert (bare.made, bare.unanswered, bare.days) == (False, tuple(ChangeQuestion), 121)
        (half,) = initiatives(given(OPENED, WHY, NOW).account)
        assert (half.made, half.unanswered) == (False, (ChangeQuestion.HOW,))
        (whole,) = initiatives(given(OPENED, WHY, NOW, HOW).account)
        assert (whole.made, whole.facts) == (True, ("acme@1", "acme@2", "acme@3", "acme@4"))


@pytest.mark.requirement("S-B4", "S-B5")
class TestCF2Managed:
    def test_is_a_change_with_a_goal_and_expected_behaviour(self) -> None:
        (bare,) = initiatives(given(OPENED).account)
        assert bare.lacking == ("why change", "why now", "how", "a goal", "expected behaviour")
        assert not bare.managed
        (goal,) = initiatives(given(OPENED, GOAL).account)
        assert (goal.managed, goal.lacking[-1]) == (False, "expected behaviour")
        (both,) = initiatives(given(OPENED, GOAL, EXPECTED).account)
        assert (both.managed, both.lacking) == (True, ("why change", "why now", "how"))

    def test_and_what_nobody_looked_for_is_unknown(self) -> None:
        seen = BehaviourObserved("acme@1", "acme@2", Adoption.ADOPTED)
        other = BehaviourObserved("acme@1", "acme@3", Adoption.PARTLY)
        (one,) = initiatives(given(OPENED, EXPECTED, EXPECTED, EXPECTED, seen, other).account)
        assert (len(one.item.behaviours), one.observed, one.adopted) == (3, 2, 1)
        assert one.facts[-2:] == ("acme@5", "acme@6")


@pytest.mark.requirement("S-B5")
class TestCF3HowTheyFare:
    def cases(self, *ends: tuple[bool, InitiativeEnd | None]) -> list[Case]:
        told: list[Told] = []
        for number, (is_managed, end) in enumerate(ends):
            key = f"acme@{1 + sum(len(t.events) for t in told)}"
            more = [evolve(GOAL, initiative=key), evolve(EXPECTED, initiative=key)] if is_managed else []
            ended = [InitiativeEnded(key, end)] if end else []
            told.append(on(f"2024-01-0{number + 1}", InitiativeOpened("a"), *more, *ended))
        return initiatives(given(*told).account)

    def test_by_whether_they_were_managed(self) -> None:
        good, bad, gone = InitiativeEnd.SUCCEEDED, InitiativeEnd.FAILED, InitiativeEnd.ABANDONED
        ends = (
            (True, good),
            (True, good),
            (True, bad),
            (True, None),
            (False, bad),
            (False, gone),
            (False, bad),
        )
        managed, other = fared(self.cases(*ends), TERMS)
        assert (managed.under_way, managed.succeeded, managed.failed, managed.ended) == (1, 2, 1, 3)
        assert managed.share == Decimal(2) / 3
        assert [other.under_way, other.failed, other.abandoned, other.share] == [0, 2, 1, 0]

    def test_of_too_few_nothing_is_said(self) -> None:
        cases = self.cases((True, InitiativeEnd.SUCCEEDED), (True, InitiativeEnd.SUCCEEDED))
        assert [each.share for each in fared(cases, TERMS)] == [None, None]
        terms = evolve(TERMS, engagement=EngagementTerms(compared_least=2))
        assert [each.share for each in fared(cases, terms)] == [1, None]
