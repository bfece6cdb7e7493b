"""Programme tables: where the judgements on the programme itself begin. See `tables`."""

from __future__ import annotations

import enum

from attrs import frozen

__all__ = ["AnalysisKind", "ProgrammeTerms"]


class AnalysisKind(enum.Enum):
    """What an analysis of a customer is about (S-W3)."""

    FINANCIALS = "financials"  # the customer's own
    INDUSTRY_TRENDS = "industry-trends"  # how its industry grows
    STAKEHOLDER_PROFILES = "stakeholder-profiles"  # of the key ones
    INSTALLED_BASE = "installed-base"  # what it runs, ours and others'
    SHARE_OF_WALLET = "share-of-wallet"  # ours, against competitors'
    OTHER = "other"


@frozen
class ProgrammeTerms:
    """How the programme is backed, and what it asks of each account (S-Y1 S-Y2 S-W1 S-W3 S-W5 J-D1 X-6).

    The years, the five kinds, the five customers and the labels are the sources'; the other numbers ours.
    labels: the classes an account may be called, several at once, beside its tier and its status (X-6).
    team_labels: those of them that ask for a team of the account's own (J-D1).
    funding_years: for how many years at least the company's support must run (S-Y1).
    judged_from_year: the first year of the programme whose results are judged (S-Y2).
    analyses: the kinds of analysis each account is to have (S-W3).
    analysis_months: how many months after the period it tells of an analysis is old.
    coaching_months: how often an account manager is coached (S-W1).
    challenge_months: how often we look for what the customer faces and could gain (S-W5).
    escalation_days: after how many days an escalation that nobody took up is late (S-A4).
    top: how many of the largest customers are looked at together (S-A5).
    scorecard_months: how many months back the scorecard looks (S-K1).
    """

    labels: tuple[str, ...] = ("named", "strategic", "global", "national", "core")
    team_labels: tuple[str, ...] = ("named", "strategic", "global")
    funding_years: int = 2
    judged_from_year: int = 2
    analyses: tuple[AnalysisKind, ...] = (
        AnalysisKind.FINANCIALS,
        AnalysisKind.INDUSTRY_TRENDS,
        AnalysisKind.STAKEHOLDER_PROFILES,
        AnalysisKind.INSTALLED_BASE,
        AnalysisKind.SHARE_OF_WALLET,
    )
    analysis_months: int = 12
    coaching_months: int = 3
    challenge_months: int = 6
    escalation_days: int = 14
    top: int = 5
    scorecard_months: int = 12
