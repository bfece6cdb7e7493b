"""Stage goals: how far the account manager has brought us, from a first win to a place in their planning.

Each goal is reached, not reached, or unknown: where nothing on record tells of it, it is not guessed.

Rules
  SG1  We radiate once an opportunity sprang from a win, or was created by us after the first one; not
       where nothing was won, or nothing came since but demand we answered.                       B-T2
  SG2  We are insiders by evidence of both kinds, in date; unknown where none was ever shown.      B-T2
  SG3  Inertia is of the customer's current year; unknown where nothing of its plans is on record. B-T2
"""

from __future__ import annotations

import enum
from typing import Final

from attrs import frozen

from majoracct.domain.account.insider import Insider, insider
from majoracct.domain.account.opportunities import Opportunities, first_win
from majoracct.domain.account.planning_cycle import Footing, inertia, planned, year_start
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.calendar import add_months
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
    return _radiating(account), _inside(account, terms), _inertia(account)


def _radiating(account: Account) -> Reached:
    first = first_win(account)
    if first is None:
        known = bool(account[Opportunities].items)
        return Reached(Goal.RADIATE, False if known else None, (), ("a first win",))
    key, win = first
    later = [
        o
        for k, o in account[Opportunities].in_order()
        if k != key and (o.sprung_from or o.on > (win.won or o.on))
    ]
    won = win.decided or win.fact
    for found in later:
        if found.sprung_from or found.origin is Origin.CREATION:
            return Reached(Goal.RADIATE, True, (won, found.fact))
    facts = (won, *(o.fact for o in later))
    if any(o.origin is None for o in later):
        return Reached(Goal.RADIATE, None, facts, ("word on how the opportunities since came about",))
    return Reached(Goal.RADIATE, False, facts, ("an opportunity that sprang from a win, or that we created",))


def _inside(account: Account, terms: Terms) -> Reached:
    """Return whether we are insiders on the day, by evidence that is in date under TERMS."""
    found = insider(account, add_months(account.on, -terms.insider.evidence_months))
    known = bool(account[Insider].evidence)
    lacking = tuple(f"{kind.replace('-', ' ')} shown" for kind in found.missing)
    return Reached(Goal.INSIDER, found.holds if known else None, found.facts, lacking)


def _inertia(account: Account) -> Reached:
    year = account.on.year
    if year > 1 and year_start(account, year) > account.on:
        year -= 1
    found = inertia(account, year)
    names = {
        "planning": "a part in their planning",
        "factors": "their critical factors",
        "projects": "their projects",
    }
    lacking = [f"{names[f]} by {found.starts}" for f in (*found.missing, *found.late)]
    return Reached(
        Goal.INERTIA,
        found.holds if planned(account, year) else None,
        tuple(found.in_time.values()) + tuple(found.late.values()),
        tuple(lacking),
    )
