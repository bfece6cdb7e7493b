"""Planning: whether an account has its plan for the year, and whether that is kept up.

Rules
  JP10  Every account that policy counts has a plan drafted in the cycle that runs, and within
        the year.                                                                       R-U1 S-F2
  JP11  A plan is stale once nothing about it, its goals or its actions, no review, approval, edition or
        word of the customer on it was recorded for policy's days.                       S-F3
  JP12  A plan whose contents were not revised since the tier changed, or somebody's standing to us, their
        satisfaction, or whether they sponsor us or are there, is older than what it is to rest on.  R-1
  JP13  Activity dropped when, over policy's days after the plan was drafted, it was less than policy's
        share of that over as many days before; unknown where none was logged before, or the days are
        not over.                                                                              S-G1
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from majoracct.domain.account.action_plan import ActionPlan
from majoracct.domain.account.activities import Activities
from majoracct.domain.account.alignment import Alignment, OfferingAligned
from majoracct.domain.account.approval import Approvals
from majoracct.domain.account.contributions import Contributions
from majoracct.domain.account.cycles import Cycle, Cycles, cycle_on
from majoracct.domain.account.editions import Editions
from majoracct.domain.account.feedback import Feedback
from majoracct.domain.account.functional_plans import (
    FunctionalPlanAttached,
    FunctionalPlanDetached,
    FunctionalPlans,
)
from majoracct.domain.account.goals import GoalDropped, Goals, GoalSet
from majoracct.domain.account.plan import (
    ActionAdded,
    ActionDropped,
    OpportunityPlanned,
    OpportunityUnplanned,
    Plan,
    PlanDrafted,
    plan_in_force,
)
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.relationships import (
    PerceptionAssessed,
    RelationshipAssessed,
    Relationships,
    StakeholderIdentified,
    StakeholderLeft,
)
from majoracct.domain.account.responsibilities import Responsibilities
from majoracct.domain.account.review import Reviews
from majoracct.domain.account.satisfaction import SatisfactionAssessed, Satisfactions
from majoracct.domain.account.segmentation import Segmentation, TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed, Sponsorship, SponsorshipEnded
from majoracct.domain.account.team import Team
from majoracct.domain.calendar import add_months
from majoracct.domain.kernel import Fact
from majoracct.domain.past import order
from majoracct.domain.programme.plan_tables import PlanScope
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = [
    "After",
    "Annual",
    "Change",
    "InCycle",
    "Kept",
    "activity_after",
    "annual",
    "changed_since",
    "drafted",
    "in_scope_since",
    "kept_up",
]

_ABOUT_THE_PLAN: Final = (
    Plan,
    Goals,
    ActionPlan,
    FunctionalPlans,
    Responsibilities,
    Alignment,
    Contributions,
    Reviews,
    Approvals,
    Editions,
    Feedback,
)
_REVISES: Final = (
    PlanDrafted,
    OpportunityPlanned,
    OpportunityUnplanned,
    ActionAdded,
    ActionDropped,
    GoalSet,
    GoalDropped,
    FunctionalPlanAttached,
    FunctionalPlanDetached,
    OfferingAligned,
)


def drafted(account: Account) -> Fact | None:
    """Return the fact that drafted the plan in force; None without one."""
    fact = account[Plan].fact
    return account.past.fact(fact) if fact else None


def _told(account: Account, *topics: type[Any]) -> list[Fact]:
    """Return the facts of TOPICS up to the day, in the order they were true."""
    found = [f for topic in topics for f in account.fold(topic).until(account.on)]
    return sorted(found, key=order)


# In the cycle


class InCycle(enum.Enum):
    """Whether an account has a plan in its cycle, and if not, what is missing."""

    NO_PLAN = "no-plan"
    NO_CYCLE = "no-cycle"
    NOT_DRAFTED = "not-drafted"  # in the cycle that runs: the plan in force is of an earlier one
    OUT_OF_DATE = "out-of-date"
    CURRENT = "current"


@frozen
class Annual:
    """Whether an account has its plan for the year.

    late: whether it is missing for longer than policy allows; None for an account that policy does not count.
    since: since when it is missing.
    """

    standing: InCycle
    plan: str | None
    drafted: dt.date | None
    cycle: str | None
    runs: Cycle | None
    since: dt.date | None
    late: bool | None
    facts: tuple[str, ...]


def in_scope_since(account: Account, terms: Terms) -> dt.date | None:
    """Return since when policy counts the account among those to be planned; None: it does not (R-U1)."""
    match terms.plan.scope:
        case PlanScope.TEAM:
            return account[Team].formed
        case PlanScope.EVERY:
            return account.since
        case PlanScope.MAJOR:
            status = account[Qualification]
            fact = account.past.fact(status.fact) if status.status is Status.MAJOR else None
            return fact.on if fact else None


def annual(account: Account, terms: Terms) -> Annual:
    """Return whether the account has a plan in the cycle that runs on the day, under TERMS (S-F2 R-U1)."""
    plan, running, scope = drafted(account), cycle_on(account), in_scope_since(account, terms)
    key, cycle = running or (None, None)
    over = add_months(plan.on, terms.plan.annual_months) if plan else None
    if plan is None:
        standing = InCycle.NO_PLAN
    elif cycle is None:
        standing = InCycle.NO_CYCLE
    elif plan.on < cycle.on:
        standing = InCycle.NOT_DRAFTED
    else:
        standing = InCycle.OUT_OF_DATE if over and account.on > over else InCycle.CURRENT
    since = _missing_since(account, standing, scope, cycle, over)
    days = terms.plan.draft_days if standing is not InCycle.OUT_OF_DATE else 0
    late = None if scope is None else since is not None and (account.on - since).days > days
    facts = tuple(fact for fact in (cycle.fact if cycle else "", plan.reference if plan else "") if fact)
    return Annual(standing, plan_in_force(account), plan.on if plan else None, key, cycle, since, late, facts)


def _missing_since(
    account: Account, standing: InCycle, scope: dt.date | None, cycle: Cycle | None, over: dt.date | None
) -> dt.date | None:
    if standing is InCycle.CURRENT:
        return None
    if standing is InCycle.OUT_OF_DATE:
        return over
    closed = [c.closed for _, c in account[Cycles].in_order if c.closed]
    began = cycle.on if cycle else max(closed, default=None)
    return max((day for day in (scope, began) if day), default=None)


# Kept up


@frozen
class Kept:
    """When a plan in force was last touched, and its contents last revised.

    stale: whether it was left alone for longer than policy allows.
    """

    touched: dt.date
    touch: str
    revised: dt.date
    revision: str
    days: int
    stale: bool


def kept_up(account: Account, terms: Terms) -> Kept | None:
    """Return whether the plan in force is kept up, under TERMS (S-F3); None without one."""
    if drafted(account) is None:
        return None
    told = _told(account, *_ABOUT_THE_PLAN)
    last, revision = told[-1], [f for f in told if isinstance(f.event, _REVISES)][-1]
    days = (account.on - last.on).days
    return Kept(last.on, last.reference, revision.on, revision.reference, days, days > terms.plan.stale_days)


@frozen
class Change:
    """That something the plan rests on changed: the tier, or how somebody stands to us.

    what: tier, strength, perception, satisfaction, sponsorship or place. person: whose, at the
    customer. before: None: nothing was known.
    """

    what: str
    person: str | None
    before: str | None
    after: str
    on: dt.date
    fact: str


def changed_since(account: Account, terms: Terms) -> tuple[Change, ...]:
    """Return what changed since the plan was last revised, longer ago than policy allows (R-1).

    Nothing without a plan. How somebody stands to us is a change only from what was known before;
    whom nobody named a sponsor was none.
    """
    kept = kept_up(account, terms)
    revision = account.past.fact(kept.revision) if kept else None
    if revision is None:
        return ()
    last = account.on - dt.timedelta(days=terms.plan.revise_days)
    return tuple(
        change for fact, change in _changes(account) if order(fact) > order(revision) and fact.on < last
    )


def _changes(account: Account) -> Iterator[tuple[Fact, Change]]:
    known: dict[tuple[str, str | None], str] = {}
    for fact in _told(account, Segmentation, Relationships, Satisfactions, Sponsorship):
        match fact.event:
            case TierMoved():
                what, person, after = "tier", None, fact.event.tier.value
            case RelationshipAssessed():
                what, person, after = "strength", fact.event.person, fact.event.strength.value
            case PerceptionAssessed():
                what, person, after = "perception", fact.event.person, fact.event.perception.value
            case SatisfactionAssessed():
                what, person, after = "satisfaction", fact.event.person, fact.event.satisfaction.value
            case SponsorNamed() | SponsorshipEnded():
                after = "active" if isinstance(fact.event, SponsorNamed) else "ended"
                what, person = "sponsorship", fact.event.person
            case StakeholderIdentified() | StakeholderLeft():
                after = "vacant" if isinstance(fact.event, StakeholderLeft) else "held"
                what, person = "place", fact.event.person
            case _:
                continue
        before = known.get((what, person), "none" if what == "sponsorship" else None)
        known[what, person] = after
        if before != after and (before is not None or person is None):
            yield fact, Change(what, person, before, after, fact.on, fact.reference)


# Once it was drafted


@frozen
class After:
    """How much was logged before and after a plan was drafted.

    until: the last day of those after. dropped: None: unknown.
    """

    before: int
    after: int
    until: dt.date
    dropped: bool | None
    facts: tuple[str, ...]


def activity_after(account: Account, terms: Terms) -> After | None:
    """Return whether activity dropped after the plan in force was drafted (S-G1); None without a plan.

    The day it was drafted counts as before.
    """
    plan = drafted(account)
    if plan is None:
        return None
    days = dt.timedelta(days=terms.plan.activity_days)
    first = plan.on - days if plan.on - dt.date.min > days else dt.date.min
    until = plan.on + days if dt.date.max - plan.on > days else dt.date.max
    logged = [a for _, a in account[Activities].in_order() if first < a.on <= until]
    before = [a.fact for a in logged if a.on <= plan.on]
    after = [a.fact for a in logged if a.on > plan.on]
    enough = Decimal(len(after)) >= terms.plan.activity_share * len(before)
    dropped = None
    if before:
        dropped = False if enough else True if account.on >= until else None
    return After(len(before), len(after), until, dropped, (plan.reference, *before, *after))
