"""Of what was promised for an engagement, less was kept than policy asks (B-D5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.promises import over_promised
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, stated

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    wanted = stated(examined.terms.promises.delivery_ratio)
    for found in over_promised(account, examined.terms):
        says = f"Of the promises due for “{found.title}”, {percent(found.ratio)} were kept"
        yield Raised(
            f"{says}, fewer than the {wanted} that policy asks for", found.promises, found.opportunity
        )


CHECK: Final = AccountCheck(
    id="over-promised",
    severity=Severity.MEDIUM,
    meaning="We promised more for an engagement than we kept, and may lose what it cost to win it.",
    clear="Keep what is still to be kept, and record the results (`promise measure`); promise less.",
    find=_find,
)
