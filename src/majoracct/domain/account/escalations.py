"""Escalations: issues that go to our executive sponsor, who takes them up and sees them resolved.

Rules
  ES1  An escalation says what the issue is, and whoever of theirs raised it is known.        S-A4
  ES2  The account's internal sponsor takes it up, once, while it is open.                     S-A4 B-T1
  ES3  Only what is open is resolved, and it is said how.                                      S-A4
  ES4  One that is open, and that nobody took up within policy's days, is late.                S-A4
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.governance import sponsor_only
from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused, StaffId

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Escalation:
    """An issue that was escalated; taken_up: the day our sponsor did, and resolved: the day it was."""

    what: str
    on: dt.date
    place: int
    fact: str
    raised_by: str | None = None
    taken_up: dt.date | None = None
    taken_up_by: str | None = None
    taken_up_fact: str = ""
    resolved: dt.date | None = None
    resolved_fact: str = ""

    def days(self, day: dt.date) -> int:
        """Return for how many days it was open when it was resolved, or is on DAY."""
        return ((self.resolved or day) - self.on).days

    def late(self, day: dt.date, days: int) -> bool:
        """Return whether, on DAY, it is open and nobody took it up within so many DAYS."""
        return self.resolved is None and self.taken_up is None and self.days(day) > days


@frozen
class Escalations:
    """The account's escalations, each by the fact that raised it."""

    items: Map[str, Escalation] = field(factory=Map)

    @property
    def in_order(self) -> list[tuple[str, Escalation]]:
        """Each by its id, earliest first."""
        return sorted(self.items.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class EscalationUnstated(Refused):
    rule = "ES1"


class TakenUpByAnother(Refused):
    rule = "ES2"


class AlreadyTakenUp(Refused):
    rule = "ES2"


class EscalationNotOpen(Refused):
    rule = "ES3"


class ResolutionUnstated(Refused):
    rule = "ES3"


def _open(escalation: str, account: Account) -> Escalation:
    """Return the ESCALATION that is open on the day. Raises EscalationNotOpen."""
    found = account[Escalations].items.get(escalation)
    if found is None or found.resolved:
        what = f"was resolved on {found.resolved}" if found else "is no escalation on record"
        raise EscalationNotOpen(f"{escalation} {what}", "Raise it first: escalation raise.")
    return found


# What happened


@frozen
class IssueEscalated(AccountEvent[Escalations]):
    """An issue of the account was escalated to our executive sponsor (S-A4).

    what: what the issue is. Public: names nobody.
    raised_by: the stakeholder who raised it, if one did.
    """

    topic = Escalations
    verb = "escalation raise"
    says = "Escalated: {what}[, raised by {raised_by}]"

    what: str
    raised_by: PersonId | None = None

    def admit(self, account: Account) -> None:
        if not self.what.strip():
            raise EscalationUnstated("The issue is not said", "Say what it is.")
        if self.raised_by:
            known_here(self.raised_by, account)

    def change(self, state: Escalations, fact: Fact) -> Escalations:
        found = Escalation(self.what, fact.on, fact.place, fact.reference, self.raised_by)
        return evolve(state, items=state.items.insert(fact.id, found))


class _AboutEscalation(AboutThing[Escalations, Escalation]):
    """What moves an escalation on."""

    topic = Escalations
    thing = "escalation"
    kept_in = "items"


@frozen
class EscalationTakenUp(_AboutEscalation):
    """Our executive sponsor took up an escalation (S-A4).

    escalation: which.
    by_whom: the internal sponsor of the account.
    """

    verb = "escalation take-up"
    says = "{by_whom} took up {escalation}"

    escalation: FactRef
    by_whom: StaffId

    def admit(self, account: Account) -> None:
        found = _open(self.escalation, account)
        if found.taken_up:
            raise AlreadyTakenUp(
                f"{found.taken_up_by} took it up on {found.taken_up}", f"Correct {found.taken_up_fact}."
            )
        sponsor_only(self.by_whom, account, TakenUpByAnother)

    def alter(self, found: Escalation, fact: Fact) -> Escalation:
        if found.taken_up:
            return found
        return evolve(found, taken_up=fact.on, taken_up_by=self.by_whom, taken_up_fact=fact.reference)


@frozen
class IssueResolved(_AboutEscalation):
    """An issue that was escalated was resolved (S-A4).

    escalation: which.
    how: how it was resolved. Public: names nobody.
    """

    verb = "escalation resolve"
    says = "Resolved {escalation}: {how}"

    escalation: FactRef
    how: str

    def admit(self, account: Account) -> None:
        _open(self.escalation, account)
        if not self.how.strip():
            raise ResolutionUnstated("How it was resolved is not said", "Say how.")

    def alter(self, found: Escalation, fact: Fact) -> Escalation:
        if found.resolved:
            return found
        return evolve(found, resolved=fact.on, resolved_fact=fact.reference)
