"""Opportunities: what we may win next, how we came by it, and how it was decided.

Rules
  O1  An opportunity has a title; what it is worth is above nothing.                     B-Q4
  O2  Only an opportunity that is open on the day is estimated, won or lost.             B-Q4
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.plays import described_here
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class LearnedAt(enum.Enum):
    """How far the need had formed when we heard of an opportunity (R-5)."""

    PRE_NEED = "pre-need"
    FORMING = "forming"
    REQUIREMENTS_DEFINED = "requirements-defined"
    RFP = "rfp"

    @property
    def late(self) -> bool:
        """Whether the requirements were already defined."""
        return self in (LearnedAt.REQUIREMENTS_DEFINED, LearnedAt.RFP)


# What we know


@frozen
class Opportunity:
    """Something we may win, have won or have lost."""

    title: str
    value: Money | None
    closes: dt.date | None
    learned: LearnedAt | None
    play: str | None
    on: dt.date
    place: int
    fact: str  # what says that there is one
    estimate: str  # what says what it is worth and when it closes
    won: dt.date | None = None
    lost: dt.date | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be decided."""
        return self.won is None and self.lost is None


@frozen
class Opportunities:
    """The account's opportunities, each by the fact that created it."""

    items: Map[str, Opportunity] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Opportunity]]:
        """Return the opportunities, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class OpportunityUntitled(Refused):
    rule = "O1"


class OpportunityWorthless(Refused):
    rule = "O1"


class OpportunityUnknown(Refused):
    rule = "O2"


class OpportunityDecided(Refused):
    rule = "O2"


def open_here(opportunity: str, account: Account) -> None:
    """Raise Refused unless OPPORTUNITY is one of the account's, and open on the day."""
    found = account[Opportunities].items.get(opportunity)
    if found is None:
        raise OpportunityUnknown(
            f"{account.key} has no opportunity {opportunity} on {account.on}", "Identify it first."
        )
    if not found.open:
        decided = f"won on {found.won}" if found.won else f"lost on {found.lost}"
        raise OpportunityDecided(f"{found.title} was {decided}", "Identify another opportunity.")


def _worth_something(value: Money | None, account: Account) -> None:
    if value is not None:
        if value.amount <= 0:
            raise OpportunityWorthless(
                f"An opportunity is not worth {value}", "State a value above 0, or none."
            )
        in_ledgers_currency(value, account)


# What happened


@frozen
class OpportunityIdentified(AccountEvent[Opportunities]):
    """We found something that we may win.

    title: what it is called.
    value: what it would bring.
    closes: the day on which we expect it to be decided.
    learned: how far the need had formed when we heard of it.
    play: the play it springs from, if it does.
    """

    topic = Opportunities
    verb = "opportunity identify"
    says = "Opportunity identified: {title}[, worth {value}][, to close by {closes}]"

    title: str
    value: Money | None = None
    closes: dt.date | None = None
    learned: LearnedAt | None = None
    play: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise OpportunityUntitled("The opportunity has no title", "Say what it is.")
        _worth_something(self.value, account)
        if self.play:
            described_here(self.play, account)

    def change(self, state: Opportunities, fact: Fact) -> Opportunities:
        found = Opportunity(
            self.title,
            self.value,
            self.closes,
            self.learned,
            self.play,
            fact.on,
            fact.place,
            fact.reference,
            fact.reference,
        )
        return evolve(state, items=state.items.insert(fact.id, found))


class _AboutOpportunity(AboutThing[Opportunities, Opportunity]):
    """What changes one opportunity that is open."""

    topic = Opportunities
    thing = "opportunity"
    kept_in = "items"
    opportunity: str

    def admit(self, account: Account) -> None:
        open_here(self.opportunity, account)


@frozen
class OpportunityEstimated(_AboutOpportunity):
    """We judged anew what an opportunity would bring, and when.

    opportunity: which.
    value: what it would bring.
    closes: the day on which we expect it to be decided.
    """

    verb = "opportunity estimate"
    says = "{opportunity} estimated at {value}[, to close by {closes}]"

    opportunity: FactRef
    value: Money
    closes: dt.date | None = None

    def admit(self, account: Account) -> None:
        open_here(self.opportunity, account)
        _worth_something(self.value, account)

    def alter(self, found: Opportunity, fact: Fact) -> Opportunity:
        return evolve(found, value=self.value, closes=self.closes or found.closes, estimate=fact.reference)


@frozen
class OpportunityWon(_AboutOpportunity):
    """We won.

    opportunity: which.
    """

    verb = "opportunity win"
    says = "{opportunity} won"

    opportunity: FactRef

    def alter(self, found: Opportunity, fact: Fact) -> Opportunity:
        return evolve(found, won=fact.on)


@frozen
class OpportunityLost(_AboutOpportunity):
    """We lost.

    opportunity: which.
    to: to whom, if we know.
    """

    verb = "opportunity lose"
    says = "{opportunity} lost[ to {to}]"

    opportunity: FactRef
    to: str | None = None

    def alter(self, found: Opportunity, fact: Fact) -> Opportunity:
        return evolve(found, lost=fact.on)
