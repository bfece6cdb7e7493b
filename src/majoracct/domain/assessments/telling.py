"""Telling: facts in sentences a sales person would write.

An event's template names its fields in braces; a [part] is left out when a field in it is empty.
People are told by name, things by their title or name. Which fields name whom, an event's annotations say:
no topic is imported here, so that telling a stream loads the topics in it and no others.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, get_type_hints

from attrs import frozen

from majoracct.domain.kernel import Event, Fact, FactWithdrawn, marked

__all__ = ["Names", "tell"]

_PART: Final = re.compile(r"\[([^\[\]]*)\]")
_FIELD: Final = re.compile(r"\{([a-z_.]+)\}")
_WORD: Final = re.compile(r"[\w-]+")


@frozen
class Names:
    """What people and things are called: people by id, things by the facts that tell of them."""

    people: Mapping[str, str]
    things: Mapping[str, str]

    @classmethod
    def of(cls, facts: Iterable[Fact], own: str = "") -> Names:
        """Return the names FACTS give; of several, the one recorded last, in the stream OWN first.

        Pass withdrawn facts too: a name that is gone is still readable.
        """
        people: dict[str, str] = {}
        things: dict[str, str] = {}
        for fact in sorted(facts, key=lambda f: (f.stream == own, f.position)):
            event: Any = fact.event
            marks = _marks(type(event))
            if marks.get("person") == "person" and marks.get("name") == "personal":
                called = people.get(event.person, event.person)
                people[event.person] = str(event.name) if event.name is not None else called
            for field in ("title", "task", "claim", "metric", "name"):
                title = getattr(event, field, None)
                if isinstance(title, str) and marks.get(field) != "personal":  # else somebody's office
                    things[fact.id] = things[fact.reference] = title
        return cls(people, things)

    def in_words(self, text: str) -> str:
        """Return TEXT, such as a refusal's, with people called by name where it names their ids."""
        return _WORD.sub(lambda word: self.people.get(word[0], word[0]), text)


def tell(fact: Fact, names: Names, target: Fact | None = None) -> str:
    """Return the sentence that tells FACT.

    target: the fact withdrawn, when FACT is a withdrawal.
    """
    event = fact.event
    if isinstance(event, FactWithdrawn):
        # By reference: a thing and its correction mostly go by the same title.
        told = f" ({tell(target, names)})" if target else ""
        return f"Withdrew {event.target}{told}" + (
            f"; {event.replaced_by} replaces it" if event.replaced_by else ""
        )
    text = _PART.sub(lambda part: part[1] if _stated(part[1], event) else "", event.telling())
    return _FIELD.sub(lambda named: _word(named[1], event, names), text)


def _value(path: str, event: Event[Any]) -> Any:
    value: Any = event
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _stated(part: str, event: Event[Any]) -> bool:
    return all(_value(name, event) not in (None, "", ()) for name in _FIELD.findall(part))


_marked: dict[type[Event[Any]], dict[str, str]] = {}  # by event: its fields that carry a mark


def _marks(event: type[Event[Any]]) -> dict[str, str]:
    """Return, for each field of EVENT that names a person or a fact, or is personal, which of them."""
    found = _marked.get(event)
    if found is None:
        hints = get_type_hints(event, include_extras=True)
        found = {
            name: of
            for name, hint in hints.items()
            for of in ("person", "fact", "personal")
            if marked(hint, of)
        }
        _marked[event] = found
    return found


def _word(path: str, event: Event[Any], names: Names) -> str:
    called = {"person": names.people, "fact": names.things}.get(_marks(type(event)).get(path, ""), {})
    return _text(_value(path, event), called)


def _text(value: Any, called: Mapping[str, str]) -> str:
    if isinstance(value, enum.Enum):
        return str(value.value).replace("-", " ")
    if isinstance(value, tuple):
        return ", ".join(_text(v, called) for v in value)
    return called.get(str(value), str(value))
