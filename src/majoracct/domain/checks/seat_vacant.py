"""A seat of an account's team is empty for longer than policy allows (B-T6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.team import vacant
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    days = examined.terms.findings.vacant_days
    for seat, vacancy in vacant(account).items():
        if (account.on - vacancy.since).days > days:
            name = seat.value.replace("-", " ")
            says = f"The team has had no {name} since {vacancy.since}; policy allows {days} days"
            yield Raised(says, (vacancy.fact,), seat.value)


CHECK: Final = AccountCheck(
    id="seat-vacant",
    severity=Severity.MEDIUM,
    meaning="Nobody holds one of the seats that an account's team needs.",
    clear="Seat somebody (`team seat`); or disband a team that is not needed (`team disband`).",
    find=_find,
)
