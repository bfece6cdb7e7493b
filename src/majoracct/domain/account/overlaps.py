"""Overlaps: two opportunities of ours that address the same problem of the customer.

Rules
  OV1  An overlap is of two opportunities, both open on the day, and names the problem.       S-M7
  OV2  Two opportunities overlap once, until that is settled.                              S-M7
  OV3  Only an overlap that stands is settled.                                            S-M7
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import Opportunities, open_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Overlap:
    """Two opportunities for one problem; settled: since when they do not stand in each other's way."""

    opportunities: tuple[str, str]
    problem: str
    on: dt.date
    place: int
    fact: str
    settled: dt.date | None = None


@frozen
class Overlaps:
    """The overlaps that were flagged, each by its fact."""

    items: Map[str, Overlap] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Overlap]]:
        """Return the overlaps, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class OverlapOfOne(Refused):
    rule = "OV1"


class ProblemUnstated(Refused):
    rule = "OV1"


class OverlapStands(Refused):
    rule = "OV2"


class NoOverlap(Refused):
    rule = "OV3"


# What happened


@frozen
class OverlapFlagged(AccountEvent[Overlaps]):
    """Two opportunities of ours were seen to address the same problem (S-M7).

    opportunity: the one.
    other: the other.
    problem: the customer's problem. Public: names nobody.
    """

    topic = Overlaps
    verb = "team overlap"
    says = "{opportunity} overlaps with {other}: {problem}"

    opportunity: FactRef
    other: FactRef
    problem: str

    def admit(self, account: Account) -> None:
        if self.opportunity == self.other:
            raise OverlapOfOne(f"{self.opportunity} overlaps with itself", "Name another opportunity.")
        open_here(self.opportunity, account)
        open_here(self.other, account)
        if not self.problem.strip():
            raise ProblemUnstated("The problem was not named", "Say which problem both address.")
        pair = {self.opportunity, self.other}
        for key, found in account[Overlaps].in_order():
            if found.settled is None and set(found.opportunities) == pair:
                raise OverlapStands(f"{key} says so since {found.on}", "Nothing needs recording.")

    def change(self, state: Overlaps, fact: Fact) -> Overlaps:
        overlap = Overlap((self.opportunity, self.other), self.problem, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, overlap))


@frozen
class OverlapSettled(AboutThing[Overlaps, Overlap]):
    """An overlap was settled: it was agreed who sells what (S-M7).

    overlap: which.
    """

    topic = Overlaps
    thing = "overlap"
    kept_in = "items"
    verb = "team settle-overlap"
    says = "Overlap {overlap} settled"

    overlap: FactRef

    def admit(self, account: Account) -> None:
        found = account[Overlaps].items.get(self.overlap)
        if found is None or found.settled is not None:
            raise NoOverlap(
                f"{self.overlap} is no overlap that stands on {account.on}", "Name one that does."
            )

    def alter(self, found: Overlap, fact: Fact) -> Overlap:
        return evolve(found, settled=fact.on)


# What follows


def standing(account: Account) -> list[tuple[str, Overlap]]:
    """Return the overlaps that stand on the day, each with its id: not settled, and both still open."""
    items = account[Opportunities].items
    return [
        (key, overlap)
        for key, overlap in account[Overlaps].in_order()
        if overlap.settled is None
        and all((found := items.get(each)) is not None and found.open for each in overlap.opportunities)
    ]
