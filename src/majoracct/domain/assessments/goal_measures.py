"""Goal measures: what each goal stood at when it was set, stands at now, and is to come to.

Whatever the ledger knows is measured; what somebody said stands beside it. Unknown stays unknown.

Rules
  GT1  Revenue counts from the day the goal begins up to its own, net: what came to the account it was set
       for, and from its merger on to the whole; unknown while no rate tells a payment.       R-0 X-10 X-11
  GT2  The average sale is that of what was won over policy's months, of those wins of which the worth is
       known; unknown where none is.                                                      R-G3 R-O3
  GT3  Breadth counts the places of a dimension, the widest when none was said; of areas to enter, those
       where we are by the day. Unknown where no place of it is on record.                     R-G4 R-O4
  GT4  A relationship stands where it was judged last, on the ladder from cold to trusted, until the person
       leaves; a reference is somebody who agreed to speak for us, or a story in use that still stands.
                                                                                     R-G1 R-G2
  GT5  Progress is how far it has come from where it stood when it was set, as known then, revenue from
       nothing; unknown where one of them is, and where there was nowhere to go. What was told stands in only
       where none is measured.                                                               R-U4
  GT6  A goal is reached once its figure is, on the day or on its own; in words, once somebody said so.
                                                                                          R-0 R-U4
  GT7  It is overdue once its day has passed and nothing shows that it was reached; not while no rate tells
       a payment that counts: that may have reached it.                                     R-U2 X-11
  GT8  It is on course when it is reached, or has come policy's share of what its days passed call for: of
       what is counted or judged in steps, of whole ones. Unknown before it begins.                R-U4
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeAlias

from attrs import frozen

from majoracct.domain.account.advocacy import anecdotes
from majoracct.domain.account.goal_progress import GoalProgress
from majoracct.domain.account.goals import Goal, GoalKind, Goals
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.presence import Dimension, Presence, place_key, places_in
from majoracct.domain.account.quotas import elapsed
from majoracct.domain.account.references import references
from majoracct.domain.account.relationships import Relationships, Strength
from majoracct.domain.account.revenue import Takings, takings
from majoracct.domain.assessments.conformance import known_then
from majoracct.domain.calendar import first_within
from majoracct.domain.money import Money, decimals
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = [
    "AverageDeal",
    "Figure",
    "GoalLine",
    "GoalState",
    "average_deal",
    "goal_lines",
    "late_goals",
    "state_of",
    "stood",
]

Figure: TypeAlias = Money | int | Strength  # what a goal is reached at, by its kind


class GoalState(enum.Enum):
    """How a goal stands on the day."""

    REACHED = "reached"
    ON_COURSE = "on-course"
    BEHIND = "behind"
    OVERDUE = "overdue"
    NOT_BEGUN = "not-begun"
    UNKNOWN = "unknown"


@frozen
class GoalLine:
    """A goal on a day.

    target, then, now: what it is to come to, stood at when it was set, as known then (revenue: nothing), and
        stands at; None: unknown, or in words. progress: of the way from then to the target; None: unknown.
    told: how far somebody said it had come, and told_fact, which says so.
    reached: None: unknown. reached_fact: what says so of a goal in words.
    elapsed: how much of its days has passed; 0: it has not begun. on_course: None: unknown.
    facts: what it stands at now rests on.
    """

    account: str
    goal: str
    item: Goal
    target: Figure | None
    then: Figure | None
    now: Figure | None
    progress: Decimal | None
    told: Decimal | None
    told_fact: str | None
    reached: bool | None
    reached_fact: str | None
    elapsed: Decimal
    overdue: bool
    on_course: bool | None
    facts: tuple[str, ...]

    @property
    def state(self) -> GoalState:
        """How it stands, in a word."""
        if self.reached:
            return GoalState.REACHED
        if self.overdue:
            return GoalState.OVERDUE
        if not self.begun:
            return GoalState.NOT_BEGUN
        if self.on_course is None:
            return GoalState.UNKNOWN
        return GoalState.ON_COURSE if self.on_course else GoalState.BEHIND

    @property
    def begun(self) -> bool:
        """Whether the day has come from which it is worked for."""
        return self.elapsed > 0

    @property
    def shown(self) -> Decimal | None:
        """The progress that counts: what is measured, else what was told."""
        return self.told if self.progress is None else self.progress


# What is measured


@frozen
class AverageDeal:
    """The average of what was won over some days, of so many wins; of how many nobody knows the worth."""

    amount: Money | None
    wins: int
    unknown: int
    facts: tuple[str, ...]


def average_deal(account: Account, terms: Terms) -> AverageDeal:
    """Return the average sale of ACCOUNT over policy's months up to its day (R-G3 R-O3)."""
    since = first_within(account.on, terms.goals.deal_months)
    won = [o for _, o in account[Opportunities].in_order() if o.won and o.won >= since]
    worth = [o.value for o in won if o.value]
    same = {value.currency for value in worth} == {terms.threshold.currency}
    if not same:
        return AverageDeal(None, len(won), len(won), ())
    facts = tuple(o.decided or o.fact for o in won if o.value)
    mean = sum((value.amount for value in worth), Decimal(0)) / len(worth)
    smallest = Decimal(1).scaleb(-decimals(terms.threshold.currency))
    amount = Money(mean.quantize(smallest, ROUND_HALF_EVEN), terms.threshold.currency)
    return AverageDeal(amount, len(won), len(won) - len(worth), facts)


