"""Who manages accounts was never judged on leading a team, or judged weak at it (S-M2 S-W1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from majoracct.domain.assessments.coached import managers
from majoracct.domain.assessments.persons import listed, our_name
from majoracct.domain.checks.finding import Examined, PortfolioCheck, Raised, Severity
from majoracct.domain.programme.aptitude import Skill
from majoracct.domain.programme.tables import Grade
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(accounts: Sequence[Account], examined: Examined) -> Iterator[Raised]:
    for manager in managers(examined.programme, accounts, examined.terms):
        weak = {skill: known for skill, known in manager.leading.items() if known.grade is Grade.WEAK}
        if manager.unassessed or weak:
            what = [f"{_word(skill)} unassessed" for skill in manager.unassessed]
            what += [f"{_word(skill)} weak" for skill in weak]
            name = our_name(manager.person, examined.programme)
            says = f"{name} manages {', '.join(manager.accounts)}, with {listed(what)}"
            yield Raised(says, (manager.fact, *(known.fact for known in weak.values())), manager.person)


def _word(skill: Skill) -> str:
    return skill.value.replace("-", " ")


CHECK: Final = PortfolioCheck(
    id="manager-unassessed",
    severity=Severity.LOW,
    meaning="The best lone seller need not be able to lead: managing a team and a process are other skills.",
    clear="Grade both skills by what was shown (`staff skill`), or seat somebody who has them (`team seat`).",
    find=_find,
)
