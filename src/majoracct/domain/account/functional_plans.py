"""Functional plans: what one function of ours means to do for the account, under its plan.

Rules
  FQ1  A functional plan has a title, and stands under a plan of the account; a function has one at a
       time, the one attached last.                                                             J-F1
  FQ2  Marketing's says for whom, what they need and what they are to be told: buyer personas, needs
       and messages, none missing.                                                              J-F2
  FQ3  It does not end before it starts.                                                        J-O2
  FQ4  Only a functional plan that stands is detached.                                          J-F1
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.plan import NoPlan, Plan
from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused
from majoracct.domain.programme.terms import PlanningFunction

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class FunctionalPlan:
    """A function's plan for the account.

    personas: the types of buyer it speaks to. needs: what they need. messages: what they are to be told.
    support: what it gives the other functions. tactics: how it goes about it.
    """

    function: PlanningFunction
    title: str
    on: dt.date
    place: int
    fact: str
    id: str
    personas: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    tactics: tuple[str, ...] = ()
    starts: dt.date | None = None
    ends: dt.date | None = None


@frozen
class FunctionalPlans:
    """The functional plans that stand, by function."""

    items: Map[str, FunctionalPlan] = field(factory=Map)

    @property
    def in_order(self) -> list[FunctionalPlan]:
        """Each of them, in the order of the functions."""
        found = (self.items.get(function.value) for function in PlanningFunction)
        return [plan for plan in found if plan]


# Why not


class FunctionalPlanUntitled(Refused):
    rule = "FQ1"


class MarketingPlanLacks(Refused):
    rule = "FQ2"


class EndsBeforeItStarts(Refused):
    rule = "FQ3"


class NoFunctionalPlan(Refused):
    rule = "FQ4"


# What happened


@frozen
class FunctionalPlanAttached(AccountEvent[FunctionalPlans]):
    """A function's plan was put under the account's; it takes over from the function's before (J-F1).

    function: whose plan it is.
    title: what it is called.
    persona: a type of buyer it speaks to; marketing's names at least one. Public: names nobody.
    need: something those buyers need; marketing's names at least one. Public: names nobody.
    message: something they are to be told; marketing's names at least one. Public: names nobody.
    support: something it gives the other functions, such as material. Public: names nobody.
    tactic: a way it goes about it. Public: names nobody.
    starts: the first day it is carried out.
    ends: the last.
    """

    topic = FunctionalPlans
    verb = "plan attach"
    says = "Plan of {function} attached: {title}[, from {starts}][, until {ends}]"

    function: PlanningFunction
    title: str
    persona: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    message: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    tactic: tuple[str, ...] = ()
    starts: dt.date | None = None
    ends: dt.date | None = None

    @classmethod
    def require(cls, account: Account) -> None:
        if not account[Plan].fact:
            raise NoPlan(f"{account.key} has no plan on {account.on}", "Draft one first.")

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise FunctionalPlanUntitled("The functional plan has no title", "Say what it is called.")
        if self.function is PlanningFunction.MARKETING:
            said = {"buyer personas": self.persona, "needs": self.need, "messages": self.message}
            lacks = [name for name, texts in said.items() if not any(text.strip() for text in texts)]
            if lacks:
                raise MarketingPlanLacks(
                    f"The plan of marketing says nothing of {' and '.join(lacks)}",
                    "Name at least one of each.",
                )
        if self.starts and self.ends and self.ends < self.starts:
            raise EndsBeforeItStarts(f"{self.ends} is before {self.starts}", "Name a later last day.")

    def change(self, state: FunctionalPlans, fact: Fact) -> FunctionalPlans:
        plan = FunctionalPlan(
            self.function,
            self.title,
            fact.on,
            fact.place,
            fact.reference,
            fact.id,
            self.persona,
            self.need,
            self.message,
            self.support,
            self.tactic,
            self.starts,
            self.ends,
        )
        return evolve(state, items=state.items.insert(self.function.value, plan))


@frozen
class FunctionalPlanDetached(AccountEvent[FunctionalPlans]):
    """A function's plan is no longer part of the account's.

    function: whose plan.
    """

    topic = FunctionalPlans
    verb = "plan detach"
    says = "Plan of {function} detached"

    function: PlanningFunction

    def admit(self, account: Account) -> None:
        if self.function.value not in account[FunctionalPlans].items:
            raise NoFunctionalPlan(
                f"{self.function.value} has no plan of its own on {account.on}", "Nothing needs recording."
            )

    def change(self, state: FunctionalPlans, fact: Fact) -> FunctionalPlans:
        return evolve(state, items=state.items.discard(self.function.value))
