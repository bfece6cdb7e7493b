"""The rules of what is told of goals, one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from majoracct.domain.account.goal_progress import (
    GoalMeasured,
    GoalProgress,
    GoalProgressRecorded,
    GoalReached,
    ProgressImpossible,
    ReachedAlready,
    ReachedHow,
)
from majoracct.domain.account.goals import GoalDropped, GoalKind, GoalSet, GoalUnknown
from majoracct.testing.given import given, money

DUE = dt.date(2025, 12, 31)
WORDS = GoalSet(GoalKind.ADVISER, "asked before needs form", DUE)
REVENUE = GoalSet(GoalKind.REVENUE, "grow", DUE, money("100"))


@pytest.mark.requirement("R-U4")
class TestGL8Progress:
    @pytest.mark.parametrize("share", ["-0.01", "1.01", "NaN", "Infinity"])
    def test_is_a_share(self, share: str) -> None:
        given(WORDS).when(GoalProgressRecorded("acme@1", Decimal(share))).then_refused(ProgressImpossible)

    def test_of_a_goal_that_stands(self) -> None:
        told = GoalProgressRecorded("acme@1", Decimal("0.5"))
        given().when(told).then_refused(GoalUnknown)
        given(WORDS, GoalDropped("acme@1")).when(told).then_refused(GoalUnknown)

    def test_what_was_told_last_stands(self) -> None:
        story = given(WORDS, GoalProgressRecorded("acme@1", Decimal("0.5")))
        after = story.when(GoalProgressRecorded("acme@1", Decimal("0.4"), "they wavered")).then()
        told = after.account[GoalProgress].told["acme@1"]
        assert (told.share, told.note, told.fact) == (Decimal("0.4"), "they wavered", "acme@3")


@pytest.mark.requirement("R-0")
class TestGL9Reached:
    def test_says_how(self) -> None:
        given(WORDS).when(GoalReached("acme@1", " ")).then_refused(ReachedHow)

    def test_once(self) -> None:
        after = given(WORDS).when(GoalReached("acme@1", "their board asked us")).then()
        after.when(GoalReached("acme@1", "again")).then_refused(ReachedAlready, "acme@2")

    def test_one_that_stands(self) -> None:
        given().when(GoalReached("acme@1", "so they say")).then_refused(GoalUnknown)

    def test_not_where_the_ledger_tells(self) -> None:
        given(REVENUE).when(GoalReached("acme@1", "so they say")).then_refused(GoalMeasured)
