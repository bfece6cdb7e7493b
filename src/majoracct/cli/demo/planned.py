"""Planning together: rounds of planning, what a plan holds, its approval, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from majoracct.cli.demo.storyteller import HERO, IDA, SUE, Chapter, Storyteller, gbp
from majoracct.domain.account import (
    action_plan,
    approval,
    contributions,
    cycles,
    functional_plans,
    goals,
    plan,
    responsibilities,
    review,
)
from majoracct.domain.programme.review_tables import AgreementTopic
from majoracct.domain.programme.terms import Aim, PlanningFunction

__all__ = ["PLANNED"]

# What is still to do at the railways in the spring of 2024: by when, and what it takes.
_TO_DO: Final = (
    ("Show the rostering figures to the board", dt.date(2024, 6, 28), None, None),
    ("Have them speak at the operators' forum", dt.date(2024, 10, 31), 6, None),
    ("Put depot data into the nightly run", dt.date(2024, 9, 30), None, "two engineers for a month"),
    ("Meet finance every month about the budget", dt.date(2024, 12, 20), None, None),
    ("Plan every depot shift overnight", dt.date(2024, 11, 29), 25, "one planner on every night"),
    ("Show the timetable at the rail fair", dt.date(2024, 9, 27), 14, None),
    ("Keep a help desk in the control room", dt.date(2024, 12, 31), None, "one desk, two people"),
)


def _arrange(
    s: Storyteller, account: str, task: str, due: dt.date, funds: int | None, means: str | None
) -> None:
    """Say by when an action is done and what it takes; without either, that it takes nothing."""
    action = s.things[task]
    s.record(account, action_plan.ActionRescheduled(action, due), reason="planning day")
    s.record(
        account,
        action_plan.ResourcesAllocated(
            action, gbp(funds) if funds else None, means, none_needed=not (funds or means)
        ),
    )


def _harrow_cycles(s: Storyteller) -> Chapter:
    a = HERO
    yield "2022-10-10"
    s.record(a, cycles.CycleOpened("2023", dt.date(2023, 12, 31)), called="cycle 2023")
    yield "2023-12-18"
    s.record(a, cycles.CycleClosed(s.things["cycle 2023"]))
    yield "2024-01-08"
    s.record(a, cycles.CycleOpened("2024", dt.date(2024, 12, 31)), called="cycle 2024")


def _harrow_aims_higher(s: Storyteller) -> Chapter:
    a, kind, end, since = HERO, goals.GoalKind, dt.date(2025, 12, 31), dt.date(2024, 1, 1)
    yield "2024-04-08"
    for called, goal in (
        (
            "more revenue",
            goals.GoalSet(kind.REVENUE, "What they pay us in two years", end, gbp(4600), since=since),
        ),
        ("wider", goals.GoalSet(kind.BREADTH, "At work in freight, too", end, count=4)),
        (
            "strategy trusts us",
            goals.GoalSet(kind.RELATIONSHIP, "Trusted by strategy", end, person=s.things["lena"]),
        ),
        ("they speak for us", goals.GoalSet(kind.REFERENCE, "They speak for us at the forum", end, count=2)),
    ):
        s.record(a, goal, called=called)
    yield "2024-04-09"
    for who, function, what in (
        ("kim", PlanningFunction.SALES, "what the board asks of 2026"),
        ("noor", PlanningFunction.MARKETING, "who reads what before the fair"),
        ("vera", PlanningFunction.SERVICE, "what the depots can take in a year"),
        ("jonas", PlanningFunction.SALES, "what their figures can tell"),
    ):
        s.record(a, contributions.PlanContributed(s.things[who], function, what))


def _harrow_functions_plan(s: Storyteller) -> Chapter:
    a = HERO
    yield "2024-04-16"
    s.record(
        a,
        functional_plans.FunctionalPlanAttached(
            PlanningFunction.MARKETING,
            "A timetable people plan their day by",
            persona=("director of strategy", "head of stations"),
            need=("fewer missed connections", "crews who know their week"),
            message=("The timetable and the crews are one plan.",),
            tactic=("rail fair", "two pages for the board"),
            starts=dt.date(2024, 5, 1),
            ends=dt.date(2025, 6, 30),
        ),
        called="marketing plan",
    )
    s.record(
        a,
        functional_plans.FunctionalPlanAttached(
            PlanningFunction.SERVICE,
            "The control room never waits",
            support=("help desk in the control room",),
            starts=dt.date(2024, 5, 1),
            ends=dt.date(2025, 12, 31),
        ),
        called="service plan",
    )
    s.record(a, responsibilities.ResponsibilitySet(s.things["marketing plan"], s.things["noor"]))
    s.record(a, responsibilities.ResponsibilitySet(s.things["service plan"], s.things["vera"]))
    s.record(a, responsibilities.ResponsibilitySet(s.things["timetable"], s.things["kim"]))
    for goal in ("more revenue", "wider", "strategy trusts us", "they speak for us"):
        s.record(a, responsibilities.ResponsibilitySet(s.things[goal], s.things["kim"]))


def _harrow_arranges(s: Storyteller) -> Chapter:
    a = HERO
    yield "2024-04-23"
    for task, due, funds, means in _TO_DO:
        _arrange(s, a, task, due, funds, means)
    for rank, (task, *_) in enumerate(_TO_DO, start=1):
        s.record(a, action_plan.ActionPrioritised(s.things[task], rank))
    s.record(
        a,
        action_plan.ActionSequenced(
            s.things["Have them speak at the operators' forum"],
            (s.things["Show the timetable at the rail fair"],),
        ),
    )


def _harrow_approves(s: Storyteller) -> Chapter:
    a, who = HERO, s.things
    yield "2024-01-22"
    s.hire("Mira Solberg", "Marketing Executive", "mira")
    yield "2024-04-24"
    s.record(a, review.PlanSubmitted(author=who["kim"]))
    yield "2024-04-29"
    attending = tuple(who[each] for each in ("hal", "sue", "mira", "noor", "vera"))
    held = review.PlanReviewHeld(presenter=who["kim"], attendees=attending)
    s.record(a, held, called="review of 2024")
    for about, what in (
        (AgreementTopic.RESOURCES, "two engineers from July on"),
        (AgreementTopic.TIMING, "the fair comes before the forum"),
        (AgreementTopic.EXECUTION, "looked at every Monday"),
    ):
        agreed = review.AgreementRecorded(who["review of 2024"], about, what, (who["kim"], *attending))
        s.record(a, agreed)
    yield "2024-04-30"
    s.record(a, approval.PlanApproved(person=who["sue"], capacity="sales executive"), who=SUE)
    s.record(
        a,
        approval.PlanApproved(person=who["mira"], capacity="marketing executive"),
        who=("mira", "marketing executive"),
    )


def _harrow_carries_out(s: Storyteller) -> Chapter:
    a = HERO
    for day, task in (
        ("2024-06-17", "Show the rostering figures to the board"),
        ("2024-09-24", "Show the timetable at the rail fair"),
        ("2024-10-21", "Put depot data into the nightly run"),
        ("2024-11-26", "Plan every depot shift overnight"),
        ("2024-12-19", "Meet finance every month about the budget"),
    ):
        yield day
        s.record(a, plan.ActionCompleted(s.things[task]))


def _harrow_drifts(s: Storyteller) -> Chapter:
    a, forum = HERO, "Have them speak at the operators' forum"
    yield "2024-10-14"
    s.record(
        a,
        action_plan.ActionRescheduled(s.things[forum], dt.date(2025, 3, 14)),
        reason="the forum was put off to the spring",
    )
    yield "2024-11-04"
    s.record(
        a,
        plan.ActionAdded(
            "Walk the night shift with strategy",
            Aim.TRUST,
            owner="kim",
            due=dt.date(2025, 2, 28),
            goal=s.things["strategy trusts us"],
        ),
        called="night shift",
    )
    s.record(a, action_plan.ResourcesAllocated(s.things["night shift"], none_needed=True))


def _northmoor_is_sent_back(s: Storyteller) -> Chapter:
    """Tell of a plan that was put forward and rejected, and never put forward again."""
    a, who = "northmoor", s.things
    yield "2024-01-15"
    s.record(a, cycles.CycleOpened("2024", dt.date(2024, 12, 31)), who=IDA)
    yield "2024-12-10"
    for task, due, means in (
        ("Have the council tell the county treasurers", dt.date(2025, 5, 30), None),
        ("Join the council's data to ours", dt.date(2025, 3, 31), "an engineer for a quarter"),
        ("Quarterly look at every promise", dt.date(2025, 12, 19), None),
        ("See every housing case moved without a gap", dt.date(2025, 6, 30), "the migration crew"),
    ):
        _arrange(s, a, task, due, None, means)
    s.record(a, review.PlanSubmitted(author=who["rosa"]))
    yield "2024-12-16"
    s.record(a, review.PlanReviewHeld(presenter=who["rosa"], attendees=(who["hal"], who["sue"])))
    yield "2024-12-17"
    s.record(
        a,
        approval.PlanRejected(
            person=who["sue"], capacity="sales executive", why="nothing in it is about winning anything new"
        ),
        who=SUE,
    )


def _lindqvist_plans(s: Storyteller) -> Chapter:
    a = "lindqvist"
    yield "2024-01-29"
    s.record(a, cycles.CycleOpened("2024", dt.date(2024, 12, 31)), who=IDA)
    yield "2024-06-03"
    _arrange(s, a, "Walk every line with the owner once a quarter", dt.date(2024, 9, 30), None, None)
    s.record(
        a,
        goals.GoalSet(
            goals.GoalKind.REVENUE,
            "What they pay us in a year",
            dt.date(2024, 12, 20),
            gbp(900),
            since=dt.date(2024, 1, 1),
        ),
    )


PLANNED: Final = (
    _harrow_cycles,
    _harrow_aims_higher,
    _harrow_functions_plan,
    _harrow_arranges,
    _harrow_approves,
    _harrow_carries_out,
    _harrow_drifts,
    _northmoor_is_sent_back,
    _lindqvist_plans,
)
