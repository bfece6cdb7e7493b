"""Responsibilities: who of ours answers for each thing that a plan holds.

Rules
  JP1  One of our people is made to answer for something that the plan holds: a goal that stands and was not
       said to be reached, an opportunity in it, an open action, or the plan of a function.     J-B2
  JP2  Who was named last answers for it, until they leave us; an action's owner, until another was
       named.                                                                                   J-B2
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.functional_plans import FunctionalPlans
from majoracct.domain.account.goal_progress import GoalProgress
from majoracct.domain.account.goals import Goals
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.plan import Plan
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused, StaffId
from majoracct.domain.programme.staff import Staff, known_staff, still

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class ItemKind(enum.Enum):
    """What kind of thing a plan holds."""

    GOAL = "goal"
    OPPORTUNITY = "opportunity"
    ACTION = "action"
    FUNCTIONAL_PLAN = "functional-plan"


# What we know


@frozen
class Responsible:
    """Who answers for something, since when."""

    person: str
    on: dt.date
    fact: str


@frozen
class Responsibilities:
    """Who answers for what, by the id of the thing."""

    items: Map[str, Responsible] = field(factory=Map)


# Why not


class NotInThePlan(Refused):
    rule = "JP1"


# What happened


@frozen
class ResponsibilitySet(AccountEvent[Responsibilities]):
    """One of our people answers for something in the plan from now on, in place of whoever did (J-B2).

    item: which goal, opportunity, action or functional plan.
    person: who.
    """

    topic = Responsibilities
    verb = "plan assign"
    says = "{person} answers for {item}"

    item: FactRef
    person: StaffId

    def admit(self, account: Account) -> None:
        if self.item not in held(account):
            raise NotInThePlan(
                f"{self.item} is nothing that the plan of {account.key} holds open on {account.on}",
                "Name a goal, an opportunity in the plan, an open action or a functional plan.",
            )
        known_staff(self.person, account.programme)

    def change(self, state: Responsibilities, fact: Fact) -> Responsibilities:
        found = Responsible(self.person, fact.on, fact.reference)
        return evolve(state, items=state.items.insert(self.item, found))


# What follows


@frozen
class Held:
    """Something a plan holds: what kind, what it is called, and the fact behind it."""

    kind: ItemKind
    title: str
    fact: str


def held(account: Account) -> dict[str, Held]:
    """Return what the plan holds on the day and somebody can answer for, by id.

    Goals to reach come first, then the opportunities in the plan, open actions, and plans of functions.
    """
    known, reached = account[Opportunities].items, account[GoalProgress].reached
    goals = [(key, goal) for key, goal in account[Goals].standing if key not in reached]
    found = {key: Held(ItemKind.GOAL, goal.what, goal.fact) for key, goal in goals}
    for key in sorted(account[Plan].opportunities):
        if key in known and known[key].open:
            found[key] = Held(ItemKind.OPPORTUNITY, known[key].title, known[key].fact)
    for key, action in account[Plan].kept:
        if action.open:
            found[key] = Held(ItemKind.ACTION, action.task, action.fact)
    for plan in account[FunctionalPlans].in_order:
        found[plan.id] = Held(ItemKind.FUNCTIONAL_PLAN, plan.title, plan.fact)
    return found


def responsible(item: str, account: Account) -> tuple[str, str] | None:
    """Return who of ours answers for ITEM on the day, and the fact that says so; None: nobody (J-B2)."""
    set_ = account[Responsibilities].items.get(item)
    if set_ is not None:
        return (set_.person, set_.fact) if still(account.programme, set_.person, set_.on) else None
    action = account[Plan].actions.get(item)
    if action is None or not action.owner or not action.owner.strip():
        return None
    # An owner is named by whatever id they go by: only of one identified as ours is it known that they left.
    known = action.owner in account.programme.ever[Staff].people
    if known and not still(account.programme, action.owner, action.on):
        return None
    return action.owner, action.fact


def unowned(account: Account) -> dict[str, Held]:
    """Return what the plan holds and nobody answers for, by id (J-B2)."""
    return {key: item for key, item in held(account).items() if responsible(key, account) is None}
