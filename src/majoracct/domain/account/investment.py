"""Investment: what we put into the account, what serving it cost us, and what came back.

Rules
  IN1  What was spent is above nothing, in the ledger's currency.            B-I1
  IN2  The cost of landing names the opportunity it was to land.             B-D5
  IN3  What an investment pays for is a resource granted, or an investment committed, that is on record;
       what it costs is what was spent on it so far, unknown while nothing was.  S-A1 S-A2 S-A3
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.resources import Resources
from majoracct.domain.account.revenue import in_ledgers_currency, takings
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Purpose(enum.Enum):
    """What we invested in."""

    LANDING = "landing"  # winning an opportunity
    TEAM = "team"  # our people who see to the account
    RESOURCES = "resources"  # whatever else it takes


# What we know


@frozen
class Spent:
    """What was spent: for what, on which day, and the fact that says so."""

    amount: Decimal
    on: dt.date
    fact: str
    purpose: Purpose | None = None  # None: what serving the customer cost
    opportunity: str | None = None
    pays_for: str | None = None  # the resource granted, or the investment committed


@frozen
class Investment:
    """What we invested, and what serving the customer cost us, each by its fact; in the ledger's currency."""

    made: Map[str, Spent] = field(factory=Map)
    costs: Map[str, Spent] = field(factory=Map)


# Why not


class NothingSpent(Refused):
    rule = "IN1"


class LandingUnnamed(Refused):
    rule = "IN2"


class NothingToLand(Refused):
    rule = "IN2"


class NothingToPayFor(Refused):
    rule = "IN3"


def _spent(amount: Money, account: Account) -> None:
    if amount.amount <= 0:
        raise NothingSpent(f"{amount} was not spent", "State an amount above 0.")
    in_ledgers_currency(amount, account)


# What happened


@frozen
class InvestmentMade(AccountEvent[Investment]):
    """We invested in the account (B-I1).

    purpose: what in.
    amount: how much.
    opportunity: the opportunity it was for; the cost of landing always names it.
    pays_for: the resource that was granted, or the investment that was committed, that it pays for.
    """

    topic = Investment
    verb = "investment make"
    says = "Invested {amount} in {purpose}[, for {opportunity}][, to pay for {pays_for}]"
    schema = 2

    purpose: Purpose
    amount: Money
    opportunity: FactRef | None = None
    pays_for: FactRef | None = None

    def admit(self, account: Account) -> None:
        _spent(self.amount, account)
        if self.pays_for and not account[Resources].holds(self.pays_for):
            raise NothingToPayFor(
                f"{self.pays_for} is neither a resource granted nor an investment committed by {account.on}",
                "Record it first: resource grant, or investment commit.",
            )
        if self.opportunity is None:
            if self.purpose is Purpose.LANDING:
                raise LandingUnnamed("No opportunity was named to land", "Say which one the cost was for.")
            return
        if self.opportunity not in account[Opportunities].items:
            raise NothingToLand(
                f"{account.key} has no opportunity {self.opportunity} on {account.on}", "Identify it first."
            )

    def change(self, state: Investment, fact: Fact) -> Investment:
        spent = Spent(
            self.amount.amount, fact.on, fact.reference, self.purpose, self.opportunity, self.pays_for
        )
        return evolve(state, made=state.made.insert(fact.id, spent))


@frozen
class CostOfSalesRecorded(AccountEvent[Investment]):
    """Serving the customer cost us something, so that a margin is known (B-I1).

    amount: how much.
    """

    topic = Investment
    verb = "investment cost"
    says = "Serving the customer cost {amount}"

    amount: Money

    def admit(self, account: Account) -> None:
        _spent(self.amount, account)

    def change(self, state: Investment, fact: Fact) -> Investment:
        spent = Spent(self.amount.amount, fact.on, fact.reference)
        return evolve(state, costs=state.costs.insert(fact.id, spent))


# What follows


def invested(account: Account, start: dt.date, end: dt.date) -> dict[Purpose, Decimal]:
    """Return what we invested for each purpose from START up to but not including END."""
    total = dict.fromkeys(Purpose, Decimal(0))
    for _, spent in sorted(account[Investment].made.items()):
        if spent.purpose and start <= spent.on < end:
            total[spent.purpose] += spent.amount
    return total


def landing_cost(account: Account, opportunity: str) -> Decimal:
    """Return what it cost to land OPPORTUNITY, as far as the day seen; landed or not (B-D5)."""
    made = account[Investment].made.values()
    return sum(
        (s.amount for s in made if s.purpose is Purpose.LANDING and s.opportunity == opportunity), Decimal(0)
    )


def spent_on(account: Account, paid_for: str) -> Decimal | None:
    """Return what PAID_FOR, a resource or an investment committed, cost so far; None: nobody said (S-A1)."""
    amounts = [s.amount for s in account[Investment].made.values() if s.pays_for == paid_for]
    return sum(amounts, Decimal(0)) if amounts else None


def margin(account: Account, start: dt.date, end: dt.date) -> Decimal | None:
    """Return revenue less what serving the customer cost, from START up to but not including END.

    None when no cost was recorded, or no rate tells a payment: what is not known is not nothing.
    """
    costs = [s.amount for s in account[Investment].costs.values() if start <= s.on < end]
    taken = takings(account, start, end)
    return taken.net - sum(costs, Decimal(0)) if costs and not taken.untold else None


def investment_return(account: Account, start: dt.date, end: dt.date) -> Decimal | None:
    """Return what the margin left of what we invested, from START up to but not including END (B-I1).

    Below nothing the account did not earn what was put into it. None when the margin is not known.
    """
    earned = margin(account, start, end)
    return None if earned is None else earned - sum(invested(account, start, end).values(), Decimal(0))
