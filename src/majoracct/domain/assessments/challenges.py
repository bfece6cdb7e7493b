"""Challenges judged: what the customer faces, who brought it up, what was addressed, and how often we look.

Rules
  CQ6  Whether we look in time is unknown of an account that is not in the programme; in one that is, we look
       within policy's months of the last time, or of when it came into the programme.            S-W5
  CQ7  The counts of all accounts are the sums of each's.                                   S-W5 S-W6
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.account.challenges import BroughtUp, Challenge, Challenges, last_looked
from majoracct.domain.assessments.in_programme import entered, in_programme
from majoracct.domain.calendar import add_months
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Counts", "Faced", "counts", "faced", "raised_and_addressed"]


@frozen
class Counts:
    """How much the customer faces: how many they brought up and we did, and how many were addressed."""

    by_customer: int = 0
    by_customer_addressed: int = 0
    by_us: int = 0
    by_us_addressed: int = 0

    def plus(self, other: Counts) -> Counts:
        """Return what both come to."""
        return Counts(
            self.by_customer + other.by_customer,
            self.by_customer_addressed + other.by_customer_addressed,
            self.by_us + other.by_us,
            self.by_us_addressed + other.by_us_addressed,
        )

    @property
    def open(self) -> int:
        """How many were not addressed."""
        return self.by_customer + self.by_us - self.by_customer_addressed - self.by_us_addressed


@frozen
class Faced:
    """What an account's customer faces, and when we last looked.

    looked, fact: when we last looked or found something, and the fact. due: by when we look next.
    in_time: whether that is still to come; None where nobody asks us to.
    """

    account: str
    items: tuple[tuple[str, Challenge], ...]
    counts: Counts
    looked: dt.date | None
    fact: str
    due: dt.date | None
    in_time: bool | None


def raised_and_addressed(account: Account) -> Counts:
    """Return how much ACCOUNT's customer and we brought up by the day, and how much was addressed (S-C9)."""
    found = [(c.source is BroughtUp.CUSTOMER, c.addressed is not None) for c in _all(account)]
    return Counts(
        found.count((True, True)) + found.count((True, False)),
        found.count((True, True)),
        found.count((False, True)) + found.count((False, False)),
        found.count((False, True)),
    )


def _all(account: Account) -> list[Challenge]:
    return [challenge for _, challenge in account[Challenges].in_order]


def faced(account: Account, terms: Terms) -> Faced:
    """Return what ACCOUNT's customer faces, and whether we look as often as TERMS ask (S-W5)."""
    looked = last_looked(account)
    came = entered(account) if in_programme(account) else None
    due = None
    if came is not None:
        due = add_months(max(came.on, looked[0]) if looked else came.on, terms.programme.challenge_months)
    return Faced(
        account.key,
        tuple(account[Challenges].in_order),
        raised_and_addressed(account),
        looked[0] if looked else None,
        looked[1] if looked else "",
        due,
        None if due is None else account.on <= due,
    )


def counts(found: Iterable[Faced]) -> Counts:
    """Return what the counts of several accounts add up to."""
    total = Counts()
    for each in found:
        total = total.plus(each.counts)
    return total
