"""Collaboration: how the customer's team and ours work together.

Rules
  CB1  How the two teams work together is shown: it comes with evidence.  C-M1
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from majoracct.domain.kernel import AccountEvent, Fact, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class CollaborationMode(enum.Enum):
    """How two teams work together, worst first."""

    ADVERSARIAL = "adversarial"
    TRANSACTIONAL = "transactional"
    COOPERATIVE = "cooperative"
    COLLABORATIVE = "collaborative"


# What we know


@frozen
class Observed:
    """How the teams were seen to work together."""

    mode: CollaborationMode
    on: dt.date
    place: int
    fact: str


@frozen
class Collaboration:
    """How the two teams work together: everything observed, earliest first."""

    observed: tuple[Observed, ...] = ()

    @property
    def latest(self) -> Observed | None:
        """What was observed last; None when nothing was."""
        return self.observed[-1] if self.observed else None


# Why not


class CollaborationUnproven(Refused):
    rule = "CB1"


# What happened


@frozen
class CollaborationAssessed(AccountEvent[Collaboration]):
    """We judged how the customer's team and ours work together; it comes with evidence.

    mode: from adversarial to collaborative.
    """

    topic = Collaboration
    verb = "stakeholder collaboration"
    says = "Collaboration of the two teams assessed as {mode}"

    mode: CollaborationMode

    def admit(self, account: Account) -> None:
        if not account.evidence:
            raise CollaborationUnproven(
                f"Nothing was shown for “{self.mode.value}”", "Attach what shows it: --evidence."
            )

    def change(self, state: Collaboration, fact: Fact) -> Collaboration:
        seen = Observed(self.mode, fact.on, fact.place, fact.reference)
        return evolve(state, observed=(*state.observed, seen))
