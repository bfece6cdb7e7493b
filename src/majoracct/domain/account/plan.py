"""Plan: how we mean to reach the threshold, and the actions that serve its aims.

Rules
  PL1  A plan has a title; there is one at a time, the one drafted last.                 B-Q4
  PL2  Only an opportunity that is open enters the plan, and only once.                  B-Q4
  PL3  An action says what is to be done, for which aim.                                 B-Q5
  PL4  Only an action that is neither completed nor dropped is completed or dropped.     B-Q5
  PL5  An action works for an outcome on record, is seen to over there by somebody we know, and supports
       only an executive who sponsors us now.                                            C-O4, B-P4
  PL6  An outcome is worked for jointly once the customer confirmed its figure, and both sides own
       an action for it that was not dropped.                                            C-O4
  PL7  Who of ours sees to an action is named by an id, of one word, and not by what they are called.
  PL8  The goal that an action works for stands.                                    J-A0
  PL9  An action is not due before the day it is planned on.                        J-A2
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.goals import goal_here
from majoracct.domain.account.opportunities import open_here
from majoracct.domain.account.outcomes import Outcomes
from majoracct.domain.account.relationships import known_here
from majoracct.domain.account.sponsorship import active
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused
from majoracct.domain.programme.terms import Aim, PlanningFunction

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Action:
    """Something to be done, for an aim."""

    task: str
    aim: Aim
    on: dt.date
    place: int
    fact: str
    completed: dt.date | None = None
    dropped: dt.date | None = None
    owner: str | None = None  # of ours
    due: dt.date | None = None
    outcome: str | None = None
    customer_owner: str | None = None
    supports: str | None = None
    function: PlanningFunction | None = None
    goal: str | None = None

    @property
    def open(self) -> bool:
        """Whether it was neither completed nor dropped."""
        return self.completed is None and self.dropped is None


@frozen
class Plan:
    """The account's plan: what it is called, the opportunities in it, and its actions."""

    title: str = ""
    fact: str = ""  # the fact that drafted it
    opportunities: Map[str, str] = field(factory=Map)  # each with the fact that put it in
    actions: Map[str, Action] = field(factory=Map)

    @property
    def kept(self) -> list[tuple[str, Action]]:
        """The actions that were not dropped, by id, earliest first."""
        found = [(key, action) for key, action in self.actions.items() if action.dropped is None]
        return sorted(found, key=lambda item: (item[1].on, item[1].place))


# Why not


class PlanUntitled(Refused):
    rule = "PL1"


class NoPlan(Refused):
    rule = "PL1"


class AlreadyPlanned(Refused):
    rule = "PL2"


class NotPlanned(Refused):
    rule = "PL2"


class TaskMissing(Refused):
    rule = "PL3"


class ActionUnknown(Refused):
    rule = "PL4"


class ActionClosed(Refused):
    rule = "PL4"


class ActionForNoOutcome(Refused):
    rule = "PL5"


class SupportsNoSponsor(Refused):
    rule = "PL5"


class OwnerByName(Refused):
    rule = "PL7"


class DueBeforePlanned(Refused):
    rule = "PL9"


def open_action(action: str, account: Account) -> Action:
    """Return the ACTION that is neither completed nor dropped. Raises ActionUnknown, ActionClosed."""
    found = account[Plan].actions.get(action)
    if found is None:
        raise ActionUnknown(f"{account.key} has no action {action} on {account.on}", "Add it first.")
    if not found.open:
        raise ActionClosed(
            f"“{found.task}” was {'completed' if found.completed else 'dropped'} "
            f"on {found.completed or found.dropped}",
            "Add another action.",
        )
    return found


# What happened


@frozen
class PlanDrafted(AccountEvent[Plan]):
    """A strategic plan for the account was drafted; it takes over from the one before.

    title: what it is called.
    opportunities: the opportunities it counts on.
    """

    topic = Plan
    verb = "plan draft"
    says = "Plan drafted: {title}"

    title: str
    opportunities: tuple[FactRef, ...] = ()

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise PlanUntitled("The plan has no title", "Say what it is for.")
        for opportunity in self.opportunities:
            open_here(opportunity, account)
        if len(set(self.opportunities)) < len(self.opportunities):
            raise AlreadyPlanned("The same opportunity is named twice", "Name it once.")

    def change(self, state: Plan, fact: Fact) -> Plan:
        counted: Map[str, str] = Map(dict.fromkeys(self.opportunities, fact.reference))
        return evolve(state, title=self.title, fact=fact.reference, opportunities=counted)


@frozen
class OpportunityPlanned(AccountEvent[Plan]):
    """An opportunity entered the plan.

    opportunity: which.
    """

    topic = Plan
    verb = "plan add"
    says = "Plan counts on {opportunity}"

    opportunity: FactRef

    @classmethod
    def require(cls, account: Account) -> None:
        if not account[Plan].fact:
            raise NoPlan(f"{account.key} has no plan on {account.on}", "Draft one first.")

    def admit(self, account: Account) -> None:
        plan = account[Plan]
        open_here(self.opportunity, account)
        if self.opportunity in plan.opportunities:
            raise AlreadyPlanned(f"{self.opportunity} is in the plan already", "Nothing needs recording.")

    def change(self, state: Plan, fact: Fact) -> Plan:
        return evolve(state, opportunities=state.opportunities.insert(self.opportunity, fact.reference))


