"""Validation: which opportunities the customer validated, and what we spent on those it did not.

Rules
  VD1  An opportunity stands as the customer's last word within policy's months says; one that was won or
       lost, as it stood on the day it was decided.                                            S-C8
  VD2  What was spent on a day on which no word of the customer's held is spent on something
       unvalidated, even if it was validated later.                                             S-C8
  VD3  What was spent on opportunities, on any and on unvalidated ones, adds up.                  S-C8
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.investment import Investment
from majoracct.domain.account.opportunities import Opportunities, Opportunity
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.validation import Validity, Word, validity
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Qualified", "Spend", "qualified", "spend"]


@frozen
class Qualified:
    """An opportunity, what the customer says of it, and what we spent on it, in the ledger's currency.

    word: the customer's last word. unvalidated: what was spent while no word of theirs held.
    planned: whether the plan counts on it. facts: what was spent on it.
    """

    account: str
    opportunity: str
    item: Opportunity
    validity: Validity
    word: Word | None
    spent: Decimal
    unvalidated: Decimal
    planned: bool
    facts: tuple[str, ...]

    @property
    def relied_on(self) -> bool:
        """Whether something rests on it while it is open: money was spent on it, or the plan counts on it."""
        return self.item.open and (self.spent > 0 or self.planned)


@frozen
class Spend:
    """What was spent on opportunities, and how much of it while they were unvalidated.

    known: of how many it is recorded that something was spent.
    """

    opportunities: int
    validated: int
    known: int
    spent: Decimal
    unvalidated: Decimal

    @property
    def share(self) -> Decimal | None:
        """The share of it that was spent on unvalidated ones; None when nothing was spent."""
        return share_of(self.unvalidated, self.spent)


def qualified(account: Account, terms: Terms) -> list[Qualified]:
    """Return the opportunities of ACCOUNT by the day, earliest first, each as the customer sees it (S-C8)."""
    months = terms.engagement.validated_months
    planned = account[Plan].opportunities
    made = sorted(account[Investment].made.items(), key=lambda item: (item[1].on, item[0]))
    found = []
    for key, item in account[Opportunities].in_order():
        stands, word = validity(account, key, item.won or item.lost or account.on, months)
        spent = [s for _, s in made if s.opportunity == key]
        loose = [s for s in spent if validity(account, key, s.on, months)[0] is not Validity.VALIDATED]
        found.append(
            Qualified(
                account.key,
                key,
                item,
                stands,
                word,
                sum((s.amount for s in spent), Decimal(0)),
                sum((s.amount for s in loose), Decimal(0)),
                key in planned,
                tuple(s.fact for s in spent),
            )
        )
    return found


def spend(found: Iterable[Qualified]) -> Spend:
    """Return what was spent on the opportunities FOUND, of one account or of several (S-C8)."""
    each = list(found)
    return Spend(
        len(each),
        sum(q.validity is Validity.VALIDATED for q in each),
        sum(bool(q.facts) for q in each),
        sum((q.spent for q in each), Decimal(0)),
        sum((q.unvalidated for q in each), Decimal(0)),
    )
