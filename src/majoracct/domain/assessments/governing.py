"""Governing: whether an account is run as it should be: met on, answered for, owned and reported.

Rules
  GG1  A week in which status was revoked, or had been, or the account had merged away, is no longer due:
       nobody misses it. One in which the team met all the same is kept.                      B-G1
  GG2  A week counts as kept, late, missed or running; together they are the weeks that count.  B-G1
  GG3  The record is answered for now, was once, or never was.                                 B-G2
  GG4  The plan is its members' when each has accepted it and somebody answers for building it; until a
       team has members, that is unknown.                                                     B-T5
  GG5  What was reported last stands beside it, whatever the call.                             B-G3
  GG6  A team formed while the account was not major is told.                                 B-T0
"""

from __future__ import annotations

import datetime as dt
import enum
from bisect import bisect_right
from collections.abc import Callable, Iterable

from attrs import astuple, frozen

from majoracct.domain.account.cadences import Week
from majoracct.domain.account.criteria import by_version
from majoracct.domain.account.governance import (
    Attestation,
    Governance,
    Reported,
    attestation,
    weeks,
)
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.ownership import Owned, jointly_owned
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.team import early, members, vacancies
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.domain.seen import Account

__all__ = ["Answered", "Governed", "Weeks", "governed", "weeks_of_all", "weeks_that_count"]


class Answered(enum.Enum):
    """Whether somebody answers for the record."""

    CURRENT = "current"
    OUT_OF_DATE = "out-of-date"
    NONE = "none"


@frozen
class Weeks:
    """The periods in which the team was to meet its sponsor, or whom policy has meet it (X-12).

    kept: it met, and that was recorded in time. late: it met, and every record of it is back-dated.
    """

    kept: int = 0
    late: int = 0
    missed: int = 0
    running: int = 0

    @property
    def due(self) -> int:
        """How many there were."""
        return self.kept + self.late + self.missed + self.running

    def plus(self, other: Weeks) -> Weeks:
        """Return the two together."""
        return Weeks(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@frozen
class Governed:
    """How an account is governed on a day.

    missed: the first days of the weeks nobody met in. counted_to: the last day whose week can be missed,
    where that is over. vacant: since when nobody is internal sponsor in a team that was formed.
    early: whether the team was formed while the account was not major. members: how many the team has.
    reported: what was reported last, and on which call.
    """

    account: str
    weeks: Weeks
    missed: tuple[dt.date, ...]
    meetings: tuple[str, ...]
    counted_to: dt.date | None
    answered: Answered
    attestation: Attestation | None
    owned: Owned
    members: int
    call: str | None
    reported: Reported | None
    vacant: dt.date | None
    early: bool

    @property
    def joint(self) -> bool | None:
        """Whether the plan in force is every member's; None where there is no plan, or nobody to own it."""
        return self.owned.joint if self.owned.plan and self.members else None


def governed(account: Account, terms: Terms, day_of: Callable[[int], dt.date]) -> Governed:
    """Return how ACCOUNT is governed on the day, under TERMS. day_of: the day of an instant."""
    found = weeks_that_count(account, terms, day_of)
    said = attestation(account, terms.governance)
    reports = sorted(account[Governance].reports.items(), key=lambda i: (i[1].on, by_version(i[1].fact)))
    call, reported = reports[-1] if reports else (None, None)
    return Governed(
        account=account.key,
        weeks=weeks_of_all(_counted(week) for week in found),
        missed=tuple(week.start for week in found if week.missed),
        meetings=tuple(fact for week in found for fact in week.meetings),
        counted_to=_last(account),
        answered=Answered.NONE
        if said is None
        else Answered.CURRENT
        if said.current
        else Answered.OUT_OF_DATE,
        attestation=said,
        owned=jointly_owned(account),
        members=len({m.person for m in members(account)}),
        call=call,
        reported=reported,
        vacant=vacancies(account).get(Seat.INTERNAL_SPONSOR),
        early=early(account),
    )


def weeks_that_count(account: Account, terms: Terms, day_of: Callable[[int], dt.date]) -> list[Week]:
    """Return the periods in which the team was to meet, by the day, and was not excused (GG1)."""
    turns = account.changes(Qualification, Mergers)
    over: dict[int, bool] = {}  # by how many of the turns have come: in between, nothing changes

    def ended(day: dt.date) -> bool:
        count = bisect_right(turns, day)
        if count not in over:
            over[count] = _ended(account.at(day)) is not None
        return over[count]

    def excused(week: Week) -> bool:
        """Return whether nobody had to meet to the end of WEEK: status was revoked, or the account merged."""
        return ended(week.start) or ended(min(week.end - dt.timedelta(days=1), account.on))

    return [w for w in weeks(account, terms.governance, day_of) if w.kept or not excused(w)]


def _counted(week: Week) -> Weeks:
    if week.kept:
        return Weeks(late=1) if week.late else Weeks(kept=1)
    return Weeks(running=1) if week.running else Weeks(missed=1)


def weeks_of_all(found: Iterable[Weeks]) -> Weeks:
    """Return what the weeks of several accounts add up to."""
    total = Weeks()
    for each in found:
        total = total.plus(each)
    return total


def _ended(account: Account) -> dt.date | None:
    """Return since when nobody governs ACCOUNT any more, by its day; None while somebody does."""
    merged = account[Mergers].merged_on
    revoked: dt.date | None = None
    for day in account.changes(Qualification):
        status = account.at(day)[Qualification].status
        if status is Status.REVOKED:
            revoked = revoked or day
        elif status is Status.MAJOR:
            revoked = None
    return min((day for day in (merged, revoked) if day), default=None)


def _last(account: Account) -> dt.date | None:
    ended = _ended(account)
    return ended - dt.timedelta(days=1) if ended and ended > dt.date.min else None
