"""Plan tables: where the judgements on an account's joint plan begin. See `tables`."""

from __future__ import annotations

from attrs import frozen

__all__ = ["PlanTerms"]


@frozen
class PlanTerms:
    """When an account's plan governs what is done (S-F3; numbers ours).

    stale_days: how many days without a fact about the plan, its goals or its actions make it stale.
    """

    stale_days: int = 90
