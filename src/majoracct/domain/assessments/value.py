"""Value judged: what is late to be claimed, what it all comes to, and whether results can be stated.

Rules
  VA1  Value nobody claimed is late once more days have passed than policy allows.              B-E4
  VA2  Every piece of value, measured or not, counts once, at the stage it has reached.         B-E3, B-E4
  VA3  An account is articulable with a metric, a KPI and an ROI, each shown; the share is of all
       accounts, and unknown where there are none.                                             B-E6
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.claims import Stage, ValueEntry, ledger_of_value
from majoracct.domain.account.value import Measure, articulated
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Articulation", "Share", "Tally", "ValueTotals", "articulation", "late", "share", "value_totals"]


# Documented, claimed, confirmed, disputed


@frozen
class Tally:
    """How many pieces of value, what they are worth together, and how many have no amount.

    worth: in the ledger's currency; of what is confirmed, what the customer says.
    """

    count: int = 0
    worth: Decimal = Decimal(0)
    unpriced: int = 0

    def plus(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(self.count + other.count, self.worth + other.worth, self.unpriced + other.unpriced)


@frozen
class ValueTotals:
    """What a ledger of value comes to: the stages add up to the whole, and the late are among the documented.

    tangible: how many pieces were measured.
    """

    stages: Mapping[Stage, Tally]
    late: Tally = Tally()
    tangible: int = 0

    @property
    def count(self) -> int:
        """How many pieces of value there are."""
        return sum(tally.count for tally in self.stages.values())

    def plus(self, other: ValueTotals) -> ValueTotals:
        """Return both together."""
        return ValueTotals(
            {stage: self.stages[stage].plus(other.stages[stage]) for stage in Stage},
            self.late.plus(other.late),
            self.tangible + other.tangible,
        )


def late(entry: ValueEntry, terms: Terms) -> bool:
    """Return whether ENTRY is unclaimed, and for longer than TERMS allow (B-E4)."""
    return entry.claimed is None and entry.days_unclaimed > terms.value.claim_days


def value_totals(accounts: Iterable[Account], terms: Terms) -> ValueTotals:
    """Return what the value documented for ACCOUNTS comes to, stage by stage (B-E3, B-E4)."""
    total = ValueTotals(dict.fromkeys(Stage, Tally()))
    for account in accounts:
        for entry in ledger_of_value(account):
            said = entry.confirmed if entry.stage is Stage.CONFIRMED else entry.documented
            tally = Tally(1, said.amount if said else Decimal(0), int(said is None))
            stages = {stage: tally if stage is entry.stage else Tally() for stage in Stage}
            overdue = tally if late(entry, terms) else Tally()
            total = total.plus(ValueTotals(stages, overdue, int(entry.item.tangible)))
    return total


# Stated in figures


@frozen
class Articulation:
    """Whether an account's results can be stated in figures: for each measure, the fact that shows it."""

    account: str
    shown: Mapping[Measure, str]

    @property
    def articulable(self) -> bool:
        """Whether a metric, a KPI and an ROI are each shown."""
        return set(self.shown) == set(Measure)

    @property
    def missing(self) -> tuple[Measure, ...]:
        """The measures nothing shows."""
        return tuple(measure for measure in Measure if measure not in self.shown)


@frozen
class Share:
    """How many of how many."""

    count: int = 0
    of: int = 0

    @property
    def ratio(self) -> Decimal | None:
        """The share; None when it is of nothing."""
        return share_of(self.count, self.of)


def articulation(account: Account) -> Articulation:
    """Return which measures of ACCOUNT's results are shown by the day (B-E6)."""
    return Articulation(account.key, articulated(account))


def share(found: Iterable[bool]) -> Share:
    """Return how many of those FOUND hold."""
    held = list(found)
    return Share(sum(held), len(held))
