"""A fact is contradicted: on what is now known to come before it, a rule would refuse it (B-D4).

The rules that let a fact through judge it again: on what was recorded before it, and on what comes before
it by its day, whenever that was learned; less what was withdrawn. A ledger recorded in order, with nothing
late, corrected or withdrawn, never contradicts itself. What the criteria say of a decision by now is told
by the findings about decisions and status; what the facets say of a tier, by `tier-differs` where they say
it today, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.qualification import CriteriaUnmet
from majoracct.domain.account.segmentation import NotTheIndicatedTier, Segmentation, indicate
from majoracct.domain.assessments.history import names_of
from majoracct.domain.assessments.second_judgement import SecondJudgement
from majoracct.domain.checks.finding import (
    AccountCheck,
    Examined,
    Raised,
    Severity,
    contradicted,
)
from majoracct.domain.kernel import Fact, Refused
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    judgement = SecondJudgement(account.past)
    found = [
        (fact, no)
        for stream in account.streams
        for fact, no in judgement.refusals(stream, account.on)
        if not _told_elsewhere(account, examined, fact, no)
    ]
    if found:
        names = names_of(account.past, account.streams)
        yield from (contradicted(fact, no, names) for fact, no in found)


def _told_elsewhere(account: Account, examined: Examined, fact: Fact, no: Refused) -> bool:
    """Return whether another check says of FACT what NO does, or something later has settled it."""
    if isinstance(no, NotTheIndicatedTier):
        assigned = account[Segmentation]
        settled = assigned.fact != fact.reference
        return settled or indicate(account, examined.terms).tier is not assigned.tier
    return isinstance(no, CriteriaUnmet)


CHECK: Final = AccountCheck(
    id="contradiction",
    severity=Severity.HIGH,
    meaning="A fact stands that a rule would refuse on what is now known to come before it.",
    clear="Correct or withdraw the fact, or what contradicts it (`timeline` tells both); or record what is "
    "missing, on the day it was true.",
    find=_find,
)
