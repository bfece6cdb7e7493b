"""Activities: what we do with the customer from day to day, and whom of theirs it brings us to.

Rules
  AT1  An activity says what was done.                                              C-R4
  AT2  Whoever took part was identified, and has not left.                          B-P6
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.access import is_executive
from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AccountEvent, Fact, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class SellingProcess(enum.Enum):
    """The five processes that sell to the customer's team (C-R4)."""

    PLANNING = "planning"
    SELLING = "selling"
    IMPLEMENTING = "implementing"
    SERVICING = "servicing"
    SATISFYING = "satisfying"


# What we know


@frozen
class Activity:
    """Something we did, as part of a process, with people at the customer."""

    process: SellingProcess
    what: str
    people: tuple[str, ...]
    on: dt.date
    place: int
    fact: str


@frozen
class Activities:
    """What we did, each by the fact that logged it."""

    items: Map[str, Activity] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Activity]]:
        """Return the activities, earliest first, each with its id."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class ActivityUnstated(Refused):
    rule = "AT1"


# What happened


@frozen
class ActivityLogged(AccountEvent[Activities]):
    """We did something with or for the customer.

    process: which of the five processes that sell it belongs to.
    what: what was done. Public: names nobody.
    people: who took part at the customer.
    """

    topic = Activities
    verb = "activity log"
    says = "Activity ({process}): {what}[, with {people}]"

    process: SellingProcess
    what: str
    people: tuple[PersonId, ...] = ()

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise ActivityUnstated("The activity says nothing", "Say what was done.")
        for person in self.people:
            known_here(person, account)

    def change(self, state: Activities, fact: Fact) -> Activities:
        activity = Activity(self.process, self.what, self.people, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, activity))


# What follows


def sold_to_executives(key: str, activity: Activity, account: Account) -> bool:
    """Return whether ACTIVITY, called KEY, is selling in which an executive took part (B-P6).

    Who was an executive is judged on the day of the activity, by the policy then in force, and among
    the people of the account that logged it, which may have merged into this one since.
    """
    if activity.process is not SellingProcess.SELLING:
        return False
    then = account.other(key.rpartition("@")[0]).at(activity.on)
    return any(is_executive(person, then) for person in activity.people)


def executive_selling(account: Account) -> list[tuple[str, Activity]]:
    """Return the selling in which an executive took part, earliest first, each with its id (B-P6)."""
    return [(k, a) for k, a in account[Activities].in_order() if sold_to_executives(k, a, account)]


def process_cover(account: Account) -> dict[SellingProcess, int]:
    """Return how many activities each of the five processes has, none included (C-R4)."""
    done = [a.process for a in account[Activities].items.values()]
    return {process: done.count(process) for process in SellingProcess}
