"""Competition: whether the customer turned to a competitor, and when we last looked.

Rules
  CM1  A competitor is named; an opportunity it was turned to for is one we know.          B-N1 B-N3
  CM2  Looking and finding no competitor says how we looked.                               B-N1
  CM3  What is asked of a day on is told from that day on, earliest first.                    B-N1
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Engagement:
    """The customer turned to a competitor, for an opportunity of ours or for something else."""

    competitor: str
    opportunity: str | None
    on: dt.date
    place: int
    fact: str


@frozen
class Check:
    """We looked whether it had, and found none."""

    how: str
    on: dt.date
    place: int
    fact: str


@frozen
class Competition:
    """The competitors the customer turned to, and our checks, each by the fact that says so."""

    engagements: Map[str, Engagement] = field(factory=Map)
    checks: Map[str, Check] = field(factory=Map)


# Why not


class CompetitorUnnamed(Refused):
    rule = "CM1"


class ContestUnknown(Refused):
    rule = "CM1"


class CheckUnexplained(Refused):
    rule = "CM2"


# What happened


@frozen
class CompetitorEngaged(AccountEvent[Competition]):
    """The customer turned to a competitor of ours.

    competitor: which.
    opportunity: for which opportunity of ours, if it was for one.
    """

    topic = Competition
    verb = "competitor engage"
    says = "The customer turned to {competitor}[ for {opportunity}]"

    competitor: str
    opportunity: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not self.competitor.strip():
            raise CompetitorUnnamed("No competitor was named", "Say to whom the customer turned.")
        if self.opportunity and self.opportunity not in account[Opportunities].items:
            raise ContestUnknown(
                f"{account.key} has no opportunity {self.opportunity} on {account.on}",
                "Identify it first, or leave it out.",
            )

    def change(self, state: Competition, fact: Fact) -> Competition:
        found = Engagement(self.competitor, self.opportunity, fact.on, fact.place, fact.reference)
        return evolve(state, engagements=state.engagements.insert(fact.id, found))


@frozen
class CompetitionChecked(AccountEvent[Competition]):
    """We looked whether the customer had turned to a competitor, and found none.

    how: how we looked. Public: names nobody.
    """

    topic = Competition
    verb = "competitor check"
    says = "No competitor found: {how}"

    how: str

    def admit(self, account: Account) -> None:
        if not self.how.strip():
            raise CheckUnexplained("Nothing says how we looked", "Say how, such as whom we asked.")

    def change(self, state: Competition, fact: Fact) -> Competition:
        found = Check(self.how, fact.on, fact.place, fact.reference)
        return evolve(state, checks=state.checks.insert(fact.id, found))


# What follows


def engagements(account: Account, since: dt.date) -> list[Engagement]:
    """Return when the customer turned to a competitor, from SINCE on, earliest first."""
    found = [e for e in account[Competition].engagements.values() if e.on >= since]
    return sorted(found, key=lambda e: (e.on, e.place))


def checked(account: Account, since: dt.date) -> list[Check]:
    """Return when we looked and found no competitor, from SINCE on, earliest first."""
    found = [c for c in account[Competition].checks.values() if c.on >= since]
    return sorted(found, key=lambda c: (c.on, c.place))
