"""Tables of the policy: where each judgement on winning, growing and governing an account begins.

Each is a table of the same name in a policy file. Numbers the sources give are defaults here, with
the row they come from; what they leave open is ours, and says so. Amounts are whole units of the
ledger's currency; shares run from 0 to 1.
"""

from __future__ import annotations

import enum
from decimal import Decimal

from attrs import field, frozen

__all__ = [
    "BeforeStatus",
    "CandidateTerms",
    "CandidateWeights",
    "CompanyView",
    "ConcentrationTerms",
    "FieldView",
    "FindingTerms",
    "GovernanceTerms",
    "Grade",
    "InsideView",
    "InsiderTerms",
    "NationalView",
    "NewBusinessView",
    "PenetrationTerms",
    "PerspectiveTerms",
    "PromiseTerms",
    "RadiationTerms",
    "RecordingTerms",
    "Side",
    "TeamTerms",
    "TrustTerms",
    "ValueTerms",
]


class Side(enum.Enum):
    """On which side of our business an account stands (C-D1)."""

    DEMAND = "demand"  # the market: customers, end users
    SUPPLY = "supply"  # the industry: partners, alliances, joint ventures, distributors


class BeforeStatus(enum.Enum):
    """What becomes of a team that is formed before the account is major."""

    REFUSE = "refuse"
    WARN = "warn"


