"""Genealogy: which win led to which opportunity, as a tree.

Rules
  GE1  In the tree each opportunity stands once, below the win it sprang from.                   B-R1
"""

from __future__ import annotations

import datetime as dt
import enum

from attrs import frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.assessments.radiation import entered_high
from majoracct.domain.money import Money
from majoracct.domain.seen import Account

__all__ = ["Branch", "Fate", "tree"]


class Fate(enum.Enum):
    """What has become of an opportunity."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@frozen
class Branch:
    """An opportunity in the tree of wins.

    depth: how many wins it goes back to. sprung_from: the one it sprang from, if that is on record.
    days: from that win to the day it was identified. entry: through whom we came in; high: whether
    that was an executive. facts: what says that there is one, and how it was decided.
    """

    account: str
    depth: int
    opportunity: str
    title: str
    sprung_from: str | None
    origin: Origin | None
    entry: str | None
    high: bool | None
    fate: Fate
    identified: dt.date
    decided: dt.date | None
    value: Money | None
    days: int | None
    facts: tuple[str, ...]


def tree(account: Account) -> list[Branch]:
    """Return every opportunity as a tree: each below the one it sprang from, earliest first (B-R1)."""
    items = account[Opportunities].items
    in_order = [key for key, _ in account[Opportunities].in_order()]
    below: dict[str | None, list[str]] = {}
    for key in in_order:
        source = items[key].sprung_from
        below.setdefault(source if source in items else None, []).append(key)
    rows: dict[str, Branch] = {}
    # A correction can make two spring from each other: those come last, the earlier as if from nothing.
    for root in (*below.get(None, ()), *in_order):
        waiting = [(root, 0)]
        while waiting:
            key, depth = waiting.pop()
            if key not in rows:
                rows[key] = _branch(account, key, depth)
                waiting += ((each, depth + 1) for each in reversed(below.get(key, ())))
    return list(rows.values())


def _branch(account: Account, key: str, depth: int) -> Branch:
    items = account[Opportunities].items
    found = items[key]
    source = items.get(found.sprung_from) if found.sprung_from else None
    return Branch(
        account=account.key,
        depth=depth,
        opportunity=key,
        title=found.title,
        sprung_from=found.sprung_from if source else None,
        origin=found.origin,
        entry=found.entry,
        high=entered_high(account, key, found),
        fate=Fate.WON if found.won else Fate.LOST if found.lost else Fate.OPEN,
        identified=found.on,
        decided=found.won or found.lost,
        value=found.value,
        days=(found.on - source.won).days if source and source.won else None,
        facts=(found.fact, found.decided) if found.decided else (found.fact,),
    )
