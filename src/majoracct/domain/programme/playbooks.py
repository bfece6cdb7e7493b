"""Playbooks: how customers of a maturity, or of a tier, are educated, informed, sold to and supported.

Rules
  PB1  A playbook says all four: education, information, selling process and support.          R-2
  PB2  It is for a maturity, or for a tier: one of them.                                       R-2
  PB3  The one defined last for a maturity, or for a tier, holds.                              R-2
  PB4  That of an account's tier goes before that of its maturity.                             R-2
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from majoracct.domain.kernel import Fact, Map, ProgrammeEvent, Refused
from majoracct.domain.programme.terms import Tier
from majoracct.domain.programme.tier_tables import Maturity

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

PARTS: Final = ("education", "information", "selling", "support")

# What we know


@frozen
class Playbook:
    """How some customers are treated, and the fact that says so."""

    education: str
    information: str
    selling: str
    support: str
    fact: str


@frozen
class Playbooks:
    """The playbooks that hold: maturity/new, tier/core."""

    items: Map[str, Playbook] = field(factory=Map)


# Why not


class PlaybookIncomplete(Refused):
    rule = "PB1"


class PlaybookForNobody(Refused):
    rule = "PB2"


# What happened


@frozen
class PlaybookDefined(ProgrammeEvent[Playbooks]):
    """It was laid down how customers of a maturity, or of a tier, are treated (R-2).

    education: what they are taught. Public: names nobody.
    information: what they are told, and how often. Public: names nobody.
    selling: by which process they are sold to. Public: names nobody.
    support: how they are supported. Public: names nobody.
    maturity: for which customers, by how long they have been customers.
    tier: or for which, by tier.
    """

    topic = Playbooks
    verb = "programme playbook"
    says = "Playbook defined[ for {maturity} customers][ for the tier {tier}]"

    education: str
    information: str
    selling: str
    support: str
    maturity: Maturity | None = None
    tier: Tier | None = None

    def admit(self, programme: Programme) -> None:
        if (self.maturity is None) == (self.tier is None):
            raise PlaybookForNobody(
                "A playbook is for a maturity, or for a tier", "Name one of them, and one only."
            )
        missing = [name for name in PARTS if not getattr(self, name).strip()]
        if missing:
            raise PlaybookIncomplete(f"The playbook lacks {', '.join(missing)}", "State all four parts.")

    def change(self, state: Playbooks, fact: Fact) -> Playbooks:
        key = f"tier/{self.tier.value}" if self.tier else f"maturity/{self.maturity and self.maturity.value}"
        found = Playbook(self.education, self.information, self.selling, self.support, fact.reference)
        return Playbooks(state.items.insert(key, found))


# What follows


def playbook_for(programme: Programme, *, maturity: Maturity | None, tier: Tier | None) -> Playbook | None:
    """Return the playbook that holds on the day for customers of a TIER, else of a MATURITY; None: none."""
    items = programme[Playbooks].items
    by_tier = items.get(f"tier/{tier.value}") if tier else None
    return by_tier or (items.get(f"maturity/{maturity.value}") if maturity else None)
