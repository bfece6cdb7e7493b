"""Effort: whether what we do for an account fits what it spent, account by account (R-3).

Rules
  PB7  An account's effort is its share of the activities logged over policy's months up to the day; its
       spending its share of what came in over them, net. One that was credited more than it paid has none
       of it. While no rate tells a payment, nobody's share of spending is known.                    R-3, X-11
  PB8  Effort is off where both shares are further apart than policy's margin, or one is less than
       policy's part of the other, unless both are small. Where nothing was logged about any account, or
       nothing came in, nobody knows.                                                                  R-3
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.activities import Activities
from majoracct.domain.account.proactive import Backing, backed_by
from majoracct.domain.account.revenue import takings
from majoracct.domain.calendar import add_months
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Effort", "efforts", "window"]


@frozen
class Effort:
    """What we did for an account and what it spent, with its shares of what all accounts have of both.

    gap: by how much its share of activity is above that of spending. off: whether that is too far.
    programmes: the proactive programmes that back it. facts: the activities counted, earliest first.
    untold: how many of its payments no rate tells: they are in no sum.
    """

    account: str
    activities: int
    activity_share: Decimal | None
    spent: Decimal
    spend_share: Decimal | None
    off: bool | None
    programmes: tuple[Backing, ...]
    facts: tuple[str, ...]
    untold: int = 0

    @property
    def gap(self) -> Decimal | None:
        """Its share of activity less its share of spending; None when one is unknown."""
        if self.activity_share is None or self.spend_share is None:
            return None
        return self.activity_share - self.spend_share


def window(on: dt.date, terms: Terms) -> tuple[dt.date, dt.date]:
    """Return the days that count on the day ON: from the first, up to but not including the second."""
    after = on + dt.timedelta(days=1) if on < dt.date.max else on
    return add_months(after, -terms.segments.effort_months), after


def efforts(accounts: Iterable[Account], terms: Terms) -> list[Effort]:
    """Return what we did for ACCOUNTS, which are all there are on the day, and what each spent, by key."""
    known = sorted(accounts, key=lambda each: each.key)
    done = {account.key: _logged(account, terms) for account in known}
    taken = {account.key: takings(account, *window(account.on, terms)) for account in known}
    all_done = sum(len(facts) for facts in done.values())
    untold = any(each.untold for each in taken.values())
    all_spent = None if untold else sum((max(each.net, Decimal(0)) for each in taken.values()), Decimal(0))
    active = sum(1 for account in known if done[account.key] or taken[account.key].net > 0)
    found = []
    for account in known:
        logged, came = done[account.key], taken[account.key]
        activity = share_of(len(logged), all_done)
        spend = None if all_spent is None else share_of(max(came.net, Decimal(0)), all_spent)
        found.append(
            Effort(
                account.key,
                len(logged),
                activity,
                came.net,
                spend,
                _off(activity, spend, share_of(1, active), terms),
                tuple(backed_by(account)),
                logged,
                came.untold,
            )
        )
    return found


def _off(one: Decimal | None, other: Decimal | None, even: Decimal | None, terms: Terms) -> bool | None:
    """Return whether two shares are too far apart; EVEN: what each has when all accounts are alike."""
    if one is None or other is None or even is None:
        return None
    least, most = sorted((one, other))
    part = terms.segments.effort_least
    return most - least > terms.segments.effort_margin or (least < part * most and most >= part * even)


def _logged(account: Account, terms: Terms) -> tuple[str, ...]:
    start, end = window(account.on, terms)
    return tuple(each.fact for _, each in account[Activities].in_order() if start <= each.on < end)
