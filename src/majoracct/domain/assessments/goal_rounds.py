"""Goal rounds: whether an account's goals were agreed on for each period, in time.

Rules
  GS4  Goals are due for each period of policy's kind that has begun while policy counts the account, within
       policy's days of its first day, or of the day on which it came to be counted. What was agreed on for a
       period of another kind, by an earlier policy, counts for those it shares days with.        R-U2 X-11
  GS5  Where the account set a cadence of its own, goals are due in each run of so many days from then; a
       round held in them counts.                                                            R-U2 X-5
  GS6  A round is late once it was held after its day, overdue while it was not, missed when the period is
       over without one.                                                                      R-U2
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from majoracct.domain.account.cadences import own
from majoracct.domain.account.goal_setting import GoalSetting, SettingClosed, goal_period
from majoracct.domain.assessments.planning import in_scope_since
from majoracct.domain.book.settings import Settings
from majoracct.domain.calendar import read_period
from majoracct.domain.programme.discipline_tables import Ceremony
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["GoalRound", "goal_rounds"]


@frozen
class GoalRound:
    """A period for which goals were to be set, from START up to but not including END.

    by: the last day on which that is in time. closed: when they were agreed on; None: they were not.
    on: the day seen.
    """

    period: str
    start: dt.date
    end: dt.date
    by: dt.date
    closed: dt.date | None
    fact: str | None
    on: dt.date

    @property
    def late(self) -> bool:
        """Whether they were agreed on after the day."""
        return self.closed is not None and self.closed > self.by

    @property
    def missed(self) -> bool:
        """Whether the period is over, and they were not agreed on."""
        return self.closed is None and self.on >= self.end

    @property
    def overdue(self) -> bool:
        """Whether they are to be agreed on still, and the day has passed."""
        return self.closed is None and self.by < self.on < self.end


def goal_rounds(account: Account, terms: Terms) -> tuple[GoalRound, ...]:
    """Return for which periods goals of ACCOUNT were due by its day, the earliest first (R-U2)."""
    since = in_scope_since(account, terms)
    if since is None or since > account.on:
        return ()
    cadence = own(account, Ceremony.GOAL_SETTING)
    if cadence is None:
        return tuple(_by_policy(account, terms, since, dt.date.max))
    begins = max(cadence.since, since)
    return (
        *_by_policy(account, terms, since, begins),
        *_by_days(account, terms, begins, cadence.days),
    )


def _by_policy(account: Account, terms: Terms, since: dt.date, until: dt.date) -> Iterator[GoalRound]:
    """Yield the periods of policy's kind that began before UNTIL and by the day, the one with SINCE first."""
    day, start = since, account.book[Settings].fiscal_year_start
    agreed = [(each, read_period(each.period, start)) for each in _held(account)]
    while day <= account.on and day < until:
        period = goal_period(day, terms.goals.period, account)
        held = next((each for each, own in agreed if own.start < period.end and period.start < own.end), None)
        yield _round(period.word, max(period.start, since), period.end, held, account, terms)
        day = period.end if period.end > day else dt.date.max


def _held(account: Account) -> list[SettingClosed]:
    return sorted(account[GoalSetting].closed.values(), key=lambda c: (c.on, c.place))


def _by_days(account: Account, terms: Terms, begins: dt.date, days: int) -> Iterator[GoalRound]:
    held = _held(account)
    start = begins
    while start <= account.on and start < dt.date.max:
        end = dt.date.fromordinal(min(start.toordinal() + days, dt.date.max.toordinal()))
        first = next((each for each in held if start <= each.on < end), None)
        yield _round(f"{days} days from {start}", start, end, first, account, terms)
        start = end


def _round(
    word: str, start: dt.date, end: dt.date, held: SettingClosed | None, account: Account, terms: Terms
) -> GoalRound:
    days = dt.timedelta(days=terms.goals.setting_days)
    last = end - dt.timedelta(days=1)
    by = min(start + days, last) if dt.date.max - start > days else last
    return GoalRound(word, start, end, by, held.on if held else None, held.fact if held else None, account.on)
