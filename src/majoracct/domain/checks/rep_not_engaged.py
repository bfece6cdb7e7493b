"""A portfolio rep, or a sales consultant, is not actively engaged (S-V3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.assessments.engagement import engagement
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for each in engagement(account, examined.terms):
        if each.sells_portfolio and each.engaged is False:
            last = f"last on {each.last}" if each.last else "never before"
            days = examined.terms.discipline.engaged_days
            says = f"{our_name(each.person, account)} was active for the account too little in {days} days"
            facts = tuple(m.fact for m in each.seats if m.seat.sells_portfolio)
            shown = (each.last_fact,) if each.last_fact else ()
            yield Raised(f"{says}, {last}", (*facts, *shown), each.person)


CHECK: Final = AccountCheck(
    id="rep-not-engaged",
    severity=Severity.MEDIUM,
    meaning="Somebody who sells a part of what we offer did nothing for the account of late that was logged.",
    clear="Log what they did (`activity log`), see what they need (`report engagement`), or release them.",
    find=_find,
)
