"""Radiation: how we go on from the first win, how far we came, and what keeps us from it.

A radiating step takes us from one success towards the next: a sponsor brought us to another, an
opportunity sprang from a win, or we sold to an executive. Nothing else is one. Delivering what was won
keeps what we have, and answering the next request begins from outside again.

Rules
  RD1  Radiation is open from the day of the first win, whatever has been delivered.             B-R2
  RD2  A step counts from that day on; to the first of them runs our time from win to step. What sprang
       from an opportunity is one only if that was won by then, as now known.                    B-R2
  RD3  We are outside again after so many days without a win, a step or an opportunity created; unknown
       while one of unknown origin was identified within them.                                   B-R4
  RD4  A slip stalls up-selling when so many days after it no step has been taken, in a project under way;
       it changes nothing else.                                                                  B-R3
  RD5  The approach is top-down when more of the new opportunities came in through executives than through
       others, as they stood on the day each was identified; unknown when no entry is known.     B-R6
  RD6  No plan, or one with neither open created demand nor an open action, is a barrier.        B-R7
  RD7  So is no account manager, or one without the years policy asks for, in the work or in this seat;
       where nothing says how long, experience is unknown.                                       B-R7
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable

from attrs import astuple, frozen

from majoracct.domain.account.access import is_executive
from majoracct.domain.account.activities import executive_selling
from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.opportunities import Opportunities, Opportunity, first_win
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.relationships import Relationships
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.account.sponsorship import Sponsorship
from majoracct.domain.account.team import seated
from majoracct.domain.calendar import add_months, first_within
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.staff import colleague
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.domain.seen import Account

__all__ = [
    "Approach",
    "Barrier",
    "Entries",
    "Hurdle",
    "Outside",
    "Radiation",
    "Spread",
    "Stall",
    "Step",
    "StepKind",
    "approach",
    "back_outside",
    "barriers",
    "entered_high",
    "portfolio",
    "radiation",
    "stalled_by_slip",
    "steps",
]


# Steps


class StepKind(enum.Enum):
    """What takes us from one success towards the next."""

    INTRODUCTION = "introduction"  # a sponsor brought us to another
    SPRUNG = "sprung"  # an opportunity sprang from a win
    SELLING = "selling"  # we sold to an executive


@frozen
class Step:
    """A radiating step, and the fact that says so."""

    kind: StepKind
    on: dt.date
    place: int
    fact: str


def steps(account: Account) -> list[Step]:
    """Return the radiating steps since the first win, earliest first; none before radiation is open."""
    won = first_win(account)
    return _since(won[1].won, account) if won and won[1].won else []


def _since(opened: dt.date, account: Account) -> list[Step]:
    """Return the radiating steps from the day OPENED on, that of the first win; earliest first."""
    items = account[Opportunities].items
    found = [Step(StepKind.INTRODUCTION, i.on, i.place, i.fact) for i in account[Sponsorship].introductions]
    found += (Step(StepKind.SPRUNG, o.on, o.place, o.fact) for o in items.values() if _sprang(account, o))
    found += (Step(StepKind.SELLING, a.on, a.place, a.fact) for _, a in executive_selling(account))
    return sorted((s for s in found if s.on >= opened), key=lambda s: (s.on, s.place))


def _sprang(account: Account, opportunity: Opportunity) -> bool:
    """Return whether OPPORTUNITY sprang from a win of its day, in the account that identified it."""
    if opportunity.sprung_from is None:
        return False
    then = account.other(opportunity.fact.rpartition("@")[0]).at(opportunity.on)
    before = then[Opportunities].items.get(opportunity.sprung_from)
    return before is not None and before.won is not None


# Outside again


@frozen
class Outside:
    """Whether we are outside again, waiting for the next request: None while that cannot be told.

    since: from when on. facts: the last that kept us in, or what keeps it from being told.
    """

    holds: bool | None
    since: dt.date | None = None
    facts: tuple[str, ...] = ()


def back_outside(account: Account, terms: Terms) -> Outside:
    """Return whether we are outside again on the day; who never won was never inside (B-R4)."""
    won = first_win(account)
    if won is None or won[1].won is None:
        return Outside(False)
    opened, patience = won[1].won, terms.radiation.outside_days
    found = [o for _, o in account[Opportunities].in_order()]
    later = [o for o in found if o.on >= opened]
    kept = [(o.won, o.decided or o.fact) for o in found if o.won]
    kept += [(o.on, o.fact) for o in later if o.origin is Origin.CREATION]
    kept += [(s.on, s.fact) for s in _since(opened, account)]
    last, fact = max(kept, key=lambda each: each[0])
    if (account.on - last).days < patience:
        return Outside(False, facts=(fact,))
    untold = max(((o.on, o.fact) for o in later if o.origin is None), default=(last, fact))
    if (account.on - untold[0]).days < patience:
        return Outside(None, facts=(fact, untold[1]))
    return Outside(True, max(last, untold[0]) + dt.timedelta(days=patience), (fact,))


# Stalled


@frozen
class Stall:
    """A project under way, a slip in it, and since when it counts as having stalled up-selling."""

    project: str
    title: str
    milestone: str
    slipped: dt.date
    since: dt.date
    fact: str


def stalled_by_slip(account: Account, terms: Terms) -> list[Stall]:
    """Return the slips that stall up-selling on the day, the earliest of each project (B-R3).

    A step on the day of the slip, or later, shows that the slip did not stop us.
    """
    won = first_win(account)
    if won is None or won[1].won is None:
        return []
    last = max((s.on for s in steps(account)), default=dt.date.min)
    patience, found = terms.radiation.stalled_days, []
    for key, project in sorted(account[Delivery].projects.items()):
        if project.completed is not None:
            continue
        for slip in project.slips:
            begun = max(slip.on, won[1].won)  # before a first win there is nothing to sell further
            if last < begun and (account.on - begun).days >= patience:
                since = begun + dt.timedelta(days=patience)
                found.append(Stall(key, project.title, slip.milestone, slip.on, since, slip.fact))
                break
    return sorted(found, key=lambda stall: (stall.slipped, stall.project))


# Approach


class Approach(enum.Enum):
    """Where new opportunities come in: from the top, or from below (B-R6)."""

    TOP_DOWN = "top-down"
    BOTTOM_UP = "bottom-up"


@frozen
class Entries:
    """Through whom the new opportunities came in: executives, others, and those of whom nothing says."""

    executives: int
    others: int
    unknown: int
    facts: tuple[str, ...]

    @property
    def approach(self) -> Approach | None:
        """Top-down or bottom-up; None when no entry is known."""
        if not (self.executives or self.others):
            return None
        return Approach.TOP_DOWN if self.executives > self.others else Approach.BOTTOM_UP


def entered_high(account: Account, key: str, opportunity: Opportunity) -> bool | None:
    """Return whether OPPORTUNITY, called KEY, came in through an executive; None when nothing says.

    Where they stood is judged on the day it was identified, by the policy then in force, among the people
    of the account that identified it, which may have merged into this one since.
    """
    if opportunity.entry is None:
        return None
    then = account.other(key.rpartition("@")[0]).at(opportunity.on)
    if is_executive(opportunity.entry, then):
        return True
    somebody = then[Relationships].people.get(opportunity.entry)
    if somebody is None or somebody.level is None:
        return None
    return somebody.level in then.programme[Policy].terms.qualification.executive_levels


def approach(account: Account, terms: Terms) -> Entries:
    """Return through whom the opportunities of the last months came in (B-R6)."""
    since = first_within(account.on, terms.radiation.approach_months)
    new = [(key, o) for key, o in account[Opportunities].in_order() if o.on >= since]
    found = [entered_high(account, key, o) for key, o in new]
    return Entries(
        found.count(True), found.count(False), found.count(None), tuple(o.fact for _, o in new if o.entry)
    )


# Barriers


class Barrier(enum.Enum):
    """What keeps us from radiating (B-R7)."""

    PLAN_MISSING = "plan-missing"
    PLAN_NOT_PROACTIVE = "plan-not-proactive"
    MANAGER_MISSING = "manager-missing"
    MANAGER_INEXPERIENCED = "manager-inexperienced"
    EXPERIENCE_UNKNOWN = "manager-experience-unknown"


@frozen
class Hurdle:
    """A barrier that stands, and the facts that show it: none where something is missing."""

    barrier: Barrier
    facts: tuple[str, ...] = ()


def barriers(account: Account, terms: Terms) -> list[Hurdle]:
    """Return the barriers to radiating that stand on the day, the plan's first (B-R7)."""
    return [h for h in (_of_plan(account), _of_manager(account, terms)) if h is not None]


