"""Who leads an account was never judged on leading a team (S-M2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.team import members
from majoracct.domain.assessments.persons import listed, our_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.aptitude import Skill, led
from majoracct.domain.programme.tables import Grade
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for member in members(account):
        if member.seat not in examined.terms.discipline.owners:
            continue
        known = led(account.programme, member.person)
        lacking = [s for s in Skill if s.leads and s not in known]
        weak = [s for s in known if known[s].grade is Grade.WEAK]
        if lacking or weak:
            what = [f"{_word(s)} unassessed" for s in lacking] + [f"{_word(s)} weak" for s in weak]
            says = f"{our_name(member.person, account)} leads the account as {_word(member.seat)}, with "
            facts = (member.fact, *(known[s].fact for s in weak))
            yield Raised(says + listed(what), facts, f"{member.seat.value}:{member.person}")


def _word(of: Skill | Seat) -> str:
    return str(of.value).replace("-", " ")


CHECK: Final = AccountCheck(
    id="manager-unassessed",
    severity=Severity.LOW,
    meaning="The best lone seller need not be able to lead: managing a team and a process are other skills.",
    clear="Grade both skills by what was shown (`staff skill`), or seat somebody who has them.",
    find=_find,
)
