"""Attainment: how much of their quota our people attained, as somebody recorded it.

What an account was to bring, and brought, is in its own stream (`account.quotas`); this is a person's quota,
over whichever accounts they sell to.

Rules
  QT5  Attainment is somebody's of ours, of a period of the calendar or the fiscal year that has begun. R-U4
  QT6  It is a share that is not below nothing; above 1 they brought more than was asked.          R-U4
  QT7  What was recorded last of a person and a period stands.                              R-U4
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.book.settings import Settings
from majoracct.domain.calendar import Period, PeriodError, read_period
from majoracct.domain.kernel import Fact, Map, ProgrammeEvent, Refused, StaffId
from majoracct.domain.programme.staff import known_staff

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

# What we know


@frozen
class Recorded:
    """How much of their quota of a period somebody had attained, as of a day."""

    person: str
    period: str
    share: Decimal
    on: dt.date
    place: int
    fact: str


@frozen
class Attainments:
    """What was recorded last, by person and period."""

    items: Map[str, Recorded] = field(factory=Map)  # kim/2024Q3


# Why not


class NoPeriodOfAttainment(Refused):
    rule = "QT5"


class AttainmentImpossible(Refused):
    rule = "QT6"


# What happened


@frozen
class QuotaAttainmentRecorded(ProgrammeEvent[Attainments]):
    """It was recorded how much of their quota somebody of ours attained (R-U4).

    person: who.
    period: of which period, such as 2025, 2025Q3 or FY2025Q1. Public: names nobody.
    share: how much of it, such as 0.85; above 1 when they brought more than was asked.
    """

    topic = Attainments
    verb = "staff attain"
    says = "{person} attained {share} of the quota of {period}"

    person: StaffId
    period: str
    share: Decimal

    def admit(self, programme: Programme) -> None:
        known_staff(self.person, programme)
        try:
            period = period_of(self.period, programme)
        except PeriodError as error:
            raise NoPeriodOfAttainment(f"{error}", "Name a year, a half, a quarter or a month.") from None
        if programme.on < period.start:
            raise NoPeriodOfAttainment(f"{self.period} begins after {programme.on}", "Wait until it has.")
        if not (self.share.is_finite() and self.share >= 0):
            raise AttainmentImpossible(f"A share of {self.share} cannot be", "State one of 0 or more.")

    def change(self, state: Attainments, fact: Fact) -> Attainments:
        told = Recorded(self.person, self.period, self.share, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(f"{self.person}/{self.period}", told))


# What follows


def period_of(word: str, programme: Programme) -> Period:
    """Return the period WORD means, by the ledger's fiscal year. Raises PeriodError."""
    return read_period(word, programme.book[Settings].fiscal_year_start)


def attainment(programme: Programme, person: str) -> tuple[tuple[Period, Recorded], ...]:
    """Return what was recorded of PERSON's quotas by the day, the earliest period first (R-U4 S-M3)."""
    found = [
        (period_of(each.period, programme), each)
        for each in programme[Attainments].items.values()
        if each.person == person
    ]
    return tuple(sorted(found, key=lambda item: (item[0].start, item[0].end, item[0].word)))
