"""Extras: what an account gets that other accounts do not, and what that cost.

Rules
  RG5  A resource costs what was spent on it; unknown while nobody recorded spending on it.      S-A1 S-A3
  RG6  An investment that pays for nothing on record stands by itself, so that every one is told once.  S-A2
  RG7  The cost of all accounts is the sum of each's.                                      S-A1 S-W6
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.criteria import by_version
from majoracct.domain.account.investment import Investment, Purpose, Spent, spent_on
from majoracct.domain.account.resources import Resources
from majoracct.domain.seen import Account

__all__ = ["Extra", "extras", "total"]


@frozen
class Extra:
    """Something that was granted, or invested: its kind, and what it cost so far; cost: None, unknown.

    runs: whether it is granted on the day; None for an investment. committed: how much was to be invested.
    spending: the facts of what was spent on it.
    """

    account: str
    kind: str
    what: str
    since: dt.date
    fact: str
    cost: Decimal | None
    spending: tuple[str, ...]
    colleague: str | None = None
    until: dt.date | None = None
    runs: bool | None = None
    committed: Decimal | None = None


def extras(account: Account) -> list[Extra]:
    """Return what ACCOUNT was granted and what was invested in it, earliest first (S-A1 to S-A3)."""
    state, made = account[Resources], account[Investment].made
    found = [
        Extra(
            account.key,
            each.kind.value,
            each.what,
            each.on,
            each.fact,
            spent_on(account, key),
            _spending(made.values(), key),
            each.colleague,
            each.until,
            each.runs(account.on),
        )
        for key, each in state.granted.items()
    ]
    found += [
        Extra(
            account.key,
            "investment",
            each.what,
            each.on,
            each.fact,
            spent_on(account, key),
            _spending(made.values(), key),
            until=each.until,
            committed=each.amount,
        )
        for key, each in state.committed.items()
    ]
    found += [
        Extra(
            account.key,
            "investment",
            _purpose(spent.purpose),
            spent.on,
            spent.fact,
            spent.amount,
            (spent.fact,),
        )
        for spent in made.values()
        if spent.pays_for is None or not state.holds(spent.pays_for)
    ]
    return sorted(found, key=lambda each: (each.since, by_version(each.fact)))


def _purpose(purpose: Purpose | None) -> str:
    return purpose.value if purpose else ""


def _spending(made: Iterable[Spent], paid_for: str) -> tuple[str, ...]:
    return tuple(sorted((s.fact for s in made if s.pays_for == paid_for), key=by_version))


def total(found: Iterable[Extra]) -> tuple[Decimal, int]:
    """Return what all that was FOUND cost, as far as is known, and of how much it is not."""
    costs = [each.cost for each in found]
    return sum((cost for cost in costs if cost is not None), Decimal(0)), costs.count(None)
