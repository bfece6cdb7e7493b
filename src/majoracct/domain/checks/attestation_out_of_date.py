"""Nobody has answered for a major account's record within the months of policy (B-G2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.governance import attestation
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.calendar import add_months
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    qualification, months = account[Qualification], examined.terms.governance.attest_months
    if qualification.status is not Status.MAJOR:
        return
    said = attestation(account, examined.terms.governance)
    if said is not None and not said.current:
        by = our_name(said.by, account)
        says = f"{by} attested the record last on {said.on}; policy asks for it every {months} months"
        yield Raised(says, (said.fact,))
    granted = account.past.fact(qualification.fact)
    if said is None and granted and account.on > add_months(granted.on, months):
        says = f"It has been major since {granted.on}, and nobody has ever attested its record"
        yield Raised(f"{says}; policy asks for it every {months} months", (granted.reference,))


CHECK: Final = AccountCheck(
    id="attestation-out-of-date",
    severity=Severity.MEDIUM,
    meaning="Nobody has said lately that the record of a major account is right.",
    clear="Have the internal sponsor look it through and attest it (`account attest`).",
    find=_find,
)
