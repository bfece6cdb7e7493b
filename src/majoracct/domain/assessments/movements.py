"""Movements: what moved about each account between two views of the portfolio, and what it comes to.

Both views are judged afresh, each under the policy in force in it; no value of before is kept anywhere.

Rules
  DI2  An account is compared with itself; one that came or went stands in one view only, and one that
       merged is told by its successor from then on, so that it counts once in each view.          X-10
  DI3  What all accounts differ by adds up to what the portfolio differs by.                      B-D4
  DI4  A move of tier is counted for accounts that stood in both views.                           R-T5
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from majoracct.domain.account.claims import Stage
from majoracct.domain.account.sponsorship import active
from majoracct.domain.assessments.history import names_of
from majoracct.domain.assessments.standing import Line, line
from majoracct.domain.assessments.value import value_totals
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account

__all__ = ["Migration", "Movement", "Portfolio", "Stood", "migrations", "movements", "portfolio", "stood"]


@frozen
class Stood:
    """An account in one view: its line of a list, its sponsors by id, and its value by how far it came."""

    line: Line
    sponsors: Mapping[str, str] = field(eq=sorted)  # a name that changed is no sponsor won
    value: Mapping[Stage, Money]


@frozen
class Movement:
    """An account that differs between two views; None where it was not there.

    merged_into: the account that tells of it in the second view, if it had merged by then.
    """

    account: str
    before: Stood | None
    after: Stood | None
    merged_into: str | None = None

    @property
    def name(self) -> str:
        """What it is called, in the second view if it is there."""
        last = self.after or self.before
        return last.line.name if last else self.account

    @property
    def how(self) -> str:
        """Whether it stayed, came, went or merged."""
        if self.merged_into:
            return "merged"
        return "came" if self.before is None else "went" if self.after is None else "stayed"

    @property
    def won(self) -> tuple[str, ...]:
        """The names of the sponsors there are now and were not before."""
        return self._names(self.after, self.before)

    @property
    def lost(self) -> tuple[str, ...]:
        """The names of the sponsors there were before and are not now."""
        return self._names(self.before, self.after)

    def _names(self, there: Stood | None, not_there: Stood | None) -> tuple[str, ...]:
        without = not_there.sponsors if not_there else {}
        found = there.sponsors if there else {}
        return tuple(found[person] for person in sorted(found) if person not in without)


@frozen
class Portfolio:
    """All accounts of a view together: how many, their revenue, and their value by how far it came.

    untold: how many payments no rate tells: they are in no sum.
    """

    accounts: int
    revenue: Money
    value: Mapping[Stage, Money]
    untold: int = 0


@frozen
class Migration:
    """How many accounts went from one tier to another: those assigned, or those indicated."""

    tier: str
    before: Tier | None
    after: Tier | None
    count: int


_ASSIGNED: Final = "assigned"
_INDICATED: Final = "indicated"


def stood(account: Account) -> Stood:
    """Return how ACCOUNT stands on its day, under the policy in force. Raises NoPolicy when none is."""
    terms = account.programme[Policy].terms
    names = names_of(account.past, account.streams).people
    stages = value_totals([account], terms).stages
    currency = terms.threshold.currency
    return Stood(
        line=line(account, terms),
        sponsors={person: names.get(person, person) for person in sorted(active(account))},
        value={stage: Money(stages[stage].worth, currency) for stage in Stage},
    )


def movements(
    before: Mapping[str, Stood], after: Mapping[str, Stood], merged: Mapping[str, str]
) -> list[Movement]:
    """Return what differs between two views of all accounts, by account (DI2).

    before, after: how the accounts of each view stood, by key; merged accounts among their successors'.
    merged: for what had merged by the second view, the account that tells of it.
    """
    return [
        Movement(
            account=key,
            before=before.get(key),
            after=after.get(key),
            merged_into=merged.get(key) if key not in after else None,
        )
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]


def portfolio(accounts: Iterable[Stood], currency: str) -> Portfolio:
    """Return what ACCOUNTS come to together (DI3)."""
    held = list(accounts)
    nothing = Money(Decimal(0), currency)
    return Portfolio(
        accounts=len(held),
        revenue=sum((each.line.revenue for each in held), nothing),
        untold=sum(each.line.untold for each in held),
        value={stage: sum((each.value[stage] for each in held), nothing) for stage in Stage},
    )


def migrations(moved: Iterable[Movement]) -> list[Migration]:
    """Return the moves of tier among the accounts that MOVED, the lowest tier left first (DI4)."""
    counted: Counter[tuple[str, Tier | None, Tier | None]] = Counter()
    for each in moved:
        if each.before is not None and each.after is not None:
            was, now = each.before.line, each.after.line
            counted[_ASSIGNED, was.tier_assigned, now.tier_assigned] += 1
            counted[_INDICATED, was.tier_indicated, now.tier_indicated] += 1
    ranks: dict[Tier | None, int] = {tier: n for n, tier in enumerate((None, *Tier))}
    return [
        Migration(which, was, now, counted[which, was, now])
        for which, was, now in sorted(counted, key=lambda k: (k[0], ranks[k[1]], ranks[k[2]]))
        if was is not now
    ]
