"""Power: what somebody's word weighs at the customer, and what their standing by us is worth.

Rules
  PW1  Only the power of somebody we have identified, and who has not left, is judged.  B-P5
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import Strength, known_here
from majoracct.domain.kernel import AccountEvent, Fact, Map, PersonId

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Power(enum.Enum):
    """What somebody's word weighs at the customer, least first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Leverage(enum.Enum):
    """How far somebody raises our chance of success, least first."""

    NONE = "none"
    SOME = "some"
    STRONG = "strong"


# What we know


@frozen
class Weight:
    """What somebody's word was judged to weigh."""

    power: Power
    on: dt.date
    fact: str


@frozen
class Powers:
    """What the word of each person weighs, as judged last, by person."""

    of: Map[str, Weight] = field(factory=Map)


# What happened


@frozen
class PowerAssessed(AccountEvent[Powers]):
    """We judged what somebody's word weighs at the customer.

    person: the stakeholder.
    power: from low to high.
    """

    topic = Powers
    verb = "stakeholder power"
    says = "Power of {person} assessed as {power}"

    person: PersonId
    power: Power

    def admit(self, account: Account) -> None:
        known_here(self.person, account)

    def change(self, state: Powers, fact: Fact) -> Powers:
        return evolve(state, of=state.of.insert(self.person, Weight(self.power, fact.on, fact.reference)))


# What follows


def leverage(power: Power | None, strength: Strength | None) -> Leverage | None:
    """Return how far somebody of this POWER raises our chance, standing by us with this STRENGTH (B-P5).

    The powerful on good terms raise it most; neither the powerless nor the cold raise it at all.
    None when either is unknown.
    """
    if power is None or strength is None:
        return None
    if power is Power.LOW or strength is Strength.COLD:
        return Leverage.NONE
    if power is Power.HIGH and strength.rank >= Strength.GOOD.rank:
        return Leverage.STRONG
    return Leverage.SOME
