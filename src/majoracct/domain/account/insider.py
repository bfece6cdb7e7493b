"""Insider: what shows that we are one at the customer's, and what we know that others do not.

Rules
  IS1  What shows insider status says what it is, and comes with evidence.                 B-S1
  IS2  Inside knowledge says what we know.                                                 B-S4
  IS3  Insider status takes both kinds of evidence, in date: expertise in the customer's industry,
       and alignment with the issues of its executives.                                    B-S1
  IS4  Inside knowledge is an edge when it is fresh, both of the company and of its ways.  B-S4
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class InsiderKind(enum.Enum):
    """Where insider status comes from (B-S1)."""

    INDUSTRY_EXPERTISE = "industry-expertise"
    EXECUTIVE_ALIGNMENT = "executive-alignment"


class Inside(enum.Enum):
    """What inside knowledge is of (B-S4)."""

    COMPANY = "company"
    WAYS = "ways"  # how things get done there


# What we know


@frozen
class Shown:
    """Something that shows insider status, or something we know from inside."""

    kind: InsiderKind | Inside
    what: str
    on: dt.date
    place: int
    fact: str


@frozen
class Insider:
    """What shows insider status, and what we know from inside, each by the fact that says so."""

    evidence: Map[str, Shown] = field(factory=Map)
    knowledge: Map[str, Shown] = field(factory=Map)


# Why not


class InsiderUnproven(Refused):
    rule = "IS1"


class InsiderUnstated(Refused):
    rule = "IS1"


class KnowledgeUnstated(Refused):
    rule = "IS2"


# What happened


@frozen
class InsiderEvidenceRecorded(AccountEvent[Insider]):
    """Something shows that the customer takes us for one of its own; it comes with evidence (B-S1).

    kind: expertise in its industry, or alignment with what its executives care about.
    what: what shows it. Public: names nobody.
    """

    topic = Insider
    verb = "insider evidence"
    says = "Insider by {kind}: {what}"

    kind: InsiderKind
    what: str

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise InsiderUnstated(f"Nothing says what shows {_word(self.kind)}", "Say what shows it.")
        if not account.evidence:
            raise InsiderUnproven(f"Nothing was shown for “{self.what}”", "Attach what shows it: --evidence.")

    def change(self, state: Insider, fact: Fact) -> Insider:
        shown = Shown(self.kind, self.what, fact.on, fact.place, fact.reference)
        return evolve(state, evidence=state.evidence.insert(fact.id, shown))


@frozen
class InsideKnowledgeRecorded(AccountEvent[Insider]):
    """We know from inside what lowers our risk there. It is for us alone, and says nothing of a person.

    about: the company, or its ways: how things get done there.
    what: what we know. Public: names nobody.
    """

    topic = Insider
    verb = "insider knowledge"
    says = "Known from inside about the {about}: {what}"

    about: Inside
    what: str

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise KnowledgeUnstated(f"Nothing says what we know of the {_word(self.about)}", "Say what.")

    def telling(self) -> str:
        return self.says if self.about is Inside.COMPANY else "Known from inside about its {about}: {what}"

    def change(self, state: Insider, fact: Fact) -> Insider:
        known = Shown(self.about, self.what, fact.on, fact.place, fact.reference)
        return evolve(state, knowledge=state.knowledge.insert(fact.id, known))


def _word(kind: enum.Enum) -> str:
    return str(kind.value).replace("-", " ")


# What follows


@frozen
class Standing:
    """Whether every kind is there since a day: the latest of each, by kind, and the kinds missing."""

    latest: dict[str, Shown]
    missing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether none is missing."""
        return not self.missing

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it rests on, in the order of the kinds."""
        return tuple(shown.fact for shown in self.latest.values())


def _every(kinds: type[InsiderKind | Inside], shown: Iterable[Shown], since: dt.date) -> Standing:
    found = {s.kind: s for s in sorted(shown, key=lambda s: (s.on, s.place)) if s.on >= since}
    return Standing(
        {kind.value: found[kind] for kind in kinds if kind in found},
        tuple(kind.value for kind in kinds if kind not in found),
    )


def insider(account: Account, since: dt.date) -> Standing:
    """Return whether we are an insider on the day, by evidence from SINCE on (B-S1)."""
    return _every(InsiderKind, account[Insider].evidence.values(), since)


def edge(account: Account, since: dt.date) -> Standing:
    """Return whether we have the advantage of inside knowledge on the day, gained from SINCE on (B-S4)."""
    return _every(Inside, account[Insider].knowledge.values(), since)
