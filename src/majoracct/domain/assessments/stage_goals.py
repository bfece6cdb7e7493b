"""Stage goals: how far the account manager has brought us, from a first win to a place in their planning.

Each goal is reached, not reached, or unknown: where nothing on record tells of it, it is not guessed.

Rules
  SG1  We radiate once a step was taken on from the first win, and while we are not outside again; not
       where nothing was won, and unknown where it cannot be told whether we are outside.        B-T2
  SG2  We are insiders by evidence of both kinds, in date; unknown where none was ever shown.    B-T2
  SG3  Inertia is of the customer's current year; unknown where nothing of its plans is on record. B-T2
"""

from __future__ import annotations

import enum
from typing import Final

from attrs import frozen

from majoracct.domain.account.insider import Insider
from majoracct.domain.account.opportunities import Opportunities, first_win
from majoracct.domain.account.planning_cycle import Footing, inertia, planned
from majoracct.domain.assessments.inertia import year_of
from majoracct.domain.assessments.insider import evidence
from majoracct.domain.assessments.radiation import back_outside, steps
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Goal", "Reached", "stage_goals"]

_FOOTING: Final = {
    Footing.PLANNING.value: "a part in their planning",
    Footing.FACTORS.value: "their critical factors",
    Footing.PROJECTS.value: "their projects",
}


class Goal(enum.Enum):
    """What the account manager is there for, in the order it comes about (B-T2)."""

    RADIATE = "radiate"
    INSIDER = "insider"
    INERTIA = "inertia"


@frozen
class Reached:
    """Whether a goal is reached; None: unknown.

    facts: what says so. lacking: what is missing, in a few words.
    """

    goal: Goal
    reached: bool | None
    facts: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def stage_goals(account: Account, terms: Terms) -> tuple[Reached, ...]:
    """Return the account manager's three goals on the day, judged under TERMS (B-T2)."""
    return _radiating(account, terms), _inside(account, terms), _inertia(account)


def _radiating(account: Account, terms: Terms) -> Reached:
    first = first_win(account)
    if first is None:
        known = bool(account[Opportunities].items)
        return Reached(Goal.RADIATE, False if known else None, (), ("a first win",))
    taken, outside = steps(account), back_outside(account, terms)
    facts = (first[1].decided or first[1].fact, *(step.fact for step in taken[-1:]))
    if outside.holds is None:
        return Reached(Goal.RADIATE, None, facts, ("word on how the opportunities since came about",))
    if not taken or outside.holds:
        return Reached(Goal.RADIATE, False, facts, ("a recent step" if taken else "a step on from it",))
    return Reached(Goal.RADIATE, True, facts)


def _inside(account: Account, terms: Terms) -> Reached:
    found = evidence(account, terms)
    known = bool(account[Insider].evidence)
    lacking = tuple(f"{kind.replace('-', ' ')} shown" for kind in found.missing)
    return Reached(Goal.INSIDER, found.holds if known else None, found.facts, lacking)


def _inertia(account: Account) -> Reached:
    year = year_of(account, account.on)
    found = inertia(account, year)
    return Reached(
        Goal.INERTIA,
        found.holds if planned(account, year) else None,
        (*found.in_time.values(), *found.late.values()),
        tuple(f"{_FOOTING[each]} by {found.starts}" for each in (*found.missing, *found.late)),
    )
