"""First wins: how large what we won first in each account was, and how often it was large (B-P7).

Rules
  FW1  An account's first win reached the threshold when it was worth that much; unknown when nobody said
       what it was worth.                                                                       B-P7
  FW2  The share that reached it is of the first wins whose worth is known.                      B-P7
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from attrs import astuple, frozen

from majoracct.domain.account.opportunities import first_win
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["FirstWin", "Reached", "Sizes", "first_won", "reached", "sizes"]


@frozen
class FirstWin:
    """What we won first in an account, what it was worth, and whether that reached the threshold."""

    account: str
    opportunity: str
    title: str
    won: dt.date
    value: Money | None
    reached: bool | None
    fact: str


def first_won(account: Account, terms: Terms) -> FirstWin | None:
    """Return what we won first in ACCOUNT by the day; None when we won nothing."""
    found = first_win(account)
    if found is None or found[1].won is None:
        return None
    key, won = found
    large = None if won.value is None else won.value >= terms.threshold
    return FirstWin(account.key, key, won.title, found[1].won, won.value, large, won.decided or won.fact)


@frozen
class Reached:
    """How many first wins there were, how many reached the threshold, and of how many nobody said."""

    wins: int = 0
    reached: int = 0
    unknown: int = 0

    @property
    def share(self) -> Decimal | None:
        """The share of those whose worth is known; None when there is none."""
        return share_of(self.reached, self.wins - self.unknown)

    def plus(self, other: Reached) -> Reached:
        """Return the two together."""
        return Reached(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def reached(each: Iterable[FirstWin]) -> Reached:
    """Return how often first wins reached the threshold: what each account adds, added up."""
    total = Reached()
    for one in each:
        total = total.plus(Reached(1, int(one.reached is True), int(one.reached is None)))
    return total


@frozen
class Sizes:
    """How first wins are distributed in size: the smallest, the middle one and the largest."""

    smallest: Money
    median: Money
    largest: Money


def sizes(each: Iterable[FirstWin]) -> Sizes | None:
    """Return how first wins are distributed; of an even number the lower middle one is the middle.

    None when the worth of none is known.
    """
    known = sorted((one.value for one in each if one.value is not None), key=lambda value: value.amount)
    return Sizes(known[0], known[(len(known) - 1) // 2], known[-1]) if known else None
