"""Activities: what we do with the customer from day to day, and whom of theirs it brings us to.

Rules
  AT1  An activity says what was done.                                              C-R4
  AT2  Whoever took part was identified, and has not left.                          B-P6
  AT3  Who of ours did it is one of our people, who is with us.                      S-V1
  AT4  What it served is on record of the account by the day.                        S-V1
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.access import is_executive
from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, PersonId, Refused, StaffId
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class SellingProcess(enum.Enum):
    """The five processes that sell to the customer's team (C-R4)."""

    PLANNING = "planning"
    SELLING = "selling"
    IMPLEMENTING = "implementing"
    SERVICING = "servicing"
    SATISFYING = "satisfying"


class Focus(enum.Enum):
    """What an activity was for in the end (S-F1)."""

    RELATIONSHIP = "relationship"
    OPPORTUNITY = "opportunity"


# What we know


@frozen
class Activity:
    """Something we did, as part of a process, with people at the customer.

    members: who of ours did it. serves: the opportunity, goal or initiative it was for, by its fact.
    focus: whether it was for the relationship or for an opportunity, as was said; None: nobody said.
    """

    process: SellingProcess
    what: str
    people: tuple[str, ...]
    on: dt.date
    place: int
    fact: str
    members: tuple[str, ...] = ()
    serves: str | None = None
    focus: Focus | None = None


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


class ServesNothing(Refused):
    rule = "AT4"


def served_here(reference: str | None, account: Account) -> None:
    """Raise ServesNothing when REFERENCE names what is not on record of the account by the day."""
    if reference is None:
        return
    found = account.past.fact(reference)
    if found is not None and found.stream in account.streams:
        live = account.past.live(found.stream)
        if any(f.id == found.id and f.on <= account.on for f in live):
            return
    raise ServesNothing(
        f"{account.key} has nothing called {reference} on {account.on}",
        "Name an opportunity, a goal or something else that is on record.",
    )


# What happened


@frozen
class ActivityLogged(AccountEvent[Activities]):
    """We did something with or for the customer.

    process: which of the five processes that sell it belongs to.
    what: what was done. Public: names nobody.
    people: who took part at the customer.
    members: who of ours did it; several, such as a rep and their sales consultant.
    serves: the opportunity, goal, initiative or other thing on record that it was for.
    focus: whether it was for the relationship or for an opportunity.
    """

    topic = Activities
    verb = "activity log"
    says = "Activity ({process}): {what}[, by {members}][, with {people}][, for {serves}]"
    schema = 2

    process: SellingProcess
    what: str
    people: tuple[PersonId, ...] = ()
    members: tuple[StaffId, ...] = ()
    serves: FactRef | None = None
    focus: Focus | None = None

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise ActivityUnstated("The activity says nothing", "Say what was done.")
        for person in self.people:
            known_here(person, account)
        for member in self.members:
            known_staff(member, account.programme)
        served_here(self.serves, account)

    def change(self, state: Activities, fact: Fact) -> Activities:
        activity = Activity(
            self.process,
            self.what,
            self.people,
            fact.on,
            fact.place,
            fact.reference,
            self.members,
            self.serves,
            self.focus,
        )
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
