"""The playbooks of two maturities say the same of something, where such customers need it different (R-2)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.kernel import alike
from majoracct.domain.programme.playbooks import PARTS, playbook_for
from majoracct.domain.programme.tier_tables import Maturity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    for one, other in itertools.combinations(Maturity, 2):
        first = playbook_for(examined.programme, maturity=one, tier=None)
        second = playbook_for(examined.programme, maturity=other, tier=None)
        if first is None or second is None:
            continue
        shared = [part for part in PARTS if alike(getattr(first, part)) == alike(getattr(second, part))]
        if shared:
            says = f"{one.value} and {other.value} customers have the same {', '.join(shared)}"
            yield Raised(says[:1].upper() + says[1:], (first.fact, second.fact), f"{one.value}-{other.value}")


CHECK: Final = PortfolioCheck(
    id="playbooks-alike",
    severity=Severity.LOW,
    meaning="Customers that need different education, information, selling or support are treated alike.",
    clear="Define the playbook of one of them anew, with parts of its own (`programme playbook`).",
    find=_find,
)
