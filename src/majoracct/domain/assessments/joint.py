"""Joint outcomes: how much of what the customer wants is in figures, and worked for by both sides.

Rules
  JO1  The share is of the outcomes that have a figure: those whose figure the customer confirmed, and for
       which both sides own an action. Unknown where none has a figure.                        C-O4
  JO2  A figure is confirmed by finance when who confirmed it serves the finance function over there. C-M5d
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.account.outcomes import Outcome, Outcomes
from majoracct.domain.account.plan import JointWork, jointly
from majoracct.domain.account.relationships import BuyingFunction, Relationships
from majoracct.domain.assessments.value import Share
from majoracct.domain.seen import Account

__all__ = ["JointOutcome", "joint_share", "outcomes_judged"]


@frozen
class JointOutcome:
    """An outcome, and who works for it.

    function: which function over there confirmed its figure; None when nobody did, or nobody knows.
    """

    outcome: str
    item: Outcome
    work: JointWork
    function: BuyingFunction | None

    @property
    def by_finance(self) -> bool | None:
        """Whether finance confirmed the figure, as it naturally does; None while nobody did (C-M5d)."""
        return self.function is BuyingFunction.FINANCE if self.work.confirmed else None


def outcomes_judged(account: Account) -> list[JointOutcome]:
    """Return the outcomes on record by the day, earliest first, each with who works for it (C-O4)."""
    people, work = account[Relationships].people, jointly(account)
    found = []
    for key, item in account[Outcomes].in_order():
        confirmation = item.figure.confirmation if item.figure else None
        person = people.get(confirmation.by) if confirmation else None
        found.append(JointOutcome(key, item, work[key], person.function if person else None))
    return found


def joint_share(accounts: Iterable[Account]) -> Share:
    """Return how many of the outcomes of ACCOUNTS that have a figure are worked for jointly (C-O4)."""
    figured = [o for account in accounts for o in outcomes_judged(account) if o.item.figure]
    return Share(sum(o.work.joint for o in figured), len(figured))
