"""An edition was given to the customer, and nothing was heard of it (J-C3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.editions import given
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for each in given(account):
        waited = (account.on - each.issued.on).days
        if not each.heard and waited > examined.terms.edition.answer_days:
            says = f"Nothing was heard of the edition of {each.issued.on}, {waited} days ago"
            yield Raised(says, (each.issued.fact,), each.id)


CHECK: Final = AccountCheck(
    id="edition-feedback-missing",
    severity=Severity.LOW,
    meaning="The customer was given the plan, and neither confirmed it, commented on it nor cleared it up.",
    clear="Ask those who received it, and record what they say: `plan hear`.",
    find=_find,
)
