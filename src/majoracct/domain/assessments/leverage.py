"""Leverage: whether we win more often where somebody powerful stands by us (B-P5).

Rules
  LV1  What was won or lost is judged by the sponsors of the day it was decided, and by whoever let us in:
       by the strongest of them of whom both power and relationship were judged by then; unknown when that
       is nobody.                                                                              B-P5
  LV2  Each win and loss is counted once; of a band with neither, there is no rate.             B-P5
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from attrs import frozen

from majoracct.domain.account.opportunities import Opportunities, Opportunity
from majoracct.domain.account.power import Leverage, Powers, leverage
from majoracct.domain.account.relationships import Relationships
from majoracct.domain.account.sponsorship import active
from majoracct.domain.assessments.spans import remaining
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["BANDS", "Band", "Decided", "bands", "decided"]

BANDS: Final[tuple[Leverage | None, ...]] = (*reversed(Leverage), None)  # strongest first, the unknown last


@frozen
class Decided:
    """What was won or lost, and how far somebody raised our chance of it; None: unknown.

    through: who raised it most. facts: what decided it, and what says how they stood.
    """

    account: str
    opportunity: str
    title: str
    on: dt.date
    won: bool
    leverage: Leverage | None
    through: str | None
    facts: tuple[str, ...]


@frozen
class Band:
    """How many were won and lost with so much leverage."""

    leverage: Leverage | None
    won: int = 0
    lost: int = 0

    @property
    def rate(self) -> Decimal | None:
        """The share of wins in what was decided; None when nothing was."""
        return share_of(self.won, self.won + self.lost)


def decided(account: Account) -> list[Decided]:
    """Return what was won and lost in ACCOUNT by the day, each with the leverage of its own day (B-P5)."""
    found = []
    for key, opportunity in account[Opportunities].in_order():
        on = opportunity.won or opportunity.lost
        if on is None:
            continue
        then = remaining(account.other(key.rpartition("@")[0]).at(on))
        raised, through, facts = _strongest(opportunity, then)
        cited = ((opportunity.decided,) if opportunity.decided else ()) + facts
        won = opportunity.won is not None
        found.append(Decided(account.key, key, opportunity.title, on, won, raised, through, cited))
    return found


def _strongest(
    opportunity: Opportunity, then: Account
) -> tuple[Leverage | None, str | None, tuple[str, ...]]:
    """Return the leverage of whoever raised our chance most, who that is, and what says so."""
    people, powers = then[Relationships].people, then[Powers].of
    best: tuple[Leverage | None, str | None, tuple[str, ...]] = (None, None, ())
    for person in dict.fromkeys((*([opportunity.entry] if opportunity.entry else []), *active(then))):
        somebody, weight = people.get(person), powers.get(person)
        if somebody is None or weight is None:
            continue
        raised = leverage(weight.power, somebody.strength)
        if raised is not None and (best[0] is None or _rank(raised) > _rank(best[0])):
            best = (raised, person, (weight.fact, somebody.strength_fact))
    return best


def _rank(raised: Leverage) -> int:
    return list(Leverage).index(raised)


def bands(found: Iterable[Decided]) -> list[Band]:
    """Return how many were won and lost with how much leverage, strongest first, the unknown last."""
    each = list(found)
    return [
        Band(
            band,
            sum(1 for one in each if one.leverage is band and one.won),
            sum(1 for one in each if one.leverage is band and not one.won),
        )
        for band in BANDS
    ]