class Grade(enum.Enum):
    """How well somebody does something, weakest first."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"

    @property
    def rank(self) -> int:
        """Its place among the grades, weakest 0."""
        return list(Grade).index(self)


@frozen
class PenetrationTerms:
    """When we are a trusted partner, and when a customer always makes us compete (B-I4 B-I5; numbers ours).

    trusted_share: the least share of an opportunity's requirements that is ours.
    trusted_months: for how many months having written them makes us trusted.
    reliance_share: the share of opportunities that came by RFP above which we always compete.
    """

    trusted_share: Decimal = Decimal("0.5")
    trusted_months: int = 24
    reliance_share: Decimal = Decimal("0.5")


@frozen
class PromiseTerms:
    """When an expectation is exceeded, and when we promised too much (B-E2 B-D5; numbers ours).

    exceed_margin: by what share of the target a result must be better than it to exceed it.
    delivery_ratio: the share of due promises kept below which an engagement was over-promised.
    """

    exceed_margin: Decimal = Decimal(0)
    delivery_ratio: Decimal = Decimal(1)


@frozen
class ValueTerms:
    """When value that was documented should have been claimed (B-E4; number ours).

    claim_days: after how many days unclaimed value is late.
    """

    claim_days: int = 90


@frozen
class TrustTerms:
    """How likely executives are to come to trust us (B-I2; numbers ours).

    high, low: the share of expectations met, and of promises kept, from which trust is likely, and below
        which it is not. A relationship that falls makes it unlikely; one that rises is needed for likely.
    trend_months: over how many months a relationship rises or falls.
    """

    high: Decimal = Decimal("0.9")
    low: Decimal = Decimal("0.5")
    trend_months: int = 12


@frozen
class CandidateWeights:
    """What each row of the candidate table weighs (C-K1 to C-K9; equal weights are ours)."""

    current_customer: int = 1
    growth: int = 1
    reputation: int = 1
    mutual_gain: int = 1
    commitment: int = 1
    payoff: int = 1
    openness: int = 1
    value_orientation: int = 1
    business_status: int = 1


@frozen
class CandidateTerms:
    """How candidates for major status are judged (C-K0 to C-K9, C-M3; numbers ours).

    tenure_months: how long ago the first purchase must lie for a customer not to count as new.
    growth_share: by what share turnover grows, from one statement to the next, in growth mode.
    payoff: what a year must promise for the payoff to be large; 0: the threshold.
    open_executives: how many executives must be accessible for a customer to be open.
    weights: what each row weighs.
    """

    tenure_months: int = 12
    growth_share: Decimal = Decimal("0.05")
    payoff: int = 0
    open_executives: int = 2
    weights: CandidateWeights = field(factory=CandidateWeights)


@frozen
class RadiationTerms:
    """When we radiate, and when we are outside again (B-D6 B-R3 B-R4 B-R6 B-R7; numbers ours).

    outside_days: how long after a win, without a radiating step, we are outside.
    stalled_days: how long after a slip, without a radiating step, up-selling is stalled by it.
    approach_months: over how many months new opportunities tell bottom-up from top-down.
    experience_years: for how many years an experienced account manager has been one.
    repeat_months: within how many months of the first project a win shows repeat business (B-D6).
    """

    outside_days: int = 180
    stalled_days: int = 90
    approach_months: int = 12
    experience_years: int = 3
    repeat_months: int = 12


@frozen
class InsiderTerms:
    """When we are insiders, and when we dominate (B-S1 B-S4 B-N1; numbers ours).

    evidence_months: how long evidence of insider status counts.
    knowledge_months: how long inside knowledge is fresh.
    competition_months: how far back a customer that turned to a competitor keeps us from dominating, and
        within which somebody must have looked.
    exceeded_share: the least share of measured expectations that were exceeded.
    """

    evidence_months: int = 24
    knowledge_months: int = 12
    competition_months: int = 12
    exceeded_share: Decimal = Decimal("0.5")


@frozen
class CompanyView:
    """Major to the company: a customer's yearly revenue, and its share of the company's (C-T1).

    annual_from, annual_to: yearly revenue; the upper end illustrates and gates nothing.
    share_from, share_to: its share of our own yearly revenue; the upper end illustrates.
    """

    annual_from: int = 2_000_000
    annual_to: int = 100_000_000
    share_from: Decimal = Decimal("0.10")
    share_to: Decimal = Decimal(1)


@frozen
class FieldView:
    """Major to a field salesperson: yearly revenue, and its share of that person's book (C-T2).

    annual_from, annual_to: yearly revenue; the upper end illustrates and gates nothing.
    share_from: its share of the salesperson's book; the source leaves it open, and then it is not tested.
    """

    annual_from: int = 200_000
    annual_to: int = 2_000_000
    share_from: Decimal | None = None


@frozen
class NewBusinessView:
    """Major to a new-business sales executive: one large sale, however long it takes (C-T3).

    deal_from, deal_to: what a single one-time sale brings; the upper end illustrates.
    cycle_years: within how many years it is closed.
    """

    deal_from: int = 2_000_000
    deal_to: int = 10_000_000
    cycle_years: int = 3


@frozen
class InsideView:
    """Major to a direct inside salesperson (C-T4).

    annual_from: yearly revenue of a customer served directly, unseen by field sales.
    volume_from: yearly revenue through a channel partner that is large; the number is ours.
    """

    annual_from: int = 100_000
    volume_from: int = 1_000_000


@frozen
class NationalView:
    """Major as a national account (C-T5): several locations, or several places that decide on buying.

    sites: how many locations. buying: how many of them decide on buying.
    """

    sites: int = 2
    buying: int = 2


@frozen
class PerspectiveTerms:
    """Whose "major" is meant: the five perspectives, each with where it begins (C-T0 to C-T5)."""

    company: CompanyView = field(factory=CompanyView)
    field_sales: FieldView = field(factory=FieldView)
    new_business: NewBusinessView = field(factory=NewBusinessView)
    inside_sales: InsideView = field(factory=InsideView)
    national: NationalView = field(factory=NationalView)


@frozen
class ConcentrationTerms:
    """The few that bring most of the business (C-D3).

    business: the share of revenue that the smallest set of customers must bring.
    customers: the share of customers, largest first, that is looked at beside it.
    """

    business: Decimal = Decimal("0.8")
    customers: Decimal = Decimal("0.2")


@frozen
class TeamTerms:
    """How an account's team is built (B-T0 B-T4 C-S3 C-X0; numbers ours).

    before_status: whether a team formed before major status was granted is refused, or only reported.
    growth_share: by what share revenue grows, from one year to the next, for an expert to be wanted.
    strong: from which grade on somebody is strong in a skill.
    hunter_lean: the sum of traits, from -13 to 13, below which somebody leans towards new accounts.
    """

    before_status: BeforeStatus = BeforeStatus.REFUSE
    growth_share: Decimal = Decimal("0.25")
    strong: Grade = Grade.STRONG
    hunter_lean: int = 0


@frozen
class GovernanceTerms:
    """How an account is governed (B-G1 to B-G3; weekly is the source's, the other numbers are ours).

    meeting_days: how often the team meets its internal sponsor.
    recorded_days: how many days after a meeting its record is back-dated.
    attest_months: for how long an attestation of the record is current.
    review_months: for how long a review of major status is current.
    """

    meeting_days: int = 7
    recorded_days: int = 7
    attest_months: int = 3
    review_months: int = 12


@frozen
class RecordingTerms:
    """When recording is too late, and who may record so all the same (numbers and roles ours).

    late_days: how many days after the day it was true a fact is recorded at most; unstated: no limit.
    override_roles: the capacities in which somebody may record later, or in a closed period, saying why.
    erase_roles: the capacities in which somebody may erase a person, saying why.
    """

    late_days: int | None = None
    override_roles: tuple[str, ...] = ("controller",)
    erase_roles: tuple[str, ...] = ("data protection officer",)

    def lets_more(self, than: RecordingTerms) -> bool:
        """Return whether these let somebody record, or erase, what the terms THAN would refuse them."""
        days, before = self.late_days, than.late_days
        later = before is not None and (days is None or days > before)
        return (
            later
            or not _roles(self.override_roles) <= _roles(than.override_roles)
            or not _roles(self.erase_roles) <= _roles(than.erase_roles)
        )


@frozen
class FindingTerms:
    """From where on a check raises a finding (numbers ours).

    sponsors: with fewer executives who back us than these, a major account is single-threaded.
    answer_days: for how many days the customer may leave a benefit we claimed unanswered (B-E4).
    reactive_months: over how many months opportunities tell that we only answer demand (B-P1).
    customer_share: the share of a year's revenue above which one customer brings too much of it (C-D3 C-T1).
    vacant_days: for how many days a seat of a team may stay empty (B-T6).
    governed_months: how many months back missed and back-dated meetings, and calls on which an account was
        not reported, still count (B-G1 B-G3).
    """

    sponsors: int = 2
    answer_days: int = 60
    reactive_months: int = 12
    customer_share: Decimal = Decimal("0.25")
    vacant_days: int = 30
    governed_months: int = 12


def _roles(named: tuple[str, ...]) -> set[str]:
    return {role.casefold() for role in named}
