"""Outcomes: what the customer wants of us in figures, and whether the customer agrees with the figure.

Rules
  OC1  An outcome says what it is; productivity leads to revenue or cost, and only productivity
       leads on.                                                                     C-O1, C-O2, C-O3
  OC2  Only an outcome on record is quantified, above nothing, in the ledger's currency.  C-O4
  OC3  Only a figure stated is confirmed, by somebody at the customer; a later one needs it anew. C-O4
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import known_here
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class OutcomeKind(enum.Enum):
    """What customers want, in figures."""

    REVENUE = "revenue"  # more of it (C-O1)
    COST = "cost"  # less of it (C-O2)
    PRODUCTIVITY = "productivity"  # more of it, which leads to one of the others (C-O3)


# What we know


@frozen
class Confirmation:
    """Who at the customer confirmed a figure, and when."""

    by: str
    on: dt.date
    place: int
    fact: str


@frozen
class Figure:
    """What an outcome is worth, and the customer's first confirmation of that figure."""

    amount: Money
    on: dt.date
    place: int
    fact: str
    confirmation: Confirmation | None = None

    @property
    def confirmed(self) -> bool:
        """Whether the customer confirmed this figure."""
        return self.confirmation is not None


@frozen
class Outcome:
    """Something the customer wants, and the figure stated last for it."""

    kind: OutcomeKind
    title: str
    leads_to: OutcomeKind | None
    on: dt.date
    place: int
    fact: str
    figure: Figure | None = None


@frozen
class Outcomes:
    """The outcomes aimed at, each by the fact that aims at it."""

    items: Map[str, Outcome] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Outcome]]:
        """Return the outcomes, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class OutcomeUntitled(Refused):
    rule = "OC1"


class ProductivityForItsOwnSake(Refused):
    rule = "OC1"


class LeadsNowhereElse(Refused):
    rule = "OC1"


class OutcomeUnknown(Refused):
    rule = "OC2"


class OutcomeWorthless(Refused):
    rule = "OC2"


class NoFigureStated(Refused):
    rule = "OC3"


# What happened


@frozen
class OutcomeTargeted(AccountEvent[Outcomes]):
    """We and the customer aim at something that can be measured (C-O1 to C-O3).

    kind: more revenue, less cost, or more productivity.
    title: what is to come of it.
    leads_to: what productivity is to lead to, revenue or cost.
    """

    topic = Outcomes
    verb = "outcome target"
    says = "Outcome targeted: {title} ({kind}[, leading to {leads_to}])"

    kind: OutcomeKind
    title: str
    leads_to: OutcomeKind | None = None

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise OutcomeUntitled("The outcome has no title", "Say what is to come of it.")
        if self.kind is OutcomeKind.PRODUCTIVITY:
            if self.leads_to not in (OutcomeKind.REVENUE, OutcomeKind.COST):
                raise ProductivityForItsOwnSake(
                    "Nothing says what more productivity is to lead to", "Say revenue, or cost."
                )
        elif self.leads_to is not None:
            raise LeadsNowhereElse(
                f"An outcome of {self.kind.value} leads to nothing else", "Leave out what it leads to."
            )

    def change(self, state: Outcomes, fact: Fact) -> Outcomes:
        aimed = Outcome(self.kind, self.title, self.leads_to, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, aimed))


class _AboutOutcome(AboutThing[Outcomes, Outcome]):
    """What changes one outcome that is on record."""

    topic = Outcomes
    thing = "outcome"
    kept_in = "items"
    outcome: str

    def admit(self, account: Account) -> None:
        if self.outcome not in account[Outcomes].items:
            raise OutcomeUnknown(
                f"{account.key} has no outcome {self.outcome} on {account.on}", "Target it first."
            )


@frozen
class BenefitQuantified(_AboutOutcome):
    """We stated what an outcome is worth to the customer (C-O4).

    outcome: which.
    amount: the figure.
    """

    verb = "outcome quantify"
    says = "{outcome} quantified at {amount}"

    outcome: FactRef
    amount: Money

    def admit(self, account: Account) -> None:
        super().admit(account)
        if self.amount.amount <= 0:
            raise OutcomeWorthless(f"An outcome is not worth {self.amount}", "State an amount above 0.")
        in_ledgers_currency(self.amount, account)

    def alter(self, found: Outcome, fact: Fact) -> Outcome:
        return evolve(found, figure=Figure(self.amount, fact.on, fact.place, fact.reference))


@frozen
class QuantificationConfirmed(_AboutOutcome):
    """Somebody at the customer confirmed the figure stated for an outcome (C-O4).

    outcome: which.
    by: the stakeholder who confirmed it.
    """

    verb = "outcome confirm"
    says = "{by} confirmed the figure for {outcome}"

    outcome: FactRef
    by: PersonId

    def admit(self, account: Account) -> None:
        super().admit(account)
        if account[Outcomes].items[self.outcome].figure is None:
            raise NoFigureStated(
                f"No figure was stated for {self.outcome} by {account.on}", "Quantify it first."
            )
        known_here(self.by, account)

    def alter(self, found: Outcome, fact: Fact) -> Outcome:
        if found.figure is None or found.figure.confirmation:
            return found
        confirmation = Confirmation(self.by, fact.on, fact.place, fact.reference)
        return evolve(found, figure=evolve(found.figure, confirmation=confirmation))