def _stands(goal: Goal, account: Account, terms: Terms) -> tuple[Figure | None, tuple[str, ...]]:
    """Return what GOAL stands at on the day, and by which facts; None: unknown, or in words."""
    found: tuple[Figure | None, tuple[str, ...]] = None, ()
    match goal.kind:
        case GoalKind.REVENUE:
            found = _came_in(goal, account, terms)
        case GoalKind.AVERAGE_DEAL:
            deal = average_deal(account, terms)
            found = deal.amount, deal.facts
        case GoalKind.BREADTH:
            found = _breadth(goal, account)
        case GoalKind.RELATIONSHIP:
            somebody = account[Relationships].people.get(goal.person or "")
            if somebody is not None and not somebody.left and somebody.strength is not None:
                found = somebody.strength, (somebody.strength_fact,)
        case GoalKind.REFERENCE:
            stories = (each.anecdote.fact for each in anecdotes(account) if each.stands)
            told = (*stories, *(each.fact for _, each in references(account)))
            found = len(told), told
        case _:
            pass
    return found


def _came_in(goal: Goal, account: Account, terms: Terms) -> tuple[Money | None, tuple[str, ...]]:
    """Return what came in for GOAL: to the account it was set for, and from its merger on to the whole."""
    whose, since, until = account.other(goal.fact.rpartition("@")[0]), goal.begins, _after(goal.due)
    parts = list[Takings]()
    while (merged := whose[Mergers]).successor is not None and merged.merged_on is not None:
        day = min(max(merged.merged_on, since), until)
        parts.append(takings(whose, since, day))
        whose, since = account.other(merged.successor), day
    parts.append(takings(whose, since, until))
    last = next((came.last for came in reversed(parts) if came.last), "")
    net = sum((came.net for came in parts), Decimal(0))
    told = None if any(came.untold for came in parts) else Money(net, terms.threshold.currency)
    return told, (last,) if last else ()


def _after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1) if day < dt.date.max else day


def _breadth(goal: Goal, account: Account) -> tuple[int | None, tuple[str, ...]]:
    by_dimension = [places_in(account, d) for d in Dimension if goal.dimension in (None, d)]
    widest = max(by_dimension, key=len)
    if not widest:
        return None, ()
    if not goal.areas or goal.dimension is None:
        return len(widest), widest
    places = account[Presence].places
    held = (places.get(place_key(goal.dimension, area)) for area in goal.areas)
    entered = tuple(fact for fact in held if fact)
    return len(entered), entered


def _target(goal: Goal) -> Figure | None:
    if not goal.measured:
        return None
    if goal.kind.in_money:
        return goal.amount
    return goal.strength or len(goal.areas) or goal.count


def _number(figure: Figure | None, like: Figure | None) -> Decimal | None:
    """Return FIGURE as a number to be compared with the one it is LIKE; None when it cannot be."""
    if isinstance(figure, Money) and isinstance(like, Money):
        return figure.amount if figure.currency == like.currency else None
    if isinstance(figure, Strength):
        return Decimal(figure.rank)
    return Decimal(figure) if isinstance(figure, int) else None


