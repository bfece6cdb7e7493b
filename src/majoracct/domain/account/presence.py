"""Presence: where in the customer's organisation we work, and what they standardised on us for.

Rules
  PR1  Presence and standardisation say where, and for what.  R-T1 R-T2
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Dimension(enum.Enum):
    """In what an account can be broad (R-T2)."""

    ORGANISATION = "organisation"
    GEOGRAPHY = "geography"
    PROCESS = "process"


# What we know


@frozen
class Presence:
    """Where we work, and the needs they standardised on us for, each with the fact that says so."""

    places: Map[str, str] = field(factory=Map)  # dimension/where
    standardised: Map[str, str] = field(factory=Map)


# Why not


class PresenceUnstated(Refused):
    rule = "PR1"


# What happened


@frozen
class PresenceRecorded(AccountEvent[Presence]):
    """We work in one of the customer's organisations, geographies or processes (R-T2).

    dimension: organisation, geography or process.
    where: which one.
    """

    topic = Presence
    verb = "account presence"
    says = "Present in {where} ({dimension})"

    dimension: Dimension
    where: str

    def admit(self, account: Account) -> None:
        if not self.where.strip():
            raise PresenceUnstated(f"No {self.dimension.value} was named", "Say where we work.")

    def change(self, state: Presence, fact: Fact) -> Presence:
        place = place_key(self.dimension, self.where)
        return evolve(state, places=state.places.insert(place, fact.reference))


@frozen
class StandardisationRecorded(AccountEvent[Presence]):
    """The customer standardised on us for a specific need, across its operations (R-T1).

    need: which need. Public: names nobody.
    """

    topic = Presence
    verb = "account standardise"
    says = "Standardised on us for {need}"

    need: str

    def admit(self, account: Account) -> None:
        if not self.need.strip():
            raise PresenceUnstated("No need was named", "Say for what they standardised on us.")

    def change(self, state: Presence, fact: Fact) -> Presence:
        return evolve(state, standardised=state.standardised.insert(self.need, fact.reference))


# What follows


def place_key(dimension: Dimension, where: str) -> str:
    """Return the key under which WHERE, a place in a DIMENSION, is kept."""
    return f"{dimension.value}/{where.strip().casefold()}"


def places_in(account: Account, dimension: Dimension) -> tuple[str, ...]:
    """Return the facts that say where we are in a DIMENSION on the day, by place (R-G4)."""
    found = sorted(account[Presence].places.items())
    return tuple(fact for place, fact in found if place.startswith(f"{dimension.value}/"))
