"""Which checks there are: a file each, by name, in order. A test asserts that none is left out."""

from __future__ import annotations

import importlib
from typing import Final

from majoracct.domain.checks.finding import Check

__all__ = ["NAMES", "checks"]

NAMES: Final = (
    "contradiction",
    "decision_differs",
    "evidence_out_of_date",
    "evidence_withdrawn",
    "granted_outside_process",
    "identity_asserted",
    "programme_contradiction",
    "proposer_approved",
    "status_differs",
    "status_not_sought",
    "status_review_due",
    "strategic_without_internal_sponsor",
    "tier_differs",
)


def checks() -> tuple[Check, ...]:
    """Return every check, by name."""
    return tuple(importlib.import_module(f"majoracct.domain.checks.{name}").CHECK for name in NAMES)
