"""Sponsorship: the executives inside the account who back us, and who brought whom.

Rules
  SP1  Only a stakeholder we have identified, and who has not left, can be named a sponsor.  B-Q3
  SP2  A sponsor is named with a title and a remit.                                         B-Q3
  SP3  Sponsorship passes on only from an executive who sponsors us now.                    B-R5
  SP4  Somebody sponsors us once, until the sponsorship ends.                               B-Q3
  SP5  Who passes sponsorship on is satisfied with us, as judged last by the day.           B-R5
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import Relationships, known_here
from majoracct.domain.account.satisfaction import Satisfactions
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


@frozen
class Introduction:
    """One executive who sponsored us brought us to another, who now does."""

    introducer: str
    person: str
    on: dt.date
    place: int
    fact: str


@frozen
class Sponsorship:
    """The account's executive sponsors, by person, and every introduction, earliest first.

    An introduction stays once a sponsorship ends: it happened.
    """

    sponsors: Map[str, Sponsor] = field(factory=Map)
    introductions: tuple[Introduction, ...] = ()


# Why not


class SponsorUndescribed(Refused):
    rule = "SP2"


class IntroducerNotSponsoring(Refused):
    rule = "SP3"


class IntroducerNotSatisfied(Refused):
    rule = "SP5"


class AlreadySponsoring(Refused):
    rule = "SP4"


class NotSponsoring(Refused):
    rule = "SP4"


def _satisfied(introducer: str, account: Account) -> None:
    mood = account[Satisfactions].of.get(introducer)
    if mood is None:
        raise IntroducerNotSatisfied(
            f"Nothing says whether {introducer} is satisfied with us",
            "Record their satisfaction first.",
        )
    if not mood.satisfaction.content:
        raise IntroducerNotSatisfied(
            f"{introducer} was {mood.satisfaction.words} on {mood.on}",
            "Satisfy them first, and record their satisfaction anew.",
        )


# What happened


@frozen
class SponsorNamed(AccountEvent[Sponsorship]):
    """An executive inside the account was named as our sponsor.

    person: the stakeholder.
    title: the office they hold.
    remit: what they decide.
    level: where that office stands; the stakeholder's own level when not stated.
    introduced_by: the satisfied sponsor who brought them to us, if one did.
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
        if self.introduced_by:
            _satisfied(self.introduced_by, account)
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
        sponsor = Sponsor(described, self.level, fact.on, fact.place, fact.reference)
        state = evolve(state, sponsors=state.sponsors.insert(self.person, sponsor))
        if self.introduced_by is None:
            return state
        made = Introduction(self.introduced_by, self.person, fact.on, fact.place, fact.reference)
        return evolve(state, introductions=(*state.introductions, made))


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


@frozen
class ChainLink:
    """One introduction of a chain."""

    introducer: str
    person: str
    on: dt.date
    fact: str
    satisfied: bool | None  # whether the introducer is on the day; None when nothing says


def chains(account: Account) -> list[tuple[ChainLink, ...]]:
    """Return every chain of introductions, each from its first link to its last (B-R5).

    They come in the order of their last links. Where a sponsor brought us to several, each has a chain.
    """
    made = account[Sponsorship].introductions
    moods = account[Satisfactions].of
    before = [_before(made, n) for n in range(len(made))]

    def link(of: Introduction) -> ChainLink:
        mood = moods.get(of.introducer)
        satisfied = mood.satisfaction.content if mood else None
        return ChainLink(of.introducer, of.person, of.on, of.fact, satisfied)

    found = []
    for last in sorted(set(range(len(made))) - set(before)):
        chain, at = [link(made[last])], before[last]
        while at is not None:
            chain.insert(0, link(made[at]))
            at = before[at]
        found.append(tuple(chain))
    return found


def _before(made: tuple[Introduction, ...], nth: int) -> int | None:
    """Return which introduction, before the NTH, had brought us to the one who made it."""
    return _latest(made, made[nth].introducer, nth)


def _latest(made: tuple[Introduction, ...], person: str, before: int) -> int | None:
    return next((n for n in reversed(range(before)) if made[n].person == person), None)
