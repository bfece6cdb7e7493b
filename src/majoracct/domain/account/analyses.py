"""Analyses: what was found out about the customer, filed by kind, period and source.

An analysis tells of one company: it does not carry over to an account this one merges into.

Rules
  AN1  An analysis names its source.                                                 S-W3
  AN2  It tells of a period that has begun, written as periods are: 2024, 2024Q3, FY2024.  S-W3
  AN3  It is as old as the period it tells of; one filed before the period ended, as its filing.  S-W3
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from attrs import evolve, field, frozen

from majoracct.domain.book.settings import Settings
from majoracct.domain.calendar import Period, PeriodError, read_period
from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused, pinned
from majoracct.domain.programme.programme_tables import AnalysisKind

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Analysis:
    """An analysis on file: what it is about, the period it tells of, its source.

    upto: the last day it tells of.
    """

    kind: AnalysisKind
    period: str
    source: str
    upto: dt.date
    on: dt.date
    place: int
    fact: str
    finding: str | None = None


@frozen
class Analyses:
    """The analyses on file, each by the fact that filed it."""

    items: Map[str, Analysis] = field(factory=Map)

    def latest(self, kind: AnalysisKind) -> Analysis | None:
        """Return the analysis of KIND that tells of the latest days; of equals, the one filed last."""
        found = [a for a in self.items.values() if a.kind is kind]
        return max(found, key=lambda a: (a.upto, a.on, a.place), default=None)


# Why not


class SourceMissing(Refused):
    rule = "AN1"


class NoSuchPeriod(Refused):
    rule = "AN2"


class PeriodToCome(Refused):
    rule = "AN2"


# What happened


@frozen
class AnalysisFiled(AccountEvent[Analyses]):
    """An analysis of the customer was filed (S-W3).

    kind: what it is about.
    period: the period it tells of: a day, 2024, 2024Q3, 2024-09, FY2024 or FY2024Q4.
    source: where it comes from. Public: names nobody.
    finding: what it found, in short. Public: names nobody.
    """

    topic = Analyses
    verb = "account analysis"
    says = "Analysis filed, {kind}, of {period}, from {source}[: {finding}]"
    carries_over = False

    kind: AnalysisKind
    period: str
    source: str
    finding: str | None = None
    ends: dt.date | None = pinned(of=("period",))

    def pin(self, account: Account) -> Self:
        found = self._told(account)
        return evolve(self, ends=max(found.last, found.start) if found else None)

    def admit(self, account: Account) -> None:
        if not self.source.strip():
            raise SourceMissing("The analysis names no source", "Say where it comes from.")
        found = self._told(account)
        if found is None:
            raise NoSuchPeriod(
                f"{self.period!r} is no period", "Write it as 2024, 2024Q3, 2024-09, FY2024 or FY2024Q4."
            )
        if found.start > account.on:
            raise PeriodToCome(
                f"{self.period} begins on {found.start}, after {account.on}", "Name a period that has begun."
            )

    def _told(self, account: Account) -> Period | None:
        """Return the period it tells of; None when what was named is none."""
        try:
            return read_period(self.period.strip(), account.book[Settings].fiscal_year_start)
        except PeriodError:
            return None

    def change(self, state: Analyses, fact: Fact) -> Analyses:
        upto = min(self.ends or fact.on, fact.on)
        found = Analysis(
            self.kind, self.period, self.source, upto, fact.on, fact.place, fact.reference, self.finding
        )
        return evolve(state, items=state.items.insert(fact.id, found))
