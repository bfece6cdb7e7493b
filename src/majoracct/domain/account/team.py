"""Team: those of our own people who see to the account, each in a seat.

Rules
  TE1  A team is formed once the account is major; before that, policy refuses or reports it.  B-T0
  TE2  A seat is taken in a team that was formed, by one of our own people.                    B-T0 B-T4
  TE3  One person at a time is internal sponsor, account manager, project manager: whatever was recorded
       late or came by a merger, whoever took the seat last holds it.                  B-T1 B-T2 B-T3
  TE4  Only a seat that somebody holds is given up.                                            B-T6
  TE5  A focus names an industry.                                                             B-S5
  TE6  A team that stands is not formed again. One that was disbanded leaves nobody in a seat.  B-T0
  TE7  Who left us lost their seats; coming back does not seat them again.                     B-T6
  TQ1  Only who holds a seat holds it part time or dedicated; whoever takes it next says so anew.  S-G5
  TQ2  A seat that policy needs is vacant while nobody holds it; where it answers for the account, while
       nobody holds any that does. The same person may hold several.                      X-7 X-12
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused, StaffId, pinned
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.staff import Staff, known_staff, still
from majoracct.domain.programme.tables import BeforeStatus
from majoracct.domain.programme.terms import Capacity, Seat

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Member:
    """Who holds a seat, since when.

    capacity: how much of their work it is, by which fact, since when; None: nobody said.
    """

    person: str
    seat: Seat
    since: dt.date
    fact: str
    capacity: Capacity | None = None
    capacity_since: dt.date | None = None
    capacity_fact: str = ""


@frozen
class Release:
    """Who gave up a seat they had held since a day, when, and the fact that says so.

    taken_by: who took it by that fact, if anybody did: who had lost it by leaving us may take it again.
    """

    person: str
    seat: Seat
    on: dt.date
    fact: str
    since: dt.date
    taken_by: str = ""


@frozen
class Vacancy:
    """A seat that nobody holds, since when, and the fact that left it so."""

    since: dt.date
    fact: str


@frozen
class Formation:
    """That a team was formed, when, and the fact that says so."""

    on: dt.date
    place: int
    fact: str


@frozen
class Team:
    """The account's team: when it was formed, the industry it is focused on, and who sits in it.

    formations: those that stand; several, where accounts that had teams merged.
    released: who gave a seat up, earliest first.
    """

    formations: Map[str, Formation] = field(factory=Map)
    vertical: str = ""
    vertical_fact: str = ""
    seats: Map[str, Member] = field(factory=Map)  # seat/person
    released: tuple[Release, ...] = ()

    @property
    def _first(self) -> Formation | None:
        return min(self.formations.values(), key=lambda f: (f.on, f.place), default=None)

    @property
    def formed(self) -> dt.date | None:
        """Since when there is a team; None when there is none."""
        return self._first.on if self._first else None

    @property
    def fact(self) -> str:
        """The fact that formed it."""
        return self._first.fact if self._first else ""

    def without(self, gone: Iterable[Member], fact: Fact, taken_by: str = "") -> Self:
        """Return the team once FACT left it without those who are GONE; TAKEN_BY: who took their seat."""
        seats, released = self.seats, self.released
        for member in sorted(gone, key=lambda m: _place(m.seat, m.person)):
            seats = seats.discard(_place(member.seat, member.person))
            release = Release(member.person, member.seat, fact.on, fact.reference, member.since, taken_by)
            released = (*released, release)
        return evolve(self, seats=seats, released=released)


# Why not


class NotYetMajor(Refused):
    rule = "TE1"


class TeamStands(Refused):
    rule = "TE6"


class NoTeam(Refused):
    rule = "TE2"


class SeatTaken(Refused):
    rule = "TE3"


class SeatNotHeld(Refused):
    rule = "TE4"


class CapacityOfNoSeat(Refused):
    rule = "TQ1"


class CapacityUnchanged(Refused):
    rule = "TQ1"


class FocusUnstated(Refused):
    rule = "TE5"


def _stream(fact: str) -> str:
    return fact.rpartition("@")[0]


def _place(seat: Seat, person: str) -> str:
    return f"{seat.value}/{person}"


# What happened


@frozen
class TeamFormed(AccountEvent[Team]):
    """The account's team was formed (B-T0).

    vertical: the industry it is focused on, if on one (B-S5).
    """

    topic = Team
    verb = "team form"
    says = "Account team formed[, focused on {vertical}]"

    vertical: str | None = None

    @classmethod
    def require(cls, account: Account) -> None:
        if formed := account[Team].formed:
            raise TeamStands(
                f"{account.key} has a team since {formed}", "Focus or seat that one, or disband it first."
            )
        if account[Qualification].status is Status.MAJOR:
            return
        if account.programme[Policy].terms.team.before_status is BeforeStatus.REFUSE:
            raise NotYetMajor(
                f"{account.key} is not major on {account.on}", "Have its qualification granted first."
            )

    def change(self, state: Team, fact: Fact) -> Team:
        vertical = (self.vertical or "").strip()
        formation = Formation(fact.on, fact.place, fact.reference)
        formed = evolve(state, formations=state.formations.insert(fact.id, formation))
        return evolve(formed, vertical=vertical, vertical_fact=fact.reference) if vertical else formed


@frozen
class TeamDisbanded(AccountEvent[Team]):
    """The account's team was disbanded: nobody holds a seat in it any more, and it has no focus."""

    topic = Team
    verb = "team disband"
    says = "Account team disbanded"

    teams: tuple[FactRef, ...] = pinned(())

    @classmethod
    def require(cls, account: Account) -> None:
        _formed(account)

    def pin(self, account: Account) -> Self:
        return evolve(self, teams=tuple(sorted(account[Team].formations)))

    def change(self, state: Team, fact: Fact) -> Team:
        formations = state.formations
        for team in self.teams:
            formations = formations.discard(team)
        if not formations:
            left = state.without(state.seats.values(), fact)
            return evolve(left, formations=formations, vertical="", vertical_fact="")
        # Others of a merger stand: a predecessor's, disbanded before it, takes only its own along.
        streams = {fact.stream, *(_stream(team) for team in self.teams)}
        left = state.without([m for m in state.seats.values() if _stream(m.fact) in streams], fact)
        return evolve(left, formations=formations)


