"""Persons: what somebody is called, at the customer or among our own, where their id is known."""

from __future__ import annotations

from collections.abc import Iterable

from majoracct.domain.account.relationships import Relationships
from majoracct.domain.assessments.history import known, staff
from majoracct.domain.assessments.telling import Names
from majoracct.domain.seen import Account, Seen

__all__ = ["listed", "our_name", "their_name"]


def their_name(person: str, account: Account) -> str:
    """Return what PERSON, at the customer, is called, as a timeline does; their id, if nobody did so."""
    # A timeline reads every topic, and calls nobody otherwise: no other names people.
    told = known(account.past, account.streams, Relationships)
    return Names.of(told).people.get(person, person)


def our_name(person: str, seen: Seen) -> str:
    """Return what PERSON, one of ours, is called; their id, if nobody identified them."""
    return Names.of(staff(seen.past)).people.get(person, person)


def listed(names: Iterable[str]) -> str:
    """Return NAMES as a sentence lists them: Ana, Bo and Cy; "" for nobody."""
    *others, last = [*names] or [""]
    return f"{', '.join(others)} and {last}" if others else last
