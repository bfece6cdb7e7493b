"""A rule of the programme was recorded later than policy allows, or into a closed period (B-D4).

A policy, a target or a pay model that is dated back changes what is judged of days that others relied on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.checks.recorded_late import recorded_late
from majoracct.domain.kernel import PROGRAMME
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    yield from recorded_late(examined.programme, (PROGRAMME,), examined)


CHECK: Final = PortfolioCheck(
    id="rules-recorded-late",
    severity=Severity.MEDIUM,
    meaning="A rule of the programme was recorded, or withdrawn, later than policy allows, or on a day of a "
    "closed period.",
    clear="Have somebody who answers for the record look at it, and accept the finding by its id; "
    "or withdraw the rule, if it should not have been recorded (`withdraw`).",
    find=_find,
)
