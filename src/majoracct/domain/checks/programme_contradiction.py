"""A fact of the programme's is contradicted: a rule would refuse it on what is now known before it (B-D4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.assessments.history import names_of
from majoracct.domain.assessments.second_judgement import SecondJudgement
from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity, contradicted
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    programme = examined.programme
    names = names_of(programme.past, ())
    for fact, no in SecondJudgement(programme.past).refusals(programme.key, programme.on):
        yield contradicted(fact, no, names)


CHECK: Final = PortfolioCheck(
    id="programme-contradiction",
    severity=Severity.HIGH,
    meaning="A fact of the programme's stands that a rule would refuse on what is now known before it.",
    clear="Correct or withdraw the fact, or what contradicts it; or record what is missing, on the day it "
    "was true.",
    find=_find,
)
