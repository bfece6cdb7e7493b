"""Life cycle: how far an account came, from getting in to being one the customer plans its year with.

The stages follow from the facts, and overlap: nobody moves an account from one to the next.

Rules
  LC1  We penetrate from the first that is known of an account until we won something.          B-L1
  LC2  From then on we earn the right, until a project went smoothly and its value was documented.  B-L1
  LC3  It qualifies while a qualification is open, or while all five criteria hold and status is lacking.
                                                                                                B-L1
  LC4  We radiate from the first win on, whatever is delivered, until we are known to be outside again;
       coming back in goes on with it.                                                          B-L1 B-R2
  LC5  We are insiders while evidence of both kinds is in date.                                 B-L1
  LC6  Inertia lasts the customer's year that began with us in it; dominance while it is known to hold. B-L1
  LC7  Each day is judged as it ended; time in a stage is the number of its days.               B-L1
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable
from typing import Any, Final

from attrs import field, frozen

from majoracct.domain.account.activities import Activities
from majoracct.domain.account.competition import Competition
from majoracct.domain.account.contracts import Contracts
from majoracct.domain.account.criteria import CRITERIA
from majoracct.domain.account.delivery import Delivery, smooth
from majoracct.domain.account.insider import Insider
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.planning_cycle import PlanningCycle, inertia
from majoracct.domain.account.promises import Promises
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.relationships import Relationships
from majoracct.domain.account.sponsorship import Sponsorship
from majoracct.domain.account.value import Value
from majoracct.domain.assessments.dominance import dominant
from majoracct.domain.assessments.inertia import year_of
from majoracct.domain.assessments.insider import evidence
from majoracct.domain.assessments.radiation import back_outside
from majoracct.domain.assessments.spans import after, spans, within
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Stage", "StageOpen", "in_stages", "lifecycle", "time_in_stages"]


class Stage(enum.Enum):
    """The stages of an account, in the order in which they begin."""

    PENETRATE = "penetrate"
    EARN_THE_RIGHT = "earn-the-right"
    QUALIFY = "qualify"
    RADIATE = "radiate"
    INSIDER = "insider"
    INERTIA = "inertia"
    DOMINANCE = "dominance"


# What is answered


@frozen
class StageOpen:
    """That an account was in a stage, from SINCE up to but not including UNTIL; None while it is.

    days: for how many days, the day asked included. facts: what happened on the day it began that the
    stage rests on; none where time alone began it.
    """

    account: str
    stage: Stage
    since: dt.date
    until: dt.date | None
    days: int
    facts: tuple[str, ...]


# What each stage is


def _won(account: Account) -> bool:
    return any(o.won for o in account[Opportunities].items.values())


def _penetrates(account: Account, terms: Terms) -> bool:
    return not _won(account)


def _earns(account: Account, terms: Terms) -> bool:
    valued = {item.project for item in account[Value].items.values()}
    earned = any(smooth(p) and key in valued for key, p in account[Delivery].projects.items())
    return _won(account) and not earned


def _qualifies(account: Account, terms: Terms) -> bool:
    status = account[Qualification].status
    if status is Status.OPEN:
        return True
    return status is not Status.MAJOR and all(c.judge(account, terms).holds for c in CRITERIA)


def _radiates(account: Account, terms: Terms) -> bool:
    return _won(account) and back_outside(account, terms).holds is not True


def _outside_again(account: Account, terms: Terms) -> set[dt.date]:
    changed = account.changes(Opportunities, Sponsorship, Activities)
    return {after(day, terms.radiation.outside_days) for day in changed}


def _inside(account: Account, terms: Terms) -> bool:
    return evidence(account, terms).holds


def _out_of_date(account: Account, terms: Terms) -> set[dt.date]:
    return within(account.changes(Insider), terms.insider.evidence_months)


def _carried(account: Account, terms: Terms) -> bool:
    return inertia(account, year_of(account, account.on)).holds


def _years_begin(account: Account, terms: Terms) -> set[dt.date]:
    months = {state.month for state in account.fold(PlanningCycle).states}
    first = min((day.year for day in account.changes(PlanningCycle)), default=account.on.year)
    years = range(first, account.on.year + 1)
    return {dt.date(year, month, 1) for year in years for month in months if 1 <= month <= 12}


def _dominates(account: Account, terms: Terms) -> bool:
    return dominant(account, terms).holds is True


def _forgotten(account: Account, terms: Terms) -> set[dt.date]:
    changed = account.changes(Opportunities, Contracts, Competition)
    return within(changed, terms.insider.competition_months)


def _criteria_turn(account: Account, terms: Terms) -> set[dt.date]:
    return {day for criterion in CRITERIA for day in criterion.turns(account, terms)}


@frozen
class _Rule:
    """When an account is in a stage, the topics whose facts that rests on, and when time may end it."""

    stage: Stage
    holds: Callable[[Account, Terms], bool]
    reads: tuple[type[Any], ...]
    turns: Callable[[Account, Terms], set[dt.date]] = field(default=lambda account, terms: set())


_CRITERIA: Final = tuple(dict.fromkeys(topic for criterion in CRITERIA for topic in criterion.reads))
_RULES: Final = (
    _Rule(Stage.PENETRATE, _penetrates, (Opportunities,)),
    _Rule(Stage.EARN_THE_RIGHT, _earns, (Opportunities, Delivery, Value)),
    _Rule(Stage.QUALIFY, _qualifies, (Qualification, *_CRITERIA), _criteria_turn),
    _Rule(Stage.RADIATE, _radiates, (Opportunities, Sponsorship, Activities), _outside_again),
    _Rule(Stage.INSIDER, _inside, (Insider,), _out_of_date),
    _Rule(Stage.INERTIA, _carried, (PlanningCycle, Relationships), _years_begin),
    _Rule(Stage.DOMINANCE, _dominates, (Promises, Opportunities, Contracts, Competition), _forgotten),
)


# What follows


def in_stages(account: Account, terms: Terms) -> tuple[Stage, ...]:
    """Return the stages ACCOUNT is in on the day, judged under TERMS."""
    if account.since is None or account.on < account.since:
        return ()
    return tuple(rule.stage for rule in _RULES if rule.holds(account, terms))


def lifecycle(account: Account, terms: Terms) -> list[StageOpen]:
    """Return every stage ACCOUNT was in up to its day, each time it was, judged under TERMS (B-L1)."""
    return [found for rule in _RULES for found in _stage(rule, account, terms)]


def _stage(rule: _Rule, account: Account, terms: Terms) -> Iterable[StageOpen]:
    first = account.since
    if first is None:
        return ()
    turns = {first, *account.changes(*rule.reads, Mergers), *rule.turns(account, terms)}
    held = spans(lambda day: rule.holds(account.at(day), terms), (d for d in turns if d >= first), account.on)
    begun: dict[dt.date, list[str]] = {span.start: [] for span in held}
    for fact in account.facts if held else ():
        if fact.on in begun and (fact.event.topic in rule.reads or fact.on == first):
            begun[fact.on].append(fact.reference)
    return [
        StageOpen(
            account.key,
            rule.stage,
            span.start,
            span.end,
            span.days(account.on),
            tuple(begun[span.start]),
        )
        for span in held
    ]


def time_in_stages(found: Iterable[StageOpen]) -> dict[Stage, tuple[int, int]]:
    """Return, for each stage, how many accounts are in it and on how many days any of FOUND was."""
    total = dict.fromkeys(Stage, (0, 0))
    for each in found:
        now, days = total[each.stage]
        total[each.stage] = (now + int(each.until is None), days + each.days)
    return total
