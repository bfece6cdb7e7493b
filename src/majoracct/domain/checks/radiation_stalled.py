"""Since the first win we stopped going on from it: a slip stopped us, or nothing happens (B-R3 B-R4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.radiation import back_outside, stalled_by_slip
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    terms = examined.terms
    for stall in stalled_by_slip(account, terms):
        says = (
            f"“{stall.milestone}” of {stall.title} slipped on {stall.slipped}, and no step to more business"
        )
        yield Raised(
            f"{says} was taken in the {terms.radiation.stalled_days} days after", (stall.fact,), stall.project
        )
    outside = back_outside(account, terms)
    if outside.holds:
        says = f"We have been outside again since {outside.since}: in the {terms.radiation.outside_days} days"
        says += " before, nothing was won, no demand created and no step to more business taken"
        yield Raised(says, outside.facts, "outside")


CHECK: Final = AccountCheck(
    id="radiation-stalled",
    severity=Severity.MEDIUM,
    meaning="We do not go on from what we won: a late project stops our selling, or we are outside again.",
    clear="Have a sponsor bring you to another, create demand from what was won, or sell to an executive.",
    find=_find,
)
