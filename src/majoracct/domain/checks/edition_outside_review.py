"""An edition of the plan was given to the customer outside a business review (J-C2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.governance import Governance
from majoracct.domain.assessments.editions import given
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for each in given(account):
        if each.outside:
            meetings = account.at(each.issued.on)[Governance].meetings
            review = meetings.get(each.issued.meeting or "")
            facts = (each.issued.fact, *((review.fact,) if review else ()))
            says = f"The edition of {each.issued.on} was given outside a business review: {each.outside}"
            yield Raised(says, facts, each.id)


CHECK: Final = AccountCheck(
    id="edition-outside-review",
    severity=Severity.MEDIUM,
    meaning="The customer reads the plan in no setting that we control.",
    clear="Record the review it was given in (`meeting hold`), and name it (`correct --meeting`); "
    "give the next one in a review.",
    find=_find,
)
