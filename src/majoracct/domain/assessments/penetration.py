"""Penetration: where demand comes from, what it leads to, how the customer buys, on what our wins rest.

Rules
  PN1  An opportunity counts in the calendar year it was identified, as created, answered or unknown.  B-P1
  PN2  A lead from executive selling is an opportunity that names such an activity; what it brought is
       what those of them won are worth.                                                       B-P6
  PN3  Insider's work is one of four kinds; its share is of all that was identified.               B-S2
  PN4  Wins add up by what they rested on; those of which nobody said are apart.                   C-V4
  PN5  We always compete where they were assessed to buy by RFP, or rely on RFPs in a larger share than
       policy's; unknown when neither was assessed nor can be counted.                           B-I4
  PN6  We are a trusted partner until the window over what we authored has passed.                 B-I5
  PN7  Demand creation stands with each executive where their last step took it.                   B-P3
  PN8  A process is covered once an activity of it was logged.                                    C-R4
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from attrs import astuple, frozen

from majoracct.domain.account.access import Access, Chain, creation_chain
from majoracct.domain.account.activities import SellingProcess, executive_selling, process_cover
from majoracct.domain.account.buying import BuyingMode, authored_before_rfp, rfp_reliance, trusted_partner
from majoracct.domain.account.opportunities import (
    Opportunities,
    Opportunity,
    WinBasis,
    WorkKind,
    wins_by_basis,
)
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.calendar import first_beyond, first_within
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = [
    "Bought",
    "Creation",
    "Demand",
    "Lead",
    "Processes",
    "Wins",
    "Year",
    "added",
    "bought",
    "by_year",
    "creations",
    "demand",
    "leads",
    "processes",
    "wins",
]


# Where demand comes from


@frozen
class Demand:
    """Opportunities, by where demand came from, what they led from, and which work they are.

    leads: those from executive selling; leads_won: of them, and won: what they are worth;
    leads_unvalued: of how many won nobody said.
    """

    identified: int = 0
    created: int = 0
    answered: int = 0
    unknown: int = 0
    leads: int = 0
    leads_won: int = 0
    leads_unvalued: int = 0
    won: Decimal = Decimal(0)
    collaboration: int = 0
    managed_services: int = 0
    consulting: int = 0
    strategic_issues: int = 0

    @property
    def insider(self) -> int:
        """How many are insider's work, of whatever kind."""
        return self.collaboration + self.managed_services + self.consulting + self.strategic_issues

    @property
    def insider_share(self) -> Decimal | None:
        """Their share of all identified; None when nothing was."""
        return share_of(self.insider, self.identified)

    def plus(self, other: Demand) -> Demand:
        """Return the two together."""
        return Demand(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@frozen
class Year:
    """The demand of an account's calendar year."""

    account: str
    year: int
    demand: Demand


def by_year(account: Account) -> list[Year]:
    """Return the opportunities by the year they were identified, as they stand on the day."""
    sold = {key for key, _ in executive_selling(account)}
    years: dict[int, Demand] = {}
    for _, found in account[Opportunities].in_order():
        years[found.on.year] = years.get(found.on.year, Demand()).plus(_adds(found, sold))
    return [Year(account.key, year, found) for year, found in sorted(years.items())]


def _adds(found: Opportunity, sold: set[str]) -> Demand:
    lead = found.lead in sold
    won = lead and found.won is not None
    return Demand(
        identified=1,
        created=int(found.origin is Origin.CREATION),
        answered=int(found.origin is Origin.REACTION),
        unknown=int(found.origin is None),
        leads=int(lead),
        leads_won=int(won),
        leads_unvalued=int(won and found.value is None),
        won=found.value.amount if won and found.value else Decimal(0),
        collaboration=int(found.work is WorkKind.COLLABORATION),
        managed_services=int(found.work is WorkKind.MANAGED_SERVICES),
        consulting=int(found.work is WorkKind.CONSULTING),
        strategic_issues=int(found.work is WorkKind.STRATEGIC_ISSUES),
    )


def added(years: Iterable[Year]) -> Demand:
    """Return what YEARS, of one account or of several, add up to."""
    total = Demand()
    for year in years:
        total = total.plus(year.demand)
    return total


def demand(account: Account) -> Demand:
    """Return all demand of ACCOUNT by the day."""
    return added(by_year(account))


@frozen
class Lead:
    """An opportunity, and the selling to executives that it came of."""

    opportunity: str
    found: Opportunity
    activity: str
    what: str
    on: dt.date


def leads(account: Account) -> list[Lead]:
    """Return the opportunities that came of selling to executives, earliest first (B-P6)."""
    sold = dict(executive_selling(account))
    return [
        Lead(key, o, o.lead, sold[o.lead].what, sold[o.lead].on)
        for key, o in account[Opportunities].in_order()
        if o.lead in sold
    ]


# On what our wins rest


@frozen
class Wins:
    """How many opportunities we won, and what they rested on."""

    won: int = 0
    price: int = 0
    performance: int = 0
    utility: int = 0
    customer_profit: int = 0
    unstated: int = 0

    def plus(self, other: Wins) -> Wins:
        """Return the two together."""
        return Wins(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def wins(account: Account) -> Wins:
    """Return how many opportunities we won by the day, by what the win rested on (C-V4)."""
    rested = wins_by_basis(account)
    won = sum(o.won is not None for o in account[Opportunities].items.values())
    return Wins(
        won,
        rested[WinBasis.PRICE],
        rested[WinBasis.PERFORMANCE],
        rested[WinBasis.UTILITY],
        rested[WinBasis.CUSTOMER_PROFIT],
        won - sum(rested.values()),
    )


# How the customer buys


@frozen
class Bought:
    """How a customer buys, and whether it trusts us to write what it asks for.

    relying, known: how many opportunities rest on RFPs or were answered, of those of which it is known.
    competes: whether we always compete; None when unknown.
    trusted: whether we are a trusted partner; lapses: the first day on which we are no longer.
    facts: what shows how they buy, and what we authored.
    """

    account: str
    mode: BuyingMode | None
    relying: int
    known: int
    competes: bool | None
    trusted: bool
    lapses: dt.date | None
    facts: tuple[str, ...]


def bought(account: Account, terms: Terms) -> Bought:
    """Return how ACCOUNT buys on the day, judged under TERMS (B-I4 B-I5)."""
    policy, reliance = terms.penetration, rfp_reliance(account)
    since = first_within(account.on, policy.trusted_months)
    trusted = trusted_partner(account, policy.trusted_share, since)
    latest = max((a.on for a in authored_before_rfp(account) if a.fact in trusted.facts), default=None)
    competes: bool | None = None
    if reliance.share is not None:
        competes = reliance.share > policy.reliance_share
    if reliance.mode is not None:
        competes = reliance.mode is BuyingMode.RFP or competes is True
    return Bought(
        account.key,
        reliance.mode,
        reliance.relying,
        reliance.known,
        competes,
        trusted.holds,
        first_beyond(latest, policy.trusted_months) if latest else None,
        (*([reliance.mode_fact] if reliance.mode_fact else []), *reliance.facts, *trusted.facts),
    )


# How far demand creation came


@frozen
class Creation:
    """How far demand creation came with an executive, and what came of it.

    steps: how many of the three were taken; reached: the day of the last of them.
    opportunities: how many were identified from an issue of theirs; won: how many of those we won.
    """

    account: str
    person: str
    chain: Chain
    steps: int
    reached: dt.date | None
    opportunities: int
    won: int


def creations(account: Account) -> list[Creation]:
    """Return how far demand creation came with each executive we ever sought access to (B-P3)."""
    access, items = account[Access], account[Opportunities].items
    found = []
    for person in sorted({*access.executives, *(i.person for i in access.issues.values())}):
        chain = creation_chain(account, person)
        taken = [step for step in (chain.access, chain.issue, chain.answer) if step is not None]
        last = account.past.fact(taken[-1]) if taken else None
        theirs = {key for key, issue in access.issues.items() if issue.person == person}
        came = [o for o in items.values() if o.issue in theirs]
        won = sum(o.won is not None for o in came)
        found.append(
            Creation(account.key, person, chain, len(taken), last.on if last else None, len(came), won)
        )
    return found


# The five processes


@frozen
class Processes:
    """How many activities each of the five processes that sell has."""

    account: str
    planning: int
    selling: int
    implementing: int
    servicing: int
    satisfying: int

    @property
    def lacking(self) -> tuple[SellingProcess, ...]:
        """The processes that are not covered."""
        return tuple(p for p in SellingProcess if not getattr(self, p.value))


def processes(account: Account) -> Processes:
    """Return how far the five processes are covered by the day (C-R4)."""
    return Processes(account.key, *(process_cover(account)[process] for process in SellingProcess))
