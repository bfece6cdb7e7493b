"""Seats: what one of ours does for an account as a member of its team, and the functions they serve."""

from __future__ import annotations

import enum
from typing import Final

__all__ = ["Capacity", "PlanningFunction", "Seat", "SellingFunction"]


class SellingFunction(enum.Enum):
    """The four functions of a selling team (C-M4)."""

    CORPORATE = "corporate"
    MARKETING = "marketing"
    SALES = "sales"
    SERVICE = "service"

    @property
    def duties(self) -> str:
        """What those who serve it see to (C-M4a to C-M4d)."""
        return {
            SellingFunction.CORPORATE: "approves the programme, pays for it and stands behind it",
            SellingFunction.MARKETING: "plans, measures, and revises the plan",
            SellingFunction.SALES: "sells, keeps both sides informed, and leads the relationship",
            SellingFunction.SERVICE: "puts in what was sold, supports and changes it, sees to satisfaction",
        }[self]


class PlanningFunction(enum.Enum):
    """The functions of ours that plan for an account: those that sell, and who joins them (J-F1 J-D2)."""

    CORPORATE = "corporate"
    MARKETING = "marketing"
    SALES = "sales"
    SERVICE = "service"
    PRODUCT = "product"
    CUSTOMER_SUCCESS = "customer-success"
    CHANNEL = "channel"

    @property
    def selling(self) -> SellingFunction | None:
        """Which function of the selling team it is, or is a part of (C-M4); None: of none."""
        return _SELLING.get(self)


class Capacity(enum.Enum):
    """How much of somebody's work a seat is (S-G5)."""

    PART_TIME = "part-time"  # beside other work, as an existing member begins it
    DEDICATED = "dedicated"  # headcount of its own


class Seat(enum.Enum):
    """What one of ours does for the account, as a member of its team (B-T1 to B-T4, S-*, J-P1 J-P2)."""

    INTERNAL_SPONSOR = "internal-sponsor"  # answers for relations from executive to executive
    STRATEGIC_ACCOUNT_MANAGER = "strategic-account-manager"  # leads the team over years (S-M1)
    ACCOUNT_MANAGER = "account-manager"  # radiates, becomes an insider, creates inertia
    PROGRAMME_MANAGER = "programme-manager"  # runs the account team unit as a programme (S-G4)
    GOVERNANCE_OWNER = "governance-owner"  # owns facilitation and governance (S-G6)
    ACCOUNT_EXECUTIVE = "account-executive"  # closes business (J-P1)
    REGIONAL_SALES = "regional-sales"  # sells in one region (J-P1)
    PORTFOLIO_REP = "portfolio-rep"  # sells one pillar of what we offer: a product specialist (S-M4 J-P1)
    SALES_CONSULTANT = "sales-consultant"  # shows a rep's customers how it works: a sales engineer (S-V1)
    CHANNEL_SALES = "channel-sales"  # sells through partners (J-P2)
    MARKETING = "marketing"  # such as account-based marketing (J-P1)
    PRODUCT = "product"  # answers for what we offer (J-P2)
    CUSTOMER_SUCCESS = "customer-success"  # sees to what comes of it (J-P2)
    PROJECT_MANAGER = "project-manager"  # answers for delivery; every delivery team reports to them
    SUBJECT_EXPERT = "subject-expert"  # knows the customer's industry

    @property
    def single(self) -> bool:
        """Whether one person at a time holds it."""
        return self in _SINGLE

    @property
    def function(self) -> PlanningFunction | None:
        """Which function of ours it serves; None: none of its own, or any."""
        return _FUNCTIONS.get(self)

    @property
    def sells_portfolio(self) -> bool:
        """Whether it sells a part of what we offer, or helps to: those a team lead must see (S-V1)."""
        return self in (Seat.PORTFOLIO_REP, Seat.SALES_CONSULTANT)


_SINGLE: Final = (
    Seat.INTERNAL_SPONSOR,
    Seat.STRATEGIC_ACCOUNT_MANAGER,
    Seat.ACCOUNT_MANAGER,
    Seat.PROGRAMME_MANAGER,
    Seat.PROJECT_MANAGER,
)
_FUNCTIONS: Final = {
    Seat.INTERNAL_SPONSOR: PlanningFunction.CORPORATE,
    Seat.STRATEGIC_ACCOUNT_MANAGER: PlanningFunction.SALES,
    Seat.ACCOUNT_MANAGER: PlanningFunction.SALES,
    Seat.ACCOUNT_EXECUTIVE: PlanningFunction.SALES,
    Seat.REGIONAL_SALES: PlanningFunction.SALES,
    Seat.PORTFOLIO_REP: PlanningFunction.SALES,
    Seat.SALES_CONSULTANT: PlanningFunction.SALES,
    Seat.CHANNEL_SALES: PlanningFunction.CHANNEL,
    Seat.MARKETING: PlanningFunction.MARKETING,
    Seat.PRODUCT: PlanningFunction.PRODUCT,
    Seat.PROJECT_MANAGER: PlanningFunction.SERVICE,
    Seat.CUSTOMER_SUCCESS: PlanningFunction.CUSTOMER_SUCCESS,
}
_SELLING: Final = {
    PlanningFunction.CORPORATE: SellingFunction.CORPORATE,
    PlanningFunction.MARKETING: SellingFunction.MARKETING,
    PlanningFunction.SALES: SellingFunction.SALES,
    PlanningFunction.CHANNEL: SellingFunction.SALES,
    PlanningFunction.SERVICE: SellingFunction.SERVICE,
    PlanningFunction.CUSTOMER_SUCCESS: SellingFunction.SERVICE,
}
