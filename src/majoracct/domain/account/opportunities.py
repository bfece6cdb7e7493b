"""Opportunities: what we may win next, how we came by it, and how it was decided.

Rules
  O1  An opportunity has a title; what it is worth is above nothing.                     B-Q4
  O2  Only an opportunity that is open on the day is estimated, won or lost.             B-Q4
  O8  An opportunity springs only from one that was won by the day.                      B-R1
  O9  Whoever let us in was identified, and has not left.                                B-R6
  O10  Only an opportunity that was decided is reopened.                                 B-Q4
  O11  An estimate says what an opportunity would bring, or when it closes.              B-Q4
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve, field, frozen

from majoracct.domain.account.cocreation import came_of_session
from majoracct.domain.account.plays import described_here
from majoracct.domain.account.relationships import known_here
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.account.sourcing import Origin, demand_came_about
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

Kind = TypeVar("Kind", bound=enum.Enum)


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


class WorkKind(enum.Enum):
    """The four kinds of work that being an insider brings (B-S2)."""

    COLLABORATION = "collaboration"
    MANAGED_SERVICES = "managed-services"
    CONSULTING = "consulting"
    STRATEGIC_ISSUES = "strategic-issues"


class SaleKind(enum.Enum):
    """Whether it is sold once, or goes on."""

    ONE_TIME = "one-time"
    RECURRING = "recurring"


class WinBasis(enum.Enum):
    """What a win rested on, from what most can offer to what sets us apart (C-V4)."""

    PRICE = "price"
    PERFORMANCE = "performance"
    UTILITY = "utility"
    CUSTOMER_PROFIT = "customer-profit"


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
    decided: str | None = None  # what says that it was won or lost
    basis: WinBasis | None = None
    lost_to: str | None = None
    origin: Origin | None = None  # None: unknown
    trigger: str | None = None
    issue: str | None = None
    lead: str | None = None
    sprung_from: str | None = None
    entry: str | None = None  # the person through whom we came in
    work: WorkKind | None = None
    sale: SaleKind | None = None
    offering: str | None = None
    session: str | None = None  # the co-creation session it came of

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


class NothingWonToSpringFrom(Refused):
    rule = "O8"


class EstimateEmpty(Refused):
    rule = "O11"


class NothingToReopen(Refused):
    rule = "O10"


def _known_here(opportunity: str, account: Account) -> Opportunity:
    found = account[Opportunities].items.get(opportunity)
    if found is None:
        raise OpportunityUnknown(
            f"{account.key} has no opportunity {opportunity} on {account.on}", "Identify it first."
        )
    return found


def open_here(opportunity: str, account: Account) -> None:
    """Raise Refused unless OPPORTUNITY is one of the account's, and open on the day."""
    found = _known_here(opportunity, account)
    if not found.open:
        decided = f"won on {found.won}" if found.won else f"lost on {found.lost}"
        raise OpportunityDecided(f"{found.title} was {decided}", "Reopen it, or identify another.")


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
    origin: a reaction to demand, or creation of it, where that is known.
    trigger: the outside event we reacted to, such as an RFP's number. Public: names nobody.
    issue: the answered issue of an executive that it was created from.
    lead: the activity it came of.
    sprung_from: the opportunity, won before, that it grew from.
    entry: the person at the customer through whom we came in.
    work: which kind of insider's work it is, if it is one.
    sale: sold once, or recurring.
    offering: what of ours it is for.
    session: the co-creation session it came of (S-C6).
    """

    schema = 3
    topic = Opportunities
    verb = "opportunity identify"
    says = (
        "Opportunity identified: {title}[, worth {value}][, to close by {closes}]"
        "[, set off by {trigger}][, sprung from {sprung_from}][, out of {session}]"
    )

    title: str
    value: Money | None = None
    closes: dt.date | None = None
    learned: LearnedAt | None = None
    play: FactRef | None = None
    origin: Origin | None = None
    trigger: str | None = None
    issue: FactRef | None = None
    lead: FactRef | None = None
    sprung_from: FactRef | None = None
    entry: PersonId | None = None
    work: WorkKind | None = None
    sale: SaleKind | None = None
    offering: str | None = None
    session: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise OpportunityUntitled("The opportunity has no title", "Say what it is.")
        _worth_something(self.value, account)
        if self.play:
            described_here(self.play, account)
        demand_came_about(self.origin, self.trigger, self.issue, self.lead, account)
        came_of_session(self.session, account, created=self.origin is Origin.CREATION)
        if self.sprung_from:
            before = account[Opportunities].items.get(self.sprung_from)
            if before is None or before.won is None:
                raise NothingWonToSpringFrom(
                    f"{self.sprung_from} was not won by {account.on}", "Name an opportunity that was."
                )
        if self.entry:
            known_here(self.entry, account)

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
            origin=self.origin,
            trigger=self.trigger,
            issue=self.issue,
            lead=self.lead,
            sprung_from=self.sprung_from,
            entry=self.entry,
            work=self.work,
            sale=self.sale,
            offering=self.offering,
            session=self.session,
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
    """We judged anew what an opportunity would bring, or when; what is left out stays as it was.

    opportunity: which.
    value: what it would bring.
    closes: the day on which we expect it to be decided.
    """

    schema = 2
    verb = "opportunity estimate"
    says = "{opportunity} estimated[ at {value}][, to close by {closes}]"

    opportunity: FactRef
    value: Money | None = None
    closes: dt.date | None = None

    def admit(self, account: Account) -> None:
        open_here(self.opportunity, account)
        if self.value is None and self.closes is None:
            raise EstimateEmpty("The estimate says nothing", "State a value, a day, or both.")
        _worth_something(self.value, account)

    def alter(self, found: Opportunity, fact: Fact) -> Opportunity:
        return evolve(
            found,
            value=self.value or found.value,
            closes=self.closes or found.closes,
            estimate=fact.reference,
        )

    def untold(self, state: Opportunities, fact: Fact) -> Opportunities:
        state = self.change(state, fact)
        found = state.items.get(self.opportunity)
        told = found and evolve(found, value=None)
        return evolve(state, items=state.items.insert(self.opportunity, told)) if told else state


@frozen
class OpportunityWon(_AboutOpportunity):
    """We won.

    opportunity: which.
    basis: what the win rested on.
    """

    schema = 2
    verb = "opportunity win"
    says = "{opportunity} won[ on {basis}]"

    opportunity: FactRef
    basis: WinBasis | None = None

    def alter(self, found: Opportunity, fact: Fact) -> Opportunity:
        return evolve(found, won=fact.on, decided=fact.reference, basis=self.basis)


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
        return evolve(found, lost=fact.on, decided=fact.reference, lost_to=self.to)


@frozen
class OpportunityReopened(_AboutOpportunity):
    """What was decided is open again: the customer thought better of it.

    opportunity: which.
    """

    verb = "opportunity reopen"
    says = "{opportunity} reopened"

    opportunity: FactRef

    def admit(self, account: Account) -> None:
        found = _known_here(self.opportunity, account)
        if found.open:
            raise NothingToReopen(f"{found.title} is open on {account.on}", "Nothing needs recording.")

    def alter(self, found: Opportunity, fact: Fact) -> Opportunity:
        return evolve(found, won=None, lost=None, decided=None, basis=None, lost_to=None)


# What follows


def first_win(account: Account) -> tuple[str, Opportunity] | None:
    """Return what we won first, by the day of the win, with its id; None when we won nothing (B-P7)."""
    won = [(o.won, o.on, o.place, key) for key, o in account[Opportunities].items.items() if o.won]
    if not won:
        return None
    *_, key = min(won)
    return key, account[Opportunities].items[key]


def _counted(kinds: type[Kind], found: Iterable[Kind | None]) -> dict[Kind, int]:
    stated = list(found)
    return {kind: stated.count(kind) for kind in kinds}


def insider_work(account: Account) -> dict[WorkKind, int]:
    """Return how many opportunities are of each kind of insider's work; the others aside (B-S2)."""
    return _counted(WorkKind, (o.work for o in account[Opportunities].items.values()))


def wins_by_basis(account: Account) -> dict[WinBasis, int]:
    """Return how many wins rested on what; those of which nobody said aside (C-V4)."""
    return _counted(WinBasis, (o.basis for o in account[Opportunities].items.values()))
