"""Profiles: which way each member of a team leans, trait by trait, and how they were graded.

Rules
  PF1  A profile has the thirteen traits, each as judged last, and their sum; unknown where none was. C-X0
  PF2  It has the skills of selling and of managing, each as graded last.            C-S0 C-S1 C-S2
  PF3  Members are told once a team; those judged who are in none are told apart.    C-X0 C-S3
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.account.team import members
from majoracct.domain.kernel import Personal
from majoracct.domain.programme.aptitude import (
    Aptitude,
    Axis,
    Graded,
    Leaning,
    Skill,
    Trait,
    lean,
    strengths,
)
from majoracct.domain.programme.staff import with_us
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Programme

__all__ = ["Profile", "profile", "profiles", "unseated"]


@frozen
class Profile:
    """What was judged of one of our people; what nobody judged is not in it.

    score: the sum of their traits, from -13, new accounts, to 13, major ones; None: none was judged.
        What stands where a trait cannot be read, when one cannot.
    strong: the axes on which they are strong.
    """

    person: str
    traits: dict[Trait, Leaning]
    skills: dict[Skill, Graded]
    score: Personal[int] | None
    strong: tuple[Axis, ...]


def profile(programme: Programme, person: str, terms: Terms) -> Profile:
    """Return what was judged of PERSON by the day, under TERMS."""
    judged = programme[Aptitude].of(person)
    return Profile(
        person,
        {trait: judged.traits[trait.value] for trait in Trait if trait.value in judged.traits},
        {skill: judged.skills[skill.value] for skill in Skill if skill.value in judged.skills},
        lean(programme, person).score if judged.traits else None,
        strengths(programme, person, terms),
    )


def profiles(account: Account, terms: Terms) -> tuple[Profile, ...]:
    """Return the profiles of those seated in the team of ACCOUNT on its day, in the order of their seats."""
    people = dict.fromkeys(member.person for member in members(account))
    return tuple(profile(account.programme, person, terms) for person in people)


def unseated(programme: Programme, accounts: Iterable[Account], terms: Terms) -> list[Profile]:
    """Return the profiles of those of our people who were judged, and sit in the team of none of ACCOUNTS."""
    seated = {member.person for account in accounts for member in members(account)}
    found = (profile(programme, p, terms) for p in with_us(programme) if p not in seated)
    return [each for each in found if each.traits or each.skills]
