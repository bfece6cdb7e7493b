"""Which checks there are: a file each, by name, in order. A test asserts that none is left out."""

from __future__ import annotations

import importlib
from typing import Final

from majoracct.domain.checks.finding import Check

__all__ = ["NAMES", "checks"]

NAMES: Final = (
    "attestation_out_of_date",
    "claim_disputed_counts",
    "claim_unconfirmed",
    "concentrated",
    "contacts_stale",
    "contradiction",
    "decision_differs",
    "decision_undermined",
    "delivery_team_not_reporting",
    "evidence_out_of_date",
    "evidence_withdrawn",
    "expert_wanted",
    "granted_outside_process",
    "hunter_manages",
    "identity_asserted",
    "inertia_without_loyalty",
    "meeting_back_dated",
    "meeting_missed",
    "only_reactive_opportunities",
    "over_promised",
    "pay_misplaced",
    "programme_contradiction",
    "promise_overdue",
    "promise_without_benchmark",
    "proposer_approved",
    "radiation_stalled",
    "recorded_late",
    "rules_recorded_late",
    "seat_vacant",
    "single_threaded",
    "skill_missing",
    "sponsor_not_replaced",
    "sponsor_without_executives",
    "status_differs",
    "status_not_sought",
    "status_review_due",
    "strategic_without_internal_sponsor",
    "stuck_at_first_implementation",
    "team_before_status",
    "team_outlives_status",
    "tier_differs",
    "unreported_on_status_call",
    "value_unclaimed",
)


def checks() -> tuple[Check, ...]:
    """Return every check, by name."""
    return tuple(importlib.import_module(f"majoracct.domain.checks.{name}").CHECK for name in NAMES)
