"""Plan balance: whether a plan is about relationships or only about deals; what comes after a win.

Rules
  JP14  Goals, actions and logged activity are about relationships, about deals, or about neither; the
        share is of the two together, unknown where there is neither.                        S-F1
  JP15  A win is followed by growth once an action of somebody outside sales for a goal that stands was
        planned on its day or after; each action follows one win, the earliest that has none. Growth is
        missing when policy's days have passed without one, and unknown where it is of an action whether
        it is outside sales. The function planned tells, else the one that who answers for it has in the
        account, else their seats: a seat that serves no function is outside, one that sells through
        partners is not.                                                                        J-D2
  JP16  We understand the customer's business by what is on record of it and fresh: its critical success
        factors, its key projects, its organisation, a précis and analyses.                    J-O1
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from attrs import frozen

from majoracct.domain.account.activities import Activities, Activity, Focus
from majoracct.domain.account.analyses import Analyses
from majoracct.domain.account.contributions import function_in
from majoracct.domain.account.goals import GoalKind, Goals
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.plan import Action, Plan
from majoracct.domain.account.planning_cycle import Footing, PlanningCycle
from majoracct.domain.account.profile import Profile
from majoracct.domain.account.responsibilities import responsible
from majoracct.domain.account.team import members
from majoracct.domain.calendar import add_months, first_within
from majoracct.domain.programme.terms import PlanningFunction, SellingFunction, Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = [
    "Balance",
    "Known",
    "Split",
    "Won",
    "function_of",
    "growth_after_wins",
    "plan_balance",
    "understanding",
]

_RELATIONSHIPS: Final = (GoalKind.RELATIONSHIP, GoalKind.REFERENCE, GoalKind.ADVISER)
_DEALS: Final = (GoalKind.REVENUE, GoalKind.AVERAGE_DEAL, GoalKind.BREADTH, GoalKind.AGREEMENT)


# Relationships against deals


@frozen
class Split:
    """How many are about relationships, about deals, and about neither."""

    relationships: int
    deals: int
    neither: int

    @property
    def share(self) -> Decimal | None:
        """The share about relationships, of those about either; None where none is."""
        return share_of(self.relationships, self.relationships + self.deals)


@frozen
class Balance:
    """What a plan, and what was done, is about.

    only_deals: whether the share of its goals about relationships is below policy's; None: unknown.
    """

    goals: Split
    actions: Split
    activity: Split
    only_deals: bool | None


def plan_balance(account: Account, terms: Terms) -> Balance:
    """Return what the goals that stand, the actions kept and the activity logged are about (S-F1).

    An action is about what its goal is; one without a goal is about a relationship where it supports a
    sponsor, or somebody of theirs sees to it, too. Activity is about what was said of it, else about what it
    served, an opportunity or a goal; that over policy's months up to the day counts.
    """
    since = first_within(account.on, terms.plan.balance_months)
    of_goals = _split(_about(goal.kind) for _, goal in account[Goals].standing)
    of_actions = _split(_worked_at(action, account) for _, action in account[Plan].kept)
    logged = [a for _, a in account[Activities].in_order() if a.on >= since]
    of_activity = _split(_done_for(activity, account) for activity in logged)
    share = of_goals.share
    low = None if share is None else share < terms.plan.relationship_share
    return Balance(of_goals, of_actions, of_activity, low)


def _about(kind: GoalKind) -> bool | None:
    """Return whether a goal of KIND is about a relationship; None: about neither."""
    return True if kind in _RELATIONSHIPS else False if kind in _DEALS else None


def _worked_at(action: Action, account: Account) -> bool | None:
    """Return whether ACTION is about a relationship; None: about neither."""
    goal = account[Goals].items.get(action.goal) if action.goal else None
    if goal is not None:
        return _about(goal.kind)
    return True if action.supports or action.customer_owner else None


def _done_for(activity: Activity, account: Account) -> bool | None:
    """Return whether ACTIVITY was for a relationship; None: for neither, or nobody said."""
    if activity.focus is not None:
        return activity.focus is Focus.RELATIONSHIP
    goal = account[Goals].items.get(activity.serves) if activity.serves else None
    if goal is not None:
        return _about(goal.kind)
    served = bool(activity.serves and activity.serves in account[Opportunities].items)
    return False if served else None


def _split(found: Iterable[bool | None]) -> Split:
    each = list(found)
    return Split(each.count(True), each.count(False), each.count(None))


# After a win


@frozen
class Won:
    """A win, and the action outside sales that was planned after it, for a goal that stands.

    by: the day by which something is to be. action: the one that was, by its fact.
    missing: whether nothing was, and the day has passed; None: it has not passed, or something was of
    which we do not know whose it is.
    """

    opportunity: str
    title: str
    on: dt.date
    by: dt.date
    fact: str
    action: str | None
    missing: bool | None


def function_of(key: str, action: Action, account: Account) -> PlanningFunction | None:
    """Return which function carries ACTION out, as planned, else that of who answers for it."""
    if action.function is not None:
        return action.function
    who = responsible(key, account)
    return function_in(account, who[0]) if who else None


def _outside_sales(key: str, action: Action, account: Account) -> bool | None:
    """Return whether somebody outside sales carries ACTION out; None: nothing tells."""
    function = function_of(key, action, account)
    if function is not None:
        return function.selling is not SellingFunction.SALES
    who = responsible(key, account)
    seated = who is not None and any(m.person == who[0] for m in members(account))
    return True if seated else None


def growth_after_wins(account: Account, terms: Terms) -> tuple[Won, ...]:
    """Return each win, with the action outside sales that followed it (J-D2)."""
    standing = {key for key, _ in account[Goals].standing}
    planned = [(a, _outside_sales(key, a, account)) for key, a in account[Plan].kept if a.goal in standing]
    wins = [(won.won, key, won) for key, won in account[Opportunities].in_order() if won.won]
    found = []
    for day, key, won in sorted(wins, key=lambda each: each[0]):
        days = dt.timedelta(days=terms.plan.growth_days)
        by = day + days if dt.date.max - day > days else dt.date.max
        since = [each for each in planned if each[0].on >= day]
        grown = next((each for each in since if each[1]), None)
        if grown:
            planned.remove(grown)
        unknown = account.on <= by or any(outside is None for _, outside in since)
        missing = False if grown else None if unknown else True
        action = grown[0].fact if grown else None
        found.append(Won(key, won.title, day, by, won.decided or won.fact, action, missing))
    return tuple(found)


# What we know of their business


@frozen
class Known:
    """What tells of the customer's business, when it was learned last, and whether that is fresh."""

    what: str
    count: int
    last: dt.date | None
    fresh: bool
    facts: tuple[str, ...]


def understanding(account: Account, terms: Terms) -> tuple[Known, ...]:
    """Return what is on record of the customer's business, and whether it is fresh (J-O1)."""
    planned, profile = list(account[PlanningCycle].items.values()), account[Profile]
    told = (
        ("critical success factors", [(p.on, p.fact) for p in planned if p.footing is Footing.FACTORS]),
        ("key projects", [(p.on, p.fact) for p in planned if p.footing is Footing.PROJECTS]),
        ("organisation chart", [(f.dated, f.fact) for f in profile.org_charts]),
        ("précis", [(f.dated, f.fact) for f in profile.precis]),
        ("analyses", [(a.upto, a.fact) for a in account[Analyses].items.values()]),
    )
    return tuple(_known(what, found, account, terms) for what, found in told)


def _known(what: str, found: list[tuple[dt.date, str]], account: Account, terms: Terms) -> Known:
    last, fact = max(found, default=(None, ""))
    fresh = last is not None and account.on <= add_months(last, terms.plan.understanding_months)
    return Known(what, len(found), last, fresh, (fact,) if fact else ())
