"""An account in the programme lacks an analysis that policy asks for, or has an old one (S-W3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.analyses import Freshness, analysed
from majoracct.domain.assessments.in_programme import entered, in_programme
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    came = entered(account) if in_programme(account) else None
    if came is None:
        return
    asked = examined.terms.programme.analyses
    kept = [each for each in analysed(account, examined.terms) if each.kind in asked]
    parts, facts = [], []
    for word in (Freshness.MISSING, Freshness.OLD):
        named = [each for each in kept if each.freshness is word]
        facts += [each.analysis.fact for each in named if each.analysis]
        if named:
            kinds = ", ".join(each.kind.value.replace("-", " ") for each in named)
            parts.append(f"{word.value}: {kinds}")
    if parts:
        yield Raised(f"Analyses {'; '.join(parts)}", (*facts, came.fact))


CHECK: Final = AccountCheck(
    id="analysis-missing-or-old",
    severity=Severity.LOW,
    meaning="Policy asks for several kinds of analysis of an account; this one lacks some, or has old ones.",
    clear="File what was found out (`account analysis`); or adopt a policy that asks for less.",
    find=_find,
)