# What follows


def goal_lines(account: Account, terms: Terms) -> tuple[GoalLine, ...]:
    """Return each goal of ACCOUNT that was not dropped, as it stands on the day, the earliest set first."""
    return tuple(_line(key, goal, account, terms) for key, goal in account[Goals].standing)


def late_goals(account: Account, terms: Terms) -> dict[str, Goal]:
    """Return the goals whose day has passed and that nothing shows to have been reached, by id (GT7)."""
    return {key: goal for key, goal in account[Goals].standing if _late(key, goal, account, terms)}


def state_of(key: str, account: Account, terms: Terms) -> bool | None:
    """Return whether the goal KEY is reached on the day; None: unknown (GT6)."""
    return _reached(key, account[Goals].items[key], account, terms)


def _late(key: str, goal: Goal, account: Account, terms: Terms) -> bool:
    return goal.due < account.on and not _reached(key, goal, account, terms)


def _reached(key: str, goal: Goal, account: Account, terms: Terms) -> bool | None:
    target = _target(goal)
    if target is None:
        return True if key in account[GoalProgress].reached else None
    wanted = _number(target, target)
    days = (account, account.at(goal.due)) if goal.due < account.on else (account,)
    found = [_number(_stands(goal, day, terms)[0], target) for day in days]
    if wanted is None or all(each is None for each in found):
        return None
    return any(each is not None and each >= wanted for each in found)


def _line(key: str, goal: Goal, account: Account, terms: Terms) -> GoalLine:
    target = _target(goal)
    now, facts = _stands(goal, account, terms) if target is not None else (None, ())
    then = stood(key, goal, account, terms) if target is not None else None
    told = account[GoalProgress].told.get(key)
    said = account[GoalProgress].reached.get(key)
    progress = _progress(then, now, target)
    reached = _reached(key, goal, account, terms)
    gone = _passed(goal, account.on)
    untold = goal.kind is GoalKind.REVENUE and target is not None and now is None
    late = goal.due < account.on and not reached and not untold
    shown = progress if progress is not None else told.share if told else None
    course = True if reached else False if late else None
    if course is None and shown is not None and gone:
        called = terms.goals.course_share * gone
        course = shown >= (called if progress is None else _in_steps(called, then, target))
    return GoalLine(
        account=account.key,
        goal=key,
        item=goal,
        target=target,
        then=then,
        now=now,
        progress=progress,
        told=told.share if told else None,
        told_fact=told.fact if told else None,
        reached=reached,
        reached_fact=said.fact if said else None,
        elapsed=gone,
        overdue=late,
        on_course=course,
        facts=facts,
    )


def stood(key: str, goal: Goal, account: Account, terms: Terms) -> Figure | None:
    """Return what the GOAL called KEY stood at on the day it was set, as known when it was."""
    if goal.kind is GoalKind.REVENUE:
        return Money(Decimal(0), terms.threshold.currency)
    fact = account.past.fact(key)
    if fact is None:
        return None
    own = account.other(fact.stream)  # before its account merged, only that one's facts tell
    return _stands(goal, known_then(own, fact).at(goal.on), terms)[0]


def _progress(then: Figure | None, now: Figure | None, target: Figure | None) -> Decimal | None:
    """Return how much of the way from THEN to TARGET was made by NOW; None when it cannot be told."""
    start, here, end = (_number(each, target) for each in (then, now, target))
    if start is None or here is None or end is None or end <= start:
        return None
    return (here - start) / (end - start)


def _in_steps(called: Decimal, then: Figure | None, target: Figure | None) -> Decimal:
    """Return which share of the way CALLED for is that many whole steps, where it is made in steps."""
    start, end = _number(then, target), _number(target, target)
    if isinstance(target, Money) or start is None or end is None:
        return called
    return Decimal(int(called * (end - start))) / (end - start)


def _passed(goal: Goal, on: dt.date) -> Decimal:
    """Return which share of the days from the day GOAL begins to its own has passed by ON."""
    begins = min(goal.begins, goal.due)
    return elapsed(begins, _after(goal.due), on)
