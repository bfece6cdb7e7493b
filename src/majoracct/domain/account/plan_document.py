"""Plan document: what an account's plan says on a day, item by item, in one order.

What is approved, compared with a baseline, or shown to the customer is this document. Each item has a
kind and the id of the fact that made it; each field has a name, so that policy can say of every kind
and field who may see it. A field without a value is left out.

Two documents that say the same have one digest: in whatever order, through corrections that change nothing
said, and however far what they say was carried out by then.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs
from attrs import frozen

from majoracct.domain.account.action_plan import ActionPlan, due_day
from majoracct.domain.account.alignment import Alignment
from majoracct.domain.account.functional_plans import FunctionalPlans
from majoracct.domain.account.goals import Goals
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.plan import Plan, plan_in_force
from majoracct.domain.account.responsibilities import responsible
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

__all__ = ["PlanItem", "action_items", "digest_of", "lacking", "plain", "plan_document"]

_KEPT_APART: Final = ("on", "place", "fact", "id")  # of the fact behind an item, not of what it says
_CARRIED_OUT: Final = ("completed",)  # what came of an item, which is no part of what was planned


@frozen
class PlanItem:
    """One thing the plan says.

    kind: plan, goal, opportunity, action or functional-plan. id: by which it is known through corrections.
    fields: each value that is stated, by name. facts: the facts behind it.
    """

    kind: str
    id: str
    fields: tuple[tuple[str, Any], ...]
    facts: tuple[str, ...]

    def get(self, name: str) -> Any:
        """Return the value of the field NAME; None when it has none."""
        return dict(self.fields).get(name)

    @property
    def called(self) -> str:
        """What a person calls it."""
        return str(self.get("task") or self.get("what") or self.get("title") or self.id)

    @property
    def said(self) -> dict[str, str]:
        """What it says by field, in one way of writing; what came of it aside."""
        return {name: _written(plain(value)) for name, value in self.fields if name not in _CARRIED_OUT}


def plan_document(account: Account) -> tuple[PlanItem, ...]:
    """Return what the account's plan says on the day, as known; nothing when none is in force.

    The plan comes first, then its goals, the opportunities it counts on and its actions, each earliest
    first, and the plans of functions. What was dropped is not part of it. Whoever answers for an
    item is its owner; an action is due on the day it was put on last.
    """
    drafted = plan_in_force(account)
    if drafted is None:
        return ()
    return tuple(_items(account, drafted))


def digest_of(document: Iterable[PlanItem]) -> str:
    """Return the SHA-256 (hex) of what DOCUMENT says; "" when it says nothing.

    A field or a kind that a later release adds changes no digest of what does not state it.
    """
    items = sorted((item.kind, item.id, sorted(item.said.items())) for item in document)
    return hashlib.sha256(_written(items).encode()).hexdigest() if items else ""


def lacking(item: PlanItem) -> tuple[str, ...]:
    """Return what an action still has to say before it can be carried out (J-A1 to J-A3).

    Nothing where ITEM is another kind, or done. That it takes nothing is an answer, too.
    """
    if item.kind != "action" or item.get("completed"):
        return ()
    answers = {
        "owner": item.get("owner"),
        "due day": item.get("due"),
        "resources": item.get("funds") or item.get("means") or item.get("none_needed"),
    }
    return tuple(name for name, answer in answers.items() if not answer)


def action_items(account: Account) -> Iterator[PlanItem]:
    """Yield the actions that were not dropped, earliest first, whether or not a plan is in force."""
    for key, action in account[Plan].kept:
        yield _item(
            "action", key, action, account, _arranged(key, account), account[ActionPlan].of(key).facts
        )


def _items(account: Account, drafted: str) -> Iterator[PlanItem]:
    plan = account[Plan]
    yield PlanItem("plan", drafted, (("title", plan.title),), (plan.fact,))
    for key, goal in account[Goals].standing:
        yield _item("goal", key, goal, account)
    known = account[Opportunities].items
    planned = [(key, known[key]) for key in sorted(plan.opportunities) if key in known]
    for key, opportunity in sorted(planned, key=lambda each: (each[1].on, each[1].place)):
        said = (("title", opportunity.title), ("value", opportunity.value), ("closes", opportunity.closes))
        matched = account[Alignment].items.get(key)  # an executive's issue is no part of it
        solves = (("offering", matched.offering), ("problem", matched.problem)) if matched else ()
        owner = responsible(key, account)
        facts = [opportunity.fact, opportunity.estimate, *(matched.facts if matched else ())]
        fields = (*said, *solves, *((("owner", owner[0]),) if owner else ()))
        yield PlanItem("opportunity", key, _stated(fields), _once([*facts, *owner[1:]] if owner else facts))
    yield from action_items(account)
    for functional in account[FunctionalPlans].in_order:
        yield _item("functional-plan", functional.id, functional, account)


def _arranged(key: str, account: Account) -> dict[str, Any]:
    """Return how the action KEY is to be done: what takes the place of what was said when it was added."""
    arranged, said = account[ActionPlan].of(key), dict[str, Any]()
    said["due"] = due_day(key, account)
    if arranged.resources:
        said["funds"], said["means"] = arranged.resources.funds, arranged.resources.means
        said["none_needed"] = arranged.resources.none_needed or None
    said["after"], said["rank"] = arranged.after or None, arranged.rank
    return said


def _item(
    kind: str, key: str, thing: Any, account: Account, more: Mapping[str, Any] = {}, facts: Iterable[str] = ()
) -> PlanItem:
    owner = responsible(key, account)
    fields = {**attrs.asdict(thing, recurse=False), **more, "owner": owner[0] if owner else None}
    stated = _stated((name, value) for name, value in fields.items() if name not in _KEPT_APART)
    return PlanItem(kind, key, stated, _once([thing.fact, *facts, *(owner[1:] if owner else ())]))


def _stated(fields: Iterable[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, value) for name, value in fields if value is not None and value != ())


def _once(facts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(facts))


def _written(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def plain(value: Any) -> Any:
    """Return VALUE as JSON has it, one way for equal values. Raises TypeError for what no plan states."""
    match value:
        case enum.Enum():
            return plain(value.value)
        case bool() | int() | str():
            return value
        case Decimal():
            return f"{value.normalize():f}"
        case dt.date():
            return value.isoformat()
        case Money():
            return f"{value.exact} {value.currency}"
        case tuple():
            return [plain(each) for each in value]
    raise TypeError(f"a plan states no {type(value).__name__}")