def _of_plan(account: Account) -> Hurdle | None:
    plan, items = account[Plan], account[Opportunities].items
    if not plan.fact:
        return Hurdle(Barrier.PLAN_MISSING)
    planned = [items[key] for key in plan.opportunities if key in items]
    creates = any(o.open and o.origin is Origin.CREATION for o in planned)
    acts = any(a.completed is None and a.dropped is None for a in plan.actions.values())
    return None if creates or acts else Hurdle(Barrier.PLAN_NOT_PROACTIVE, (plan.fact,))


def _of_manager(account: Account, terms: Terms) -> Hurdle | None:
    held = seated(account, Seat.ACCOUNT_MANAGER)
    if not held:
        return Hurdle(Barrier.MANAGER_MISSING)
    manager = held[0]
    stated = colleague(account.programme, manager.person).experience.get(Seat.ACCOUNT_MANAGER.value)
    begun = min(manager.since, stated.since) if stated else manager.since
    if begun <= add_months(account.on, -12 * terms.radiation.experience_years):
        return None
    if stated is None:
        return Hurdle(Barrier.EXPERIENCE_UNKNOWN, (manager.fact,))
    return Hurdle(Barrier.MANAGER_INEXPERIENCED, (manager.fact, stated.fact))


# The account, and the portfolio


