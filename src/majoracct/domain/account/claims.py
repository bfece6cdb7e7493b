"""Claims: the value we brought, put before the customer, and what the customer answered.

Rules
  CL1  Only value on record is claimed, to somebody we know at the customer.            B-E4
  CL2  Only what was claimed is confirmed or disputed, by somebody at the customer.     B-E4
  CL3  What is confirmed is above nothing, and in the ledger's currency.                B-E4, C-P5
  CL4  Who disputes a benefit says why.                                                 B-E4
  CL5  The customer's latest answer stands; value nobody claimed is shown to be unclaimed. B-E4
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import known_here
from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.account.value import Documented, Value
from majoracct.domain.kernel import (
    AboutThing,
    AccountEvent,
    Fact,
    FactRef,
    Map,
    Personal,
    PersonId,
    Refused,
    present,
)
from majoracct.domain.money import Money

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Stage(enum.Enum):
    """How far a benefit has come."""

    DOCUMENTED = "documented"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


# What we know


@frozen
class Word:
    """A claim, or an answer to it: of whom, when, by which fact."""

    person: str
    on: dt.date
    place: int
    fact: str
    confirms: bool = False
    amount: Money | None = None


@frozen
class Benefit:
    """What was said of one piece of value, earliest first."""

    claims: tuple[Word, ...] = ()
    answers: tuple[Word, ...] = ()


@frozen
class Claims:
    """The benefits claimed, each by the fact that documents its value."""

    benefits: Map[str, Benefit] = field(factory=Map)


# Why not


class ValueNotOnRecord(Refused):
    rule = "CL1"


class NotClaimed(Refused):
    rule = "CL2"


class ConfirmedForNothing(Refused):
    rule = "CL3"


class DisputeUnexplained(Refused):
    rule = "CL4"


# What happened


@frozen
class BenefitClaimed(AccountEvent[Claims]):
    """We put value we brought before somebody at the customer (B-E4).

    value: which.
    to: the stakeholder to whom.
    """

    topic = Claims
    verb = "value claim"
    says = "Claimed to {to}: {value}"

    value: FactRef
    to: PersonId

    def admit(self, account: Account) -> None:
        if self.value not in account[Value].items:
            raise ValueNotOnRecord(
                f"{account.key} has no value {self.value} on record on {account.on}", "Document it first."
            )
        known_here(self.to, account)

    def change(self, state: Claims, fact: Fact) -> Claims:
        found = state.benefits.get(self.value) or Benefit()
        claim = Word(self.to, fact.on, fact.place, fact.reference)
        return evolve(
            state, benefits=state.benefits.insert(self.value, evolve(found, claims=(*found.claims, claim)))
        )


class _Answered(AboutThing[Claims, Benefit]):
    """What the customer said to a claim."""

    topic = Claims
    thing = "value"
    kept_in = "benefits"
    value: str
    by: str

    def admit(self, account: Account) -> None:
        if self.value not in account[Claims].benefits:
            raise NotClaimed(
                f"{self.value} was not claimed by {account.on}", "Record to whom it was claimed first."
            )
        known_here(self.by, account)


@frozen
class BenefitConfirmed(_Answered):
    """Somebody at the customer confirmed a benefit we claimed (B-E4).

    value: which.
    by: the stakeholder who confirmed it.
    amount: what they say it is worth; what was documented, when not stated.
    """

    verb = "value confirm"
    says = "{by} confirmed {value}[ at {amount}]"

    value: FactRef
    by: PersonId
    amount: Money | None = None

    def admit(self, account: Account) -> None:
        super().admit(account)
        item = account[Value].items.get(self.value)
        worth = self.amount or (item.amount if item else None)
        if worth is not None and worth.amount <= 0:
            raise ConfirmedForNothing(
                f"A benefit is not confirmed at {worth}",
                "State an amount above 0, or record a dispute.",
            )
        if self.amount is not None:
            in_ledgers_currency(self.amount, account)

    def alter(self, found: Benefit, fact: Fact) -> Benefit:
        answer = Word(self.by, fact.on, fact.place, fact.reference, confirms=True, amount=self.amount)
        return evolve(found, answers=(*found.answers, answer))


@frozen
class BenefitDisputed(_Answered):
    """Somebody at the customer disputed a benefit we claimed (B-E4).

    value: which.
    by: the stakeholder who disputed it.
    why: what they object to.
    """

    verb = "value dispute"
    says = "{by} disputed {value}: {why}"
    subject = "by"

    value: FactRef
    by: PersonId
    why: Personal[str]

    def admit(self, account: Account) -> None:
        super().admit(account)
        if not present(self.why):
            raise DisputeUnexplained(f"{self.by} gives no reason", "Say what they object to.")

    def alter(self, found: Benefit, fact: Fact) -> Benefit:
        answer = Word(self.by, fact.on, fact.place, fact.reference)
        return evolve(found, answers=(*found.answers, answer))


# What follows


@frozen
class ValueEntry:
    """One piece of value documented, how far it has come, and what it is worth to whom.

    claimed: our first claim of it. answered: the customer's latest answer.
    days_unclaimed: from the day it was documented to our first claim, or to the day seen.
    confirmed: what the customer says it is worth, while the latest answer confirms it.
    """

    value: str
    item: Documented
    stage: Stage
    claimed: Word | None
    answered: Word | None
    days_unclaimed: int
    confirmed: Money | None

    @property
    def documented(self) -> Money | None:
        """What we say it is worth."""
        return self.item.amount


def ledger_of_value(account: Account) -> list[ValueEntry]:
    """Return all value documented by the day, earliest first, each with how far it has come (B-E4)."""
    benefits = account[Claims].benefits
    return [
        _entry(account, value, item, benefits.get(value) or Benefit())
        for value, item in account[Value].in_order()
    ]


def _entry(account: Account, value: str, item: Documented, benefit: Benefit) -> ValueEntry:
    claimed = benefit.claims[0] if benefit.claims else None
    answered = benefit.answers[-1] if benefit.answers else None
    confirmed = None
    if answered is not None:
        stage = Stage.CONFIRMED if answered.confirms else Stage.DISPUTED
        confirmed = (answered.amount or item.amount) if answered.confirms else None
    else:
        stage = Stage.CLAIMED if claimed else Stage.DOCUMENTED
    until = claimed.on if claimed else account.on
    return ValueEntry(value, item, stage, claimed, answered, max((until - item.on).days, 0), confirmed)
