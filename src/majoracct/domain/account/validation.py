"""Validation: whether the customer says that an opportunity is one, and not only we do.

Rules
  VL1  Only an opportunity that is open is validated or disowned, by somebody we know at the customer. S-C8
  VL2  The customer's last word by a day counts, for as long as policy says; without one, or once it is
       older, the opportunity is unvalidated: that it is none follows from nothing but their no.  S-C8
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import open_here
from majoracct.domain.account.relationships import known_here
from majoracct.domain.calendar import add_months
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, PersonId

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Validity(enum.Enum):
    """What the customer's word says of an opportunity on a day."""

    VALIDATED = "validated"
    OUT_OF_DATE = "out-of-date"  # validated once, longer ago than policy lets count
    UNVALIDATED = "unvalidated"  # nobody at the customer said anything
    DISOWNED = "disowned"  # the customer said that it is none


# What we know


@frozen
class Word:
    """What somebody at the customer said of an opportunity."""

    valid: bool
    person: str
    on: dt.date
    place: int
    fact: str


@frozen
class Validations:
    """What the customer said of each opportunity, in order, by opportunity."""

    of: Map[str, tuple[Word, ...]] = field(factory=Map)


# What happened


class _CustomersWord(AccountEvent[Validations]):
    """What somebody at the customer says of an opportunity of ours."""

    topic = Validations
    opportunity: str
    person: str

    def admit(self, account: Account) -> None:
        open_here(self.opportunity, account)
        known_here(self.person, account)

    def _said(self, state: Validations, fact: Fact, *, valid: bool) -> Validations:
        before = state.of.get(self.opportunity) or ()
        word = Word(valid, self.person, fact.on, fact.place, fact.reference)
        return evolve(state, of=state.of.insert(self.opportunity, (*before, word)))


@frozen
class OpportunityValidated(_CustomersWord):
    """Somebody at the customer confirmed that an opportunity is one (S-C8).

    opportunity: which.
    person: who at the customer said so.
    """

    verb = "opportunity validate"
    says = "{opportunity} validated by {person}"

    opportunity: FactRef
    person: PersonId

    def change(self, state: Validations, fact: Fact) -> Validations:
        return self._said(state, fact, valid=True)


@frozen
class OpportunityDisowned(_CustomersWord):
    """Somebody at the customer said that what we take for an opportunity is none (S-C8).

    opportunity: which.
    person: who at the customer said so.
    """

    verb = "opportunity disown"
    says = "{opportunity} is none, says {person}"

    opportunity: FactRef
    person: PersonId

    def change(self, state: Validations, fact: Fact) -> Validations:
        return self._said(state, fact, valid=False)


# What follows


def validity(account: Account, opportunity: str, day: dt.date, months: int) -> tuple[Validity, Word | None]:
    """Return what the customer's word said of OPPORTUNITY as DAY ended, and that word.

    DAY is not after the day seen. months: for how long a word counts.
    """
    said = [word for word in account[Validations].of.get(opportunity) or () if word.on <= day]
    if not said:
        return Validity.UNVALIDATED, None
    last = said[-1]
    if not last.valid:
        return Validity.DISOWNED, last
    return (Validity.VALIDATED if day <= add_months(last.on, months) else Validity.OUT_OF_DATE), last
