"""No playbook says how customers of an account's tier, or of its maturity, are treated (R-2).

Asked of accounts that were assigned a tier, or have a team or a status, and of all once there is a playbook:
a ledger of payments alone treats nobody by tier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.segmentation import Segmentation
from majoracct.domain.account.team import Team
from majoracct.domain.assessments.tiers import maturity_of, playbook_of
from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.programme.playbooks import Playbooks
from majoracct.domain.programme.tier_tables import Maturity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    lacking: dict[Maturity, list[str]] = {}
    some = bool(examined.programme[Playbooks].items)
    for account in accounts:
        if not some and not _managed(account):
            continue
        if playbook_of(account, examined.terms) is None:
            lacking.setdefault(maturity_of(account, examined.terms), []).append(account.key)
    for age in Maturity:
        if keys := lacking.get(age):
            says = f"No playbook says how these {age.value} customers are treated: {', '.join(sorted(keys))}"
            yield Raised(says, (), age.value)


def _managed(account: Account) -> bool:
    """Return whether anybody treats ACCOUNT as more than one that pays."""
    return (
        account[Segmentation].tier is not None
        or account[Qualification].status is not Status.NONE
        or bool(account[Team].formations)
    )


CHECK: Final = PortfolioCheck(
    id="playbook-missing",
    severity=Severity.LOW,
    meaning="New and old customers need different education, information, selling and support, and nothing "
    "says which.",
    clear="Define a playbook for their maturity or their tier (`programme playbook`).",
    find=_find,
)
