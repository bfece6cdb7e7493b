"""What we do for an account is far from what it spent with us (R-3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.assessments.effort import efforts
from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    for found in efforts(accounts, examined.terms):
        if found.off:
            says = (
                f"{found.account} had {percent(found.activity_share)} of what was done and brought "
                f"{percent(found.spend_share)} of what came in, in the last "
                f"{examined.terms.segments.effort_months} months"
            )
            if found.programmes:
                says += f"; backed by {', '.join(each.name for each in found.programmes)}"
            facts = (*found.facts, *(each.fact for each in found.programmes))
            yield Raised(says, facts, found.account)


CHECK: Final = PortfolioCheck(
    id="effort-off-spend",
    severity=Severity.LOW,
    meaning="An account has far more, or far less, of our activity than of our revenue.",
    clear="Move the effort, or back the account with a proactive programme and accept the finding, where it "
    "is meant to grow.",
    find=_find,
)
