"""Accounts are in the programme, and no multi-year funding runs for it (S-Y1 X-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.assessments.in_programme import entered, those_in_programme
from majoracct.domain.assessments.programme import unfunded
from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    found = unfunded(examined.programme, accounts, examined.terms)
    if found is None:
        return
    inside = those_in_programme(accounts)
    first = min((e for a in inside if (e := entered(a))), key=lambda e: (e.on, e.account), default=None)
    what = " and ".join(each.value for each in found.lacking)
    says = (
        f"The programme runs, accounts in it: {len(inside)}; and no funding that was committed for "
        f"{examined.terms.programme.funding_years} years or more runs for {what}"
    )
    yield Raised(says, (*(f.fact for f in found.running), *(e.fact for e in [first] if e)))


CHECK: Final = PortfolioCheck(
    id="programme-unfunded",
    severity=Severity.MEDIUM,
    meaning="The programme runs without the company's multi-year support for its people, or for its process.",
    clear="Have it committed, and record it (`programme fund`); or adopt a policy that asks for fewer years.",
    find=_find,
)