@frozen
class OpportunityUnplanned(AccountEvent[Plan]):
    """The plan no longer counts on an opportunity.

    opportunity: which.
    """

    topic = Plan
    verb = "plan remove"
    says = "Plan no longer counts on {opportunity}"

    opportunity: FactRef

    def admit(self, account: Account) -> None:
        if self.opportunity not in account[Plan].opportunities:
            raise NotPlanned(f"{self.opportunity} is not in the plan on {account.on}", "See the plan.")

    def change(self, state: Plan, fact: Fact) -> Plan:
        return evolve(state, opportunities=state.opportunities.discard(self.opportunity))


@frozen
class ActionAdded(AccountEvent[Plan]):
    """A tactical action was planned (B-Q5).

    task: what is to be done. Public: names nobody.
    aim: what it is for.
    owner: the id of who of ours sees to it, such as the one they record by. Public: no name.
    due: by when.
    outcome: the outcome it works for.
    customer_owner: the stakeholder who sees to it over there.
    supports: the sponsor whose own selling it helps.
    function: the function of ours that carries it out.
    goal: the goal it works for (J-A0).
    """

    topic = Plan
    verb = "action add"
    says = (
        "Action planned for {aim}: {task}[ ({owner})][, with {customer_owner}][, due {due}]"
        "[, for {outcome}][, for the goal {goal}][, to support {supports}]"
    )
    schema = 3

    task: str
    aim: Aim
    owner: str | None = None
    due: dt.date | None = None
    outcome: FactRef | None = None
    customer_owner: PersonId | None = None
    supports: PersonId | None = None
    function: PlanningFunction | None = None
    goal: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not self.task.strip():
            raise TaskMissing("The action says nothing", "Say what is to be done.")
        if self.owner and len(self.owner.split()) > 1:
            raise OwnerByName(f"{self.owner!r} is what somebody is called", "Give the id they go by.")
        if self.outcome and self.outcome not in account[Outcomes].items:
            raise ActionForNoOutcome(
                f"{account.key} has no outcome {self.outcome} on {account.on}", "Target it first."
            )
        if self.due and self.due < account.on:
            raise DueBeforePlanned(
                f"The action is due on {self.due}, before it is planned on {account.on}",
                "Name a day to come, or plan it on the day it was planned.",
            )
        if self.goal:
            goal_here(self.goal, account)
        if self.customer_owner:
            known_here(self.customer_owner, account)
        if self.supports and self.supports not in active(account):
            raise SupportsNoSponsor(
                f"{self.supports} does not sponsor us on {account.on}", "Name them a sponsor first."
            )

    def change(self, state: Plan, fact: Fact) -> Plan:
        action = Action(
            self.task,
            self.aim,
            fact.on,
            fact.place,
            fact.reference,
            owner=self.owner,
            due=self.due,
            outcome=self.outcome,
            customer_owner=self.customer_owner,
            supports=self.supports,
            function=self.function,
            goal=self.goal,
        )
        return evolve(state, actions=state.actions.insert(fact.id, action))


class _AboutAction(AboutThing[Plan, Action]):
    """What closes an action."""

    topic = Plan
    thing = "action"
    kept_in = "actions"
    action: str

    def admit(self, account: Account) -> None:
        open_action(self.action, account)


@frozen
class ActionCompleted(_AboutAction):
    """An action was completed.

    action: which.
    """

    verb = "action complete"
    says = "Action completed: {action}"

    action: FactRef

    def alter(self, found: Action, fact: Fact) -> Action:
        return evolve(found, completed=fact.on)


@frozen
class ActionDropped(_AboutAction):
    """An action was dropped without being done.

    action: which.
    """

    verb = "action drop"
    says = "Action dropped: {action}"

    action: FactRef

    def alter(self, found: Action, fact: Fact) -> Action:
        return evolve(found, dropped=fact.on)


# What follows


def plan_in_force(account: Account) -> str | None:
    """Return the plan in force on the day, by the fact that first drafted it; None without one."""
    drafted = account[Plan].fact
    found = account.past.fact(drafted) if drafted else None
    return found.id if found else None


@frozen
class JointWork:
    """Who works for an outcome: whether the customer confirmed its figure, and the actions of each side."""

    confirmed: bool
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def joint(self) -> bool:
        """Whether both sides work for a figure that both hold to be right."""
        return self.confirmed and bool(self.ours) and bool(self.theirs)


def jointly(account: Account) -> dict[str, JointWork]:
    """Return, for each outcome on record by the day, who works for it (C-O4).

    An action that somebody of ours and somebody of theirs see to together is both sides'.
    """
    kept = sorted(
        (a for a in account[Plan].actions.values() if a.dropped is None), key=lambda a: (a.on, a.place)
    )
    return {
        key: JointWork(
            outcome.figure is not None and outcome.figure.confirmed,
            tuple(a.fact for a in kept if a.outcome == key and a.owner and a.owner.strip()),
            tuple(a.fact for a in kept if a.outcome == key and a.customer_owner),
        )
        for key, outcome in account[Outcomes].in_order()
    }
