"""Somebody manages an account, and nobody graded how well they manage (S-W1)."""

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
        if manager.unassessed:
            name = our_name(manager.person, examined.programme)
            says = f"{name} manages {', '.join(manager.accounts)}, and nobody graded their skill at managing"
            yield Raised(says, (manager.fact,), manager.person)


CHECK: Final = PortfolioCheck(
    id="managing-skill-unassessed",
    severity=Severity.LOW,
    meaning="An account manager leads a team, and no skill of managing was ever graded of them.",
    clear="Grade what was shown of it (`staff skill`), or seat another account manager (`team seat`).",
    find=_find,
)
