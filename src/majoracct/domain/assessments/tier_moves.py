"""Tier moves: who went from which tier to which between two days, and whether time alone moved them.

Rules
  MG7  Each account of either day counts once: from the tier it was in, or from nowhere, to the tier it is in,
       into another account, or to nowhere. Who stayed counts, too.                            R-T5 X-10
  MG8  What moved the tier indicated are the facts of the days between; time alone may, as when the last
       purchase leaves the window.                                                             R-T4 R-T5
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from attrs import frozen

from majoracct.domain.assessments.movers import Mover, moved_by_days
from majoracct.domain.assessments.tiers import TierLine
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account

__all__ = ["ABSENT", "MERGED", "Axis", "Went", "matrix", "moved_by"]

ABSENT: Final = "absent"  # not on record on that day
MERGED: Final = "merged"  # told of by the account it merged into

Axis = Callable[[TierLine], Tier | None]


@frozen
class Went:
    """How many accounts went from one place to another: a tier's name, "none", "absent" or "merged"."""

    before: str
    after: str
    accounts: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.accounts)


def matrix(
    before: Mapping[str, TierLine], after: Mapping[str, TierLine], merged: Mapping[str, str], axis: Axis
) -> list[Went]:
    """Return who went where between two days, the lowest tier first (MG7).

    before, after: the accounts of each day, by key. merged: the account that tells, by the second day, of one
    that merged. axis: which tier is meant; None where an account has none.
    """
    went: dict[tuple[str, str], list[str]] = {}
    for key in sorted(before.keys() | after.keys()):
        was = _place(before.get(key), axis)
        now = MERGED if key in merged and key not in after else _place(after.get(key), axis)
        went.setdefault((was, now), []).append(key)
    ranks = {place: n for n, place in enumerate((ABSENT, "none", *(t.value for t in Tier), MERGED))}
    order = sorted(went, key=lambda pair: (ranks[pair[0]], ranks[pair[1]]))
    return [Went(was, now, tuple(went[was, now])) for was, now in order]


def _place(line: TierLine | None, axis: Axis) -> str:
    if line is None:
        return ABSENT
    tier = axis(line)
    return tier.value if tier else "none"


def moved_by(account: Account, since: dt.date, day_of: Callable[[int], dt.date]) -> Mover:
    """Return what moved the tier indicated of ACCOUNT from the day SINCE up to its own (MG8).

    day_of: returns the day of an instant in microseconds since 1970 UTC.
    """
    return moved_by_days(account, since, day_of).get("tier indicated", Mover())