@frozen
class TeamFocused(AccountEvent[Team]):
    """The account's team was focused on an industry (B-S5).

    vertical: which industry.
    """

    topic = Team
    verb = "team focus"
    says = "Account team focused on {vertical}"

    vertical: str

    @classmethod
    def require(cls, account: Account) -> None:
        _formed(account)

    def admit(self, account: Account) -> None:
        if not self.vertical.strip():
            raise FocusUnstated("No industry was named", "Say which one the team is focused on.")

    def change(self, state: Team, fact: Fact) -> Team:
        return evolve(state, vertical=self.vertical.strip(), vertical_fact=fact.reference)


@frozen
class MemberSeated(AccountEvent[Team]):
    """One of our people took a seat in the account's team.

    person: who.
    seat: which seat.
    capacity: whether it is all of their work, or a part of it; unstated: unknown.
    """

    topic = Team
    verb = "team seat"
    says = "{person} seated as {seat}[, {capacity}]"
    schema = 2

    person: StaffId
    seat: Seat
    capacity: Capacity | None = None

    @classmethod
    def require(cls, account: Account) -> None:
        _formed(account)

    def admit(self, account: Account) -> None:
        known_staff(self.person, account.programme)
        held = seated(account, self.seat)
        same = [m for m in held if m.person == self.person]
        if same or (held and self.seat.single):
            member = (same or held)[0]
            raise SeatTaken(
                f"{member.person} is {self.seat.value} of {account.key} since {member.since}",
                "Release them first, or correct that fact.",
            )

    def change(self, state: Team, fact: Fact) -> Team:
        member = Member(self.person, self.seat, fact.on, fact.reference)
        if self.capacity is not None:
            member = evolve(
                member, capacity=self.capacity, capacity_since=fact.on, capacity_fact=fact.reference
            )
        held = (m for m in state.seats.values() if m.seat is self.seat)
        state = state.without(
            [m for m in held if self.seat.single or m.person == self.person], fact, self.person
        )
        return evolve(state, seats=state.seats.insert(_place(self.seat, self.person), member))


@frozen
class MemberReleased(AccountEvent[Team]):
    """One of our people gave up a seat in the account's team.

    person: who.
    seat: which seat.
    """

    topic = Team
    verb = "team release"
    says = "{person} no longer {seat}"

    person: StaffId
    seat: Seat

    def admit(self, account: Account) -> None:
        if self.person not in {m.person for m in seated(account, self.seat)}:
            raise SeatNotHeld(
                f"{self.person} is not {self.seat.value} of {account.key} on {account.on}",
                "See who holds which seat: report roster.",
            )

    def change(self, state: Team, fact: Fact) -> Team:
        held = state.seats.get(_place(self.seat, self.person))
        return state.without([held], fact) if held else state


