"""The schema of an event: its fields as JSON Schema (draft 2020-12), for forms, clients and checks.

It says what a JSON document of the event must hold; whether the event may happen is for its rules.
"""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import re
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from majoracct.domain.kernel import Event, Mark
from majoracct.domain.money import Money

__all__ = ["event_schema", "said_of"]

_PLAIN: Final[dict[Any, dict[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "format": "decimal"},
    dt.date: {"type": "string", "format": "date"},
    Money: {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "format": "decimal"},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        },
        "required": ["amount", "currency"],
        "additionalProperties": False,
    },
}


def event_schema(event: type[Event[Any]]) -> dict[str, Any]:
    """Return the JSON Schema of EVENT's fields, those filled in at recording left out.

    Its title is the stored name, its description and those of its fields come from the docstring. A
    field that names a person or a fact says so under ``x-majoracct``; one about a person says
    ``personal``. Raises TypeError for an annotation that has no JSON form.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": event.__name__,
        "description": " ".join(said_of(event)[0].split()),
        **_object(event),
    }


def said_of(what: Any) -> tuple[str, dict[str, str]]:
    """Return what a docstring says: its text, and what it says of each field in `field: meaning` lines."""
    text = inspect.cleandoc(what.__doc__ or "")
    prose: list[str] = []
    said: dict[str, str] = {}
    current: str | None = None
    for line in text.splitlines():
        found = re.match(r"([a-z][a-z_]*): (.*)\Z", line)
        if found:
            current = found[1]
            said[current] = found[2]
        elif current and line.startswith(" "):
            said[current] += f" {line.strip()}"
        else:
            current = None
            prose.append(line)
    sentences = {name: meaning[:1].upper() + meaning[1:] for name, meaning in said.items()}
    return "\n".join(prose).strip(), sentences


def _object(cls: type[Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(cls, include_extras=True)
    _, said = said_of(cls)
    properties: dict[str, Any] = {}
    required = []
    for field in attrs.fields(cls):
        if field.metadata.get("pinned"):
            continue
        properties[field.name] = _of(hints[field.name])
        if field.name in said:
            properties[field.name]["description"] = said[field.name]
        if field.default is attrs.NOTHING:
            required.append(field.name)
        elif isinstance(field.default, enum.Enum):
            properties[field.name]["default"] = field.default.value
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _of(hint: Any) -> dict[str, Any]:
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        mark = [m for m in hint.__metadata__ if isinstance(m, Mark)][-1]
        told = hint.__metadata__[-1] if mark.of == "personal" else typing.get_args(hint)[0]
        return {**_of(told), "x-majoracct": mark.of}
    if origin in (types.UnionType, typing.Union):
        (some,) = (part for part in typing.get_args(hint) if part is not type(None))
        return {"anyOf": [_of(some), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _of(typing.get_args(hint)[0])}
    if hint in _PLAIN:
        return _copied(_PLAIN[hint])
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {"enum": [member.value for member in hint]}
    if isinstance(hint, type) and attrs.has(hint):
        return _object(hint)
    raise TypeError(f"{hint!r} has no JSON form")


def _copied(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copied(value) if isinstance(value, dict) else value for key, value in plain.items()}
