"""Held: everything on record about one person, for them.

Whom a fact names, its fields say: somebody at a customer, one of ours, or both under one id. What is
personal in a fact is about one of those it names, its subject; of a fact that names them beside somebody
else, only what is not personal is theirs to see, and the other goes by id. Who recorded a fact is an id of
the host's, and no person of the ledger's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import attrs
from attrs import field, frozen

from majoracct.domain import index
from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.book.bundles import BundleIssued, Bundles
from majoracct.domain.kernel import LEDGER, PROGRAMME, Erased, Event, Fact, FactWithdrawn
from majoracct.domain.past import Past
from majoracct.domain.seen import Account, fields_of

__all__ = [
    "Held",
    "Holding",
    "Introduced",
    "bundles_with",
    "held",
    "introductions",
    "types_that_introduce_people",
    "types_that_name_people",
]


@frozen
class Introduced:
    """That somebody was made known under an id: where, when, and what they are called there.

    account: at which customer; "" for one of ours.
    name: Erased where it cannot be read; None where none was stated.
    """

    person: str
    account: str
    on: dt.date
    fact: str
    name: str | Erased | None
    withdrawn: bool


@frozen
class Holding:
    """One fact that names them.

    named_as: the fields in which it does.
    personal: what is personal of them in it, by field, as far as it can be read.
    other: what else it says, by field.
    summary: the sentence that tells it, with nobody else called by name.
    withdrawn_by: the fact that withdrew it, if one did.
    """

    fact: Fact
    named_as: tuple[str, ...]
    personal: Mapping[str, Any]
    other: Mapping[str, Any]
    summary: str
    withdrawn_by: str = ""


@frozen
class Held:
    """All that is held about a person.

    introduced: where they were made known. holdings: the facts that name them, as they were true.
    erased: the fact that says they were erased; "" while they were not.
    """

    person: str
    introduced: tuple[Introduced, ...]
    holdings: tuple[Holding, ...]
    erased: str = ""
    streams: tuple[str, ...] = field(init=False)

    @streams.default
    def _of_holdings(self) -> tuple[str, ...]:
        return tuple(sorted({each.fact.stream for each in self.holdings}))


def types_that_name_people() -> tuple[str, ...]:
    """Return the stored names of all events that may name a person, and of withdrawals."""
    found = [each.type for each in index.events() if fields_of(index.event_class(each.type), "person")]
    return (*found, FactWithdrawn.__name__)


def types_that_introduce_people() -> tuple[str, ...]:
    """Return the stored names of all events that make a person known, and of withdrawals."""
    found = [each.type for each in index.events() if index.event_class(each.type).introduces]
    return (*found, FactWithdrawn.__name__)


def introductions(facts: Iterable[Fact]) -> list[Introduced]:
    """Return who was made known by FACTS, those withdrawn since included, in order of position."""
    known = list(facts)
    gone = _withdrawals(known)
    return [
        Introduced(
            person=getattr(fact.event, fact.event.introduces),
            account="" if fact.stream == PROGRAMME else fact.stream,
            on=fact.on,
            fact=fact.reference,
            name=getattr(fact.event, "name", None),
            withdrawn=fact.reference in gone,
        )
        for fact in sorted(known, key=lambda f: f.position)
        if fact.event.introduces
    ]


def held(person: str, facts: Iterable[Fact], erased: str = "") -> Held:
    """Return what FACTS, withdrawn ones and withdrawals among them, hold about PERSON.

    erased: the fact that says they were erased, if one does.
    """
    known = list(facts)
    gone = _withdrawals(known)
    names = _names_of(person, known)
    holdings = [
        Holding(
            fact=fact,
            named_as=named_as,
            personal=_personal(person, fact.event),
            other=_other(fact.event, named_as),
            summary=tell(fact, names),
            withdrawn_by=gone.get(fact.reference, ""),
        )
        for fact in sorted(known, key=lambda f: (f.on, f.time, f.place))
        if (named_as := _named_as(person, fact.event))
    ]
    introduced = tuple(each for each in introductions(known) if each.person == person)
    return Held(person, introduced, tuple(holdings), erased)


def bundles_with(streams: Collection[str], past: Past) -> list[Fact]:
    """Return the facts that say a bundle was handed out which tells of any of STREAMS."""
    found = []
    for fact in past.live(LEDGER, Bundles):
        event = fact.event
        if not isinstance(event, BundleIssued):
            continue
        told = {stream for key in event.accounts for stream in Account(key, event.as_of, past).streams}
        # Whatever a bundle tells, it calls our people by name.
        if PROGRAMME in streams or not told.isdisjoint(streams):
            found.append(fact)
    return found


def _withdrawals(facts: Iterable[Fact]) -> dict[str, str]:
    """Return the withdrawals among FACTS, by the reference of the fact withdrawn."""
    return {f.event.target: f.reference for f in facts if isinstance(f.event, FactWithdrawn)}


def _named_as(person: str, event: Event[Any]) -> tuple[str, ...]:
    """Return the fields in which EVENT names PERSON: as a person, or as a text that is just their id."""
    # An action's owner is such a text: one of ours goes there by an id of the ledger's, or of the host's.
    found = []
    for attribute in attrs.fields(type(event)):
        value = getattr(event, attribute.name)
        if person in (value if isinstance(value, tuple) else (value,)):
            found.append(attribute.name)
    return tuple(found)


def _personal(person: str, event: Event[Any]) -> dict[str, Any]:
    """Return what is personal in EVENT, where it is about PERSON."""
    names = fields_of(type(event), "personal")
    if not names or getattr(event, type(event).subject) != person:
        return {}
    return {name: value for name in names if (value := getattr(event, name)) not in (None, "")}


def _other(event: Event[Any], named_as: Collection[str]) -> dict[str, Any]:
    """Return what EVENT says that is not personal, but for whom it names as NAMED_AS."""
    left_out = {*fields_of(type(event), "personal"), *named_as}
    values = ((a.name, getattr(event, a.name)) for a in attrs.fields(type(event)) if a.name not in left_out)
    return {name: value for name, value in values if value not in (None, "", (), False)}


def _names_of(person: str, facts: Iterable[Fact]) -> Names:
    """Return what PERSON and things are called; nobody else is called by name, for that is theirs.

    Whose name cannot be read goes by id.
    """
    known = list(facts)
    readable = any(each.person == person and isinstance(each.name, str) for each in introductions(known))
    found = Names.of(known)
    return Names({k: v for k, v in found.people.items() if k == person and readable}, found.things)
