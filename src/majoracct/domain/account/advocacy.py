"""Advocacy: what we gave sponsors to argue with, what backing us brought them, and the stories we may tell.

Rules
  AD1  Only an executive who sponsors us now is armed, or gains or loses by us.           B-P4, B-E1
  AD2  Ammunition says what was given, and rests only on value on record.                B-P4, B-E7
  AD3  An anecdote has a title, and rests on value on record.                            B-E7
  AD4  It is published with the consent of somebody at the customer, and that is shown.  B-E7
  AD5  Only an anecdote that was published is retired, and once.                         B-E7
  AD6  It stands while all it rests on is on record, and the customer disputes none of it. B-E7
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.claims import Stage, ledger_of_value
from majoracct.domain.account.relationships import known_here
from majoracct.domain.account.sponsorship import active
from majoracct.domain.account.value import missing_from_record, project_on_record
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Personal, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Credit(enum.Enum):
    """What a sponsor's standing gained by having backed us (B-E1)."""

    GAINED = "gained"
    NEUTRAL = "neutral"
    LOST = "lost"


# What we know


@frozen
class Ammunition:
    """Something a sponsor can argue with, and the value it rests on."""

    person: str
    artefact: str
    values: tuple[str, ...]
    on: dt.date
    place: int
    fact: str


@frozen
class SponsorOutcome:
    """What backing us brought a sponsor."""

    person: str
    credit: Credit
    project: str | None
    on: dt.date
    place: int
    fact: str


@frozen
class Anecdote:
    """A story other prospects may hear, the value it rests on, and who consented."""

    title: str
    values: tuple[str, ...]
    consent_by: str
    on: dt.date
    place: int
    fact: str
    retired: dt.date | None = None


@frozen
class Advocacy:
    """Ammunition, outcomes for sponsors, and anecdotes, each by the fact that tells of it."""

    ammunition: Map[str, Ammunition] = field(factory=Map)
    outcomes: Map[str, SponsorOutcome] = field(factory=Map)
    anecdotes: Map[str, Anecdote] = field(factory=Map)


# Why not


class NoSponsorOfOurs(Refused):
    rule = "AD1"


class AmmunitionUnstated(Refused):
    rule = "AD2"


class AmmunitionUnfounded(Refused):
    rule = "AD2"


class AnecdoteUntitled(Refused):
    rule = "AD3"


class AnecdoteUnfounded(Refused):
    rule = "AD3"


class ConsentNotShown(Refused):
    rule = "AD4"


class AnecdoteUnknown(Refused):
    rule = "AD5"


class AnecdoteRetiredAlready(Refused):
    rule = "AD5"


def sponsors_now(person: str, account: Account) -> None:
    """Raise Refused unless PERSON sponsors us on the day."""
    if person not in active(account):
        raise NoSponsorOfOurs(f"{person} does not sponsor us on {account.on}", "Name them a sponsor first.")


# What happened


@frozen
class AmmunitionProvided(AccountEvent[Advocacy]):
    """We gave a sponsor something to convince colleagues with (B-P4).

    person: the sponsor.
    artefact: what it is. Public: names nobody.
    values: the value it rests on.
    """

    topic = Advocacy
    verb = "sponsor arm"
    says = "{person} armed with {artefact}[, resting on {values}]"

    person: PersonId
    artefact: str
    values: tuple[FactRef, ...] = ()

    def admit(self, account: Account) -> None:
        sponsors_now(self.person, account)
        if not self.artefact.strip():
            raise AmmunitionUnstated("Nothing says what the sponsor was given", "Say what it is.")
        if missing := missing_from_record(self.values, account):
            raise AmmunitionUnfounded(
                f"{account.key} has no value {missing} on record on {account.on}", "Document it first."
            )

    def change(self, state: Advocacy, fact: Fact) -> Advocacy:
        given = Ammunition(self.person, self.artefact, self.values, fact.on, fact.place, fact.reference)
        return evolve(state, ammunition=state.ammunition.insert(fact.id, given))


