"""Lineage: the chains in which one sponsor brought us to the next (B-R5).

Rules
  LN1  Each introduction stands in its chain with whether the introducer was satisfied with us on its day,
       and is on the day asked; None where nobody had asked.                                     B-R5
"""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from majoracct.domain.account.satisfaction import Satisfactions
from majoracct.domain.account.sponsorship import active, chains
from majoracct.domain.seen import Account

__all__ = ["Passed", "passed_on"]


@frozen
class Passed:
    """Sponsorship passed on by one executive to another.

    chain: which of the account's chains, counted from 1. link: which link of it, counted from 1.
    satisfied_then: whether the introducer was satisfied with us on the day. satisfied_now: on the day asked.
    sponsors: whether the one they brought us to still sponsors us on the day asked.
    """

    account: str
    chain: int
    link: int
    introducer: str
    person: str
    on: dt.date
    satisfied_then: bool | None
    satisfied_now: bool | None
    sponsors: bool
    fact: str


def passed_on(account: Account) -> list[Passed]:
    """Return every link of every chain, chain by chain, each from its first link to its last.

    Where a sponsor brought us to several, each has a chain, and they have their first links in common.
    """
    backing = active(account)
    return [
        Passed(
            account.key,
            chain,
            nth,
            link.introducer,
            link.person,
            link.on,
            _satisfied(account, link.introducer, link.on, link.fact),
            link.satisfied,
            link.person in backing,
            link.fact,
        )
        for chain, links in enumerate(chains(account), 1)
        for nth, link in enumerate(links, 1)
    ]


def _satisfied(account: Account, person: str, day: dt.date, fact: str) -> bool | None:
    """Return whether PERSON was satisfied on DAY, in the account whose FACT tells of the introduction."""
    mood = account.other(fact.rpartition("@")[0]).at(day)[Satisfactions].of.get(person)
    return mood.satisfaction.content if mood else None
