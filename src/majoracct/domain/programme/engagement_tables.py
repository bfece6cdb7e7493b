"""Engagement tables: where the judgements on planning together with the customer begin. See `tables`."""

from __future__ import annotations

from attrs import frozen

__all__ = ["EngagementTerms"]


@frozen
class EngagementTerms:
    """When the customer takes part in our planning, and when we go on without it (S-B5 S-C2 to S-C8).

    That a cycle needs two engagements and a commitment is S-C4's; the other numbers are ours.

    engagements: how many engagements with the customer a planning cycle needs (S-C4).
    commitments: how many commitments to act or invest a planning cycle needs (S-C4).
    absent_days: for how many days of a planning cycle the customer may be absent (S-C2).
    change_days: for how many days an initiative may go without change management (S-B5).
    misaligned_days: for how many days a misalignment may stand (S-C7).
    validated_months: for how many months the customer's word on an opportunity counts (S-C8).
    compared_months: over how many months before and after they began to take part is compared (S-C3).
    compared_least_months: fewer months than these on either side are not compared (S-C3).
    compared_least: fewer cases than these on either side are insufficient to compare (S-C3).
    """

    engagements: int = 2
    commitments: int = 1
    absent_days: int = 30
    change_days: int = 30
    misaligned_days: int = 30
    validated_months: int = 12
    compared_months: int = 12
    compared_least_months: int = 3
    compared_least: int = 3
