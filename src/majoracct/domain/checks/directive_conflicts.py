"""A member was told by their own management to do otherwise than agreed (S-G2 S-V6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.discipline import Followed, told_otherwise
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for each in told_otherwise(account, examined.terms):
        item = each.item
        if item.settled is None:
            whose = "direct manager " if each.direct else ""
            says = f"{our_name(item.member, account)} was told by {whose}{our_name(item.manager, account)}: "
            yield Raised(f"{says}“{item.content}”{_FOLLOWED[each.followed]}", each.facts, each.key)


_FOLLOWED: Final = {
    Followed.DIRECTIVE: ", and followed that",
    Followed.COMMITMENT: ", and kept to what the team agreed",
    Followed.BOTH: ", and did both",
    Followed.UNKNOWN: "",
}


CHECK: Final = AccountCheck(
    id="directive-conflicts",
    severity=Severity.MEDIUM,
    meaning="Management and the team pull one of its members in two directions, and nobody settled it.",
    clear="Settle it with the manager, and record that (`team settle-directive`).",
    find=_find,
)
