"""Goal setting: for which periods the account's goals were agreed on, of a kind that policy names.

Rules
  GS1  Goal setting is closed for a period of the kind that policy names, by its word, before it is over.
                                                                                          R-U2 X-10
  GS2  It is closed once a goal stands that does not ask for revenue alone, and whose day is not before the
       period's first: goals of the past are not agreed on anew.                              R-0 R-U2
  GS3  It is closed once for each period.                                                    R-U2
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.goals import Goals
from majoracct.domain.book.settings import Settings
from majoracct.domain.calendar import Period, PeriodError, period_with, read_period
from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused
from majoracct.domain.programme.goal_tables import GoalPeriod
from majoracct.domain.programme.policy import Policy

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class SettingClosed:
    """For which period goals were agreed on, when."""

    period: str
    on: dt.date
    place: int
    fact: str


@frozen
class GoalSetting:
    """The periods for which goal setting was closed, by the period's word."""

    closed: Map[str, SettingClosed] = field(factory=Map)


# Why not


class NotAPeriodOfGoals(Refused):
    rule = "GS1"


class PeriodOfGoalsOver(Refused):
    rule = "GS1"


class OnlyRevenue(Refused):
    rule = "GS2"


class SettingClosedAlready(Refused):
    rule = "GS3"


# What happened


@frozen
class GoalSettingClosed(AccountEvent[GoalSetting]):
    """The account's goals for a period were agreed on (R-U2).

    period: which, of the kind that policy names, such as 2025H1, 2025Q3 or FY2025. Public: names nobody.
    """

    topic = GoalSetting
    verb = "goal close-setting"
    says = "Goals agreed on for {period}"
    carries_over = False  # whoever takes the account over agrees on goals of its own

    period: str

    def admit(self, account: Account) -> None:
        terms = account.programme[Policy].terms.goals
        period = _period(self.period, terms.period, account)
        if account.on >= period.end:
            raise PeriodOfGoalsOver(
                f"{period.word} was over on {account.on}", "Set goals for what is to come."
            )
        standing = [goal for _, goal in account[Goals].standing if goal.due >= period.start]
        if all(goal.kind.of_revenue for goal in standing):
            lacks = "asks for revenue alone" if standing else f"is for {period.word} or later"
            raise OnlyRevenue(
                f"{'Every goal' if standing else 'No goal'} of {account.key} {lacks} on {account.on}",
                "Set one that is about more: goal set.",
            )
        if known := account.ever[GoalSetting].closed.get(self.period):
            raise SettingClosedAlready(f"{known.fact} says so already", "Nothing needs recording.")

    def change(self, state: GoalSetting, fact: Fact) -> GoalSetting:
        closed = SettingClosed(self.period, fact.on, fact.place, fact.reference)
        return evolve(state, closed=state.closed.insert(self.period, closed))


# What follows


def _period(word: str, kind: GoalPeriod, account: Account) -> Period:
    """Return the period of KIND that WORD means. Raises NotAPeriodOfGoals."""
    try:
        period = read_period(word, account.book[Settings].fiscal_year_start)
    except PeriodError as error:
        raise NotAPeriodOfGoals(f"{error}", f"Name a {kind.value.replace('-', ' ')}.") from None
    asked = goal_period(period.start, kind, account)
    if asked.word != word:
        raise NotAPeriodOfGoals(
            f"Goals are set by {kind.value.replace('-', ' ')}, which {word} is none of",
            f"Name {goal_period(account.on, kind, account).word}.",
        )
    return period


def goal_period(day: dt.date, kind: GoalPeriod, account: Account) -> Period:
    """Return the period of KIND that DAY is in, by the ledger's fiscal year (R-U2)."""
    start = account.book[Settings].fiscal_year_start if kind.fiscal else None
    return period_with(day, kind.months, start)
