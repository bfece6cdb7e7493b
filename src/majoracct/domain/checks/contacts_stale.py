"""Contacts were not verified within the months of policy, or are no target buyers (R-T4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.facets import FACETS
from majoracct.domain.assessments.telling import Names
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.terms import Facet
from majoracct.domain.seen import Account

__all__ = ["CHECK"]

_NAMED: Final = 3


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    verdict = FACETS[Facet.CONTACTS_OUT_OF_DATE](account, examined.terms)
    if verdict.holds:
        facts = (account.past.fact(reference) for reference in verdict.facts)
        names = sorted(Names.of(fact for fact in facts if fact).people.values())
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield Raised(f"{verdict.because}: {', '.join(names[:_NAMED])}{more}", verdict.facts)


CHECK: Final = AccountCheck(
    id="contacts-stale",
    severity=Severity.LOW,
    meaning="Contacts there may be out of date, as nobody verified them lately, or buy nothing that we sell.",
    clear="Ask who is there and buys, and record it (`stakeholder verify`, `stakeholder leave`).",
    find=_find,
)
