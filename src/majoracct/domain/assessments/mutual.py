"""Mutual gain: what the customer gained by us and we by it, year by year, beside promises kept and broken.

The two sides stand beside each other and are never added: what a customer says our work is worth, and
what it paid, are different things.

Rules
  MU1  The customer's gain is what it confirms on the day seen, in the year it confirmed it; unknown, not
       nothing, where it confirmed no figure.                                                  C-P5
  MU2  Ours is the revenue of the year, credits taken off.                                     C-P5
  MU3  A gain is shown for the customer by what it confirmed, with a figure above nothing or without one;
       for us by revenue above nothing; and else for neither.                                            C-P5
  MU4  A promise counts once, in the year of the turn that made it kept, broken, mended or reneged. C-P5
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from majoracct.domain.account.claims import ledger_of_value
from majoracct.domain.account.expectations import latest
from majoracct.domain.account.keeping import PromiseStanding, standing
from majoracct.domain.account.promises import Promises, benchmarks_of, last_failure
from majoracct.domain.account.revenue import by_year
from majoracct.domain.seen import Account

__all__ = ["Gain", "MutualYear", "mutual_balance", "mutual_balances"]


class Gain(enum.Enum):
    """For whom a year is shown to have added something (C-P5)."""

    BOTH = "both"
    CUSTOMER = "customer"
    US = "us"
    NEITHER = "neither"


@frozen
class MutualYear:
    """One calendar year of both sides, in the ledger's currency.

    confirmed: the figures by which the customer confirmed that it gained, added up.
    priced, unpriced: how many confirmations have a figure, and how many have none.
    ours: what it paid us, credits taken off.
    kept, broken: how many promises came to stand so; those broken include the mended and the reneged.
    facts: the confirmations, earliest first. untold: how many of its payments no rate tells.
    """

    confirmed: Decimal = Decimal(0)
    priced: int = 0
    unpriced: int = 0
    ours: Decimal = Decimal(0)
    kept: int = 0
    broken: int = 0
    facts: tuple[str, ...] = ()
    untold: int = 0

    @property
    def customer(self) -> Decimal | None:
        """What the customer gained, in figures; None where it confirmed none."""
        return self.confirmed if self.priced else None

    @property
    def gain(self) -> Gain:
        """For whom the year is shown to have added something."""
        if self.unpriced or self.confirmed > 0:
            return Gain.BOTH if self.ours > 0 else Gain.CUSTOMER
        return Gain.US if self.ours > 0 else Gain.NEITHER

    def plus(self, other: MutualYear) -> MutualYear:
        """Return both together, each side by itself."""
        return MutualYear(
            self.confirmed + other.confirmed,
            self.priced + other.priced,
            self.unpriced + other.unpriced,
            self.ours + other.ours,
            self.kept + other.kept,
            self.broken + other.broken,
            self.facts + other.facts,
            self.untold + other.untold,
        )


_BROKEN: Final = (PromiseStanding.BROKEN, PromiseStanding.MENDED, PromiseStanding.RENEGED)


def mutual_balance(account: Account) -> dict[int, MutualYear]:
    """Return what both sides gained, by calendar year, as far as the day seen (C-P5)."""
    years = {
        year: MutualYear(ours=taken.net, untold=taken.untold) for year, taken in by_year(account).items()
    }

    def add(day: dt.date, what: MutualYear) -> None:
        years[day.year] = years.get(day.year, MutualYear()).plus(what)

    answers = [(e.answered, e.confirmed) for e in ledger_of_value(account) if e.answered]
    for answer, worth in sorted(answers, key=lambda pair: (pair[0].on, pair[0].place)):
        if answer.confirms:
            gain = MutualYear(worth.amount, priced=1) if worth else MutualYear(unpriced=1)
            add(answer.on, evolve(gain, facts=(answer.fact,)))
    for promise in sorted(account[Promises].promises):
        stands = standing(account, promise)
        if stands is PromiseStanding.KEPT:
            add(_kept_on(account, promise), MutualYear(kept=1))
        elif stands in _BROKEN:
            add(_broken_on(account, promise), MutualYear(broken=1))
    return dict(sorted(years.items()))


def mutual_balances(accounts: Iterable[Account]) -> Mapping[int, MutualYear]:
    """Return what both sides gained over ACCOUNTS, by calendar year: the years of each, added up."""
    total: dict[int, MutualYear] = {}
    for account in accounts:
        for year, found in mutual_balance(account).items():
            total[year] = total.get(year, MutualYear()).plus(found)
    return dict(sorted(total.items()))


def _kept_on(account: Account, promise: str) -> dt.date:
    """Return the day of the last of the results by which PROMISE is kept."""
    results = (latest(benchmark, account.on) for _, benchmark in benchmarks_of(account, promise))
    return max(result.turn.on for result in results if result)


def _broken_on(account: Account, promise: str) -> dt.date:
    """Return the day on which PROMISE failed last, or on which the customer took the agreement back."""
    failed, reneged = last_failure(account, promise), account[Promises].promises[promise].reneged
    return reneged.on if reneged else failed[0] if failed else account.on
