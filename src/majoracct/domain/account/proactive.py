"""Proactive programmes: what looks ahead and backs the work on an account, such as a series of briefings.

Rules
  PB5  A proactive programme has a name, and backs an account once at a time.              R-3
  PB6  Only a programme that backs the account is ended.                                   R-3
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused, alike

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Backing:
    """That a proactive programme backs the account, since when, and until when if it ended."""

    name: str
    since: dt.date
    place: int
    fact: str
    ended: dt.date | None = None


@frozen
class ProactiveProgrammes:
    """The proactive programmes that back the account, each by the fact that says so."""

    items: Map[str, Backing] = field(factory=Map)


# Why not


class BackingUnnamed(Refused):
    rule = "PB5"


class AlreadyBacked(Refused):
    rule = "PB5"


class BackingUnknown(Refused):
    rule = "PB6"


# What happened


@frozen
class ProactiveProgrammeAssigned(AccountEvent[ProactiveProgrammes]):
    """A proactive programme backs the work on the account from this day on (R-3).

    name: what it is called, such as a series of briefings. Public: names nobody.
    """

    topic = ProactiveProgrammes
    verb = "account back"
    says = "Backed by a proactive programme: {name}"

    name: str

    def admit(self, account: Account) -> None:
        name = alike(self.name)
        if not name:
            raise BackingUnnamed("The programme has no name", "Say what it is called.")
        for key, backing in sorted(account.ever[ProactiveProgrammes].items.items()):
            if alike(backing.name) == name and (backing.ended is None or backing.ended > account.on):
                raise AlreadyBacked(
                    f"{backing.name} backs {account.key} since {backing.since} ({key})",
                    "End it first, or correct that fact.",
                )

    def change(self, state: ProactiveProgrammes, fact: Fact) -> ProactiveProgrammes:
        backing = Backing(" ".join(self.name.split()), fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, backing))


@frozen
class ProactiveProgrammeEnded(AboutThing[ProactiveProgrammes, Backing]):
    """A proactive programme backs the account no longer.

    backing: which.
    """

    topic = ProactiveProgrammes
    thing = "backing"
    kept_in = "items"
    verb = "account end-backing"
    says = "No longer backed by {backing}"

    backing: FactRef

    def admit(self, account: Account) -> None:
        found = account[ProactiveProgrammes].items.get(self.backing)
        if found is None or found.ended is not None:
            raise BackingUnknown(
                f"{self.backing} is no programme that backs {account.key} on {account.on}",
                "Name one that does.",
            )

    def alter(self, found: Backing, fact: Fact) -> Backing:
        return evolve(found, ended=fact.on)


# What follows


def backed_by(account: Account) -> list[Backing]:
    """Return the proactive programmes that back the account on the day, earliest first."""
    found = [each for each in account[ProactiveProgrammes].items.values() if each.ended is None]
    return sorted(found, key=lambda each: (each.since, each.place))
