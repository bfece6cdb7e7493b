"""Shortfall: whether the plan would still reach the threshold without a fact about one opportunity in it.

A plan may count on a thousand opportunities, and need every one. What a fact about one of them brings
is found by replaying that opportunity alone; the others bring what they bring.

Rules
  SH1  Without a fact about one planned opportunity, each year brings what the others bring in it, and
       what that one would, told in the ledger's currency as theirs is.                  B-Q4, X-11
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import evolve

from majoracct.domain.account.criteria import additional, planned, reaching, worth
from majoracct.domain.account.grounds import mergers
from majoracct.domain.account.opportunities import (
    Opportunities,
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
    OpportunityWon,
)
from majoracct.domain.account.plan import OpportunityPlanned, OpportunityUnplanned, Plan, PlanDrafted
from majoracct.domain.kernel import Fact
from majoracct.domain.past import Facts
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Shortfall"]


class Shortfall:
    """An account whose criterion 4 holds on the day, and what each opportunity in its plan brings."""

    def __init__(self, account: Account, terms: Terms) -> None:
        self._account = account
        self._threshold = terms.threshold.amount
        years = planned(account)
        self._brings = {year: worth(found) for year, found in years.items()}
        self._settles = len(reaching(years, terms.threshold)) == 1
        others = additional(account, terms)
        # The one opportunity besides what criterion 2 rests on can be missed, whatever the plan brings.
        self._besides = next(iter(others)) if len(others) == 1 else None
        self._joined = mergers(account)
        self._told: dict[str, list[Fact]] = {}
        self._draft: Fact | None = None
        for topic in (Opportunities, Plan):
            for fact in account.fold(topic).until(account.on):
                if isinstance(fact.event, PlanDrafted):
                    self._draft = fact
                elif key := _about(fact):
                    self._told.setdefault(key, []).append(fact)

    def without(self, fact: Fact) -> bool | None:
        """Return whether criterion 4 fails without FACT; None when that takes a replay of the account."""
        key = _about(fact)
        if not (self._settles and key):
            return None
        told = self._told.get(key, [])
        left = [f for f in told if f.reference != fact.reference]
        before, after = self._alone(key, told), self._alone(key, left)
        nothing = Decimal(0)
        if not any(
            self._brings.get(year, nothing) - before.get(year, nothing) + after.get(year, nothing)
            >= self._threshold
            for year in {*self._brings, *after}
        ):
            return True
        return None if key == self._besides else False

    def _alone(self, key: str, told: Iterable[Fact]) -> dict[int, Decimal]:
        """Return what the opportunity KEY brings by what is TOLD of it, in the ledger's currency, by year."""
        facts = [*self._joined, *told]
        if self._draft is not None and isinstance(event := self._draft.event, PlanDrafted):
            counted = (key,) if key in event.opportunities else ()
            facts.append(evolve(self._draft, event=evolve(event, opportunities=counted)))
        alone = evolve(self._account, past=Facts(facts, self._account.past.known_at))
        return {year: worth(found) for year, found in planned(alone).items()}


def _about(fact: Fact) -> str | None:
    """Return the opportunity that FACT is about, as far as a plan may count on it."""
    event = fact.event
    if isinstance(event, OpportunityIdentified):
        return fact.id
    told = (
        OpportunityEstimated,
        OpportunityWon,
        OpportunityLost,
        OpportunityReopened,
        OpportunityPlanned,
        OpportunityUnplanned,
    )
    return event.opportunity if isinstance(event, told) else None
