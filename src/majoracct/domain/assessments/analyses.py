"""Analyses judged: which kinds are on file for an account, and whether they are fresh.

Rules
  AN4  Of each kind that policy asks for, the analysis that tells of the latest days counts: fresh for
       policy's months after the last day it tells of, old from then on, missing where none is on file.  S-W3
  AN5  An account's analysis is complete when every kind that policy asks for is fresh.        S-W3
"""

from __future__ import annotations

import enum

from attrs import frozen

from majoracct.domain.account.analyses import Analyses, Analysis
from majoracct.domain.calendar import add_months
from majoracct.domain.programme.programme_tables import AnalysisKind
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Freshness", "Kept", "analysed", "complete"]


class Freshness(enum.Enum):
    """How an analysis stands on a day."""

    FRESH = "fresh"
    OLD = "old"
    MISSING = "missing"


@frozen
class Kept:
    """Of a kind of analysis, how it stands and which one counts; None: none is on file."""

    kind: AnalysisKind
    freshness: Freshness
    analysis: Analysis | None


def analysed(account: Account, terms: Terms) -> list[Kept]:
    """Return how each kind that TERMS ask for stands in ACCOUNT, then others on file (S-W3)."""
    asked = terms.programme.analyses
    on_file = {a.kind for a in account[Analyses].items.values()}
    kinds = [*dict.fromkeys(asked), *(k for k in AnalysisKind if k in on_file and k not in asked)]
    return [_kept(account, terms, kind) for kind in kinds]


def _kept(account: Account, terms: Terms, kind: AnalysisKind) -> Kept:
    found = account[Analyses].latest(kind)
    if found is None:
        return Kept(kind, Freshness.MISSING, None)
    fresh = account.on <= add_months(found.upto, terms.programme.analysis_months)
    return Kept(kind, Freshness.FRESH if fresh else Freshness.OLD, found)


def complete(account: Account, terms: Terms) -> bool:
    """Return whether every kind that TERMS ask for is fresh in ACCOUNT (S-W3)."""
    asked = terms.programme.analyses
    return all(k.freshness is Freshness.FRESH for k in analysed(account, terms) if k.kind in asked)
