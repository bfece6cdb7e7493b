"""Grounds: the facts that a verdict stands or falls with.

A verdict that holds does so by certain things: documents, a project and its results, a sponsor and a
link, opportunities. Whatever leaves those things as they are leaves the verdict as it is. A thing is
what the last word of each kind makes it: to have an earlier one back, the last has to go.

Rules
  GR1  What a verdict names, and the last word on each thing that this is about, are its grounds.  B-Q6
  GR2  So are the mergers by which predecessors tell of the account.                               X-10
  GR3  A verdict stands unchanged from the day of the last of its grounds.                         B-Q6
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from attrs import fields, frozen

from majoracct.domain.account.delivery import Delivery, DeliveryCompleted
from majoracct.domain.account.mergers import AccountAbsorbed, Mergers
from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityReopened,
)
from majoracct.domain.account.relationships import InfluenceLinked, StakeholderIdentified
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.kernel import Event, Fact

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Grounds:
    """What a verdict that holds rests on.

    facts: those whose absence could make it fail; no others could.
    since: the first day from which all that it holds by stood as it does.
    """

    facts: tuple[Fact, ...]
    since: dt.date


_Things = Callable[[Any, Fact], tuple[str, ...]]

# Which things an event is about, as far as a verdict can rest on them.
_ABOUT: Final[dict[type[Event[Any]], _Things]] = {
    DeliveryCompleted: lambda event, fact: (event.project or fact.id,),
    SponsorNamed: lambda event, fact: (event.person,),
    SponsorshipEnded: lambda event, fact: (event.person,),
    StakeholderIdentified: lambda event, fact: (event.person,),
    InfluenceLinked: lambda event, fact: (event.person, event.other),
    OpportunityIdentified: lambda event, fact: (fact.id,),
    OpportunityEstimated: lambda event, fact: (event.opportunity,),
    OpportunityReopened: lambda event, fact: (event.opportunity,),
}
# A link is a thing of its own: a later one takes nothing from it.
_LAST_WORD: Final = frozenset(_ABOUT) - {InfluenceLinked}


# What follows


def grounds(account: Account, references: Iterable[str], *topics: type[Any]) -> Grounds:
    """Return the grounds of what ACCOUNT's facts called REFERENCES, of TOPICS, bear out on the day."""
    told = _told(account, topics)
    named = _called(told, references)
    words = _last_words(told, {thing for fact in named for thing in _about(fact)})
    return joint(account, [*named, *(f for facts in words.values() for f in facts)])


def behind(
    account: Account, things: Mapping[str, Iterable[str]], *topics: type[Any]
) -> dict[str, list[Fact]]:
    """Return what makes each of THINGS what it is on the day: what is named with it, the last words on it.

    things: by its id, references of facts of TOPICS that tell of it.
    """
    told = _told(account, topics)
    words = _last_words(told, things)
    named = {f.reference: f for f in _called(told, [r for rs in things.values() for r in rs])}
    return {
        thing: list(
            {f.reference: f for f in (*(named[r] for r in references if r in named), *words[thing])}.values()
        )
        for thing, references in things.items()
    }


def joint(account: Account, facts: Iterable[Fact], since: Iterable[dt.date] | None = None) -> Grounds:
    """Return the grounds that are FACTS and the mergers by which predecessors tell of ACCOUNT.

    since: the days of those by which it stands; by default, of all FACTS.
    """
    found, joined = list(facts), mergers(account)
    days = [f.on for f in found] if since is None else list(since)
    once = {f.reference: f for f in (*found, *joined)}
    return Grounds(tuple(once.values()), max((*days, *(f.on for f in joined)), default=account.on))


def mergers(account: Account) -> list[Fact]:
    """Return the facts by which other accounts had merged into ACCOUNT, or into those, by the day."""
    return [
        fact
        for stream in account.streams
        for fact in account.past.fold(Mergers, (stream,)).until(account.on)
        if isinstance(fact.event, AccountAbsorbed)
    ]


def completed_again(account: Account) -> list[Fact]:
    """Return the last completion of each project that was completed more than once, as after a merger."""
    told = account.fold(Delivery).until(account.on)
    done = [(_about(f)[0], f) for f in told if isinstance(f.event, DeliveryCompleted)]
    times = Counter(project for project, _ in done)
    return list({project: fact for project, fact in done if times[project] > 1}.values())


def _told(account: Account, topics: Iterable[type[Any]]) -> list[Fact]:
    return [f for topic in topics for f in account.fold(topic).until(account.on)]


def _called(told: Iterable[Fact], references: Iterable[str]) -> list[Fact]:
    wanted = set(references)
    versions = {int(reference.rpartition("@")[2]) for reference in wanted}  # cheaper to compare than names
    return [f for f in told if f.version in versions and f.reference in wanted]


def _last_words(told: Iterable[Fact], things: Iterable[str]) -> dict[str, list[Fact]]:
    """Return the last of the facts TOLD of each kind about each of THINGS.

    An estimate may state the worth alone: then the day still is what another said, which is the last on that.
    """
    last: dict[str, dict[tuple[str, str], Fact]] = {thing: {} for thing in things}
    for fact in told:
        kind = type(fact.event)
        if kind in _LAST_WORD and (words := last.get(_about(fact)[0])) is not None:
            for a in fields(kind):
                if getattr(fact.event, a.name) is not None:
                    words[kind.__name__, a.name] = fact
    return {thing: list({f.reference: f for f in words.values()}.values()) for thing, words in last.items()}


def _about(fact: Fact) -> tuple[str, ...]:
    about = _ABOUT.get(type(fact.event))
    return about(fact.event, fact) if about else ()
