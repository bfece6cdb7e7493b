"""Alignment: where what the customer cares for is not what we offer, for how long, and what is at stake.

Rules
  AL1  A misalignment stands until it is settled.                                         S-C7
  AL2  At stake is what the opportunity it meets would bring, while that is open; unknown when it meets
       none, or nobody said what it is worth.                                             S-C7
"""

from __future__ import annotations

from attrs import frozen

from majoracct.domain.account.misalignment import Misaligned, Misalignments
from majoracct.domain.account.opportunities import Opportunities, Opportunity
from majoracct.domain.money import Money
from majoracct.domain.seen import Account

__all__ = ["Mismatch", "mismatches"]


@frozen
class Mismatch:
    """A misalignment. days: for how long it stands, or stood. opportunity: the one it meets."""

    account: str
    misalignment: str
    item: Misaligned
    days: int
    opportunity: Opportunity | None

    @property
    def stands(self) -> bool:
        """Whether nobody settled it."""
        return self.item.settled is None

    @property
    def stake(self) -> Money | None:
        """What is at stake; None when unknown, or when nothing is any more."""
        met = self.opportunity
        return met.value if self.stands and met and met.open else None

    @property
    def facts(self) -> tuple[str, ...]:
        """What says so."""
        return (self.item.fact, *([self.item.settled_fact] if self.item.settled_fact else []))


def mismatches(account: Account) -> list[Mismatch]:
    """Return the misalignments of ACCOUNT by the day, earliest first (S-C7)."""
    known = account[Opportunities].items
    return [
        Mismatch(
            account.key,
            key,
            item,
            ((item.settled or account.on) - item.on).days,
            known.get(item.opportunity) if item.opportunity else None,
        )
        for key, item in account[Misalignments].in_order()
    ]
