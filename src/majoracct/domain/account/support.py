"""Support: where a member of the team needs help, with access or within our organisation, and who gave it.

Rules
  SU1  A request says what is needed, by whom of ours.                                      S-V4
  SU2  Only a request that is open is answered: support is given by one of our people, or declined.  S-V4
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.activities import served_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused, StaffId
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class SupportKind(enum.Enum):
    """What sort of help is needed (S-V4)."""

    ACCESS = "access"  # to somebody at the customer
    ORGANISATION = "organisation"  # from another part of ours
    EXPERTISE = "expertise"
    FUNDS = "funds"


# What we know


@frozen
class Request:
    """Help that somebody of ours asked for; given, declined: when, and closed: by which fact."""

    member: str
    kind: SupportKind
    what: str
    serves: str | None
    on: dt.date
    place: int
    fact: str
    given: dt.date | None = None
    by: str | None = None
    declined: dt.date | None = None
    closed: str = ""

    @property
    def open(self) -> bool:
        """Whether nobody answered it."""
        return self.given is None and self.declined is None


@frozen
class Support:
    """The requests for help, each by the fact that made it."""

    requests: Map[str, Request] = field(factory=Map)

    def in_order(self) -> list[tuple[str, Request]]:
        """Return the requests, earliest first, each with its id."""
        return sorted(self.requests.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class RequestEmpty(Refused):
    rule = "SU1"


class RequestNotOpen(Refused):
    rule = "SU2"


def _open(request: str, account: Account) -> None:
    found = account[Support].requests.get(request)
    if found is None:
        raise RequestNotOpen(
            f"{account.key} has no request {request} on {account.on}", "Record it first: team ask-support."
        )
    if not found.open:
        raise RequestNotOpen(f"{found.closed} answered it", "Correct that fact.")


# What happened


@frozen
class SupportRequested(AccountEvent[Support]):
    """One of our people asked for help (S-V4).

    member: who needs it.
    kind: with what: access to the customer, our own organisation, expertise or funds.
    what: what is needed. Public: names nobody.
    serves: the opportunity, goal or initiative it is for.
    """

    topic = Support
    verb = "team ask-support"
    says = "{member} asked for support ({kind}): {what}[, for {serves}]"

    member: StaffId
    kind: SupportKind
    what: str
    serves: FactRef | None = None

    def admit(self, account: Account) -> None:
        known_staff(self.member, account.programme)
        if not self.what.strip():
            raise RequestEmpty("The request asks for nothing", "Say what is needed.")
        served_here(self.serves, account)

    def change(self, state: Support, fact: Fact) -> Support:
        request = Request(self.member, self.kind, self.what, self.serves, fact.on, fact.place, fact.reference)
        return evolve(state, requests=state.requests.insert(fact.id, request))


@frozen
class SupportGiven(AboutThing[Support, Request]):
    """The help that somebody of ours had asked for was given (S-V4).

    request: which.
    by_whom: who of ours gave it.
    """

    topic = Support
    thing = "request"
    kept_in = "requests"
    verb = "team give-support"
    says = "Support {request} given by {by_whom}"

    request: FactRef
    by_whom: StaffId

    def admit(self, account: Account) -> None:
        _open(self.request, account)
        known_staff(self.by_whom, account.programme)

    def alter(self, found: Request, fact: Fact) -> Request:
        return evolve(found, given=fact.on, by=self.by_whom, closed=fact.reference)


@frozen
class SupportDeclined(AboutThing[Support, Request]):
    """The help that somebody of ours had asked for was declined; the reason says why (S-V4).

    request: which.
    """

    topic = Support
    thing = "request"
    kept_in = "requests"
    verb = "team decline-support"
    says = "Support {request} declined"

    request: FactRef

    def admit(self, account: Account) -> None:
        _open(self.request, account)

    def alter(self, found: Request, fact: Fact) -> Request:
        return evolve(found, declined=fact.on, closed=fact.reference)
