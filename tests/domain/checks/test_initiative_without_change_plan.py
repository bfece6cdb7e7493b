"""Initiative without change plan: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.change import (
    BehaviourExpectationSet,
    ChangeGoalSet,
    ChangeQuestion,
    ChangeQuestionAnswered,
    InitiativeEnd,
    InitiativeEnded,
    InitiativeOpened,
)
from majoracct.domain.checks.initiative_without_change_plan import CHECK
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

OPENED = on("2024-01-01", InitiativeOpened("signals"))
GOAL, EXPECTED = ChangeGoalSet("acme@1", "fewer"), BehaviourExpectationSet("acme@1", "managers", "log")
WHY = ChangeQuestionAnswered("acme@1", ChangeQuestion.WHY_CHANGE, "delays")


@pytest.mark.requirement("S-B5")
class TestInitiativeWithoutChangePlan:
    def test_raised_when_nobody_said_what_it_is_to_bring_or_who_is_to_act_how(self) -> None:
        (found,) = given(OPENED, on("2024-01-01", WHY)).on("2024-02-01").raised(CHECK)
        assert found.says == (
            "“signals” lacks why now, how, a goal and expected behaviour, 31 days after it was opened"
        )
        assert (found.facts, found.about) == (("acme@1",), "acme@1")
        for half in (GOAL, EXPECTED):
            assert len(given(OPENED, half).raised(CHECK)) == 1

    def test_not_before_policys_days_are_over(self) -> None:
        assert given(OPENED).on("2024-01-31").raised(CHECK) == []
        terms = evolve(Terms.shipped("GBP"), engagement=EngagementTerms(change_days=31))
        assert given(OPENED).under(terms).on("2024-02-01").raised(CHECK) == []

    def test_not_once_the_change_is_managed(self) -> None:
        assert given(OPENED, GOAL, EXPECTED).raised(CHECK) == []

    def test_not_once_it_ended(self) -> None:
        assert given(OPENED, InitiativeEnded("acme@1", InitiativeEnd.ABANDONED)).raised(CHECK) == []