@frozen
class Radiation:
    """How an account goes on from its first win.

    opened: the day of the first win; win: the fact that says so.
    """

    account: str
    opened: dt.date | None
    win: str | None
    steps: tuple[Step, ...]
    outside: Outside
    stalls: tuple[Stall, ...]
    entries: Entries
    hurdles: tuple[Hurdle, ...]

    @property
    def days(self) -> int | None:
        """Days from the first win to the first step; None before either."""
        return (self.steps[0].on - self.opened).days if self.opened and self.steps else None


def radiation(account: Account, terms: Terms) -> Radiation:
    """Return how ACCOUNT goes on from its first win, judged under TERMS."""
    won = first_win(account)
    return Radiation(
        account=account.key,
        opened=won[1].won if won else None,
        win=won[1].decided if won else None,
        steps=tuple(steps(account)),
        outside=back_outside(account, terms),
        stalls=tuple(stalled_by_slip(account, terms)),
        entries=approach(account, terms),
        hurdles=tuple(barriers(account, terms)),
    )


@frozen
class Spread:
    """In how many accounts radiation stands how, and how many each barrier keeps from it."""

    accounts: int = 0
    opened: int = 0
    stepped: int = 0
    outside: int = 0
    outside_unknown: int = 0
    stalled: int = 0
    top_down: int = 0
    bottom_up: int = 0
    plan_missing: int = 0
    plan_not_proactive: int = 0
    manager_missing: int = 0
    manager_inexperienced: int = 0
    manager_experience_unknown: int = 0

    @classmethod
    def of(cls, one: Radiation) -> Spread:
        """Return what ONE account adds."""
        way, stand = one.entries.approach, {hurdle.barrier for hurdle in one.hurdles}
        return cls(
            accounts=1,
            opened=int(one.opened is not None),
            stepped=int(bool(one.steps)),
            outside=int(one.outside.holds is True),
            outside_unknown=int(one.outside.holds is None),
            stalled=int(bool(one.stalls)),
            top_down=int(way is Approach.TOP_DOWN),
            bottom_up=int(way is Approach.BOTTOM_UP),
            **{barrier.value.replace("-", "_"): int(barrier in stand) for barrier in Barrier},
        )

    def plus(self, other: Spread) -> Spread:
        """Return the two together."""
        return Spread(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def portfolio(each: Iterable[Radiation]) -> Spread:
    """Return what the accounts' answers add up to."""
    total = Spread()
    for one in each:
        total = total.plus(Spread.of(one))
    return total
