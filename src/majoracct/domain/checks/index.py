"""Which checks there are: a file each, by name. A test asserts that none is left out."""

from __future__ import annotations

import importlib
from typing import Final

from majoracct.domain.checks.finding import Check

__all__ = ["NAMES", "checks"]

NAMES: Final = (
    "recorded_late",
    "rules_recorded_late",
    "strategic_without_internal_sponsor",
)


def checks() -> tuple[Check, ...]:
    """Return every check, by name."""
    return tuple(importlib.import_module(f"majoracct.domain.checks.{name}").CHECK for name in NAMES)
