"""Engagement: what each of our people does for an account, and who is actively engaged.

Rules
  AV1  An activity counts for each of ours who is named; where nobody is, for nobody, and that is told.  S-V1
  AV2  Somebody is engaged with enough activities in the policy's window; whether somebody is not is unknown
       where nobody says who does what, or while they had no whole window in a seat.              S-V3
  AV3  A rep's consultants are those seated who did something with the rep, or report to them.     S-V1
  AV4  An activity is for an opportunity or the relationship as was said, or as what it serves tells.  S-F1
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import astuple, frozen

from majoracct.domain.account.activities import Activities, Activity, Focus
from majoracct.domain.account.goals import GoalKind, Goals
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.support import Support
from majoracct.domain.account.team import Member, members
from majoracct.domain.programme.reporting_lines import Line, lines
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.domain.seen import Account

__all__ = ["Engaged", "EngagementTally", "engagement", "engagement_tally", "focus_of", "unattributed"]


@frozen
class Engaged:
    """What one of ours does for an account.

    seats: which they hold; none: active without one. since: of the seat held longest.
    window: the activities in the policy's window. total: all of them, by the day. last: the latest.
    engaged: whether they are actively engaged; None: unknown.
    consultants: of a rep, those who work with them. needs: their requests for support that are open.
    """

    person: str
    seats: tuple[Member, ...]
    window: tuple[str, ...]
    total: int
    relationship: int
    opportunity: int
    last: dt.date | None
    last_fact: str | None
    engaged: bool | None
    lines: tuple[Line, ...]
    consultants: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def since(self) -> dt.date | None:
        """Since when they have held a seat without a break, in that seat."""
        return min((seat.since for seat in self.seats), default=None)

    @property
    def sells_portfolio(self) -> bool:
        """Whether they sell a part of what we offer, or help to."""
        return any(member.seat.sells_portfolio for member in self.seats)


def engagement(account: Account, terms: Terms) -> tuple[Engaged, ...]:
    """Return what each member of the team does, in the order of seats, then who else was active, by id."""
    seats: dict[str, list[Member]] = {}
    for member in members(account):
        seats.setdefault(member.person, []).append(member)
    done = account[Activities].in_order()
    others = sorted({p for _, a in done for p in a.members} - set(seats))
    return tuple(_engaged(account, terms, p, tuple(seats.get(p, ())), done) for p in (*seats, *others))


def _engaged(
    account: Account, terms: Terms, person: str, seats: tuple[Member, ...], done: list[tuple[str, Activity]]
) -> Engaged:
    since = first_day(account.on, terms)
    theirs = [(key, a) for key, a in done if person in a.members]
    window = tuple(key for key, a in theirs if a.on >= since)
    aims = [focus_of(key, account) for key, _ in theirs]
    return Engaged(
        person,
        seats,
        window,
        len(theirs),
        aims.count(Focus.RELATIONSHIP),
        aims.count(Focus.OPPORTUNITY),
        theirs[-1][1].on if theirs else None,
        theirs[-1][1].fact if theirs else None,
        _is_engaged(len(window), seats, done, since, terms),
        lines(account.programme, person),
        _consultants(account, person, seats, theirs),
        tuple(key for key, r in account[Support].in_order() if r.member == person and r.open),
    )


def first_day(on: dt.date, terms: Terms) -> dt.date:
    """Return the first day of the policy's window that ends ON: as many days as policy says."""
    return dt.date.fromordinal(max(1, on.toordinal() - terms.discipline.engaged_days + 1))


def _is_engaged(
    count: int, seats: tuple[Member, ...], done: list[tuple[str, Activity]], since: dt.date, terms: Terms
) -> bool | None:
    if count >= terms.discipline.engaged_activities:
        return True
    named = any(a.members for _, a in done)
    unsaid = any(a.on >= since and not a.members for _, a in done)
    whole = any(seat.since <= since for seat in seats)
    return False if named and whole and not unsaid else None


def _consultants(
    account: Account, person: str, seats: tuple[Member, ...], theirs: list[tuple[str, Activity]]
) -> tuple[str, ...]:
    if not any(m.seat is Seat.PORTFOLIO_REP for m in seats):
        return ()
    together = {each for _, a in theirs for each in a.members}
    seated = dict.fromkeys(
        m.person for m in members(account) if m.seat is Seat.SALES_CONSULTANT and m.person != person
    )
    return tuple(
        c for c in seated if c in together or any(ln.to == person for ln in lines(account.programme, c))
    )


def focus_of(key: str, account: Account) -> Focus | None:
    """Return what the activity called KEY was for; None: nobody said, and what it serves does not tell."""
    activity = account[Activities].items[key]
    if activity.focus is not None or activity.serves is None:
        return activity.focus
    if activity.serves in account[Opportunities].items:
        return Focus.OPPORTUNITY
    goal = account[Goals].items.get(activity.serves)
    return Focus.RELATIONSHIP if goal is not None and goal.kind is GoalKind.RELATIONSHIP else None


def unattributed(account: Account) -> tuple[str, ...]:
    """Return the activities of which nobody said who of ours did them, earliest first, by id."""
    return tuple(key for key, activity in account[Activities].in_order() if not activity.members)


@frozen
class EngagementTally:
    """How many of those seated are engaged, are not, or may be; and their activities in the window.

    activities: of each who did them: one that two did together counts for both.
    """

    engaged: int = 0
    not_engaged: int = 0
    unknown: int = 0
    activities: int = 0

    def plus(self, more: EngagementTally) -> EngagementTally:
        """Return what both come to."""
        return EngagementTally(*(a + b for a, b in zip(astuple(self), astuple(more), strict=True)))


def engagement_tally(found: Iterable[Engaged]) -> EngagementTally:
    """Return what those FOUND come to; who has no seat is not counted among them, their activities are."""
    total = EngagementTally()
    for each in found:
        seated = bool(each.seats)
        total = total.plus(
            EngagementTally(
                int(seated and each.engaged is True),
                int(seated and each.engaged is False),
                int(seated and each.engaged is None),
                len(each.window),
            )
        )
    return total
