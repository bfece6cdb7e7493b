"""Somebody who manages an account was not coached as often as policy asks (S-W1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.assessments.coached import managers
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    for manager in managers(examined.programme, accounts, examined.terms):
        if manager.missed:
            name = our_name(manager.person, examined.programme)
            last = f"was coached last on {manager.held[-1].on}" if manager.held else "was never coached"
            says = f"{name} {last}; coaching was due by {manager.due}"
            facts = (manager.fact, *(held.fact for held in manager.held[-1:]))
            yield Raised(says, facts, manager.person)


CHECK: Final = PortfolioCheck(
    id="coaching-missed",
    severity=Severity.LOW,
    meaning="An account manager was not coached within the months that policy asks for.",
    clear="Coach them, and record it (`staff coach`); or adopt a policy that asks for it less often.",
    find=_find,
)
