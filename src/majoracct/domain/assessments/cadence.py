"""Cadence: whether what is to be held again and again was held, each ceremony by the same rule.

Rules
  TQ6  A ceremony is due while an account is major, the team's meeting while it has a team and a sponsor, goal
       setting in the periods that policy counts it in; each is kept, missed or running. The annual plan is
       kept by a plan that was drafted: opening a cycle makes none.                         X-5 S-F2
  TQ7  A team is governed by a process: somebody owns facilitation, a cadence is set, and its meetings are
       kept. What lacks is named.                                                             S-W7
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.cadences import Held, Week, in_force, own, periods
from majoracct.domain.account.goal_setting import GoalSetting
from majoracct.domain.account.governance import Governance, MeetingKind
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.team import Team, seated
from majoracct.domain.assessments.goal_rounds import goal_rounds
from majoracct.domain.assessments.governing import weeks_that_count
from majoracct.domain.programme.discipline_tables import Ceremony
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Compliance", "Process", "compliance", "process"]


@frozen
class Compliance:
    """Whether a ceremony was held as often as it is to be.

    days: how many days apart at most, on the day. fact: what set that for the account; None: policy does.
    periods: those that count, earliest first. last: the day it was held last.
    """

    ceremony: Ceremony
    days: int
    fact: str | None
    periods: tuple[Week, ...]
    last: dt.date | None

    @property
    def kept(self) -> int:
        """In how many periods it was held."""
        return sum(week.kept for week in self.periods)

    @property
    def missed(self) -> tuple[Week, ...]:
        """The periods that are over and in which it was not held."""
        return tuple(week for week in self.periods if week.missed)

    @property
    def share(self) -> Decimal | None:
        """Which share of the periods that are over, or kept already, was kept; None where none is."""
        return share_of(self.kept, self.kept + len(self.missed))


def compliance(
    account: Account, ceremony: Ceremony, terms: Terms, day_of: Callable[[int], dt.date]
) -> Compliance:
    """Return whether a CEREMONY was held for ACCOUNT as often as it is to be, by its day (X-5).

    day_of: the day of an instant in microseconds since 1970 UTC.
    """
    setting = ceremony is Ceremony.GOAL_SETTING
    policy = (
        terms.goals.period.days
        if setting
        else terms.discipline.cadence.days(ceremony, terms.governance.meeting_days)
    )
    standing = own(account, ceremony)
    held = sorted(_held(account, ceremony), key=lambda each: (each.on, each.fact))
    if ceremony is Ceremony.TEAM_MEETING:
        found = weeks_that_count(account, terms, day_of)
    elif setting:
        found = [
            Week(r.start, r.end, (r.fact,) if r.fact else (), r.late, r.on < r.end)
            for r in goal_rounds(account, terms)
        ]
    else:
        found = periods(in_force(account, ceremony, policy, _major(account)), held, account.on)
    return Compliance(
        ceremony,
        standing.days if standing else policy,
        standing.fact if standing else None,
        tuple(found),
        held[-1].on if held else None,
    )


def _held(account: Account, ceremony: Ceremony) -> Iterator[Held]:
    """Yield what was held of a CEREMONY by the day, in no order."""
    if ceremony is Ceremony.STATUS_CALL:
        yield from (Held(said.on, said.fact) for said in account[Governance].reports.values())
    elif ceremony in (Ceremony.TEAM_MEETING, Ceremony.BUSINESS_REVIEW):
        weekly = ceremony is Ceremony.TEAM_MEETING
        kind = MeetingKind.TEAM_WEEKLY if weekly else MeetingKind.BUSINESS_REVIEW
        for met in account[Governance].meetings.values():
            if met.kind is kind:
                yield Held(met.on, met.fact)
    elif ceremony is Ceremony.GOAL_SETTING:
        yield from (Held(closed.on, closed.fact) for closed in account[GoalSetting].closed.values())
    else:
        yield from _drafts(account)


def _drafts(account: Account) -> Iterator[Held]:
    """Yield each plan that was drafted by the day, by the fact that drafted it."""
    seen = {""}
    for day in account.changes(Plan):
        fact = account.at(day)[Plan].fact
        if fact not in seen:
            seen.add(fact)
            yield Held(day, fact)


def _major(account: Account) -> list[tuple[dt.date, dt.date]]:
    """Return from when to when the account was major, by the day; the last spell may last."""
    found: list[tuple[dt.date, dt.date]] = []
    start: dt.date | None = None
    for day in account.changes(Qualification, Mergers):
        then = account.at(day)
        major = then[Qualification].status is Status.MAJOR and then[Mergers].successor is None
        if major and start is None:
            start = day
        elif start is not None and not major:
            found.append((start, day))
            start = None
    return [*found, (start, dt.date.max)] if start else found


@frozen
class Process:
    """Whether a team is governed by a process.

    owners: who owns facilitation and governance. meeting: how the team's meeting is kept.
    lacking: what there is not, in a few words.
    """

    owners: tuple[str, ...]
    meeting: Compliance
    lacking: tuple[str, ...]


def process(account: Account, terms: Terms, day_of: Callable[[int], dt.date]) -> Process | None:
    """Return whether the team of ACCOUNT is governed by a process on the day (S-W7); None without a team."""
    if account[Team].formed is None:
        return None
    owners = tuple(m.person for m in seated(account, Seat.GOVERNANCE_OWNER))
    meeting = compliance(account, Ceremony.TEAM_MEETING, terms, day_of)
    lacking = [
        *(["nobody owns facilitation and governance"] if not owners else []),
        *(["several own facilitation and governance"] if len(owners) > 1 else []),
        *(["the team has set no cadence of its own"] if meeting.fact is None else []),
        *(["no meeting was kept"] if not meeting.kept else []),
        *([f"meetings missed: {len(meeting.missed)}"] if meeting.missed else []),
    ]
    return Process(owners, meeting, tuple(lacking))
