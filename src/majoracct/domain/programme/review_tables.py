"""Review tables: who creates, reviews and approves a plan, and when it was carried out. See `tables`."""

from __future__ import annotations

import enum
from decimal import Decimal

from attrs import frozen

__all__ = ["AgreementTopic", "ReviewTerms"]


class AgreementTopic(enum.Enum):
    """What a review secures agreement on (J-R3)."""

    RESOURCES = "resources"
    TIMING = "timing"
    EXECUTION = "execution"


@frozen
class ReviewTerms:
    """Who has which part in a plan's review, and what counts as carried out.

    creating: the capacities in which somebody submits a plan: the sales account team, and marketing (J-P1).
    reviewing: those who join the review, and may reject (J-P2).
    must_approve: the capacities that must all approve the same document (J-R1).
    may_approve: those that may approve beside them (J-P2).
    owner_presents: whether nobody but who answers for the account may present its plan; otherwise that is a
        finding (J-R2).
    four_eyes: whether nobody approves what they submitted; otherwise that is a finding (ours).
    agreed: what a review is to secure agreement on (J-R3).
    approve_days: within how many days of its draft a plan is approved (ours).
    effective_share: the share of what was due that is to be done in time for a plan to count as effectively
        executed (ours: the survey gives no measure).
    benchmark: the share of account plans that a survey found effectively executed (S-F7).
    """

    creating: tuple[str, ...] = (
        "strategic account manager",
        "account manager",
        "account executive",
        "regional sales",
        "portfolio rep",
        "sales consultant",
        "marketing",
    )
    reviewing: tuple[str, ...] = ("channel sales", "product", "customer success")
    must_approve: tuple[str, ...] = ("sales executive", "marketing executive")
    may_approve: tuple[str, ...] = ("channel sales", "product", "customer success")
    owner_presents: bool = True
    four_eyes: bool = True
    agreed: tuple[AgreementTopic, ...] = tuple(AgreementTopic)
    approve_days: int = 30
    effective_share: Decimal = Decimal("0.8")
    benchmark: Decimal = Decimal("0.11")
