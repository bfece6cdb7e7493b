"""From when to when: the tier, status and sponsors of an account, who tells of it, and the policy.

What is known is the same throughout; only the day moves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

from majoracct.adapters.views.cells import Made, Row, money
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.qualification import Qualification
from majoracct.domain.account.relationships import Relationships
from majoracct.domain.account.segmentation import Segmentation
from majoracct.domain.account.sponsorship import Sponsorship, active
from majoracct.domain.assessments.spans import remaining
from majoracct.domain.kernel import PROGRAMME
from majoracct.domain.past import Past
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account

__all__ = ["period_rows", "policy_rows"]


@frozen
class Interval:
    """From START up to but not including END, or for good: WHAT held."""

    what: Any
    start: dt.date
    end: dt.date | None

    @property
    def row(self) -> Row:
        """The days, as columns."""
        return {"valid_from": str(self.start), "valid_to": self.end.isoformat() if self.end else None}


def intervals(days: Sequence[dt.date], what: Callable[[dt.date], Any]) -> list[Interval]:
    """Return what held from when to when, by what held on each of the DAYS it may have changed on, in order.

    None holds no place.
    """
    found: list[Interval] = []
    before, since = None, dt.date.min
    for day in days:
        now = what(day)
        if now != before:
            if before is not None:
                found.append(Interval(before, since, day))
            before, since = now, day
    return [*found, Interval(before, since, None)] if before is not None else found


def period_rows(account: Account) -> Made:
    """Yield from when to when ACCOUNT, seen on no day in particular, had a status, a tier and sponsors."""
    first = account.since
    if first is None:
        return

    def days(*topics: type[Any]) -> list[dt.date]:
        return sorted({first, *account.changes(*topics, Mergers)})

    def there(day: dt.date) -> Account | None:
        """Return the account on a DAY on which it tells of itself."""
        seen = account.at(day)
        return seen if day >= first and seen.merged_into is None else None

    def status(day: dt.date) -> object:
        seen = there(day)
        found = seen[Qualification] if seen else None
        return (found.status, found.fact) if found else None

    def tier(day: dt.date) -> object:
        seen = there(day)
        found = seen[Segmentation] if seen else None
        return (found.tier, found.overridden, found.fact) if found and found.tier else None

    for each in intervals(days(Qualification), status):
        what, fact = each.what
        yield (
            "status_periods",
            {"account": account.key, "status": what.value, "fact": fact or None} | each.row,
        )
    for each in intervals(days(Segmentation), tier):
        what, overridden, fact = each.what
        yield (
            "tier_periods",
            {"account": account.key, "tier": what.value, "override": int(overridden), "fact": fact}
            | each.row,
        )
    yield from _sponsored(account.key, days(Sponsorship, Relationships), there)
    yield from _told(account, first)


def _sponsored(key: str, days: Sequence[dt.date], there: Callable[[dt.date], Account | None]) -> Made:
    backing = {day: active(seen) if (seen := there(day)) else {} for day in days}
    for person in sorted({person for each in backing.values() for person in each}):

        def stands(day: dt.date, person: str = person) -> object:
            found = backing[day].get(person)
            return (found.fact, found.level) if found else None

        for each in intervals(days, stands):
            fact, level = each.what
            yield (
                "sponsor_periods",
                {"account": key, "person": person, "level": level.value if level else None, "fact": fact}
                | each.row,
            )


def _told(account: Account, first: dt.date) -> Made:
    days, at, seen = {first}, account, {account.key}
    while True:
        days.update(d for d in at.past.fold(Mergers, (at.key,)).days if d >= first)
        following = at.merged_into
        if following is None or following in seen:
            break
        seen.add(following)
        at = at.other(following)
    for each in intervals(sorted(days), lambda day: remaining(account.at(day)).key):
        yield "teller_periods", {"account": account.key, "teller": each.what} | each.row


def policy_rows(past: Past) -> Made:
    """Yield each policy, from when to when it was in force."""
    found = past.fold(Policy, (PROGRAMME,))
    for each in intervals(found.days, found.on):
        if each.what.adopted is not None:
            threshold = money("threshold", each.what.terms.threshold)
            yield "policies", each.row | {"fact": each.what.fact} | threshold
