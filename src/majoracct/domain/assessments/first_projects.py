"""First projects: what came of the first project we completed for a customer, smooth or rough.

Rules
  FP1  An account's first project is the one completed first; it was smooth, or it was rough.     B-D6
  FP2  Repeat business is another opportunity that this customer gave us later than that day, within
       policy's months; until they are over without one, it is too early to tell.                B-D6
  FP3  A sponsor of the day it was completed is strained when the relationship, as judged since, fell
       against what it was; where it was not judged both before and since, nobody knows.          B-D6
  FP4  Over several accounts, the share with repeat business is of those that can be told, after a smooth
       and after a rough first project apart.                                                    B-D6
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import astuple, frozen

from majoracct.domain.account.delivery import Delivery, Project, Quality, smooth
from majoracct.domain.account.opportunities import Opportunities, Opportunity
from majoracct.domain.account.relationships import Relationships, Trend
from majoracct.domain.account.sponsorship import active
from majoracct.domain.assessments.ladders import trend
from majoracct.domain.assessments.radiation import entered_high
from majoracct.domain.assessments.spans import remaining
from majoracct.domain.calendar import add_months
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["FirstProject", "Repeats", "Strain", "first_project", "repeats"]


# What is answered


@frozen
class Strain:
    """How a sponsor stood by us after the project, against before; None: not judged on both sides of it."""

    person: str
    trend: Trend | None
    facts: tuple[str, ...]


@frozen
class FirstProject:
    """The first project completed for a customer, and what came of it.

    opened_high: whether an executive let us in; None: unknown. rated: the worst the customer's people say
    of it, as each said last. repeat: whether repeat business came; None: too early to tell.
    again: the day of the win that shows it. sponsors: how those of that day stood by us since.
    """

    account: str
    project: str
    title: str
    completed: dt.date
    smooth: bool
    opened_high: bool | None
    rated: Quality | None
    repeat: bool | None
    again: dt.date | None
    sponsors: tuple[Strain, ...]
    facts: tuple[str, ...]

    @property
    def strained(self) -> bool | None:
        """Whether a sponsor is; None when that is known of none of them."""
        known = [each.trend is Trend.FELL for each in self.sponsors if each.trend is not None]
        return any(known) if known else None


# What follows


def first_project(account: Account, terms: Terms) -> FirstProject | None:
    """Return the first project completed for ACCOUNT by the day; None when none was (B-D6)."""
    done = [(p.completed, p.place, key, p) for key, p in account[Delivery].projects.items() if p.completed]
    if not done:
        return None
    completed, _, key, project = min(done, key=lambda each: each[:3])
    again = _again(account, key, completed, terms)
    over = account.on > add_months(completed, terms.radiation.repeat_months)
    return FirstProject(
        account=account.key,
        project=key,
        title=project.title,
        completed=completed,
        smooth=smooth(project) is True,
        opened_high=_opened_high(account, project),
        rated=_worst(project),
        repeat=True if again else False if over else None,
        again=again.won if again else None,
        sponsors=_strains(account, key.rpartition("@")[0], completed),
        facts=(
            project.fact,
            *(slip.fact for slip in project.slips),
            *(rating.fact for rating in project.ratings),
            *([again.decided] if again and again.decided else []),
        ),
    )


def _again(account: Account, done: str, completed: dt.date, terms: Terms) -> Opportunity | None:
    """Return the first win after the project was COMPLETED, within the months of policy.

    What another account had won before the two were one is no repeat business of this customer.
    """
    project, home = account[Delivery].projects[done], account.other(done.rpartition("@")[0])
    until = add_months(completed, terms.radiation.repeat_months)
    won = [
        (o.won, key, o)
        for key, o in account[Opportunities].items.items()
        if o.won and completed < o.won <= until and key != project.opportunity
        if key in remaining(home.at(o.won))[Opportunities].items
    ]
    return min(won, key=lambda each: each[:2])[2] if won else None


def _opened_high(account: Account, project: Project) -> bool | None:
    found = account[Opportunities].items.get(project.opportunity) if project.opportunity else None
    return entered_high(account, project.opportunity, found) if found and project.opportunity else None


def _worst(project: Project) -> Quality | None:
    last = {rating.by: rating.quality for rating in project.ratings}
    return min(last.values(), key=lambda quality: quality.rank, default=None)


def _strains(account: Account, home: str, completed: dt.date) -> tuple[Strain, ...]:
    people = account[Relationships].people
    found = []
    for person in active(remaining(account.other(home).at(completed))):
        somebody = people.get(person)
        judged = somebody.judged if somebody else ()
        before = [j.fact for j in judged if j.on <= completed][-1:]
        since = [j.fact for j in judged if j.on > completed][-1:]
        compared = trend(somebody, completed) if somebody and before and since else None
        found.append(Strain(person, compared, (*before, *since)))
    return tuple(found)


@frozen
class Repeats:
    """How often repeat business followed; strained: in how many accounts a sponsor is, of those known."""

    projects: int = 0
    repeated: int = 0
    too_early: int = 0
    strained: int = 0
    strain_known: int = 0

    @property
    def told(self) -> int:
        """Of how many it can be told."""
        return self.projects - self.too_early

    def plus(self, other: Repeats) -> Repeats:
        """Return the two together."""
        return Repeats(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def repeats(found: Iterable[FirstProject]) -> dict[bool, Repeats]:
    """Return what came of smooth first projects (True), and of rough ones (False), added up (B-D6)."""
    total = {True: Repeats(), False: Repeats()}
    for each in found:
        one = Repeats(
            1,
            int(each.repeat is True),
            int(each.repeat is None),
            int(each.strained is True),
            int(each.strained is not None),
        )
        total[each.smooth] = total[each.smooth].plus(one)
    return total
