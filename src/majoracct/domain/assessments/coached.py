"""Coached: who manages accounts, whether they are coached in time, and whether their skill was assessed.

Rules
  PG4  Whoever is seated as account manager of an account in the programme is to be coached every so many
       months; missed once that day is past.                                              S-W1
  PG5  A skill of leading that they were never graded at is unassessed: managing a team, and a
       process; those of selling, and of keeping what was promised, are others.        S-W1 S-M2
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.account.team import seated
from majoracct.domain.assessments.in_programme import those_in_programme
from majoracct.domain.programme.aptitude import Graded, Skill, led
from majoracct.domain.programme.coaching import Coached, Coaching, coaching_due
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Programme

__all__ = ["Manager", "managers"]


@frozen
class Manager:
    """Somebody who manages accounts: which, since when; when they were coached last, and are next.

    fact: what seated them first. leading: how they were graded at the skills of leading.
    """

    person: str
    accounts: tuple[str, ...]
    since: dt.date
    fact: str
    held: tuple[Coached, ...]
    due: dt.date
    missed: bool
    leading: dict[Skill, Graded]

    @property
    def unassessed(self) -> tuple[Skill, ...]:
        """The skills of leading that nobody graded them at."""
        return tuple(skill for skill in Skill if skill.leads and skill not in self.leading)


def managers(programme: Programme, accounts: Iterable[Account], terms: Terms) -> list[Manager]:
    """Return who manages those of ACCOUNTS that are in the programme, by id (S-W1)."""
    found: dict[str, list[tuple[dt.date, str, str]]] = {}
    for account in those_in_programme(accounts):
        for member in (m for seat in terms.discipline.owners for m in seated(account, seat)):
            found.setdefault(member.person, []).append((member.since, account.key, member.fact))
    made = []
    for person, seats in sorted(found.items()):
        since, _, fact = min(seats)
        due = coaching_due(programme, person, since, terms.programme.coaching_months)
        made.append(
            Manager(
                person,
                tuple(sorted({key for _, key, _ in seats})),
                since,
                fact,
                tuple(programme[Coaching].of(person)),
                due,
                programme.on > due,
                led(programme, person),
            )
        )
    return made
