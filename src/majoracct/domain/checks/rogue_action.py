"""A member went after revenue alone, and harmed a bigger opportunity (S-G3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.discipline import rogue_actions
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.calendar import first_within
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    since = first_within(account.on, examined.terms.findings.governed_months)
    for each in rogue_actions(account):
        done, harmed = each.item, each.harmed
        if done.on >= since and harmed is not None and harmed.won is None:
            stands = "is open still" if harmed.open else f"was lost on {harmed.lost}"
            says = f"{our_name(done.member, account)} went rogue (“{done.what}”), harming “{harmed.title}”"
            yield Raised(f"{says}, which {stands}", (done.fact, harmed.fact), each.key)


CHECK: Final = AccountCheck(
    id="rogue-action",
    severity=Severity.MEDIUM,
    meaning="Revenue of this quarter was sought at the cost of an opportunity that is not won.",
    clear="Mend it, and win what was harmed; it counts for as long as policy looks back.",
    find=_find,
)
