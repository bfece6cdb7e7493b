"""Functions: which parts of the company have a role in the plans for accounts, and which have none.

Rules
  FU1  A function has a role where an account that has a plan has an action of the function's own that
       was not dropped.                                                                        C-W1
  FU2  A channel has a role where an account that has a plan is sold to through it.              C-W1
  FU3  What none of the plans gives a role to is named.                                          C-W1
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from attrs import frozen

from majoracct.domain.account.coverage import Channel, Coverage
from majoracct.domain.account.plan import Plan
from majoracct.domain.programme.terms import PlanningFunction
from majoracct.domain.seen import Account

__all__ = ["Kind", "Part", "Role", "in_plan", "roles"]


class Kind(enum.Enum):
    """What kind of part of the company has a role."""

    FUNCTION = "function"
    CHANNEL = "channel"


Part = PlanningFunction | Channel


@frozen
class Role:
    """A part of the company, the accounts in whose plans it has a role, and the actions open there."""

    kind: Kind
    part: Part
    accounts: tuple[str, ...]
    open_actions: int

    @property
    def none(self) -> bool:
        """Whether no plan gives it a role."""
        return not self.accounts


def in_plan(account: Account) -> Mapping[Part, int]:
    """Return what has a role in the account's plan on the day, each with how many of its actions are open.

    None has where there is no plan.
    """
    plan, found = account[Plan], dict[Part, int]()
    if not plan.fact:
        return found
    kept = [action for action in plan.actions.values() if action.dropped is None]
    for action in kept:
        if action.function:
            found[action.function] = found.get(action.function, 0) + (action.completed is None)
    through = account[Coverage].channel
    if through:
        found[through.value] = sum(action.completed is None for action in kept)
    return found


def roles(accounts: Iterable[Account]) -> list[Role]:
    """Return every function and channel with its role in the plans of ACCOUNTS, none included (C-W1)."""
    plans = {account.key: in_plan(account) for account in accounts}
    parts: list[tuple[Kind, Part]] = [(Kind.FUNCTION, each) for each in PlanningFunction]
    parts += [(Kind.CHANNEL, each) for each in Channel]
    return [
        Role(
            kind,
            part,
            tuple(key for key in sorted(plans) if part in plans[key]),
            sum(plan.get(part, 0) for plan in plans.values()),
        )
        for kind, part in parts
    ]
