"""Where each event lives: its stored name, module, topic, verb and help line.

Looking up a name here imports nothing but the module asked for, so a command pays for the
topics it reads and no others. The table itself, `_index.py`, is generated (`make index`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from majoracct.domain import _index
from majoracct.domain.kernel import Event

__all__ = [
    "Entry",
    "ProcedureEntry",
    "add",
    "event_class",
    "events",
    "procedure",
    "procedures",
    "types_of",
]


class Entry(NamedTuple):
    """One event: its stored name, whose stream it belongs to, and where its class is."""

    type: str
    kind: str  # account, programme, ledger; "any" for withdrawals
    module: str
    topic: str  # the name of its state class; "" for withdrawals
    verb: str  # "" where only a procedure makes it
    help: str


class ProcedureEntry(NamedTuple):
    """One procedure: the verb it answers to, and where its function is."""

    verb: str
    kind: str  # account, programme, ledger; "any" for withdrawals
    module: str
    function: str
    help: str


_EVENTS: dict[str, Entry] = {row[0]: Entry(*row) for row in _index.EVENTS}
_PROCEDURES: dict[str, ProcedureEntry] = {row[0]: ProcedureEntry(*row) for row in _index.PROCEDURES}


def add(events: Iterable[Entry], procedures: Iterable[ProcedureEntry] = ()) -> None:
    """Add a plug-in's EVENTS and PROCEDURES, all of them or none; adding them again changes nothing.

    Raises ValueError when a stored name or a verb is taken, or stands in the tables twice.
    """
    added, carried_out = list(events), list(procedures)
    names: set[str] = set()
    for entry in added:
        taken = _EVENTS.get(entry.type)
        if taken is not None and taken != entry:
            raise ValueError(f"the stored name {entry.type} is taken by {taken.module}: prefix it")
        if entry.type in names:
            raise ValueError(f"the stored name {entry.type} stands in the table twice")
        names.add(entry.type)
    # A command is found by its verb, whichever table that stands in: so no verb may stand in both.
    verbs: dict[str, Entry | ProcedureEntry] = {e.verb: e for e in _EVENTS.values() if e.verb}
    verbs.update(_PROCEDURES)
    said: set[str] = set()
    rows: list[Entry | ProcedureEntry] = [*(e for e in added if e.verb), *carried_out]
    for each in rows:
        known = verbs.get(each.verb)
        if known is not None and known != each:
            raise ValueError(f"the verb {each.verb!r} is taken by {known.module}")
        if each.verb in said:
            raise ValueError(f"the verb {each.verb!r} stands in the tables twice")
        said.add(each.verb)
    _EVENTS.update((entry.type, entry) for entry in added)
    _PROCEDURES.update((found.verb, found) for found in carried_out)


def events() -> list[Entry]:
    """Return every event known, by stored name."""
    return [_EVENTS[name] for name in sorted(_EVENTS)]


def procedures() -> list[ProcedureEntry]:
    """Return every procedure known, by verb."""
    return [_PROCEDURES[verb] for verb in sorted(_PROCEDURES)]


def is_known(type_name: str) -> bool:
    """Return whether there is an event stored under TYPE_NAME; its class is not imported for it."""
    return type_name in _EVENTS


def event_class(type_name: str) -> type[Event[Any]]:
    """Return the class stored under TYPE_NAME. Raises KeyError when there is none."""
    found: type[Event[Any]] = getattr(importlib.import_module(_EVENTS[type_name].module), type_name)
    return found


def procedure(verb: str) -> Callable[..., Any]:
    """Return the procedure that answers to VERB. Raises KeyError when there is none."""
    entry = _PROCEDURES[verb]
    found: Callable[..., Any] = getattr(importlib.import_module(entry.module), entry.function)
    return found


def types_of(topic: type[Any]) -> tuple[str, ...]:
    """Return the stored names of the events of TOPIC."""
    return tuple(
        e.type for e in _EVENTS.values() if e.topic == topic.__name__ and e.module == topic.__module__
    )
