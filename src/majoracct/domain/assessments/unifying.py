"""Unifying: what makes a transaction major whoever speaks, and how the weightiest accounts are led.

Rules
  UN1  A transaction is major by its size, which meets the threshold, or by declared significance.  C-D2
  UN2  The weightiest are the biggest, in the Pareto set of the last whole calendar year, or of the running
       one with as much as the smallest of those brought; and those declared significant.        C-T6
  UN3  They are handled by the company itself: the channel is direct; unknown when none is stated. C-T6
  UN4  They are planned, sold and managed: there is a plan, an owner, and a review of the status that
       is current.                                                                               C-T6
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from majoracct.domain.account.coverage import Coverage, handled_directly, owner
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.revenue import by_year
from majoracct.domain.assessments.concentration import pareto
from majoracct.domain.assessments.threshold import Basis, deciding, yearly
from majoracct.domain.calendar import add_months, whole_year
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Part", "Test", "biggest", "size_or_significance", "unifying_test"]


_UNTOLD: Final = "some payments are in currencies that no rate tells"


class Test(enum.Enum):
    """What is asked beside the perspectives."""

    __test__ = False  # it is no test of ours

    SIZE_OR_SIGNIFICANCE = "size-or-significance"
    WEIGHTIEST = "weightiest"
    DIRECT = "direct"
    MANAGED = "managed"


@frozen
class Part:
    """Whether what is asked holds, why, and what says so. holds: None when nobody knows."""

    test: Test
    holds: bool | None
    because: str
    facts: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The verdict in a word: yes, no or unknown."""
        return "unknown" if self.holds is None else "yes" if self.holds else "no"


def biggest(accounts: Iterable[Account], terms: Terms, on: dt.date) -> dict[str, int | None]:
    """Return the accounts in the Pareto set of the last whole calendar year or of ON's, with the year.

    In January a small payment is most of the year: who joins them has brought as much as one of them.
    Of others that made payments which no rate tells, nobody knows: their year is None.
    """
    known = list(accounts)
    last = on.year if whole_year(on.year, on) else on.year - 1
    before = [placed for placed in pareto(known, terms, last).placed if placed.in_set]
    least = min((placed.amount for placed in before), default=0)
    running = pareto(known, terms, on.year).placed
    found: dict[str, int | None] = {
        account.key: None
        for account in known
        if any(taken.untold for year, taken in by_year(account).items() if year in (last, on.year))
    }
    found |= {placed.account: on.year for placed in running if placed.in_set and placed.amount >= least}
    return found | {placed.account: last for placed in before}


def size_or_significance(account: Account, terms: Terms) -> Part:
    """Return whether what we do with the account is large, or vital (C-D2)."""
    said, facts, years = [], [], yearly(account, terms)
    if year := deciding(years):
        amount = year.actual if year.reached is Basis.ACTUAL else f"{year.expected} expected"
        said.append(f"{amount} in {year.year}")
        facts += [year.fact] if year.fact else []
    if vital := account[Coverage].significance:
        said.append(f"vital: {vital.value}")
        facts.append(vital.fact)
    if not said and any(year.unknown for year in years):
        return Part(Test.SIZE_OR_SIGNIFICANCE, None, _UNTOLD)
    because = "; ".join(said) or "neither the threshold is met, nor is it declared significant"
    return Part(Test.SIZE_OR_SIGNIFICANCE, bool(said), because, tuple(facts))


def unifying_test(account: Account, terms: Terms, largest: Mapping[str, int | None]) -> list[Part]:
    """Return whether the account is among the weightiest, handled directly, and led by plan (C-T6).

    largest: the biggest of all accounts on the day, as `biggest` returns them.
    """
    return [_weightiest(account, largest), _direct(account), _managed(account, terms)]


def _weightiest(account: Account, largest: Mapping[str, int | None]) -> Part:
    said, facts = [], []
    if (year := largest.get(account.key)) is not None:
        said.append(f"in the Pareto set of {year}{'' if whole_year(year, account.on) else ' so far'}")
    if vital := account[Coverage].significance:
        said.append(f"declared significant on {vital.on}")
        facts.append(vital.fact)
    if not said and account.key in largest:
        return Part(Test.WEIGHTIEST, None, _UNTOLD)
    because = "; ".join(said) or "neither in the Pareto set nor declared significant"
    return Part(Test.WEIGHTIEST, bool(said), because, tuple(facts))


def _direct(account: Account) -> Part:
    stated = account[Coverage].channel
    because = f"sold to by channel: {stated.value.value}" if stated else "no channel is stated"
    holds = handled_directly(account) if stated else None
    return Part(Test.DIRECT, holds, because, (stated.fact,) if stated else ())


def _managed(account: Account, terms: Terms) -> Part:
    plan, has, status = account[Plan], owner(account), account[Qualification]
    months = terms.governance.review_months
    since = status.reviewed if status.status is Status.MAJOR else None
    current = since is not None and account.on <= add_months(since, months)
    facts = [fact for fact in (plan.fact, has.fact if has else "", status.review if current else "") if fact]
    missing = [
        what
        for there, what in (
            (plan.fact, "a plan"),
            (has, "an owner"),
            (current, f"a review of its status within {months} months"),
        )
        if not there
    ]
    because = f"missing: {', '.join(missing)}" if missing else f"planned, owned, and reviewed on {since}"
    return Part(Test.MANAGED, not missing, because, tuple(facts))
