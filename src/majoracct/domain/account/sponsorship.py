"""Sponsorship: the executives inside the account who back us, and who brought whom.

Rules
  SP1  Only a stakeholder we have identified, and who has not left, can be named a sponsor.  B-Q3
  SP2  A sponsor is named with a title and a remit.                                         B-Q3
  SP3  Sponsorship passes on only from an executive who sponsors us now.                    B-R5
  SP4  Somebody sponsors us once, until the sponsorship ends.                               B-Q3
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import Relationships, known_here
from majoracct.domain.kernel import AccountEvent, Fact, Map, Personal, PersonId, Refused, present
from majoracct.domain.programme.terms import Level

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Sponsor:
    """An executive inside the account who backs us."""

    described: bool  # whether a title and a remit are stated
    level: Level | None
    since: dt.date
    place: int
    fact: str  # the fact that says so: acme@3
    introduced_by: str | None = None


@frozen
class Sponsorship:
    """The account's executive sponsors, by person."""

    sponsors: Map[str, Sponsor] = field(factory=Map)


# Why not


class SponsorUndescribed(Refused):
    rule = "SP2"


class IntroducerNotSponsoring(Refused):
    rule = "SP3"


class AlreadySponsoring(Refused):
    rule = "SP4"


class NotSponsoring(Refused):
    rule = "SP4"


# What happened


@frozen
class SponsorNamed(AccountEvent[Sponsorship]):
    """An executive inside the account was named as our sponsor.

    person: the stakeholder.
    title: the office they hold.
    remit: what they decide.
    level: where that office stands; the stakeholder's own level when not stated.
    introduced_by: the sponsor who brought them to us, if one did.
    """

    topic = Sponsorship
    verb = "sponsor name"
    says = "{person}, {title}, named executive sponsor ({remit})[, introduced by {introduced_by}]"

    person: PersonId
    title: Personal[str]
    remit: Personal[str]
    level: Level | None = None
    introduced_by: PersonId | None = None

    def admit(self, account: Account) -> None:
        known_here(self.person, account)
        if not (present(self.title) and present(self.remit)):
            raise SponsorUndescribed(f"{self.person} has no title or remit", "Say what they decide.")
        sponsors = active(account)
        if self.introduced_by and self.introduced_by not in sponsors:
            raise IntroducerNotSponsoring(f"{self.introduced_by} does not sponsor us", "Name them first.")
        if self.person in sponsors:
            raise AlreadySponsoring(
                f"{self.person} sponsors us since {sponsors[self.person].since}",
                "Correct that fact, or end the sponsorship first.",
            )
        later = account.ever[Sponsorship].sponsors.get(self.person)
        if later is not None and later.since > account.on:
            raise AlreadySponsoring(
                f"{self.person} was named on {later.since}, after {account.on}",
                f"Correct the day of {later.fact}.",
            )

    def change(self, state: Sponsorship, fact: Fact) -> Sponsorship:
        described = present(self.title) and present(self.remit)
        sponsor = Sponsor(described, self.level, fact.on, fact.place, fact.reference, self.introduced_by)
        return evolve(state, sponsors=state.sponsors.insert(self.person, sponsor))


@frozen
class SponsorshipEnded(AccountEvent[Sponsorship]):
    """An executive no longer sponsors us.

    person: the stakeholder.
    """

    topic = Sponsorship
    verb = "sponsor end"
    says = "{person} no longer sponsors us"

    person: PersonId

    @classmethod
    def require(cls, account: Account) -> None:
        if not active(account):
            raise NotSponsoring(f"Nobody sponsors us on {account.on}", "Name a sponsor first.")

    def admit(self, account: Account) -> None:
        if self.person not in active(account):
            raise NotSponsoring(f"{self.person} does not sponsor us on {account.on}", "See who does.")

    def change(self, state: Sponsorship, fact: Fact) -> Sponsorship:
        return evolve(state, sponsors=state.sponsors.discard(self.person))


# What follows


def active(account: Account) -> dict[str, Sponsor]:
    """Return who sponsors us on the day, by person: identified, named, not ended, still at the customer.

    Being named an executive sponsor is what makes somebody one, whatever their level (B-Q3).
    """
    people = account[Relationships].people
    found = {}
    for person, sponsor in sorted(account[Sponsorship].sponsors.items()):
        stakeholder = people.get(person)
        if stakeholder is not None and stakeholder.left is None:
            found[person] = evolve(sponsor, level=sponsor.level or stakeholder.level)
    return found


def lineage(account: Account, person: str) -> list[str]:
    """Return the chain of introductions that led to PERSON, oldest first (B-R5)."""
    sponsors, chain = account[Sponsorship].sponsors, [person]
    while sponsor := sponsors.get(chain[0]):
        introducer = sponsor.introduced_by
        if introducer is None or introducer in chain:
            break
        chain.insert(0, introducer)
    return chain
