"""Roadmap: what is to be done for an account, by function and by day, whoever does it.

Rules
  RM1  Each action that was not dropped, each functional plan and each project of ours is in it once, and each
       milestone that slipped.                                                              J-O2
  RM2  It goes by function, then by day; what has no day comes last, and what has no function after all.  J-O2
  RM3  An action that is to be done before one it comes after is out of order.               J-A0
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from majoracct.domain.account.action_plan import ActionPlan, Resources, due_day, waits_for
from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.functional_plans import FunctionalPlans
from majoracct.domain.account.plan import Action, Plan
from majoracct.domain.account.responsibilities import responsible
from majoracct.domain.assessments.plan_balance import function_of
from majoracct.domain.programme.terms import PlanningFunction
from majoracct.domain.seen import Account

__all__ = ["Standing", "Step", "StepKind", "roadmap"]


class StepKind(enum.Enum):
    """What kind of thing is to be done."""

    ACTION = "action"
    FUNCTIONAL_PLAN = "functional-plan"
    DELIVERY = "delivery"
    MILESTONE = "milestone"


class Standing(enum.Enum):
    """How something to be done stands on the day."""

    DONE = "done"
    OVER = "over"  # its time has passed, or its project was completed: nobody says that it was done
    OVERDUE = "overdue"
    WAITING = "waiting"  # for others it comes after
    OPEN = "open"
    UNDATED = "undated"


@frozen
class Step:
    """Something to be done.

    function: who does it; None: unknown. starts, due: None where no day was named. done: when it was.
    after: the actions it comes after; waits_for: those of them that are still open.
    out_of_order: those that are to be done only after it. rank: its priority.
    """

    kind: StepKind
    id: str
    what: str
    function: PlanningFunction | None
    owner: str | None
    starts: dt.date | None
    due: dt.date | None
    done: dt.date | None
    standing: Standing
    facts: tuple[str, ...]
    after: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()
    rank: int | None = None
    goal: str | None = None
    resources: Resources | None = None  # what it takes; None: nobody said
    moved: int = 0  # how often it was put on another day


_FUNCTIONS: Final = list(PlanningFunction)


def roadmap(account: Account) -> tuple[Step, ...]:
    """Return what is to be done for the account, or was, as known on the day (J-O2)."""
    found = [*_actions(account), *_functional(account), *_deliveries(account)]
    return tuple(sorted(found, key=_order))


def _order(step: Step) -> tuple[int, dt.date, str, str]:
    function = _FUNCTIONS.index(step.function) if step.function else len(_FUNCTIONS)
    return function, step.due or dt.date.max, step.kind.value, step.id


def _actions(account: Account) -> Iterator[Step]:
    for key, action in account[Plan].kept:
        arranged, due = account[ActionPlan].of(key), due_day(key, account)
        who, waits = responsible(key, account), waits_for(key, account)
        out = tuple(each for each in arranged.after if action.open and _later(each, due, account))
        yield Step(
            StepKind.ACTION,
            key,
            action.task,
            function_of(key, action, account),
            who[0] if who else None,
            None,
            due,
            action.completed,
            _standing(action, due, waits, account.on),
            (action.fact, *arranged.facts),
            arranged.after,
            waits,
            out,
            arranged.rank,
            action.goal,
            arranged.resources,
            len(arranged.moves),
        )


def _later(other: str, due: dt.date | None, account: Account) -> bool:
    """Return whether the action OTHER, not dropped, is to be done after the day DUE."""
    action, day = account[Plan].actions.get(other), due_day(other, account)
    return action is not None and action.open and day is not None and due is not None and day > due


def _standing(action: Action, due: dt.date | None, waits: tuple[str, ...], on: dt.date) -> Standing:
    if action.completed:
        return Standing.DONE
    if due is not None and due < on:
        return Standing.OVERDUE
    if waits:
        return Standing.WAITING
    return Standing.OPEN if due else Standing.UNDATED


def _functional(account: Account) -> Iterator[Step]:
    for plan in account[FunctionalPlans].in_order:
        who = responsible(plan.id, account)
        over = Standing.OVER if plan.ends and plan.ends < account.on else Standing.OPEN
        yield Step(
            StepKind.FUNCTIONAL_PLAN,
            plan.id,
            plan.title,
            plan.function,
            who[0] if who else None,
            plan.starts,
            plan.ends,
            None,
            over if plan.ends else Standing.UNDATED,
            (plan.fact,),
        )


def _deliveries(account: Account) -> Iterator[Step]:
    for key, project in sorted(account[Delivery].projects.items()):
        standing = Standing.DONE if project.completed else Standing.OPEN
        yield Step(
            StepKind.DELIVERY,
            key,
            project.title,
            PlanningFunction.SERVICE,
            None,
            project.started,
            None,
            project.completed,
            standing,
            (project.fact,),
        )
        latest = {slip.milestone: slip for slip in project.slips}
        for milestone in sorted(latest):
            slip = latest[milestone]
            late = Standing.OVERDUE if slip.expected < account.on else Standing.OPEN
            yield Step(
                StepKind.MILESTONE,
                f"{key}/{milestone}",
                f"{project.title}: {milestone}",
                PlanningFunction.SERVICE,
                None,
                None,
                slip.expected,
                None,
                Standing.OVER if project.completed else late,
                (slip.fact,),
            )
