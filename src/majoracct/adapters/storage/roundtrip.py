"""Whether what is about to be written can be read again, and as the same fact.

A row is for ever, so one that nobody can read must never be made: a date that is a datetime, a text
where a tuple belongs. Reading each new body back shows it, and costs three times what writing does.
So values whose exact types say that they come back, which is nearly all of an import, are passed at
sight; whatever else there is, is read back and compared.
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from majoracct.domain.kernel import Assurance, Fact
from majoracct.domain.money import Money

__all__ = ["difference", "sure_envelope", "sure_event"]

# Exact types that JSON gives back as they were; a subclass, such as a datetime, may not come back.
_SURE: Final = (str, dt.date, bool, Money, type(None))


def sure_event(hints: Mapping[str, Any]) -> Callable[[Any], bool] | None:
    """Return a test whether an event, whose fields are HINTS, surely comes back as it is.

    None when a field is of a kind that only reading back can judge.
    """
    fields: list[tuple[str, frozenset[type[Any]]]] = []
    for name, hint in hints.items():
        allowed = frozenset(_parts(hint))
        if not all(part in _SURE or _named_by_text(part) for part in allowed):
            return None
        fields.append((name, allowed))

    def sure(event: Any) -> bool:
        for name, allowed in fields:
            value = getattr(event, name)
            kind = type(value)
            if kind not in allowed:
                return False
            if kind is Money and (type(value.amount) is not Decimal or type(value.currency) is not str):
                return False
        return True

    return sure


def _named_by_text(part: Any) -> bool:
    """Return whether PART is an enumeration each member of which is stored as a text of its own."""
    return isinstance(part, type) and issubclass(part, enum.Enum) and all(type(m.value) is str for m in part)


def _parts(hint: Any) -> list[Any]:
    """Return the types HINT allows: what a mark marks, and the members of a union."""
    if hasattr(hint, "__metadata__"):
        return _parts(hint.__origin__)
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return [part for member in typing.get_args(hint) for part in _parts(member)]
    return [hint]


def sure_envelope(fact: Fact) -> bool:
    """Return whether all of FACT but its event surely comes back as it is."""
    if not (
        type(fact.on) is dt.date
        and type(fact.by) is type(fact.role) is type(fact.channel) is type(fact.reason) is str
        and type(fact.time) is type(fact.fingerprint) is str
        and type(fact.assurance) is Assurance
        and fact.evidence == ()
        and fact.corrects is fact.origin is None
        and fact.inherited_place is _ZERO
        and (fact.source_known is None or type(fact.source_known) is dt.date)
        and type(source := fact.source) is dict
    ):
        return False
    for key, value in source.items():  # noqa: SIM110 - a generator costs half as much as encoding does
        if type(key) is not str or type(value) is not str:
            return False
    return True


_ZERO: Final = 0  # by identity, since False and 0.0 equal it

# What the body holds, by its name in `Fact`; the other fields of a fact are columns.
_ENVELOPE: Final = (
    "on",
    "by",
    "role",
    "assurance",
    "channel",
    "reason",
    "evidence",
    "time",
    "inherited_place",
    "corrects",
    "origin",
    "source",
    "source_known",
    "fingerprint",
)


def difference(fact: Fact, read: Fact) -> str | None:
    """Return in what READ, which was read back, is not FACT; None when it is the same.

    It names fields and types, never values: they may be about a person.
    """
    for name in _ENVELOPE:
        if (wrong := _unlike(name, getattr(fact, name), getattr(read, name))) is not None:
            return wrong
    if fact.event == read.event:
        return None
    for attribute in attrs.fields(type(fact.event)):
        name = attribute.name
        if (wrong := _unlike(name, getattr(fact.event, name), getattr(read.event, name))) is not None:
            return wrong
    return "it would not be read back as it is"


def _unlike(name: str, given: Any, read: Any) -> str | None:
    if given == read:
        return None
    if type(given) is type(read):
        return f"{name} would not be read back as it is"
    return f"{name} is a {type(given).__name__}, and must be a {type(read).__name__}"
