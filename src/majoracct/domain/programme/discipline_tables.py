"""Discipline tables: how a team is made up, what keeps it together, and from where on it is told."""

from __future__ import annotations

import enum

from attrs import field, frozen

from majoracct.domain.kernel import alike
from majoracct.domain.programme.seats import Seat

__all__ = ["CadenceTerms", "Ceremony", "DisciplineTerms", "DutyTerms", "PayMeasure", "SeatWords"]


class PayMeasure(enum.Enum):
    """What somebody's pay is measured by (S-M3 S-M4)."""

    REVENUE_ATTAINMENT = "revenue-attainment"  # of several years, against what was stated for them
    SHARE_OF_WALLET = "share-of-wallet"  # its gain
    CUSTOMER_SATISFACTION = "customer-satisfaction"
    QUARTERLY_QUOTA = "quarterly-quota"
    ANNUAL_QUOTA = "annual-quota"


@frozen
class SeatWords:
    """What the programme calls a seat beside its own name: a table of aliases (X-7).

    owner: what whoever answers for an account is called, whatever their seat: an AM in one text, a SAM, a
        sales account owner or a rep in another.
    """

    owner: tuple[str, ...] = ("AM", "SAM", "sales account owner", "rep")
    account_manager: tuple[str, ...] = ("AM",)
    strategic_account_manager: tuple[str, ...] = ("SAM", "global account manager")
    programme_manager: tuple[str, ...] = ("program manager", "ATU program manager")
    governance_owner: tuple[str, ...] = ("facilitator",)
    account_executive: tuple[str, ...] = ("AE",)
    portfolio_rep: tuple[str, ...] = ("product specialist", "specialist rep", "pillar rep")
    sales_consultant: tuple[str, ...] = ("sales engineer", "presales")

    def called(self, word: str) -> tuple[Seat, ...]:
        """Return the seats that WORD names, in any case; none when it names none, several when it does."""
        asked = _plain(word)
        return tuple(
            seat
            for seat in Seat
            if asked in {_plain(seat.value), *map(_plain, getattr(self, seat.name.lower(), ()))}
        )

    def of_owner(self, word: str) -> bool:
        """Return whether WORD names whoever answers for an account, in any case (X-7)."""
        return _plain(word) in map(_plain, self.owner)


def _plain(word: str) -> str:
    return alike(word.replace("-", " "))


class Ceremony(enum.Enum):
    """What is held again and again for an account (X-5)."""

    TEAM_MEETING = "team-meeting"  # the team and its internal sponsor, weekly (B-G1)
    STATUS_CALL = "status-call"  # on which the account is reported (B-G3)
    BUSINESS_REVIEW = "business-review"  # with the customer, each quarter (J-C2)
    ANNUAL_PLAN = "annual-plan"  # a plan is drafted (S-F2)
    GOAL_SETTING = "goal-setting"  # (R-U2)


@frozen
class CadenceTerms:
    """How often each ceremony is held, in days, while an account is major (X-5; numbers ours).

    How often the team meets its sponsor is `governance.meeting_days`. An account may set its own.

    Goals are set by period: `goals.period`.

    status_call_days, business_review_days, annual_plan_days: how many days apart at most.
    raised: which of them raise a finding when missed; the team's meeting and goal setting have their own.
    """

    status_call_days: int = 31
    business_review_days: int = 92
    annual_plan_days: int = 366
    raised: tuple[Ceremony, ...] = (Ceremony.STATUS_CALL, Ceremony.BUSINESS_REVIEW)

    def days(self, ceremony: Ceremony, meeting_days: int) -> int:
        """Return how often a CEREMONY is held by policy, where the team's own meeting is by MEETING_DAYS.

        Not of goal setting, which is by period.
        """
        return {
            Ceremony.TEAM_MEETING: meeting_days,
            Ceremony.STATUS_CALL: self.status_call_days,
            Ceremony.BUSINESS_REVIEW: self.business_review_days,
            Ceremony.ANNUAL_PLAN: self.annual_plan_days,
        }[ceremony]


@frozen
class DutyTerms:
    """Which seats carry the duties of governing an account: separate duties, by policy (X-12 B-G1 to B-G3).

    One person may hold several of the seats; holding one of those named is enough.

    meets: who chairs the team's meeting on the plan. attests: who answers for the record.
    reports: who reports the account on a status call.
    """

    meets: tuple[Seat, ...] = (Seat.INTERNAL_SPONSOR,)
    attests: tuple[Seat, ...] = (Seat.INTERNAL_SPONSOR,)
    reports: tuple[Seat, ...] = (Seat.INTERNAL_SPONSOR,)


@frozen
class DisciplineTerms:
    """Who sees to an account, and how its team is kept together (S-M1 to S-V6, X-7 X-12; numbers ours).

    needed: the seats that a team has to fill; one that answers for the account is filled by whoever does.
    owners: the seats whose holder answers for the account, the first that is held.
    words: what else the seats are called.
    duties: which seats meet, attest and report.
    cadence: how often what is held again and again is held.
    sam_measures: what a strategic account manager's pay is measured by, at least (S-M3).
    sam_years: over how many years, at least (S-M3; two is the source's).
    portfolio_measures: what a portfolio rep's pay is measured by, at least (S-M4).
    tenure_months: whoever gives up a seat sooner, or by then, was reassigned within the year (S-M5).
    engaged_days: over how many days activity tells whether somebody is actively engaged (S-V3).
    engaged_activities: how many activities in them make somebody engaged (S-V3).
    follow_days: for how many days after a directive activity tells what was followed (S-V6).
    support_days: after how many days support that was asked for is late (S-V4).
    """

    needed: tuple[Seat, ...] = (Seat.INTERNAL_SPONSOR, Seat.ACCOUNT_MANAGER, Seat.PROJECT_MANAGER)
    owners: tuple[Seat, ...] = (Seat.STRATEGIC_ACCOUNT_MANAGER, Seat.ACCOUNT_MANAGER)
    words: SeatWords = field(factory=SeatWords)
    duties: DutyTerms = field(factory=DutyTerms)
    cadence: CadenceTerms = field(factory=CadenceTerms)
    sam_measures: tuple[PayMeasure, ...] = (
        PayMeasure.REVENUE_ATTAINMENT,
        PayMeasure.SHARE_OF_WALLET,
        PayMeasure.CUSTOMER_SATISFACTION,
    )
    sam_years: int = 2
    portfolio_measures: tuple[PayMeasure, ...] = (PayMeasure.QUARTERLY_QUOTA, PayMeasure.ANNUAL_QUOTA)
    tenure_months: int = 12
    engaged_days: int = 30
    engaged_activities: int = 1
    follow_days: int = 30
    support_days: int = 14
