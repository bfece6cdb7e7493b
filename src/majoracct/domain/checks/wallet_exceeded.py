"""More came in from us in a year than the customer was estimated to spend with everybody (R-T2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.wallet import share_of_wallet, wallet_years
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.money import Money
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for year in wallet_years(account):
        found = share_of_wallet(account, year)
        if found.wallet is not None and found.share is not None and found.share > 1:
            paid = Money(found.revenue, found.wallet.currency)
            says = f"{paid} came in from us in {year}, and its wallet is estimated at {found.wallet}"
            yield Raised(says, found.facts, str(year))


CHECK: Final = AccountCheck(
    id="wallet-exceeded",
    severity=Severity.MEDIUM,
    meaning="What the customer spends with everybody is estimated at less than it spent with us.",
    clear="Estimate the wallet of the year anew (`account wallet`), or correct the estimate.",
    find=_find,
)
