"""Something that was approved says otherwise by now, and nothing says that it was changed (J-R1 S-F7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from majoracct.domain.assessments.baseline import Altered, Change, Drift, baseline, stated
from majoracct.domain.assessments.history import names_of
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found = baseline(account)
    silent = [each for each in found.drift if not each.open] if found else []
    names = names_of(account.past, account.streams) if silent else None
    called = {**names.things, **names.people} if names else {}
    for each in silent:
        if how := _how(each, called):
            yield Raised(f"{each.what.kind} “{each.what.called}” {how}", each.facts, each.what.id)


def _how(each: Drift, called: Mapping[str, str]) -> str:
    """Return how EACH was changed silently; "" where another finding tells it: an action's day or drop."""
    action = each.what.kind == "action"
    if each.change is Change.ADDED:
        return "was not approved, and is there because what took it out was withdrawn or corrected"
    if each.change is Change.DROPPED:
        return "" if action else "was approved, and its record was withdrawn or corrected"
    fields = [a for a in each.altered if not a.open and not (action and a.field == "due")]
    told = "; ".join(_told(a, called) for a in fields)
    return f"was approved with {told}: its record was changed" if told else ""


def _told(field: Altered, called: Mapping[str, str]) -> str:
    before, now = stated(field.before, called), stated(field.now, called)
    named = field.field.replace("_", " ")
    if isinstance(field.before or field.now, bool):
        return f"{named}, and is now not so" if field.before else f"{named} not so, and is now"
    return f"{named} {before}, and is now {now}"


CHECK: Final = AccountCheck(
    id="approved-changed-silently",
    severity=Severity.HIGH,
    meaning="What the executives approved was rewritten: it reads as if they had approved what is there now.",
    clear="Correct it back, and say openly what changed; or submit the plan as it is and have it approved.",
    find=_find,
)
