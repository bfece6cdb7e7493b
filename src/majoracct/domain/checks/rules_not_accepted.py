"""The manager of an enrolled organisation has not accepted the rules of engagement in force (S-W4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.programme.portfolio import PortfolioOrganisations, outstanding
from majoracct.domain.programme.staff import ours
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    rules = examined.programme[PortfolioOrganisations].in_force
    for key, org in outstanding(examined.programme):
        if rules is not None:
            stays = ours(org.manager, examined.programme)
            what = "has not accepted" if stays else "has left us, and nobody there accepted"
            says = f"The manager of {org.name} {what} the rules of engagement, {rules.version}"
            yield Raised(says, (org.manager_fact, rules.fact), key)


CHECK: Final = PortfolioCheck(
    id="rules-not-accepted",
    severity=Severity.MEDIUM,
    meaning="An organisation takes part, and its manager has not accepted the rules of engagement in force.",
    clear="Name its manager, if they left (`programme org-manager`); have the rules accepted "
    "(`programme accept-rules`).",
    find=_find,
)
