"""Telling: facts in sentences a sales person would write.

An event's template names its fields in braces; a [part] is left out when a field in it is empty.
People are told by name, things by their title.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping
from typing import Any, Final, get_type_hints

from attrs import frozen

from majoracct.domain.account.relationships import StakeholderIdentified
from majoracct.domain.kernel import Erased, Event, Fact, marked
from majoracct.domain.money import Money

__all__ = ["Names", "tell"]

_PART: Final = re.compile(r"\[([^\[\]]*)\]")
_FIELD: Final = re.compile(r"\{([a-z_.]+)\}")


@frozen
class Names:
    """What people and things are called: people by id, things by the facts that tell of them."""

    people: Mapping[str, str]
    things: Mapping[str, str]

    @classmethod
    def of(cls, facts: list[Fact]) -> Names:
        """Return the names FACTS give, withdrawn ones included: a name that is gone is still readable."""
        people: dict[str, str] = {}
        things: dict[str, str] = {}
        for fact in facts:
            event = fact.event
            if isinstance(event, StakeholderIdentified):
                people[event.person] = str(event.name) if event.name is not None else event.person
            title = getattr(event, "title", None) or getattr(event, "task", None)
            if isinstance(title, str) and not isinstance(event, StakeholderIdentified):
                things[fact.id] = things[fact.reference] = title
        return cls(people, things)


def tell(fact: Fact, names: Names) -> str:
    """Return the sentence that tells FACT."""
    event = fact.event
    text = _PART.sub(lambda part: part[1] if _stated(part[1], event) else "", event.telling())
    return _FIELD.sub(lambda named: _word(named[1], event, names), text)


def _value(path: str, event: Event[Any]) -> Any:
    value: Any = event
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _stated(part: str, event: Event[Any]) -> bool:
    return all(_value(name, event) not in (None, "", ()) for name in _FIELD.findall(part))


def _mark(event: type[Event[Any]], name: str) -> str | None:
    hint = get_type_hints(event, include_extras=True).get(name)
    return next((of for of in ("person", "fact") if marked(hint, of)), None)


def _word(path: str, event: Event[Any], names: Names) -> str:
    value = _value(path, event)
    mark = _mark(type(event), path)
    if mark == "person":
        return names.people.get(value, value)
    if mark == "fact":
        return names.things.get(value, value)
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, enum.Enum):
        return str(value.value).replace("-", " ")
    if isinstance(value, tuple):
        return ", ".join(_text(v) for v in value)
    if isinstance(value, Money | Erased | dt.date):
        return str(value)
    return str(value)
