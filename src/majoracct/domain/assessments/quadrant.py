"""Quadrant: progress to an account's plan beside the attainment of its quota, never added up.

Rules
  QT8   Progress to plan is the share of an account's goals that are on course, of those of which that is
        known; how many are unknown is told apart. Without any it is unknown.                     R-U4
  QT9   Attainment is that of the account's own quota for the period that runs and ends last; where it has
        none, what was recorded last of who answers for it, and it is said whose.                   R-U4
  QT10  On plan and on quota are by policy's shares, the latter of what the days passed call for, as of the
        day it was measured or recorded; unknown on either, an account is in no quadrant.          R-U4
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from attrs import frozen

from majoracct.domain.account.quotas import attained, elapsed
from majoracct.domain.account.team import seated
from majoracct.domain.assessments.goal_measures import goal_lines
from majoracct.domain.money import Money
from majoracct.domain.programme.attainment import attainment
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Attainment", "Placed", "PlanProgress", "Quadrant", "placed"]


class Quadrant(enum.Enum):
    """Where an account stands, by its plan and its quota."""

    BOTH = "on plan, on quota"
    PLAN = "on plan, behind on quota"
    QUOTA = "behind on plan, on quota"
    NEITHER = "behind on both"


_QUADRANTS: Final[dict[tuple[bool | None, bool | None], Quadrant]] = {  # on plan, on quota
    (True, True): Quadrant.BOTH,
    (True, False): Quadrant.PLAN,
    (False, True): Quadrant.QUOTA,
    (False, False): Quadrant.NEITHER,
}


@frozen
class PlanProgress:
    """How many of an account's goals are on course, are not, and of how many nobody knows.

    on_plan: None: unknown. facts: of the goals.
    """

    on_course: int
    behind: int
    unknown: int
    on_plan: bool | None
    facts: tuple[str, ...]

    @property
    def share(self) -> Decimal | None:
        """The share on course of those of which that is known; None where of none."""
        return share_of(self.on_course, self.on_course + self.behind)


@frozen
class Attainment:
    """How much of a quota was attained.

    person: whose it is; None: the account's own. quota, revenue: None: not on record here.
    elapsed: how much of the period had passed when that was so. on_quota: None: unknown.
    """

    period: str
    person: str | None
    share: Decimal | None
    elapsed: Decimal
    quota: Money | None
    revenue: Money | None
    on_quota: bool | None
    facts: tuple[str, ...]


@frozen
class Placed:
    """An account's progress to plan beside its attainment; quadrant: None where either is unknown."""

    account: str
    plan: PlanProgress
    quota: Attainment | None
    quadrant: Quadrant | None


def placed(account: Account, terms: Terms) -> Placed:
    """Return the quadrant ACCOUNT is in on the day, under TERMS, and both of what it rests on (R-U4)."""
    plan, quota = _plan(account, terms), _of_account(account, terms) or _of_person(account, terms)
    where = _QUADRANTS.get((plan.on_plan, quota.on_quota if quota else None))
    return Placed(account.key, plan, quota, where)


def _plan(account: Account, terms: Terms) -> PlanProgress:
    lines = goal_lines(account, terms)
    courses = [line.on_course for line in lines]
    good, bad = courses.count(True), courses.count(False)
    share = share_of(good, good + bad)
    on_plan = None if share is None else share >= terms.goals.plan_share
    return PlanProgress(good, bad, courses.count(None), on_plan, tuple(line.item.fact for line in lines))


def _of_account(account: Account, terms: Terms) -> Attainment | None:
    running = [each for each in attained(account) if account.on in each.period]
    if not running:
        return None
    # Of a year, a half and a quarter that run, the year ends last, or begins first.
    found = max(running, key=lambda each: (each.period.end, -each.period.start.toordinal(), each.period.word))
    revenue = None if found.untold else Money(found.revenue, terms.threshold.currency)
    on_quota = _on(found.share, found.elapsed, terms)
    return Attainment(
        found.period.word,
        None,
        found.share,
        found.elapsed,
        found.quota,
        revenue,
        on_quota,
        found.facts,
    )


def _of_person(account: Account, terms: Terms) -> Attainment | None:
    who = _answering(account, terms)
    told = [each for each in attainment(account.programme, who or "") if account.on in each[0]]
    if not told:
        return None
    period, recorded = max(
        told, key=lambda each: (each[0].end, -each[0].start.toordinal(), each[1].on, each[1].place)
    )
    gone = elapsed(period.start, period.end, recorded.on)
    on_quota = _on(recorded.share, gone, terms)
    return Attainment(period.word, who, recorded.share, gone, None, None, on_quota, (recorded.fact,))


def _answering(account: Account, terms: Terms) -> str | None:
    """Return who answers for ACCOUNT: who holds the first of policy's seats that is held."""
    seats: Sequence[str] = [
        member.person for seat in terms.discipline.owners for member in seated(account, seat)
    ]
    return seats[0] if seats else None


def _on(share: Decimal | None, gone: Decimal, terms: Terms) -> bool | None:
    return None if share is None else share >= terms.goals.quota_share * gone
