"""Commitments judged: whether an account spends more, stays longer, and has settled on us for years.

Rules
  CC4  A commitment runs to the last day of its term, or until it was ended; one without a term runs on.  S-A7
  CC5  How long a customer has stayed counts from its first payment; unknown where none is on record.   S-A7
  CC6  What it spends is of the last whole calendar year, credits taken off; unknown when its first payment
       came after that year began, or never.                                               S-A7
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.commercial_commitments import CommercialCommitments, Commitment, CommitmentKind
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.revenue import Revenue, by_year
from majoracct.domain.calendar import last_whole_year
from majoracct.domain.seen import Account

__all__ = ["Group", "Stay", "groups", "stay"]


@frozen
class Stay:
    """How long a customer has stayed, what it spent in a year, and what it has settled on.

    first: its first payment. months: how many whole months ago. spent: in YEAR; None: unknown.
    """

    account: str
    major: bool
    first: dt.date | None
    months: int | None
    year: int
    spent: Decimal | None
    running: tuple[tuple[str, Commitment], ...]
    past: tuple[tuple[str, Commitment], ...]

    def longest(self, kind: CommitmentKind) -> tuple[bool, dt.date | None]:
        """Return whether a commitment of KIND runs, and the last day of the longest; None: without end."""
        ends = [c.until for _, c in self.running if c.kind is kind]
        return bool(ends), None if None in ends else max((e for e in ends if e), default=None)


@frozen
class Group:
    """What several accounts come to: how many, of how many it is known, their months and what they spent.

    months, spent: None where it is known of none.
    """

    accounts: int
    known_months: int
    months: int | None
    known_spent: int
    spent: Decimal | None
    committed: int


def stay(account: Account) -> Stay:
    """Return how long ACCOUNT's customer has stayed, what it spends and what it settled on (S-A7)."""
    day = account.on
    first = next((dt.date.fromisoformat(d) for d, t in account[Revenue].in_order if t.last), None)
    months = None
    if first is not None:
        months = (day.year - first.year) * 12 + day.month - first.month - (day.day < first.day)
    year = last_whole_year(day)
    told = by_year(account).get(year)
    whole = first is not None and first <= dt.date(max(year, 1), 1, 1)
    spent = told.whole if told and whole else (Decimal(0) if whole else None)
    items = account[CommercialCommitments].in_order
    return Stay(
        account.key,
        account[Qualification].status is Status.MAJOR,
        first,
        months,
        year,
        spent,
        tuple((key, c) for key, c in items if c.runs(day)),
        tuple((key, c) for key, c in items if not c.runs(day)),
    )


def groups(found: Iterable[Stay]) -> dict[bool, Group]:
    """Return what the major accounts among those FOUND come to, and the others (S-A7)."""
    rows = list(found)
    return {major: _group([r for r in rows if r.major is major]) for major in (True, False)}


def _group(rows: list[Stay]) -> Group:
    months = [r.months for r in rows if r.months is not None]
    spent = [r.spent for r in rows if r.spent is not None]
    committed = sum(1 for r in rows if r.running)
    return Group(
        len(rows),
        len(months),
        sum(months) if months else None,
        len(spent),
        sum(spent, Decimal(0)) if spent else None,
        committed,
    )
