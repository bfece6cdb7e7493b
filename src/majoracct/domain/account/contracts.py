"""Contracts: what was signed for what we won, how long it runs, and where it went.

Rules
  CT1  A contract has a title, and is signed once, for an opportunity won by the day.  C-P4
  CT2  Only a contract that was signed, and has not ended, is renewed or ended.        C-P4
  CT3  A contract runs to a day after it is signed or renewed.                         C-P4
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Contract:
    """What was signed for an opportunity, the last day it runs to, and how it ended, if it did."""

    opportunity: str
    title: str
    signed: dt.date
    ends: dt.date | None
    place: int
    fact: str
    renewed: tuple[tuple[dt.date, str], ...] = ()  # on which days, and by which facts
    ended: dt.date | None = None
    ended_fact: str = ""
    to: str | None = None  # the competitor it went to

    def running(self, day: dt.date) -> bool:
        """Return whether it was signed by DAY, has not ended, and its term is not over."""
        return self.signed <= day and self.ended is None and (self.ends is None or day <= self.ends)


@frozen
class Contracts:
    """The account's contracts, each by the fact that signed it."""

    items: Map[str, Contract] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Contract]]:
        """Return the contracts, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].signed, item[1].place))


# Why not


class ContractUntitled(Refused):
    rule = "CT1"


class NotWon(Refused):
    rule = "CT1"


class AlreadySigned(Refused):
    rule = "CT1"


class ContractUnknown(Refused):
    rule = "CT2"


class ContractOver(Refused):
    rule = "CT2"


class TermTooShort(Refused):
    rule = "CT3"


def _runs_on(ends: dt.date | None, account: Account) -> None:
    if ends is not None and ends <= account.on:
        raise TermTooShort(f"A contract of {account.on} cannot run to {ends}", "State a later day, or none.")


# What happened


@frozen
class ContractSigned(AccountEvent[Contracts]):
    """A contract was signed for what we won; with it our engagement begins (C-P4).

    opportunity: what was won with it.
    title: what it is called.
    ends: the last day it runs to, if it has one.
    """

    topic = Contracts
    verb = "contract sign"
    says = "Contract signed: {title}[, to {ends}]"

    opportunity: FactRef
    title: str
    ends: dt.date | None = None

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise ContractUntitled("The contract has no title", "Say what it is called.")
        won = account[Opportunities].items.get(self.opportunity)
        if won is None or won.won is None:
            raise NotWon(f"{self.opportunity} was not won by {account.on}", "Record that it was won first.")
        for contract in account.ever[Contracts].items.values():
            if contract.opportunity == self.opportunity:
                raise AlreadySigned(
                    f"{contract.title} was signed for {self.opportunity} on {contract.signed}",
                    f"Correct {contract.fact}, or renew it.",
                )
        _runs_on(self.ends, account)

    def change(self, state: Contracts, fact: Fact) -> Contracts:
        contract = Contract(self.opportunity, self.title, fact.on, self.ends, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, contract))


class _AboutContract(AboutThing[Contracts, Contract]):
    """What changes a contract that has not ended."""

    topic = Contracts
    thing = "contract"
    kept_in = "items"
    contract: str

    def admit(self, account: Account) -> None:
        found = account[Contracts].items.get(self.contract)
        if found is None:
            raise ContractUnknown(
                f"{account.key} has no contract {self.contract} on {account.on}", "Record its signing first."
            )
        ever = account.ever[Contracts].items[self.contract]
        if found.ended is not None:
            raise ContractOver(f"{found.title} ended on {found.ended}", f"Correct {found.ended_fact}.")
        self.fits(ever, account)

    def fits(self, contract: Contract, account: Account) -> None:
        """Raise Refused when what is known of CONTRACT on whatever day stands in the way."""


@frozen
class ContractRenewed(_AboutContract):
    """A contract was renewed.

    contract: which.
    ends: the last day it now runs to, if it has one.
    """

    verb = "contract renew"
    says = "{contract} renewed[, to {ends}]"

    contract: FactRef
    ends: dt.date | None = None

    def fits(self, contract: Contract, account: Account) -> None:
        _runs_on(self.ends, account)

    def alter(self, found: Contract, fact: Fact) -> Contract:
        return evolve(found, ends=self.ends, renewed=(*found.renewed, (fact.on, fact.reference)))


@frozen
class ContractEnded(_AboutContract):
    """A contract ended and was not renewed.

    contract: which.
    to: the competitor it went to, if it did.
    """

    verb = "contract end"
    says = "{contract} ended[ and went to {to}]"

    contract: FactRef
    to: str | None = None

    def fits(self, contract: Contract, account: Account) -> None:
        if contract.ended is not None:
            raise ContractOver(
                f"{contract.title} ended on {contract.ended}", f"Correct {contract.ended_fact}."
            )
        for day, fact in contract.renewed:
            if day > account.on:
                raise ContractOver(
                    f"{contract.title} was renewed on {day}, after {account.on}", f"Correct {fact} first."
                )

    def alter(self, found: Contract, fact: Fact) -> Contract:
        return evolve(found, ended=fact.on, ended_fact=fact.reference, to=self.to)


# What follows


def begun(account: Account) -> dict[str, dt.date]:
    """Return on which day the engagement of each opportunity began: that of its contract (C-P4).

    An opportunity that is no longer one of the account's, or no longer won, began nothing.
    """
    items = account[Opportunities].items
    found: dict[str, dt.date] = {}
    for _, contract in account[Contracts].in_order():
        opportunity = items.get(contract.opportunity)
        if opportunity is not None and opportunity.won is not None:
            found.setdefault(contract.opportunity, contract.signed)
    return found


def running(account: Account) -> list[tuple[str, Contract]]:
    """Return the contracts that run on the day, earliest first, each with its id."""
    return [(key, c) for key, c in account[Contracts].in_order() if c.running(account.on)]
