"""Two accounts answer to one name, as both go by it, or one took it after the other (X-10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.assessments.namesakes import namesakes
from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    for each in namesakes(accounts):
        had = "goes by that name, too" if each.now else "had that name before"
        says = f"{each.account} is called “{each.name}”, and {each.other} {had}"
        yield Raised(says, each.facts, f"{each.account}:{each.other}")


CHECK: Final = PortfolioCheck(
    id="name-reused",
    severity=Severity.LOW,
    meaning="Two accounts answer to one name, so that asking by it finds neither.",
    clear="Ask by key; rename one of them (`account rename`), or merge them, if they are one customer.",
    find=_find,
)
