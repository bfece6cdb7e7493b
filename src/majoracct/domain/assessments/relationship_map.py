"""The map of relationships: who matters at the customer, how they stand to each other and to us (S-F5).

Beside them stand the partners who are on the account with us, with the people we know there, and our own
side: the team, the selling functions, and to whom people are loyal. Nothing of it is recorded; each part
names the fact that says it. Of whom nothing was judged, it is unknown.

The map is missing while we know fewer people than policy asks for, or nobody of whom we know how they stand
to another; it is stale while a judgement or a link is older than policy allows, or was never made.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator

from attrs import field, frozen

from majoracct.domain.account.competitor_loyalty import CompetitorTie, loyal_to_competitors
from majoracct.domain.account.cover import contacts, sellers
from majoracct.domain.account.loyalty import Loyalty, LoyaltyLevel
from majoracct.domain.account.partners import Joined, Partners
from majoracct.domain.account.power import Power, Powers
from majoracct.domain.account.relationships import (
    BuyingFunction,
    Link,
    Perception,
    Relationships,
    Stakeholder,
    Strength,
)
from majoracct.domain.account.satisfaction import Satisfaction, moods
from majoracct.domain.account.sponsorship import active
from majoracct.domain.account.team import members
from majoracct.domain.kernel import Personal
from majoracct.domain.programme.staff import still
from majoracct.domain.programme.terms import Level, Seat, SellingFunction, Terms
from majoracct.domain.seen import Account

__all__ = ["Aspect", "MapStanding", "OnMap", "RelationshipMap", "Tie", "Whose", "relationship_map"]


class Whose(enum.Enum):
    """Whose side somebody is on."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    OURS = "ours"


class Aspect(enum.Enum):
    """What is judged of somebody, and grows old."""

    STRENGTH = "strength"
    POWER = "power"


class MapStanding(enum.Enum):
    """Whether there is a map, and whether it can be relied on."""

    MISSING = "missing"
    STALE = "stale"
    FRESH = "fresh"


@frozen
class OnMap:
    """Somebody on the map.

    account: whose stream knows them: the account, or the partner's own; of ours, the account.
    strength, power, perception, satisfaction: as judged last; None: unknown.
    competitors: to which competitors they are loyal. tied_to: who of ours looks after them, or has their
    loyalty. seats, selling: what one of ours does for the account.
    old: what was judged too long ago. unknown: what nobody judged. stale: the facts to judge anew: what says
    what is old, or else that we know them. facts: what says all this.
    """

    whose: Whose
    account: str
    person: str
    function: BuyingFunction | None = None
    level: Level | None = None
    strength: Strength | None = None
    power: Power | None = None
    perception: Perception | None = None
    satisfaction: Satisfaction | None = None
    sponsors: bool = False
    competitors: tuple[Personal[str], ...] = ()
    tied_to: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    selling: SellingFunction | None = None
    old: tuple[Aspect, ...] = ()
    unknown: tuple[Aspect, ...] = ()
    stale: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@frozen
class Tie:
    """How one on the map stands to another.

    words: how a sentence says it: the first … the second. old: whether it was said too long ago.
    level: of loyalty, how loyal; it is personal. account: whose stream knows both, or one of them.
    """

    account: str
    person: str
    words: str
    other: str
    on: dt.date
    fact: str
    old: bool = False
    level: Personal[LoyaltyLevel] | None = None


@frozen
class RelationshipMap:
    """The map of an account's relationships on a day.

    departments: the departments that are loyal to a competitor. partners: who is on the account with us.
    """

    account: str
    people: tuple[OnMap, ...]
    ties: tuple[Tie, ...]
    departments: tuple[CompetitorTie, ...]
    partners: tuple[tuple[str, Joined], ...]
    standing: MapStanding
    because: str

    @property
    def customers(self) -> tuple[OnMap, ...]:
        """Those on the customer's side."""
        return tuple(p for p in self.people if p.whose is Whose.CUSTOMER)

    @property
    def stale(self) -> tuple[str, ...]:
        """The facts to judge or state anew: of the customer's people, then of their links."""
        links = (tie.fact for tie in self.ties if tie.old and tie.account == self.account)
        return (*(fact for p in self.customers for fact in p.stale), *links)


