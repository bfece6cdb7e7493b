"""Alignment: which problem of the customer's each opportunity in a plan answers, and with what of ours.

Rules
  JP3  What of ours answers which problem is said of an opportunity that is open, both in words.  S-F4
  JP4  The problem may be an outcome the customer wants, on record.                              S-F4
  JP5  An opportunity created from an executive's answered issue is aligned by that.              S-F4
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.access import Access
from majoracct.domain.account.opportunities import Opportunities, open_here
from majoracct.domain.account.outcomes import Outcomes
from majoracct.domain.kernel import AccountEvent, Fact, FactRef, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Aligned:
    """What of ours answers which problem.

    problem: in words; None: an executive's issue, whose text is personal. outcome, issue: which.
    """

    offering: str
    problem: str | None
    outcome: str | None
    issue: str | None
    on: dt.date
    facts: tuple[str, ...]


@frozen
class Alignment:
    """What was said last of each opportunity, by opportunity."""

    items: Map[str, Aligned] = field(factory=Map)


# Why not


class AlignmentUnstated(Refused):
    rule = "JP3"


class OutcomeNotWanted(Refused):
    rule = "JP4"


# What happened


@frozen
class OfferingAligned(AccountEvent[Alignment]):
    """It was said what of ours answers which problem of the customer's, in an opportunity (S-F4).

    opportunity: which.
    offering: the product or service of ours. Public: names nobody.
    problem: what it solves for them. Public: names nobody.
    outcome: the outcome they want by it, if it is on record.
    """

    topic = Alignment
    verb = "plan align"
    says = "{offering} answers “{problem}” in {opportunity}"

    opportunity: FactRef
    offering: str
    problem: str
    outcome: FactRef | None = None

    def admit(self, account: Account) -> None:
        open_here(self.opportunity, account)
        if not self.offering.strip() or not self.problem.strip():
            raise AlignmentUnstated("Half of it is not said", "Name what of ours, and which problem.")
        if self.outcome and self.outcome not in account[Outcomes].items:
            raise OutcomeNotWanted(
                f"{account.key} has no outcome {self.outcome} on {account.on}", "Target it first."
            )

    def change(self, state: Alignment, fact: Fact) -> Alignment:
        found = Aligned(self.offering, self.problem, self.outcome, None, fact.on, (fact.reference,))
        return evolve(state, items=state.items.insert(self.opportunity, found))


# What follows


def aligned(opportunity: str, account: Account) -> Aligned | None:
    """Return what of ours answers which problem in OPPORTUNITY; None: nobody said (S-F4).

    What was said of it comes before what follows from the executive's issue it was created from.
    """
    said = account[Alignment].items.get(opportunity)
    if said is not None:
        return said
    found = account[Opportunities].items.get(opportunity)
    issue = account[Access].issues.get(found.issue) if found and found.issue else None
    if found is None or issue is None or not issue.answers:
        return None
    answer = issue.answers[-1]
    return Aligned(
        answer.capability, None, None, found.issue, answer.on, (found.fact, issue.fact, answer.fact)
    )
