"""The company calls an account by a label that asks for a team, and nobody sits in one (J-D1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.labels import labelled
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    found = labelled(account, examined.terms, {})
    if found.without_team:
        words = " and ".join(label.word for label in found.asking)
        says = f"It is called {words}, and {'nobody sits in its team' if found.formed else 'has no team'}"
        yield Raised(says, tuple(label.fact for label in found.asking))


CHECK: Final = AccountCheck(
    id="class-label-without-team",
    severity=Severity.MEDIUM,
    meaning="The account bears a class label that policy gives a team of its own, and nobody sits in one.",
    clear="Grant the status that a team asks for, where it is not major (`qualify grant`), and seat somebody "
    "(`team form`, `team seat`); or take the label away (`account unlabel`).",
    find=_find,
)
