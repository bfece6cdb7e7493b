"""An account is assigned another tier than its facets indicate (R-T5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.segmentation import Segmentation, indicate
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    assigned = account[Segmentation]
    indicated = indicate(account, examined.terms).tier
    if assigned.tier is not None and assigned.tier is not indicated:
        how = ", by override" if assigned.overridden else ""
        says = (
            f"It is assigned the {assigned.tier.value} tier{how}, and its facets indicate {indicated.value}"
        )
        yield Raised(says, (assigned.fact,))


CHECK: Final = AccountCheck(
    id="tier-differs",
    severity=Severity.MEDIUM,
    meaning="The tier an account is treated by is not the one that what is known of it indicates.",
    clear="Move it to the tier indicated (`tier move`); or accept the finding, where an override says why.",
    find=_find,
)
