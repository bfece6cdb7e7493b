"""Resources: the help of ours that other accounts do not get, and what we committed to put into this one.

What either costs is recorded as it is spent, in `investment`.

Rules
  RG1  A resource granted says what it is, and is for a time that begins before it ends.      S-A1 S-A3
  RG2  Whoever of ours is granted is with us.                                              S-A1
  RG3  Only a resource that is still granted is taken back.                                 S-A1
  RG4  An investment committed says what it is for, and is above nothing. It is in the ledger's
       currency, or a rate in force on its day tells it so.                                S-A2 X-11
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.revenue import in_ledgers_currency
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused, StaffId
from majoracct.domain.money import Money
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class ResourceKind(enum.Enum):
    """What help beyond the usual a strategic account gets (S-A1 S-A3)."""

    TECHNICAL = "technical"
    BUSINESS = "business"
    PRODUCT = "product"
    CONCIERGE = "concierge"  # direct access to those who build: technical and development people


# What we know


@frozen
class Granted:
    """A resource: what it is, who of ours, from when; until: the last day, when one was stated.

    ended: the day it was taken back.
    """

    kind: ResourceKind
    what: str
    on: dt.date
    place: int
    fact: str
    colleague: str | None = None
    until: dt.date | None = None
    ended: dt.date | None = None

    def runs(self, day: dt.date) -> bool:
        """Return whether it is granted on DAY, of those it is known on."""
        return self.ended is None and (self.until is None or day <= self.until)


@frozen
class Committed:
    """An investment that was committed: for what, how much, and by when."""

    what: str
    amount: Decimal
    on: dt.date
    place: int
    fact: str
    until: dt.date | None = None


@frozen
class Resources:
    """The resources granted and the investments committed, each by its fact."""

    granted: Map[str, Granted] = field(factory=Map)
    committed: Map[str, Committed] = field(factory=Map)

    def holds(self, reference: str) -> bool:
        """Return whether REFERENCE is a resource granted, or an investment committed."""
        return reference in self.granted or reference in self.committed


# Why not


class ResourceUnstated(Refused):
    rule = "RG1"


class ResourceOverAtOnce(Refused):
    rule = "RG1"


class ResourceNotGranted(Refused):
    rule = "RG3"


class InvestmentUnstated(Refused):
    rule = "RG4"


# What happened


@frozen
class ResourceGranted(AccountEvent[Resources]):
    """The account was granted help that other accounts do not get (S-A1 S-A3).

    kind: what kind of help; concierge: direct access to technical and development people.
    what: what it is. Public: names nobody.
    colleague: who of ours, when it is somebody.
    until: the last day it is granted for, when one was stated.
    """

    topic = Resources
    verb = "resource grant"
    says = "Granted, {kind}: {what}[ ({colleague})][, until {until}]"

    kind: ResourceKind
    what: str
    colleague: StaffId | None = None
    until: dt.date | None = None

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise ResourceUnstated("The resource says nothing", "Say what was granted.")
        if self.until and self.until < account.on:
            raise ResourceOverAtOnce(f"{self.until} is before {account.on}", "Name a later day, or none.")
        if self.colleague:
            known_staff(self.colleague, account.programme)

    def change(self, state: Resources, fact: Fact) -> Resources:
        found = Granted(self.kind, self.what, fact.on, fact.place, fact.reference, self.colleague, self.until)
        return evolve(state, granted=state.granted.insert(fact.id, found))


@frozen
class ResourceTakenBack(AboutThing[Resources, Granted]):
    """A resource that the account was granted was taken back.

    resource: which.
    """

    topic = Resources
    thing = "resource"
    kept_in = "granted"
    verb = "resource take-back"
    says = "Taken back: {resource}"

    resource: FactRef

    def admit(self, account: Account) -> None:
        found = account[Resources].granted.get(self.resource)
        if found is None or not found.runs(account.on):
            raise ResourceNotGranted(
                f"{self.resource} is no resource that {account.key} is granted on {account.on}",
                "See what is granted: report resources.",
            )

    def alter(self, found: Granted, fact: Fact) -> Granted:
        return evolve(found, ended=found.ended or fact.on)


@frozen
class InvestmentCommitted(AccountEvent[Resources]):
    """We committed to invest in the account for a purpose of its own (S-A2).

    what: what it is to be spent on. Public: names nobody.
    amount: how much; in another currency, it is told at the rate in force on the day.
    until: by when it is to be spent, when a day was stated.
    """

    topic = Resources
    verb = "investment commit"
    says = "Committed {amount} to: {what}[, by {until}]"

    what: str
    amount: Money
    until: dt.date | None = None

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise InvestmentUnstated("The investment has no purpose", "Say what it is for.")
        if self.amount.amount <= 0:
            raise InvestmentUnstated(f"{self.amount} is no investment", "State an amount above 0.")
        in_ledgers_currency(self.amount, account)

    def change(self, state: Resources, fact: Fact) -> Resources:
        found = Committed(self.what, self.amount.amount, fact.on, fact.place, fact.reference, self.until)
        return evolve(state, committed=state.committed.insert(fact.id, found))
