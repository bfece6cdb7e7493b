"""Terms: what the programme's policy decides, and the words it decides with.

The numbers are the sources' where they give one and ours where they leave it open; each is an
editable default, never a constant in a rule.
"""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Self

from attrs import field, frozen

from majoracct.domain.money import Money
from majoracct.domain.programme.discipline_tables import DisciplineTerms
from majoracct.domain.programme.edition_tables import EditionTerms
from majoracct.domain.programme.engagement_tables import EngagementTerms
from majoracct.domain.programme.goal_tables import GoalTerms
from majoracct.domain.programme.map_tables import MapTerms
from majoracct.domain.programme.plan_tables import PlanTerms
from majoracct.domain.programme.programme_tables import ProgrammeTerms
from majoracct.domain.programme.review_tables import ReviewTerms
from majoracct.domain.programme.seats import Capacity, PlanningFunction, Seat, SellingFunction
from majoracct.domain.programme.tables import (
    CandidateTerms,
    ConcentrationTerms,
    FindingTerms,
    GovernanceTerms,
    InsiderTerms,
    PenetrationTerms,
    PerspectiveTerms,
    PromiseTerms,
    RadiationTerms,
    RecordingTerms,
    Side,
    TeamTerms,
    TrustTerms,
    ValueTerms,
)
from majoracct.domain.programme.tension_tables import TensionTerms
from majoracct.domain.programme.tier_tables import SegmentTerms

__all__ = [
    "Aim",
    "AimsRule",
    "Capacity",
    "Facet",
    "Level",
    "PlanningFunction",
    "QualificationTerms",
    "Seat",
    "SellingFunction",
    "TargetTerms",
    "Terms",
    "Tier",
    "TierTerms",
]


class Tier(enum.Enum):
    """How far an account has come with us, from no purchase in years to standardised on us."""

    GREENFIELD = "greenfield"
    BEACHHEAD = "beachhead"
    CORE = "core"
    STRATEGIC = "strategic"


class Facet(enum.Enum):
    """One thing that is true of an account and tells its tier."""

    STANDARDISED = "standardised"  # on us, for a specific need across operations
    LARGE_CONSISTENT_SPEND = "large-consistent-spend"
    GO_TO_VIEW = "go-to-view"  # C-level sponsors see us as the go-to vendor
    PARTNER = "partner"  # they see us as a partner
    BREADTH = "breadth"  # several organisations, geographies or processes
    REGULAR_SPEND = "regular-spend"
    SENIOR_RELATIONS = "senior-relations"  # good ones, with heads of department and senior managers
    TOLD_WHILE_FORMING = "told-while-forming"  # we hear of needs while they form
    PURCHASE = "purchase"  # any, within the window
    SMALL_PURCHASES = "small-purchases"  # and no major one
    MID_LEVEL_TIES = "mid-level-ties"
    LITTLE_SENIOR_ACCESS = "little-senior-access"
    LEARNED_LATE = "learned-late"  # of most opportunities, after requirements were defined
    NO_PURCHASE = "no-purchase"  # within the window
    CONTACTS_OUT_OF_DATE = "contacts-out-of-date"


class Level(enum.Enum):
    """Where in the customer's hierarchy somebody stands."""

    C_LEVEL = "c-level"
    EXECUTIVE = "executive"
    SENIOR_MANAGER = "senior-manager"
    DEPARTMENT_HEAD = "department-head"
    MIDDLE_MANAGER = "middle-manager"
    STAFF = "staff"


class Aim(enum.Enum):
    """What an action is for: the four means of creating demand and dominance (B-D3)."""

    CONFIDENCE = "confidence"
    ADVOCACY = "advocacy"
    DEPENDENCE = "dependence"
    TRUST = "trust"


class AimsRule(enum.Enum):
    """Whether criterion 5 wants an action for each aim, or for one of them."""

    ALL = "all"
    ANY = "any"


@frozen
class QualificationTerms:
    """When an account qualifies as major (B-Q0 to B-Q5).

    opening_roles: the capacities in which somebody may open a qualification.
    org_chart_months, precis_months, statement_months: the age in months past which each is out of date.
    executive_levels: who counts as an executive at the customer.
    aims: whether every aim needs an action, or any.
    sides: on which side of our business an account must stand to qualify (C-D1).
    evidenced: whether a document on file counts only with the evidence that was shown (B-I3).
    """

    opening_roles: tuple[str, ...] = ("sales executive", "business-development executive")
    org_chart_months: int = 24
    precis_months: int = 24
    statement_months: int = 24
    executive_levels: tuple[Level, ...] = (Level.C_LEVEL, Level.EXECUTIVE)
    aims: AimsRule = AimsRule.ALL
    sides: tuple[Side, ...] = (Side.DEMAND,)
    evidenced: bool = False


