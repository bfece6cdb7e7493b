"""Programme years: how old the programme is, what came first, and what came of it year by year.

Rules
  PG6  The programme began on the day it was first funded, or an account first came into it, whichever was
       earlier.                                                                       S-Y2
  PG7  What came first: of the programme, an account in it, unless multi-year funding ran for people and for
       process on the day it came; of an account, a plan or its coming into the programme.      X-13
  PG8  A year of the programme is twelve months from the day it began; results are judged from policy's year
       on, once the year is over, against the twelve months before it began, where an account of it was on
       record as those began.                                                            S-Y2
  PG9  A year's results, and what they are compared with, are the sums over the accounts that were in the
       programme as the year ended, or are on the day while it runs: who leaves later takes none away.
                                                                                        S-Y2 S-W6
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import reduce

from attrs import frozen

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.revenue import Takings, takings
from majoracct.domain.assessments.in_programme import Entered, entered, those_in_programme
from majoracct.domain.calendar import add_months
from majoracct.domain.programme.funding import Fundings, backing
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Programme
from majoracct.domain.shares import share_of

__all__ = ["Began", "First", "ProgrammeYear", "account_order", "began", "programme_years", "years_old"]


class First(enum.Enum):
    """What came first."""

    FUNDING = "funding"
    ACCOUNT = "account"
    PLAN = "plan"
    PROGRAMME = "programme"


@frozen
class Began:
    """When the programme began, and by which fact.

    first: what came first, multi-year funding or an account. facts: the funding that came first, or else
    the first for as many years, and the first account, of those that there are.
    """

    on: dt.date
    fact: str
    first: First
    facts: tuple[str, ...]


@frozen
class ProgrammeYear:
    """A year of the programme, from START up to but not including END; number 1: its first.

    whole: whether it is over on the day. judged: whether its results are judged.
    accounts: how many were in the programme as it ended, or are on the day.
    revenue, wins: of these accounts. before: their revenue in the year before the programme; None, and
    unknown, where none of them was on record as that year began. growth: of revenue, against that; None
    where it is not judged, there was none, or it is unknown. untold: how many payments no rate tells.
    """

    number: int
    start: dt.date
    end: dt.date
    whole: bool
    judged: bool
    accounts: int
    revenue: Decimal
    wins: int
    before: Decimal | None
    growth: Decimal | None
    untold: int = 0


def began(programme: Programme, accounts: Iterable[Account], terms: Terms) -> Began | None:
    """Return when the PROGRAMME began, and what came first; None when it has not (S-Y2, X-13)."""
    funded = [f for _, f in programme[Fundings].in_order]
    years = terms.programme.funding_years
    lasting = [f for f in funded if f.for_years(years)]
    came = [found for account in accounts if (found := entered(account))]
    first = min(came, key=lambda e: (e.on, e.account), default=None)
    starts = [(f.on, 0, f.fact) for f in funded[:1]] + [(e.on, 1, e.fact) for e in [first] if e]
    if not starts:
        return None
    on, _, fact = min(starts)
    held = [backing(programme.at(day), years) for day in ([first.on] if first else [f.on for f in lasting])]
    backed = next((found for found in held if found.holds), None)
    return Began(
        on,
        fact,
        First.FUNDING if backed else First.ACCOUNT,
        (
            *(f.fact for f in (backed.multi_year if backed else lasting[:1])),
            *(e.fact for e in [first] if e),
        ),
    )


def account_order(account: Account) -> tuple[First | None, Entered | None, dt.date | None]:
    """Return what came first in ACCOUNT: a plan, or its coming into the programme (X-13).

    Then when it came in, and the day of its first plan. None where there is neither.
    """
    came = entered(account)
    planned = next((day for day in account.changes(Plan) if account.at(day)[Plan].fact), None)
    if planned is not None and (came is None or planned <= came.on):
        return First.PLAN, came, planned
    return (First.PROGRAMME if came else None), came, planned


def years_old(start: dt.date, day: dt.date) -> int:
    """Return which year of the programme DAY is in, when it began on START; the first is 1 (S-Y2)."""
    months = (day.year - start.year) * 12 + day.month - start.month
    return (months - (add_months(start, months) > day)) // 12 + 1


def _came(cohort: Iterable[Account], start: dt.date, end: dt.date) -> Takings:
    return reduce(Takings.plus, (takings(a, start, end) for a in cohort), Takings())


def programme_years(programme: Programme, accounts: Sequence[Account], terms: Terms) -> list[ProgrammeYear]:
    """Return what came of the PROGRAMME year by year (S-Y2)."""
    start = began(programme, accounts, terms)
    if start is None or start.on > programme.on:
        return []
    before = add_months(start.on, -12)
    ever = {key: account.other(key) for account in accounts for key in account.streams}
    found = []
    for number in range(1, years_old(start.on, programme.on) + 1):
        first, end = (add_months(start.on, 12 * (number + shift)) for shift in (-1, 0))
        whole = end.toordinal() <= programme.on.toordinal() + 1
        judged = whole and number >= terms.programme.judged_from_year
        last = min(end - dt.timedelta(days=1), programme.on)
        cohort = those_in_programme(a.at(last) for a in ever.values())
        came, came_before = _came(cohort, first, end), _came(cohort, before, start.on)
        told = [day for a in cohort for s in a.streams if (day := a.past.first_day(s)) is not None]
        known = came_before.whole if min(told, default=start.on) <= before else None
        wins = (o.won for a in cohort for o in a[Opportunities].items.values() if o.won)
        found.append(
            ProgrammeYear(
                number,
                first,
                end,
                whole,
                judged,
                len(cohort),
                came.net,
                sum(first <= won < end for won in wins),
                known,
                share_of(came.net - known, known) if judged and known and not came.untold else None,
                came.untold,
            )
        )
    return found
