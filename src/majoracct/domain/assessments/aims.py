"""Aims: which of the plan's actions serve which aim, and which ends the aims serve (B-D3)."""

from __future__ import annotations

import enum

from attrs import frozen

from majoracct.domain.account.plan import Action, Plan
from majoracct.domain.programme.terms import Aim
from majoracct.domain.seen import Account

__all__ = ["AimServed", "End", "aims", "served", "uncovered"]


class End(enum.Enum):
    """What the four aims are means to (B-D3)."""

    DEMAND_CREATION = "demand-creation"
    DOMINANCE = "dominance"

    @property
    def means(self) -> tuple[Aim, ...]:
        """The aims that serve it: all four serve both."""
        return tuple(Aim)


@frozen
class AimServed:
    """The actions planned for an aim, each by its fact, in the order they were planned."""

    open: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def covered(self) -> bool:
        """Whether anything is done, or to be done, for it."""
        return bool(self.open or self.completed)


def aims(account: Account) -> dict[Aim, AimServed]:
    """Return, for each of the four aims, the actions of ACCOUNT that are open, completed and dropped."""
    planned = sorted(account[Plan].actions.values(), key=lambda a: (a.on, a.place))

    def facts(aim: Aim, state: str) -> tuple[str, ...]:
        return tuple(a.fact for a in planned if a.aim is aim and _state(a) == state)

    return {aim: AimServed(facts(aim, "open"), facts(aim, "completed"), facts(aim, "dropped")) for aim in Aim}


def uncovered(account: Account) -> list[Aim]:
    """Return the aims for which nothing is done, nor to be done."""
    return [aim for aim, served_by in aims(account).items() if not served_by.covered]


def served(account: Account) -> dict[End, list[Aim]]:
    """Return, for each end, the aims that serve it and for which something is done, or to be done."""
    found = aims(account)
    return {end: [aim for aim in end.means if found[aim].covered] for end in End}


def _state(action: Action) -> str:
    if action.dropped:
        return "dropped"
    return "completed" if action.completed else "open"