@frozen
class TierTerms:
    """Which facets gate each tier, and where each facet begins (R-T1 to R-T4).

    strategic, core: the facets that must all hold, beside a purchase within the window. A purchase
        alone makes an account beachhead; without one it is greenfield.
    window_years: how far back a purchase still counts.
    large_spend: what a year's purchases reach when they are large; the threshold when not stated.
    large_spend_years: in how many successive years, ending on the day, spend is large to be consistent.
    regular_spend_years: in how many successive years, ending on the day, something is bought to be regular.
    breadth: how many organisations, geographies or processes are several.
    senior_levels, mid_levels: whose good relations are senior, and whose are mid-level.
    senior_access: at most how many senior people we may know for access still to be little.
    late_share: the share of opportunities learned late above which most are.
    contact_months: the age in months past which a contact that nobody verified is out of date.
    """

    strategic: tuple[Facet, ...] = (Facet.STANDARDISED, Facet.LARGE_CONSISTENT_SPEND, Facet.GO_TO_VIEW)
    core: tuple[Facet, ...] = (Facet.BREADTH, Facet.REGULAR_SPEND, Facet.SENIOR_RELATIONS)
    window_years: int = 3
    large_spend: Money | None = None
    large_spend_years: int = 3
    regular_spend_years: int = 3
    breadth: int = 2
    senior_levels: tuple[Level, ...] = (
        Level.C_LEVEL,
        Level.EXECUTIVE,
        Level.SENIOR_MANAGER,
        Level.DEPARTMENT_HEAD,
    )
    mid_levels: tuple[Level, ...] = (Level.MIDDLE_MANAGER,)
    senior_access: int = 1
    late_share: Decimal = Decimal("0.5")
    contact_months: int = 24


@frozen
class TargetTerms:
    """How many major accounts the programme aims for, and by which day of each year (B-D2).

    named_accounts: how many. month, day: by when, each year, unless a target was set for the year.
    """

    named_accounts: int = 12
    month: int = 12
    day: int = 31


@frozen
class Terms:
    """The programme's policy, whole.

    threshold: what an account must be able to bring in one calendar year (B-D1).
    """

    threshold: Money
    qualification: QualificationTerms = field(factory=QualificationTerms)
    tiers: TierTerms = field(factory=TierTerms)
    targets: TargetTerms = field(factory=TargetTerms)
    penetration: PenetrationTerms = field(factory=PenetrationTerms)
    promises: PromiseTerms = field(factory=PromiseTerms)
    value: ValueTerms = field(factory=ValueTerms)
    trust: TrustTerms = field(factory=TrustTerms)
    candidates: CandidateTerms = field(factory=CandidateTerms)
    radiation: RadiationTerms = field(factory=RadiationTerms)
    insider: InsiderTerms = field(factory=InsiderTerms)
    perspectives: PerspectiveTerms = field(factory=PerspectiveTerms)
    concentration: ConcentrationTerms = field(factory=ConcentrationTerms)
    team: TeamTerms = field(factory=TeamTerms)
    governance: GovernanceTerms = field(factory=GovernanceTerms)
    recording: RecordingTerms = field(factory=RecordingTerms)
    findings: FindingTerms = field(factory=FindingTerms)
    plan: PlanTerms = field(factory=PlanTerms)
    discipline: DisciplineTerms = field(factory=DisciplineTerms)
    programme: ProgrammeTerms = field(factory=ProgrammeTerms)
    goals: GoalTerms = field(factory=GoalTerms)
    segments: SegmentTerms = field(factory=SegmentTerms)
    engagement: EngagementTerms = field(factory=EngagementTerms)
    map: MapTerms = field(factory=MapTerms)
    tensions: TensionTerms = field(factory=TensionTerms)
    review: ReviewTerms = field(factory=ReviewTerms)
    edition: EditionTerms = field(factory=EditionTerms)

    @classmethod
    def shipped(cls, currency: str) -> Self:
        """Return the policy a ledger in CURRENCY begins with. Raises MoneyError for no currency code."""
        return cls(Money(Decimal(1_000_000), currency))

    @property
    def large_spend(self) -> Money:
        """What a year's purchases reach when they are large."""
        return self.tiers.large_spend or self.threshold
