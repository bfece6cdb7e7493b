"""One customer brings a larger share of a year's revenue than policy allows (C-D3 C-T1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.account.revenue import by_year
from majoracct.domain.assessments.concentration import pareto
from majoracct.domain.assessments.standing import called
from majoracct.domain.calendar import last_whole_year
from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, stated

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    year, limit = last_whole_year(examined.programme.on), examined.terms.findings.customer_share
    found, by_key = pareto(accounts, examined.terms, year), {a.key: a for a in accounts}
    for placed in found.placed:
        if not found.untold and placed.amount > limit * found.paid:
            account = by_key[placed.account]
            says = f"{called(account)} brought {percent(placed.share)} of what customers paid in {year}"
            fact = by_year(account)[year].last
            yield Raised(
                f"{says}, more than the {stated(limit)} that policy allows", (fact,), f"{account.key}:{year}"
            )


CHECK: Final = PortfolioCheck(
    id="concentrated",
    severity=Severity.MEDIUM,
    meaning="In the last whole year, one customer brought a larger share of our revenue than policy allows.",
    clear="Grow other accounts; or adopt a policy that allows it (`findings.customer_share`).",
    find=_find,
)
