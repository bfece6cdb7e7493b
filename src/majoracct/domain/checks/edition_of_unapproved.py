"""An edition showed the customer a plan that was not approved as it stood (J-C1 J-R1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.editions import given
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for each in given(account):
        if not each.approved:
            says = f"The edition of {each.issued.on} showed what had not been approved by then"
            yield Raised(says, (each.issued.fact,), each.id)


CHECK: Final = AccountCheck(
    id="edition-of-unapproved",
    severity=Severity.MEDIUM,
    meaning="The customer was shown what those who answer for the plan had not approved.",
    clear="Have the plan approved as it stands (`plan submit`, `plan review`, `plan approve`), and give an "
    "edition of that.",
    find=_find,
)
