"""Goal tables: how often goals are set, what a tier asks of them, when they are on course. See `tables`."""

from __future__ import annotations

import enum
from decimal import Decimal

from attrs import frozen

__all__ = ["GoalKind", "GoalPeriod", "GoalSide", "GoalTerms", "Objective"]


class GoalKind(enum.Enum):
    """What a goal is about."""

    REVENUE = "revenue"
    AVERAGE_DEAL = "average-deal"  # how large the usual sale is (R-G3 R-O3)
    BREADTH = "breadth"  # in how many places we are present (R-G4 R-O4)
    RELATIONSHIP = "relationship"  # with somebody of theirs, of ours, or at a partner's (R-G1 S-F6)
    REFERENCE = "reference"  # that they speak for us (R-G2)
    AGREEMENT = "agreement"  # one across the enterprise (R-O2)
    ADVISER = "adviser"  # that they trust our advice (R-O1)
    OTHER = "other"

    @property
    def of_revenue(self) -> bool:
        """Whether it asks for money alone, which no plan may (R-0)."""
        return self is GoalKind.REVENUE

    @property
    def in_money(self) -> bool:
        """Whether it is reached at an amount."""
        return self in (GoalKind.REVENUE, GoalKind.AVERAGE_DEAL)


class GoalSide(enum.Enum):
    """On whose side somebody stands to whom a goal is to bring us closer (S-F6)."""

    CUSTOMER = "customer"
    INTERNAL = "internal"
    PARTNER = "partner"


class GoalPeriod(enum.Enum):
    """For which periods goals are set: kinds that are never mixed (R-U2 X-10)."""

    CALENDAR_YEAR = "calendar-year"
    CALENDAR_HALF = "calendar-half"
    CALENDAR_QUARTER = "calendar-quarter"
    FISCAL_YEAR = "fiscal-year"
    FISCAL_HALF = "fiscal-half"
    FISCAL_QUARTER = "fiscal-quarter"

    @property
    def fiscal(self) -> bool:
        """Whether it is counted from the start of the fiscal year."""
        return self.value.startswith("fiscal")

    @property
    def months(self) -> int:
        """How many months it has."""
        return {"year": 12, "half": 6, "quarter": 3}[self.value.partition("-")[2]]

    @property
    def days(self) -> int:
        """How many days it has at most."""
        return {12: 366, 6: 184, 3: 92}[self.months]


class Objective(enum.Enum):
    """What an account of a tier is to be brought to, by a goal of its own (R-O1 to R-O4)."""

    ADVISER = "trusted-adviser"  # from one vendor among the best to the adviser they trust (R-O1)
    AGREEMENT = "enterprise-agreement"  # one across the enterprise (R-O2)
    SENIOR_TIES = "senior-relationships"  # deeper ones, with their senior executives (R-O2)
    LARGER_DEALS = "larger-deals"  # a higher average sale (R-O3)
    NEW_AREAS = "new-areas"  # one or two, where we are in a single place (R-O4)
    REFERENCES = "references"
    REVENUE = "revenue"


@frozen
class GoalTerms:
    """How often goals are set, and when they are on course (R-0 R-O1 to R-U4; numbers ours but areas).

    period: for which periods each account that policy counts (`plan.scope`) has its goals set (R-U2).
    setting_days: within how many days of a period's first they are set.
    sides: on whose side relationships are to be strengthened (S-F6).
    strategic, core, beachhead, greenfield: what goals of an account of that tier are to answer; the sources
        state none for greenfield (R-O1 R-O2 R-O3 R-O4).
    areas, areas_months: at most how many areas an account in a single place picks, to be entered within how
        many months; both numbers are the source's (R-O4).
    deal_months: over how many months wins tell the average sale (R-G3).
    course_share: a goal is on course with this share of the progress that its days passed call for.
    plan_share: an account is on plan with this share of its goals on course, of those that are known (R-U4).
    quota_share: it is on quota with this share of what the days passed of the period call for (R-U4).
    """

    period: GoalPeriod = GoalPeriod.CALENDAR_HALF
    setting_days: int = 31
    sides: tuple[GoalSide, ...] = (GoalSide.CUSTOMER, GoalSide.INTERNAL, GoalSide.PARTNER)
    strategic: tuple[Objective, ...] = (Objective.ADVISER,)
    core: tuple[Objective, ...] = (Objective.AGREEMENT, Objective.SENIOR_TIES, Objective.NEW_AREAS)
    beachhead: tuple[Objective, ...] = (Objective.LARGER_DEALS,)
    greenfield: tuple[Objective, ...] = ()
    areas: int = 2
    areas_months: int = 12
    deal_months: int = 12
    course_share: Decimal = Decimal("0.8")
    plan_share: Decimal = Decimal("0.5")
    quota_share: Decimal = Decimal("0.8")
