"""Decisions taken: those that stand on an account and on what merged into it, and how they are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.assessments.decisions import Decision, decided
from majoracct.domain.assessments.history import known
from majoracct.domain.kernel import Fact
from majoracct.domain.past import Past
from majoracct.domain.seen import Account

__all__ = ["first_link", "in_force", "taken", "worded"]

_CALLED: Final = {
    "grant": "The grant",
    "refuse": "The refusal",
    "review": "The review",
    "revoke": "The revocation",
    "tier": "The tier override",
    "approve-plan": "The approval of the plan",
    "reject-plan": "The rejection of the plan",
}


def taken(account: Account, day_of: Callable[[int], dt.date]) -> Iterator[tuple[Account, Decision]]:
    """Yield each decision that stands by the day, and what it was taken on: ACCOUNT, or one merged into it.

    day_of: the day of an instant in microseconds since 1970 UTC.
    """
    for stream in account.streams:
        one = account.other(stream)
        for decision in decided(known(account.past, (stream,)), day_of):
            if decision.fact.on <= account.on and not decision.withdrawn_by:
                yield one, decision


def in_force(account: Account) -> Fact | None:
    """Return the decision that the major status of ACCOUNT rests on: the last review, else the grant."""
    stands = account[Qualification]
    if stands.status is not Status.MAJOR:
        return None
    return account.past.fact(stands.review or stands.fact)


def first_link(past: Past, fact: Fact) -> Fact:
    """Return the fact that FACT, through every correction, stands for: who corrected it did not decide."""
    return past.fact(fact.id) or fact


def worded(decision: Decision) -> str:
    """Return what a DECISION is called in a sentence, with its day: The grant of 2024-05-01."""
    return f"{_CALLED[decision.decision]} of {decision.fact.on}"
