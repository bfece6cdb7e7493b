"""Sourcing: where demand came from. We answered it, or we created it.

Rules
  O5  A reaction names the outside event that triggered it; nothing else has one.            B-P2
  O6  What comes of an issue comes of one that was answered by the day, and is created.      B-P3
  O7  A lead is an activity logged by the day; what selling to executives led to is created. B-P6
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from majoracct.domain.account.access import Access
from majoracct.domain.account.activities import Activities, sold_to_executives
from majoracct.domain.kernel import Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class Origin(enum.Enum):
    """Whether we answered demand or created it (B-P1)."""

    REACTION = "reaction"
    CREATION = "creation"


# Why not


class TriggerMissing(Refused):
    rule = "O5"


class TriggerWithoutReaction(Refused):
    rule = "O5"


class IssueUnanswered(Refused):
    rule = "O6"


class NotCreated(Refused):
    rule = "O6"


class LeadUnknown(Refused):
    rule = "O7"


class LeadCreatesDemand(Refused):
    rule = "O7"


def demand_came_about(
    origin: Origin | None, trigger: str | None, issue: str | None, lead: str | None, account: Account
) -> None:
    """Raise Refused when what is said of where the demand came from cannot be."""
    triggered = bool(trigger and trigger.strip())
    if origin is Origin.REACTION and not triggered:
        raise TriggerMissing("A reaction without a trigger answers nothing", "Say what set it off.")
    if origin is not Origin.REACTION and trigger is not None:
        raise TriggerWithoutReaction(
            f"“{trigger}” sets off a reaction, and this is none",
            "State origin reaction, or no trigger.",
        )
    if issue:
        moved_by = account[Access].issues.get(issue)
        if moved_by is None or not moved_by.answers:
            raise IssueUnanswered(
                f"{account.key} has no issue {issue} answered by {account.on}",
                "Record what of ours answers it first.",
            )
        if origin is not Origin.CREATION:
            raise NotCreated("What comes of an answered issue is created", "State origin creation.")
    if lead:
        activity = account[Activities].items.get(lead)
        if activity is None:
            raise LeadUnknown(f"{account.key} has no activity {lead} on {account.on}", "Log it first.")
        if sold_to_executives(lead, activity, account) and origin is not Origin.CREATION:
            raise LeadCreatesDemand("What selling to executives led to is created", "State origin creation.")