@frozen
class _There:
    """What is known of the people of one stream, asked once."""

    account: Account
    terms: Terms
    ours: dict[str, list[str]] = field(factory=dict)  # by stakeholder: who of ours they are tied to

    def people(self, whose: Whose) -> Iterator[OnMap]:
        account = self.account
        satisfied, sponsoring = moods(account), active(account)
        rivals = loyal_to_competitors(account)
        for person, somebody in _here(account):
            weight = account[Powers].of.get(person)
            mood = satisfied.get(person)
            loyal = [tie for tie in rivals if tie.person == person]
            judged = {
                Aspect.STRENGTH: somebody.judged[-1] if somebody.judged else None,
                Aspect.POWER: weight,
            }
            unknown = tuple(a for a, word in judged.items() if word is None)
            old = {a: w.fact for a, w in judged.items() if w and self.old(w.on, self.terms.map.judged_days)}
            facts = [
                somebody.fact,
                somebody.level_fact if somebody.level else "",
                somebody.strength_fact,
                weight.fact if weight else "",
                somebody.perception_fact,
                mood.fact if mood else "",
                sponsoring[person].fact if person in sponsoring else "",
                *(tie.fact for tie in loyal),
            ]
            yield OnMap(
                whose,
                account.key,
                person,
                somebody.function,
                somebody.level,
                somebody.strength,
                weight.power if weight else None,
                somebody.perception,
                mood.satisfaction if mood else None,
                person in sponsoring,
                tuple(tie.competitor for tie in loyal),
                tuple(sorted(set(self.ours.get(person, ())))),
                old=tuple(old),
                unknown=unknown,
                stale=(*old.values(), *((somebody.fact,) if unknown else ())),
                facts=tuple(dict.fromkeys(f for f in facts if f)),
            )

    def ties(self) -> list[Tie]:
        """Return how they stand to each other, as stated last of each pair and way."""
        there = {person for person, _ in _here(self.account)}
        latest: dict[tuple[str, str, str], Link] = {}
        for link in self.account[Relationships].links:
            if link.person in there and link.other in there:
                latest[link.kind.way(link.person, link.other)] = link
        return [
            Tie(
                self.account.key,
                link.person,
                link.kind.words,
                link.other,
                link.on,
                link.fact,
                self.old(link.on, self.terms.map.linked_days),
            )
            for _, link in sorted(latest.items())
        ]

    def old(self, on: dt.date, days: int) -> bool:
        return (self.account.on - on).days > days


def _here(account: Account) -> list[tuple[str, Stakeholder]]:
    """Return the people we know there who have not left, the highest level first, then by id."""
    levels = list(Level)
    there = [(p, s) for p, s in account[Relationships].people.items() if s.left is None]
    return sorted(
        there, key=lambda each: (levels.index(each[1].level) if each[1].level else len(levels), each[0])
    )


def relationship_map(account: Account, terms: Terms) -> RelationshipMap:
    """Return the map of ACCOUNT's relationships on the day."""
    across = _across(account)
    tied: dict[str, list[str]] = {}
    for tie in across:
        ours, theirs = (tie.person, tie.other) if tie.level is None else (tie.other, tie.person)
        tied.setdefault(theirs, []).append(ours)
    there = _There(account, terms, tied)
    people, ties = list(there.people(Whose.CUSTOMER)), there.ties()
    standing, because = _standing(people, ties, terms)
    partners = sorted(account[Partners].of.items())
    for key, _ in partners:
        beside = _There(account.other(key), terms)
        people += beside.people(Whose.PARTNER)
        ties += beside.ties()
    return RelationshipMap(
        account.key,
        (*people, *_ours(account, across)),
        (*ties, *across),
        tuple(tie for tie in loyal_to_competitors(account) if not tie.person),
        tuple(partners),
        standing,
        because,
    )


def _across(account: Account) -> list[Tie]:
    """Return who of ours looks after whom of theirs, and who of theirs is loyal to whom of ours."""
    found = [
        Tie(account.key, c.member, "looks after", c.stakeholder, c.since, c.fact) for c in contacts(account)
    ]
    there = dict(_here(account))
    for person, theirs in sorted(account[Loyalty].ties.items()):
        for to, tie in sorted(theirs.items()):
            if (
                person in there
                and tie.level is not LoyaltyLevel.NONE
                and still(account.programme, to, tie.on)
            ):
                said = Tie(account.key, person, "is loyal to", to, tie.on, tie.fact, level=tie.level)
                found.append(said)
    return found


def _ours(account: Account, across: list[Tie]) -> list[OnMap]:
    """Return our own side: who has a seat or a function there, or to whom somebody there is tied."""
    seats: dict[str, list[Seat]] = {}
    facts: dict[str, list[str]] = {}
    for member in members(account):
        seats.setdefault(member.person, []).append(member.seat)
        facts.setdefault(member.person, []).append(member.fact)
    selling = sellers(account)
    for person, assigned in selling.items():
        facts.setdefault(person, []).append(assigned.fact)
    for tie in across:
        facts.setdefault(tie.person if tie.level is None else tie.other, []).append(tie.fact)
    return [
        OnMap(
            Whose.OURS,
            account.key,
            person,
            seats=tuple(seats.get(person, ())),
            selling=selling[person].function if person in selling else None,
            facts=tuple(dict.fromkeys(said)),
        )
        for person, said in sorted(facts.items())
    ]


def _standing(people: list[OnMap], ties: list[Tie], terms: Terms) -> tuple[MapStanding, str]:
    """Return whether there is a map of the customer's PEOPLE and TIES, and why it is as it is."""
    least = terms.map.people
    if len(people) < least:
        return MapStanding.MISSING, f"{len(people)} of at least {least} people are identified"
    if not ties and least > 1:
        return MapStanding.MISSING, "nothing says how anybody there stands to another"
    of = f"of {len(people)} people"
    never = [(sum(a in p.unknown for p in people), f"{of} never judged in {a.value}") for a in Aspect]
    old = sum(bool(p.old) for p in people)
    links = sum(tie.old for tie in ties)
    said = [
        f"{count} {what}"
        for count, what in (
            *never,
            (old, f"{of} judged more than {terms.map.judged_days} days ago"),
            (links, f"of {len(ties)} links stated more than {terms.map.linked_days} days ago"),
        )
        if count
    ]
    return (MapStanding.STALE, "; ".join(said)) if said else (MapStanding.FRESH, "")
