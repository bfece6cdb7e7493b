"""The plan was presented by somebody other than the account's owner in sales (J-R2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.review import Reviews
from majoracct.domain.account.team import account_owner
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    held = account[Reviews].held
    for key, review in sorted(held.items(), key=lambda each: (each[1].on, each[1].place)):
        owner = account_owner(account.at(review.on))
        if owner is None or review.presenter != owner.person:
            whose = "was somebody else" if owner else "is not known"
            says = f"The review of {review.on} was not presented by the account's owner, who {whose}"
            yield Raised(says, (review.fact,), key)


CHECK: Final = AccountCheck(
    id="review-not-by-owner",
    severity=Severity.LOW,
    meaning="Who answers for the account did not stand up for its plan.",
    clear="Seat the owner, or hold the review again; or accept the finding, with the reason.",
    find=_find,
)
