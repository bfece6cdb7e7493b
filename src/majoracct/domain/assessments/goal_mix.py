"""Goal mix: whether an account's goals are of all the kinds that it needs, and who supports them.

Rules
  GT9   Goals are one-sided when every one to come asks for revenue alone; unknown where none is.       R-0
  GT10  On each side that policy names, a goal to come is to strengthen a relationship.              S-F6
  GT11  Each objective of the tier that an account is treated as is answered by a goal to come: one of its
        kind, for senior relationships with somebody of the levels that count as senior; for a higher average
        sale at more than it was as the goal was set, where that is known.                 R-O1 R-O2 R-O3
  GT12  New areas are called for where we are in one geography or in one organisation; they are answered by
        a goal that names at most policy's number of areas, due within policy's months.            R-O4
  GT13  A goal is supported by the actions kept for it that marketing and service carry out; those of
        customer success are service's.                                                      R-U3
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from majoracct.domain.account.goals import Goal, GoalKind, Goals
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.presence import Dimension, places_in
from majoracct.domain.account.relationships import Relationships
from majoracct.domain.account.segmentation import treated_as
from majoracct.domain.assessments.goal_measures import stood
from majoracct.domain.assessments.plan_balance import function_of
from majoracct.domain.calendar import add_months
from majoracct.domain.money import Money
from majoracct.domain.programme.goal_tables import GoalSide, Objective
from majoracct.domain.programme.terms import SellingFunction, Terms, Tier
from majoracct.domain.seen import Account

__all__ = ["SAID", "Answered", "Mix", "goal_mix", "objectives", "single_places", "supported_by"]

_ROWS: Final = {
    Objective.ADVISER: "R-O1",
    Objective.AGREEMENT: "R-O2",
    Objective.SENIOR_TIES: "R-O2",
    Objective.LARGER_DEALS: "R-O3",
    Objective.NEW_AREAS: "R-O4",
    Objective.REFERENCES: "R-G2",
    Objective.REVENUE: "R-O5",
}
_KINDS: Final = {
    Objective.ADVISER: GoalKind.ADVISER,
    Objective.AGREEMENT: GoalKind.AGREEMENT,
    Objective.SENIOR_TIES: GoalKind.RELATIONSHIP,
    Objective.LARGER_DEALS: GoalKind.AVERAGE_DEAL,
    Objective.NEW_AREAS: GoalKind.BREADTH,
    Objective.REFERENCES: GoalKind.REFERENCE,
    Objective.REVENUE: GoalKind.REVENUE,
}
SAID: Final = {
    Objective.ADVISER: "becoming the adviser they trust",
    Objective.AGREEMENT: "an agreement across the enterprise",
    Objective.SENIOR_TIES: "deeper relationships with senior executives",
    Objective.LARGER_DEALS: "a higher average sale",
    Objective.NEW_AREAS: "one or two areas to enter within a year",
    Objective.REFERENCES: "references",
    Objective.REVENUE: "revenue",
}
_SINGLE: Final = (Dimension.GEOGRAPHY, Dimension.ORGANISATION)  # "only one geography or function" (R-O4)
_SUPPORT: Final = (SellingFunction.MARKETING, SellingFunction.SERVICE)


@frozen
class Mix:
    """Which kinds of goals to come an account has.

    revenue_only: whether every one asks for revenue alone; None: there is none.
    sides: the facts of those that strengthen a relationship, by side. lacking: the sides without one.
    """

    goals: tuple[str, ...]
    revenue_only: bool | None
    sides: Mapping[GoalSide, tuple[str, ...]]
    lacking: tuple[GoalSide, ...]


def _to_come(account: Account) -> list[tuple[str, Goal]]:
    """Return the goals that stand and whose day has not passed, earliest set first."""
    return [(key, goal) for key, goal in account[Goals].standing if goal.due >= account.on]


def goal_mix(account: Account, terms: Terms) -> Mix:
    """Return which kinds of goals to come ACCOUNT has on the day, under TERMS (R-0 S-F6)."""
    goals = [goal for _, goal in _to_come(account)]
    ties = [goal for goal in goals if goal.kind is GoalKind.RELATIONSHIP]
    sides = {side: tuple(goal.fact for goal in ties if side in goal.sides) for side in GoalSide}
    return Mix(
        tuple(goal.fact for goal in goals),
        all(goal.kind.of_revenue for goal in goals) if goals else None,
        sides,
        tuple(side for side in terms.goals.sides if not sides[side]),
    )


# What the tier calls for


@frozen
class Answered:
    """An objective that an account's tier calls for, and the goals that answer it, each by its fact.

    because: the facts it is called for by, beside the tier.
    """

    objective: Objective
    tier: Tier
    row: str
    goals: tuple[str, ...]
    because: tuple[str, ...] = ()


def objectives(account: Account, terms: Terms) -> tuple[Answered, ...]:
    """Return what the tier ACCOUNT is treated as calls for, and what answers it (R-O1 to R-O4)."""
    tier = treated_as(account, terms)
    wanted: tuple[Objective, ...] = getattr(terms.goals, tier.value)
    single = single_places(account)
    found = []
    for objective in wanted:
        if objective is Objective.NEW_AREAS and not single:
            continue
        answers = [g.fact for key, g in _to_come(account) if _answers(objective, key, g, account, terms)]
        because = tuple(single.values()) if objective is Objective.NEW_AREAS else ()
        found.append(Answered(objective, tier, _ROWS[objective], tuple(answers), because))
    return tuple(found)


def single_places(account: Account) -> dict[Dimension, str]:
    """Return in which of geography and organisation we are in a single place, and its fact (R-O4).

    Where we are in none that anybody recorded, nobody knows whether it is a single one.
    """
    there = {dimension: places_in(account, dimension) for dimension in _SINGLE}
    return {dimension: facts[0] for dimension, facts in there.items() if len(facts) == 1}


def _answers(objective: Objective, key: str, goal: Goal, account: Account, terms: Terms) -> bool:
    if goal.kind is not _KINDS[objective]:
        return False
    if objective is Objective.SENIOR_TIES:
        somebody = account[Relationships].people.get(goal.person or "")
        return somebody is not None and not somebody.left and somebody.level in terms.tiers.senior_levels
    if objective is Objective.LARGER_DEALS:
        before = stood(key, goal, account, terms)
        return not isinstance(before, Money) or goal.amount is None or goal.amount.amount > before.amount
    if objective is Objective.NEW_AREAS:
        rules = terms.goals
        soon = goal.due <= add_months(goal.on, rules.areas_months)
        # The dimension may no longer be a single place: the goal has then begun to be reached.
        return goal.dimension in _SINGLE and 1 <= len(goal.areas) <= rules.areas and soon
    return True


# Who supports them


def supported_by(account: Account) -> dict[str, Mapping[SellingFunction, tuple[str, ...]]]:
    """Return, for each goal that stands, the actions of marketing and of service for it, by fact (R-U3)."""
    kept = [(action, function_of(key, action, account)) for key, action in account[Plan].kept if action.goal]
    return {
        goal: {
            function: tuple(
                a.fact for a, whose in kept if a.goal == goal and whose and whose.selling is function
            )
            for function in _SUPPORT
        }
        for goal, _ in account[Goals].standing
    }
