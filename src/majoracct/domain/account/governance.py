"""Governance: how the team keeps meeting, who answers for the record, and how the account is reported.

Rules
  GO1  The weekly meeting is chaired by the account's internal sponsor, another by one of our people. B-G1
  GO2  The weekly meeting tracks progress against a plan.                                  B-G1
  GO3  The account's internal sponsor attests its record.                                  B-G2
  GO4  The internal sponsor reports status, once on each status call that was held.        B-G3
  GO5  A business review is held with the customer: people of theirs whom we know are at it.  J-C2
  TQ8  Each of the three is the internal sponsor's, unless policy gives the duty to other seats.  X-12
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from majoracct.domain.account.cadences import Held, Week, in_force, periods
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.plan import plan_in_force
from majoracct.domain.account.relationships import known_by_then
from majoracct.domain.account.team import Team, seated
from majoracct.domain.calendar import add_months
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, PersonId, Refused, StaffId, pinned
from majoracct.domain.programme.discipline_tables import Ceremony, DutyTerms
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.staff import known_staff
from majoracct.domain.programme.status_calls import StatusCalls
from majoracct.domain.programme.tables import GovernanceTerms
from majoracct.domain.programme.terms import Seat

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class MeetingKind(enum.Enum):
    """What a meeting on the account is for."""

    TEAM_WEEKLY = "team-weekly"  # the team and its internal sponsor, on the plan
    ACCOUNT_REVIEW = "account-review"
    BUSINESS_REVIEW = "quarterly-business-review"  # with the customer (J-C2)


class Rag(enum.Enum):
    """How an account stands, worst first."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


# What we know


@frozen
class Meeting:
    """A meeting on the account.

    plan: the plan it looked at. recorded_at: when the ledger learned of it. attendees: of theirs.
    """

    kind: MeetingKind
    chair: str
    on: dt.date
    place: int
    fact: str
    plan: str | None
    recorded_at: int
    attendees: tuple[str, ...] = ()


@frozen
class Attested:
    """Who attested the record; id: the fact that first said so, through every correction."""

    by: str
    on: dt.date
    fact: str
    id: str


@frozen
class Reported:
    """How the account was said to stand on a status call."""

    rag: Rag
    text: str
    by: str
    on: dt.date
    fact: str


@frozen
class Governance:
    """The account's meetings, attestations and reports."""

    meetings: Map[str, Meeting] = field(factory=Map)
    attested: tuple[Attested, ...] = ()  # earliest first
    reports: Map[str, Reported] = field(factory=Map)  # by status call


# Why not


class ChairNotSponsor(Refused):
    rule = "GO1"


class NoPlanToTrack(Refused):
    rule = "GO2"


class NobodyOfTheirs(Refused):
    rule = "GO5"


class AttestorNotSponsor(Refused):
    rule = "GO3"


class ReporterNotSponsor(Refused):
    rule = "GO4"


class CallUnknown(Refused):
    rule = "GO4"


class AlreadyReported(Refused):
    rule = "GO4"


class StatusUnsaid(Refused):
    rule = "GO4"


def _entitled(person: str, seats: tuple[Seat, ...], account: Account, otherwise: type[Refused]) -> None:
    """Raise OTHERWISE unless PERSON holds one of SEATS, to which policy gives a duty, on the day."""
    held = [m.person for seat in seats for m in seated(account, seat)]
    if person not in held:
        called = " or ".join(seat.value.replace("-", " ") for seat in seats)
        raise otherwise(
            f"{person} is not {called} of {account.key} on {account.on}; {held[0] if held else 'nobody'} is",
            f"Name the {called}, or seat one first: team seat.",
        )


def sponsor_only(person: str, account: Account, otherwise: type[Refused]) -> None:
    """Raise OTHERWISE unless PERSON is the account's internal sponsor on the day."""
    _entitled(person, (Seat.INTERNAL_SPONSOR,), account, otherwise)


