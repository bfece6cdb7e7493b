"""Persons: what somebody is called, at the customer or among our own, where their id is known."""

from __future__ import annotations

from collections.abc import Iterable

from majoracct.domain.account.relationships import Relationships
from majoracct.domain.assessments.telling import Names
from majoracct.domain.past import Past
from majoracct.domain.programme.staff import Staff
from majoracct.domain.seen import Account

__all__ = ["listed", "our_name", "their_name"]


def their_name(person: str, account: Account) -> str:
    """Return what PERSON, at the customer, was called when identified last; their id, if they were not."""
    known = account.ever[Relationships].people.get(person)
    return _name(person, known.fact if known else "", account.past)


def our_name(person: str, account: Account) -> str:
    """Return what PERSON, one of ours, is called; their id, if nobody identified them."""
    known = account.programme.ever[Staff].people.get(person)
    return _name(person, known.fact if known else "", account.past)


def listed(names: Iterable[str]) -> str:
    """Return NAMES as a sentence lists them: Ana, Bo and Cy; "" for nobody."""
    *others, last = [*names] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _name(person: str, identified: str, past: Past) -> str:
    fact = past.fact(identified)
    return Names.of([fact] if fact else []).people.get(person, person)
