"""Plan document: what an account's plan says on a day, item by item, in one order.

What is approved, compared with a baseline, or shown to the customer is this document. Each item has a
kind and the id of the fact that made it; each field has a name, so that policy can say of every kind
and field who may see it. A field without a value is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
from attrs import frozen

from majoracct.domain.account.goals import Goals
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.plan import Plan, plan_in_force
from majoracct.domain.seen import Account

__all__ = ["PlanItem", "plan_document"]

_KEPT_APART = ("on", "place", "fact")  # of the fact behind an item, not of what it says


@frozen
class PlanItem:
    """One thing the plan says.

    kind: plan, goal, opportunity or action. id: by which it is known through all corrections.
    fields: each value that is stated, by name. facts: the facts behind it.
    """

    kind: str
    id: str
    fields: tuple[tuple[str, Any], ...]
    facts: tuple[str, ...]

    def get(self, name: str) -> Any:
        """Return the value of the field NAME; None when it has none."""
        return dict(self.fields).get(name)


def plan_document(account: Account) -> tuple[PlanItem, ...]:
    """Return what the account's plan says on the day, as known; nothing when none is in force.

    The plan comes first, then its goals, the opportunities it counts on and its actions, each earliest first.
    What was dropped is not part of it.
    """
    drafted = plan_in_force(account)
    if drafted is None:
        return ()
    return tuple(_items(account, drafted))


def _items(account: Account, drafted: str) -> Iterator[PlanItem]:
    plan = account[Plan]
    yield PlanItem("plan", drafted, (("title", plan.title),), (plan.fact,))
    for key, goal in account[Goals].standing:
        yield _item("goal", key, goal)
    known = account[Opportunities].items
    planned = [(key, known[key]) for key in sorted(plan.opportunities) if key in known]
    for key, opportunity in sorted(planned, key=lambda each: (each[1].on, each[1].place)):
        said = (("title", opportunity.title), ("value", opportunity.value), ("closes", opportunity.closes))
        stated = tuple((name, value) for name, value in said if value is not None)
        yield PlanItem("opportunity", key, stated, (opportunity.fact, opportunity.estimate))
    kept = [(key, action) for key, action in plan.actions.items() if action.dropped is None]
    for key, action in sorted(kept, key=lambda each: (each[1].on, each[1].place)):
        yield _item("action", key, action)


def _item(kind: str, key: str, thing: Any) -> PlanItem:
    said = attrs.asdict(thing, recurse=False)
    fields = [(name, value) for name, value in said.items() if value is not None and name not in _KEPT_APART]
    return PlanItem(kind, key, tuple(fields), (thing.fact,))