def _duties(account: Account) -> DutyTerms:
    return account.programme[Policy].terms.discipline.duties


# What happened


@frozen
class MeetingHeld(AccountEvent[Governance]):
    """The team met on the account (B-G1), or with the customer (J-C2).

    kind: what the meeting was for.
    chair: which of our people led it.
    minutes: what was said and decided, in short. Public: names nobody.
    attendees: the stakeholders who were at it; a quarterly business review is held with at least one.
    """

    topic = Governance
    verb = "meeting hold"
    says = "Met, {kind}, led by {chair}[, with {attendees}][, on {plan}][: {minutes}]"
    schema = 2

    kind: MeetingKind
    chair: StaffId
    minutes: str | None = None
    attendees: tuple[PersonId, ...] = ()
    plan: FactRef | None = pinned()

    def pin(self, account: Account) -> Self:
        return evolve(self, plan=plan_in_force(account))

    def admit(self, account: Account) -> None:
        known_staff(self.chair, account.programme)
        for person in self.attendees:
            known_by_then(person, account)
        if self.kind is MeetingKind.BUSINESS_REVIEW and not self.attendees:
            raise NobodyOfTheirs(
                f"Nobody of {account.key} was at its business review", "Name who was, at least one."
            )
        if self.kind is not MeetingKind.TEAM_WEEKLY:
            return
        _entitled(self.chair, _duties(account).meets, account, ChairNotSponsor)
        if self.plan is None:
            raise NoPlanToTrack(
                f"{account.key} has no plan on {account.on} to track progress against", "Draft one first."
            )

    def change(self, state: Governance, fact: Fact) -> Governance:
        held = Meeting(
            self.kind,
            self.chair,
            fact.on,
            fact.place,
            fact.reference,
            self.plan,
            fact.recorded_at,
            self.attendees,
        )
        return evolve(state, meetings=state.meetings.insert(fact.id, held))


@frozen
class RecordAttested(AccountEvent[Governance]):
    """The account's record was attested: what it holds up to here is accurate (B-G2).

    by_whom: the internal sponsor, who answers for it.
    """

    topic = Governance
    verb = "account attest"
    says = "Record attested by {by_whom}"
    carries_over = False  # it speaks of one account's record

    by_whom: StaffId
    upto: int | None = pinned(of=())
    known_at: int | None = pinned(of=())

    def pin(self, account: Account) -> Self:
        return evolve(self, upto=account.head, known_at=account.known_at)

    def admit(self, account: Account) -> None:
        _entitled(self.by_whom, _duties(account).attests, account, AttestorNotSponsor)

    def change(self, state: Governance, fact: Fact) -> Governance:
        said = Attested(self.by_whom, fact.on, fact.reference, fact.id)
        return evolve(state, attested=(*state.attested, said))


@frozen
class StatusReported(AccountEvent[Governance]):
    """How the account stands was reported on a status call (B-G3).

    call: the call, as the programme recorded it.
    rag: how the account stands.
    text: what there is to say. Public: names nobody.
    by_whom: the internal sponsor, who reports it.
    """

    topic = Governance
    verb = "meeting report"
    says = "Reported {rag} on {call}: {text}"
    carries_over = False  # it speaks of one account on a call

    call: FactRef
    rag: Rag
    text: str
    by_whom: StaffId

    def admit(self, account: Account) -> None:
        if self.call not in account.programme[StatusCalls].calls:
            raise CallUnknown(
                f"No status call {self.call} was held by {account.on}",
                "Record it first: programme status-call.",
            )
        if not self.text.strip():
            raise StatusUnsaid("The report says nothing", "Say how the account stands.")
        _entitled(self.by_whom, _duties(account).reports, account, ReporterNotSponsor)
        said = account.ever[Governance].reports.get(self.call)
        if said is not None:
            raise AlreadyReported(
                f"{account.key} was reported {said.rag.value} on {self.call}", f"Correct {said.fact}."
            )

    def change(self, state: Governance, fact: Fact) -> Governance:
        said = Reported(self.rag, self.text, self.by_whom, fact.on, fact.reference)
        return evolve(state, reports=state.reports.insert(self.call, said))


