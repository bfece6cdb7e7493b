"""Which checks there are: a file each, by name, in order, then what plug-ins brought.

A test asserts that none is left out.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from majoracct.domain.checks.finding import Check

__all__ = ["NAMES", "add", "checks", "free", "plugged"]

NAMES: Final = (
    "action_dropped_from_baseline",
    "action_overdue",
    "action_redated_silently",
    "activity_dropped_after_planning",
    "analysis_missing_or_old",
    "approval_by_proxy",
    "approval_undermined",
    "approved_by_author",
    "approved_changed_silently",
    "attestation_out_of_date",
    "baseline_differs",
    "challenges_not_looked_for",
    "claim_disputed_counts",
    "claim_unconfirmed",
    "class_label_without_team",
    "coaching_missed",
    "commitment_broken",
    "concentrated",
    "confirmed_unread",
    "contacts_stale",
    "contradiction",
    "customer_absent",
    "cycle_overrun",
    "cycle_without_engagement",
    "decision_differs",
    "decision_undermined",
    "delivery_team_not_reporting",
    "directive_conflicts",
    "edition_differs",
    "edition_feedback_missing",
    "edition_held_back",
    "edition_of_unapproved",
    "edition_outside_review",
    "effort_off_spend",
    "escalation_not_taken_up",
    "evidence_out_of_date",
    "evidence_withdrawn",
    "expert_wanted",
    "goal_setting_overdue",
    "goals_overdue",
    "goals_revenue_only",
    "governance_unowned",
    "granted_outside_process",
    "hunter_manages",
    "identity_asserted",
    "inertia_without_loyalty",
    "initiative_without_change_plan",
    "internal_competition",
    "manager_unassessed",
    "map_missing_or_stale",
    "meeting_back_dated",
    "meeting_missed",
    "message_deviation",
    "misalignment_unresolved",
    "missed_cadence",
    "name_reused",
    "no_annual_plan",
    "no_growth_after_win",
    "no_strategic_account_manager",
    "objective_without_goal",
    "only_reactive_opportunities",
    "opportunity_unvalidated",
    "over_promised",
    "pay_misplaced",
    "pay_unfit",
    "plan_drifted",
    "plan_not_joint",
    "plan_older_than_tier",
    "plan_stale",
    "plan_unapproved",
    "playbook_missing",
    "playbooks_alike",
    "programme_contradiction",
    "programme_manager_missing",
    "programme_unfunded",
    "promise_overdue",
    "promise_without_benchmark",
    "proposer_approved",
    "radiation_stalled",
    "recorded_late",
    "relationship_without_goal",
    "rep_not_engaged",
    "reports_to_account_owner",
    "review_not_by_owner",
    "review_without_agreement",
    "rogue_action",
    "rules_not_accepted",
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
    "support_waiting",
    "team_before_status",
    "team_outlives_status",
    "tier_differs",
    "unreported_on_status_call",
    "untapped_not_sought",
    "value_unclaimed",
    "wallet_exceeded",
)


_PLUGGED: dict[str, Check] = {}  # by id


def free(brought: Iterable[Check]) -> None:
    """Raise ValueError when an id of the checks BROUGHT is taken, or stands among them twice."""
    ids: set[str] = set()
    for check in brought:
        if check.id.replace("-", "_") in NAMES or _PLUGGED.get(check.id, check) is not check:
            raise ValueError(f"the check {check.id} is taken: prefix it")
        if check.id in ids:
            raise ValueError(f"the check {check.id} stands in the table twice")
        ids.add(check.id)


def add(brought: Sequence[Check]) -> None:
    """Add the checks a plug-in BROUGHT, all of them or none; adding them again changes nothing.

    Raises what `free` does.
    """
    free(brought)
    _PLUGGED.update((check.id, check) for check in brought)


def plugged() -> tuple[str, ...]:
    """Return the ids of the checks that plug-ins brought, sorted."""
    return tuple(sorted(_PLUGGED))


def checks() -> tuple[Check, ...]:
    """Return every check, by name; after ours, those that plug-ins brought."""
    ours = (importlib.import_module(f"majoracct.domain.checks.{name}").CHECK for name in NAMES)
    return (*ours, *(_PLUGGED[id_] for id_ in plugged()))
