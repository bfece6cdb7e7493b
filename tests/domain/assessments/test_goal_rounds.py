"""The rules of whether goals were agreed on for each period, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from majoracct.domain.account.cadences import CadenceSet
from majoracct.domain.account.goal_setting import GoalSettingClosed
from majoracct.domain.account.goals import GoalKind, GoalSet
from majoracct.domain.account.team import TeamFormed
from majoracct.domain.assessments.goal_rounds import GoalRound, goal_rounds
from majoracct.domain.programme.discipline_tables import Ceremony
from majoracct.domain.programme.goal_tables import GoalPeriod, GoalTerms
from majoracct.domain.programme.plan_tables import PlanScope, PlanTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import Given, given, on

TERMS = evolve(Terms.shipped("GBP"), plan=PlanTerms(scope=PlanScope.EVERY))
OPENED = on("2024-02-10", GoalSet(GoalKind.OTHER, "a goal", dt.date(2026, 1, 1)))


def story(*told: object) -> Given:
    return given(OPENED, *told)  # type: ignore[arg-type]


def rounds(found: Given, day: str, terms: Terms = TERMS) -> tuple[GoalRound, ...]:
    return goal_rounds(found.on(day).account, terms)


@pytest.mark.requirement("R-U2")
class TestGS4ByPeriod:
    def test_each_that_began_since_policy_counts_the_account(self) -> None:
        opened = on("2024-02-10", GoalSet(GoalKind.OTHER, "a goal", dt.date(2026, 1, 1)))
        told = given(opened, opened=False).on("2025-02-01")
        found = goal_rounds(told.account, TERMS)
        assert [(r.period, str(r.start), str(r.by)) for r in found] == [
            ("2024H1", "2024-02-10", "2024-03-12"),
            ("2024H2", "2024-07-01", "2024-08-01"),
            ("2025H1", "2025-01-01", "2025-02-01"),
        ]

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            (GoalPeriod.CALENDAR_YEAR, ["2024"]),
            (GoalPeriod.CALENDAR_QUARTER, ["2024Q1", "2024Q2", "2024Q3"]),
            (GoalPeriod.FISCAL_HALF, ["FY2024H1", "FY2024H2"]),
        ],
    )
    def test_of_the_kind_that_policy_names(self, kind: GoalPeriod, words: list[str]) -> None:
        terms = evolve(TERMS, goals=GoalTerms(period=kind))
        told = given(OPENED, opened=False).on("2024-07-01")
        assert [r.period for r in goal_rounds(told.account, terms)] == words

    def test_what_was_agreed_on_by_an_earlier_policy_counts(self) -> None:
        told = given(OPENED, on("2024-02-11", GoalSettingClosed("2024H1")), opened=False).on("2024-07-01")
        quarters = evolve(TERMS, goals=GoalTerms(period=GoalPeriod.CALENDAR_QUARTER))
        found = goal_rounds(told.account, quarters)
        assert [(r.period, r.fact) for r in found] == [
            ("2024Q1", "acme@2"),
            ("2024Q2", "acme@2"),
            ("2024Q3", None),
        ]

    def test_only_accounts_that_policy_counts(self) -> None:
        teams = evolve(TERMS, plan=PlanTerms(scope=PlanScope.MAJOR))
        assert rounds(story(), "2024-07-01", teams) == ()


@pytest.mark.requirement("R-U2")
class TestGS5ByTheAccountsOwnCadence:
    def test_from_the_day_it_was_set(self) -> None:
        own = on("2024-04-01", CadenceSet(Ceremony.GOAL_SETTING, 60))
        closed = on("2024-06-10", GoalSettingClosed("2024H2"))
        told = given(OPENED, own, closed, opened=False).on("2024-06-15")
        found = goal_rounds(told.account, TERMS)
        assert [(r.period, str(r.end), r.closed is not None) for r in found] == [
            ("2024H1", "2024-07-01", False),
            ("60 days from 2024-04-01", "2024-05-31", False),
            ("60 days from 2024-05-31", "2024-07-30", True),
        ]


@pytest.mark.requirement("R-U2")
class TestGS6LateOverdueMissed:
    @pytest.mark.parametrize(
        ("closed", "day", "state"),
        [
            ("2024-03-12", "2024-03-12", (False, False, False)),
            ("2024-03-13", "2024-03-13", (True, False, False)),
            (None, "2024-03-12", (False, False, False)),
            (None, "2024-03-13", (False, True, False)),
            (None, "2024-06-30", (False, True, False)),
            (None, "2024-07-01", (False, False, True)),
        ],
    )
    def test_by_the_day_it_is_due(self, closed: str | None, day: str, state: tuple[bool, bool, bool]) -> None:
        held = [on(closed, GoalSettingClosed("2024H1"))] if closed else []
        told = given(OPENED, *held, opened=False).on(day)
        first = goal_rounds(told.account, TERMS)[0]
        assert (first.late, first.overdue, first.missed) == state

    def test_a_team_may_be_what_counts(self) -> None:
        terms = evolve(TERMS, plan=PlanTerms(scope=PlanScope.TEAM))
        formed = story(on("2024-05-01", TeamFormed()))
        assert [str(r.start) for r in rounds(formed, "2024-05-02", terms)] == ["2024-05-01"]
