"""Spans: on which days something held, found from the days on which it could change.

A span contains the day it starts and not the day it ends. What was known is the same throughout;
only the day moves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from attrs import frozen

from majoracct.domain.calendar import first_beyond
from majoracct.domain.seen import Account

__all__ = ["Span", "after", "leaves", "remaining", "spans", "within"]


@frozen
class Span:
    """From START up to but not including END; None while it goes on."""

    start: dt.date
    end: dt.date | None = None

    def days(self, on: dt.date) -> int:
        """Return how many days are in it up to the day ON, that day included."""
        end = self.end.toordinal() if self.end else on.toordinal() + 1
        return end - self.start.toordinal()

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def spans(holds: Callable[[dt.date], bool], turns: Iterable[dt.date], until: dt.date) -> tuple[Span, ...]:
    """Return when something held, earliest first, as judged day by day up to the day UNTIL.

    turns: every day on which that may change, and any others; before the first of them it did not hold.
    """
    found: list[Span] = []
    start: dt.date | None = None
    for day in sorted({day for day in turns if day <= until}):
        now = holds(day)
        if now and start is None:
            start = day
        elif start is not None and not now:
            found.append(Span(start, day))
            start = None
    return (*found, Span(start)) if start is not None else tuple(found)


def after(day: dt.date, days: int) -> dt.date:
    """Return the day so many DAYS after DAY; the calendar's last where there is no such day."""
    return dt.date.fromordinal(min(day.toordinal() + days, dt.date.max.toordinal()))


def within(days: Iterable[dt.date], months: int) -> set[dt.date]:
    """Return DAYS, and those on which each comes to lie more than so many MONTHS back."""
    known = set(days)
    return known | {leaves(day, months) for day in known}


def leaves(day: dt.date, months: int) -> dt.date:
    """Return the first day on which DAY lies more than so many MONTHS back, or the calendar's last."""
    return first_beyond(day, months) or dt.date.max


def remaining(account: Account) -> Account:
    """Return the account that tells of ACCOUNT on its day: the last it merged into, or itself."""
    seen = {account.key}
    while (successor := account.merged_into) is not None and successor not in seen:
        seen.add(successor)
        account = account.other(successor)
    return account
