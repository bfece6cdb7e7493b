"""Plan tables: where the judgements on an account's joint plan begin. See `tables`."""

from __future__ import annotations

import enum
from decimal import Decimal

from attrs import frozen

from majoracct.domain.programme.seats import Seat

__all__ = ["PlanScope", "PlanTerms"]


class PlanScope(enum.Enum):
    """Which accounts are to have a plan in each cycle (R-U1)."""

    MAJOR = "major"
    TEAM = "team"  # those that have a team
    EVERY = "every"


@frozen
class PlanTerms:
    """When an account's plan governs what is done (numbers ours).

    scope: which accounts are to have a plan in each cycle (R-U1).
    authors: the seats of the sales account team, each of which, where it is held, contributes to a plan for
        it to be made jointly, with marketing (J-D3 J-P1).
    draft_days: within how many days of a cycle's opening, or of coming into that scope, it is drafted (S-F2).
    annual_months: for how many months a plan counts as the year's (S-F2).
    stale_days: how many days without a fact about the plan, its goals or its actions make it stale (S-F3).
    relationship_share: the share of goals about relationships, of those about relationships or deals, below
        which a plan is one of deals (S-F1).
    balance_months: over how many months the balance of logged activity is taken (S-F1).
    activity_days: how many days before and after a plan was drafted activity is compared over (S-G1).
    activity_share: the share of the activity before below which it dropped after (S-G1).
    growth_days: within how many days of a win an action of a function outside sales is planned (J-D2).
    revise_days: within how many days of a change of tier, or of how somebody stands to us, the plan
        is revised (R-1).
    understanding_months: for how many months what we learned of the customer's business is fresh (J-O1).
    """

    scope: PlanScope = PlanScope.MAJOR
    authors: tuple[Seat, ...] = (
        Seat.STRATEGIC_ACCOUNT_MANAGER,
        Seat.ACCOUNT_MANAGER,
        Seat.ACCOUNT_EXECUTIVE,
        Seat.REGIONAL_SALES,
        Seat.PORTFOLIO_REP,
        Seat.SALES_CONSULTANT,
    )
    draft_days: int = 60
    annual_months: int = 12
    stale_days: int = 90
    relationship_share: Decimal = Decimal("0.5")
    balance_months: int = 12
    activity_days: int = 90
    activity_share: Decimal = Decimal("0.5")
    growth_days: int = 90
    revise_days: int = 30
    understanding_months: int = 12
