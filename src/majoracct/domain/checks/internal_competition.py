"""Colleagues compete with each other for the same problem of the customer (S-M7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.assessments.discipline import competing
from majoracct.domain.assessments.persons import listed, our_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    items = account[Opportunities].items
    for each in competing(account):
        if each.competing is False:
            continue
        sides = [
            f"“{items[key].title}” ({listed(our_name(p, account) for p in people) or 'nobody named'})"
            for key, people in zip(each.item.opportunities, each.people, strict=True)
        ]
        says = f"{sides[0]} and {sides[1]} address the same problem: {each.item.problem}"
        facts = (each.item.fact, *(items[key].fact for key in each.item.opportunities))
        yield Raised(says, facts, each.key)


CHECK: Final = AccountCheck(
    id="internal-competition",
    severity=Severity.MEDIUM,
    meaning="Two opportunities of ours address the same problem, and no same people see to both.",
    clear="Agree who sells what, and settle it (`team settle-overlap`), or say who works on it (`team bid`).",
    find=_find,
)