# What follows


def weeks(account: Account, terms: GovernanceTerms, day_of: Callable[[int], dt.date]) -> list[Week]:
    """Return the periods in which the team was to meet, while it had a team and whom it meets (B-G1 X-12).

    terms: how long a period is, unless the account set its own, and when a record is late. day_of: the
    day of an instant in microseconds since 1970 UTC. The last period is running; none are due before
    somebody can lead them, nor once the team was disbanded: a period cut short by that counts where it was
    kept. What another account's team did before the two were one kept no period of this one's.
    """
    weekly = sorted(
        (
            m
            for key, m in account[Governance].meetings.items()
            if m.kind is MeetingKind.TEAM_WEEKLY and key in account.at(m.on)[Governance].meetings
        ),
        key=lambda m: (m.on, m.place),
    )
    held = [
        Held(m.on, m.fact, (day_of(_learned(account, m)) - m.on).days > terms.recorded_days) for m in weekly
    ]
    spans = in_force(account, Ceremony.TEAM_MEETING, terms.meeting_days, _spells(account))
    return periods(spans, held, account.on)


def _spells(account: Account) -> list[tuple[dt.date, dt.date]]:
    """Return from when to when there was a team that had had somebody to lead it; the last may last."""
    found: list[tuple[dt.date, dt.date]] = []
    start: dt.date | None = None
    meets = _duties(account).meets
    for day in account.changes(Team, Mergers):
        team = account.at(day)[Team]
        if start is None and team.formed:
            if any(m.seat in meets for m in team.seats.values()):
                start = day
        elif start is not None and team.formed is None:
            found.append((start, day))
            start = None
    return [*found, (start, dt.date.max)] if start else found


def _learned(account: Account, meeting: Meeting) -> int:
    """Return when the ledger learned of MEETING on that day: mending its minutes makes it no later."""
    found, link = meeting.recorded_at, account.past.fact(meeting.fact)
    while link is not None:
        found = link.recorded_at if link.on == meeting.on else found
        link = account.past.fact(link.corrects) if link.corrects else None
    return found


@frozen
class Attestation:
    """How the record stands that somebody answered for.

    current: whether it is young enough. upto: the account's version it vouches for.
    since: how many facts the ledger learned of the account after it. months: how old it is, whole months.
    """

    by: str
    on: dt.date
    fact: str
    current: bool
    upto: int | None
    since: int
    months: int


def attestation(account: Account, terms: GovernanceTerms) -> Attestation | None:
    """Return the latest attestation of the record by the day, and whether it is current (B-G2).

    None when nobody ever answered for it. Mending an attestation vouches for nothing learned since it
    was first recorded.
    """
    attested = account[Governance].attested
    first = account.past.fact(attested[-1].id) if attested else None
    if first is None:
        return None
    last = attested[-1]
    months = (account.on.year - last.on.year) * 12 + account.on.month - last.on.month
    return Attestation(
        by=last.by,
        on=last.on,
        fact=last.fact,
        current=account.on <= add_months(last.on, terms.attest_months),
        upto=getattr(first.event, "upto", None),
        since=_learned_since(first, account),
        months=months - (add_months(last.on, months) > account.on),
    )


def _learned_since(first: Fact, account: Account) -> int:
    """Return how many facts of ACCOUNT the ledger learned after FIRST, withdrawn or not.

    What mends FIRST itself is no news of the account.
    """
    past, count = account.past, 0
    for stream in account.streams:
        gone = {target: past.fact(target) for target in past.withdrawals(stream)}
        mended = {target for target, fact in gone.items() if fact and fact.id == first.id}
        told = [f for f in (*past.live(stream), *gone.values()) if f and f.id != first.id]
        told += [f for target, f in past.withdrawals(stream).items() if target not in mended]
        count += sum(f.position > first.position for f in told)
    return count
