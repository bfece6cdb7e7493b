"""Measured: goals and quotas of the year, for which periods they were agreed on, and how far they came."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from majoracct.cli.demo.coverage import PARTNER
from majoracct.cli.demo.storyteller import HERO, IDA, SUE, Chapter, Storyteller, gbp
from majoracct.domain.account import (
    action_plan,
    alignment,
    goal_progress,
    goal_setting,
    goals,
    ownership,
    plan,
    quotas,
    references,
    responsibilities,
)
from majoracct.domain.programme import attainment
from majoracct.domain.programme.terms import Aim, PlanningFunction

__all__ = ["MEASURED"]

_END: Final = dt.date(2025, 12, 31)
_YEAR: Final = dt.date(2024, 12, 31)


def _harrow_asks_little_of_2023(s: Storyteller) -> Chapter:
    a = HERO
    yield "2023-01-16"
    asked = goals.GoalSet(goals.GoalKind.ADVISER, "Asked before the budget is made", dt.date(2023, 12, 31))
    s.record(a, asked, called="asked early")
    s.record(a, goal_setting.GoalSettingClosed("2023H1"))
    yield "2023-07-10"
    s.record(a, goal_setting.GoalSettingClosed("2023H2"))
    yield "2023-12-11"
    s.record(a, goal_progress.GoalReached(s.things["asked early"], "asked into the budget round of 2024"))


def _harrow_has_a_quota(s: Storyteller) -> Chapter:
    yield "2024-01-15"
    s.record(HERO, quotas.QuotaSet("2024", gbp(1900)), who=SUE)


def _harrow_completes_its_plan(s: Storyteller) -> Chapter:
    """Tell how the plan gets all that it is to hold, before it is put forward."""
    a, who = HERO, s.things
    yield "2024-04-08"
    s.record(
        a,
        goals.GoalSet(goals.GoalKind.ADVISER, "Asked before the plan to 2030 is written", _END),
        called="adviser",
    )
    crews = goals.GoalSet(
        goals.GoalKind.RELATIONSHIP,
        "The night crews know each other",
        _END,
        colleague=who["vera"],
        partner=PARTNER,
    )
    s.record(a, crews, called="night crews")
    yield "2024-04-16"
    s.record(a, responsibilities.ResponsibilitySet(who["adviser"], who["kim"]))
    s.record(a, responsibilities.ResponsibilitySet(who["night crews"], who["vera"]))
    aligned = alignment.OfferingAligned(
        who["timetable"], "Timetable planning", "more trains promised than there are crews for"
    )
    s.record(a, aligned)
    yield "2024-04-17"
    for member in ("ida", "noor", "jonas", "vera"):
        s.record(a, ownership.PlanOwnershipAccepted(who[member]))
    yield "2024-04-22"
    for task, aim, function, goal in (
        (
            "Have them speak at the operators' forum",
            Aim.ADVOCACY,
            PlanningFunction.MARKETING,
            "they speak for us",
        ),
        ("Keep a help desk in the control room", Aim.DEPENDENCE, PlanningFunction.SERVICE, "more revenue"),
    ):
        s.record(a, plan.ActionDropped(who[task]), reason="planned anew, for a goal")
        anew = plan.ActionAdded(task, aim, owner="kim", function=function, goal=who[goal])
        s.record(a, anew, called=task)


def _harrow_agrees_on_goals(s: Storyteller) -> Chapter:
    yield "2024-04-30"
    s.record(HERO, goal_setting.GoalSettingClosed("2024H1"))
    yield "2024-07-15"
    s.record(HERO, goal_setting.GoalSettingClosed("2024H2"))


def _harrow_comes_along(s: Storyteller) -> Chapter:
    a, who = HERO, s.things
    yield "2024-10-15"
    talk = references.ReferenceGranted(who["tom"], references.ReferenceForm.TALK, dt.date(2025, 3, 31))
    s.record(a, talk)
    yield "2024-11-05"
    s.record(a, action_plan.ActionPrioritised(who["night shift"], 8))
    yield "2024-12-16"
    for goal, share, note in (
        ("adviser", "0.5", "asked what 2030 needs, though not by the board"),
        ("strategy trusts us", "0.3", "one night shift walked of three"),
    ):
        s.record(a, goal_progress.GoalProgressRecorded(who[goal], Decimal(share), note))


def _northmoor_sells_on(s: Storyteller) -> Chapter:
    """Tell of an account manager who makes their quota, and of a goal that hardly moves."""
    yield "2024-01-15"
    asked = goals.GoalSet(
        goals.GoalKind.ADVISER, "Asked before the county goes to tender", dt.date(2025, 6, 30)
    )
    s.record("northmoor", asked, called="county")
    yield "2024-11-04"
    told = goal_progress.GoalProgressRecorded(s.things["county"], Decimal("0.2"), "one call, by us")
    s.record("northmoor", told)
    yield "2024-12-16"
    s.adopt(attainment.QuotaAttainmentRecorded(s.things["rosa"], "2024", Decimal("0.97")))


def _lindqvist_falls_short(s: Storyteller) -> Chapter:
    yield "2024-01-29"
    s.record("lindqvist", quotas.QuotaSet("2024", gbp(900)), who=IDA)


def _meridian_listens(s: Storyteller) -> Chapter:
    a = "meridian"
    yield "2024-02-12"
    s.record(a, quotas.QuotaSet("2024", gbp(800)))
    asked = goals.GoalSet(goals.GoalKind.ADVISER, "Asked before each tender", _YEAR)
    s.record(a, asked, called="tenders")
    yield "2024-12-02"
    s.record(a, goal_progress.GoalReached(s.things["tenders"], "asked before all three of the year"))


MEASURED: Final = (
    _harrow_asks_little_of_2023,
    _harrow_has_a_quota,
    _harrow_completes_its_plan,
    _harrow_agrees_on_goals,
    _harrow_comes_along,
    _northmoor_sells_on,
    _lindqvist_falls_short,
    _meridian_listens,
)