@frozen
class SponsorOutcomeRecorded(AccountEvent[Advocacy]):
    """We learned what having backed us brought a sponsor (B-E1).

    person: the sponsor.
    credit: whether their standing gained or lost by it.
    how: how it showed.
    project: the project it came of.
    """

    topic = Advocacy
    verb = "sponsor credit"
    says = "{person} {credit} by backing us[: {how}][, through {project}]"

    person: PersonId
    credit: Credit
    how: Personal[str] | None = None
    project: FactRef | None = None

    def admit(self, account: Account) -> None:
        sponsors_now(self.person, account)
        project_on_record(self.project, account)

    def telling(self) -> str:
        return (
            "{person} "
            + {
                Credit.GAINED: "gained by backing us",
                Credit.NEUTRAL: "neither gained nor lost by backing us",
                Credit.LOST: "lost by backing us",
            }[self.credit]
            + "[: {how}][, through {project}]"
        )

    def change(self, state: Advocacy, fact: Fact) -> Advocacy:
        outcome = SponsorOutcome(self.person, self.credit, self.project, fact.on, fact.place, fact.reference)
        return evolve(state, outcomes=state.outcomes.insert(fact.id, outcome))


@frozen
class AnecdotePublished(AccountEvent[Advocacy]):
    """A story of value we brought may be told to other prospects (B-E7); consent is shown as evidence.

    title: what it is called.
    values: the value it rests on.
    consent_by: the stakeholder who consented.
    """

    topic = Advocacy
    verb = "value anecdote"
    says = "Anecdote published: {title}, resting on {values}, with the consent of {consent_by}"

    title: str
    values: tuple[FactRef, ...]
    consent_by: PersonId

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise AnecdoteUntitled("The anecdote has no title", "Say what it is called.")
        if not self.values:
            raise AnecdoteUnfounded("The anecdote rests on nothing", "Name the value it tells of.")
        if missing := missing_from_record(self.values, account):
            raise AnecdoteUnfounded(
                f"{account.key} has no value {missing} on record on {account.on}", "Document it first."
            )
        known_here(self.consent_by, account)
        if not account.evidence:
            raise ConsentNotShown(
                f"Nothing shows that {self.consent_by} consented", "Attach the consent: --evidence."
            )

    def change(self, state: Advocacy, fact: Fact) -> Advocacy:
        told = Anecdote(self.title, self.values, self.consent_by, fact.on, fact.place, fact.reference)
        return evolve(state, anecdotes=state.anecdotes.insert(fact.id, told))


@frozen
class AnecdoteRetired(AboutThing[Advocacy, Anecdote]):
    """A story is no longer told (B-E7).

    anecdote: which.
    """

    topic = Advocacy
    thing = "anecdote"
    kept_in = "anecdotes"
    verb = "value retire"
    says = "Anecdote retired: {anecdote}"

    anecdote: FactRef

    def admit(self, account: Account) -> None:
        found = account[Advocacy].anecdotes.get(self.anecdote)
        if found is None:
            raise AnecdoteUnknown(
                f"{account.key} has no anecdote {self.anecdote} on {account.on}", "See which there are."
            )
        if retired := account.ever[Advocacy].anecdotes[self.anecdote].retired:
            raise AnecdoteRetiredAlready(f"“{found.title}” was retired on {retired}", "Correct that fact.")

    def alter(self, found: Anecdote, fact: Fact) -> Anecdote:
        return evolve(found, retired=found.retired or fact.on)


# What follows


@frozen
class Source:
    """What an anecdote rests on: the value, and how far it has come; None when it is not on record."""

    value: str
    stage: Stage | None

    @property
    def stands(self) -> bool:
        """Whether it is on record, and not disputed by the customer."""
        return self.stage not in (None, Stage.DISPUTED)

    @property
    def confirmed(self) -> bool:
        """Whether the customer confirmed it."""
        return self.stage is Stage.CONFIRMED


@frozen
class Provenance:
    """An anecdote, and all it rests on."""

    id: str
    anecdote: Anecdote
    sources: tuple[Source, ...]

    @property
    def stands(self) -> bool:
        """Whether all that it rests on still stands."""
        return all(source.stands for source in self.sources)


def anecdotes(account: Account) -> list[Provenance]:
    """Return the anecdotes in use on the day, earliest first, each with what it rests on (B-E7)."""
    stages = {entry.value: entry.stage for entry in ledger_of_value(account)}
    told = sorted(account[Advocacy].anecdotes.items(), key=lambda item: (item[1].on, item[1].place))
    return [
        Provenance(
            key,
            anecdote,
            tuple(Source(value, stages.get(value)) for value in anecdote.values),
        )
        for key, anecdote in told
        if anecdote.retired is None
    ]