@frozen
class MemberCapacitySet(AccountEvent[Team]):
    """A member's seat became all of their work, or a part of it (S-G5).

    person: who.
    seat: which seat.
    capacity: part time, beside other work, or dedicated to it.
    """

    topic = Team
    verb = "team capacity"
    says = "{person} {seat}, {capacity} from now on"

    person: StaffId
    seat: Seat
    capacity: Capacity

    def admit(self, account: Account) -> None:
        held = [m for m in seated(account, self.seat) if m.person == self.person]
        if not held:
            raise CapacityOfNoSeat(
                f"{self.person} is not {self.seat.value} of {account.key} on {account.on}",
                "Seat them first: team seat.",
            )
        if held[0].capacity is self.capacity:
            raise CapacityUnchanged(
                f"{self.person} is {self.capacity.value} already", "Nothing needs recording."
            )

    def change(self, state: Team, fact: Fact) -> Team:
        held = state.seats.get(_place(self.seat, self.person))
        if held is None:
            return state
        held = evolve(held, capacity=self.capacity, capacity_since=fact.on, capacity_fact=fact.reference)
        return evolve(state, seats=state.seats.insert(_place(self.seat, self.person), held))


def _formed(account: Account) -> None:
    if account[Team].formed is None:
        raise NoTeam(f"{account.key} has no team on {account.on}", "Form it first: team form.")


# What follows


def early(account: Account) -> bool:
    """Return whether the account's team was formed on a day on which the account was not major (B-T0).

    It is the first the account has had without a break: one that came by a merger is judged by the account
    that formed it, and one that merged in later is not asked.
    """
    first: Team | None = None
    for day in reversed(account.changes(Team, Mergers)):
        team = account.at(day)[Team]
        if team.formed is None:
            break
        first = team
    if first is None or first.formed is None:
        return False
    return account.other(_stream(first.fact)).at(first.formed)[Qualification].status is not Status.MAJOR


def members(account: Account) -> list[Member]:
    """Return who sits in the account's team on the day, by seat; who left us holds no seat."""
    held = account[Team].seats.values()
    found = [m for m in held if still(account.programme, m.person, m.since)]
    return sorted(found, key=lambda m: (list(Seat).index(m.seat), m.since, m.person))


def seated(account: Account, seat: Seat) -> list[Member]:
    """Return who holds SEAT on the day, longest first."""
    return [m for m in members(account) if m.seat is seat]


def account_owner(account: Account) -> Member | None:
    """Return who answers for the account on the day: the holder of the first seat of policy's that is held.

    None when nobody holds one (X-7).
    """
    held = members(account)
    owners = account.programme[Policy].terms.discipline.owners
    return next((m for seat in owners for m in held if m.seat is seat), None)


def vacancies(account: Account) -> dict[Seat, dt.date]:
    """Return the seats that nobody holds in a team that was formed, each with since when (B-T6)."""
    return {seat: vacancy.since for seat, vacancy in vacant(account).items()}


def vacant(account: Account) -> dict[Seat, Vacancy]:
    """Return the seats that nobody holds in a team that was formed, each with what left it so (B-T6).

    Those that policy needs: others are seated where wanted, and leave no gap. Who answers for the account
    fills the seat of one that does, by whatever name (X-7).
    """
    team = account[Team]
    if team.formed is None:
        return {}
    terms = account.programme[Policy].terms.discipline
    held = {m.seat for m in members(account)}
    if held.intersection(terms.owners):
        held.update(terms.owners)
    never = Vacancy(team.formed, team.fact)
    return {
        seat: _vacancy(account, seat) or never for seat in Seat if seat in terms.needed and seat not in held
    }


def _vacancy(account: Account, seat: Seat) -> Vacancy | None:
    """Return what emptied SEAT last: that it was given up, or that who held it left us."""
    team, staff = account[Team], account.programme[Staff].people
    holders = [
        (staff[m.person], m.since) for m in team.seats.values() if m.seat is seat and m.person in staff
    ]
    found = [Vacancy(r.on, r.fact) for r in team.released if r.seat is seat]
    found += [Vacancy(a.left, a.fact) for who, since in holders if (a := who.lost(since))]
    since_formed = [vacancy for vacancy in found if team.formed and vacancy.since >= team.formed]
    return max(since_formed, key=lambda vacancy: (vacancy.since, vacancy.fact), default=None)
