"""Roster: who sees to an account on a day, which seats are empty, and what of its team is unwise.

Nothing of it is refused: each caution names the rule it comes from and the facts that say so.

Rules
  RO1  A seat of a formed team that nobody holds is told, with for how many days it has been empty.  B-T6
  RO2  Somebody serves as internal sponsor without a contact among the executives.                  B-T1
  RO3  The delivery team of a project under way does not report to the project manager.             B-T3
  RO4  Revenue grew by the policy's share from one whole calendar year to the next, and no expert is
       seated; unknown without two whole years: the customer paid before the first of them began.   B-T4
  RO5  The team was formed while the account was not major.                                         B-T0
  RO6  The account manager leans to new accounts further than policy has it.                   B-R8 C-X0
  RO7  A member is paid by a hunters' model, or by none in use.                                     B-C1
  RO8  Nobody in the team is known to be strong at selling, or at managing.               C-S0 C-S3
  RO10  The team stands although the account is no longer major.                                  B-T0
  RO9  The portfolio's counts are the sums of its accounts'.                                        B-T6
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from attrs import astuple, frozen

from majoracct.domain.account.cover import Contact, contacts
from majoracct.domain.account.crews import not_reporting
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.relationships import Relationships
from majoracct.domain.account.revenue import Revenue, by_year
from majoracct.domain.account.team import Team, early, members, seated, vacant
from majoracct.domain.assessments.balance import balance, misplaced_pay
from majoracct.domain.assessments.persons import our_name
from majoracct.domain.assessments.stage_goals import Reached, stage_goals
from majoracct.domain.calendar import last_whole_year
from majoracct.domain.programme.aptitude import Axis, graded
from majoracct.domain.programme.compensation import Compensation
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.domain.seen import Account

__all__ = ["Caution", "Growth", "Place", "Roster", "Tally", "cautions", "growth", "roster", "said", "tally"]


@frozen
class Place:
    """A seat, and who holds it since when; nobody: since when it is empty, and for how many days.

    fact: what seated them, or left it empty.
    """

    seat: Seat
    person: str | None
    since: dt.date
    vacant_days: int | None
    fact: str


@frozen
class Caution:
    """Something unwise: by which rule, for which requirement, about whom, and the facts that say so.

    about: what tells it from others of its rule: a person, a project, a year or an axis.
    """

    rule: str
    row: str
    what: str
    facts: tuple[str, ...]
    person: str | None = None
    about: str = ""


@frozen
class Growth:
    """How revenue grew in the last whole calendar year, as a share of the year before.

    share: None where two whole years are not on record.
    wanted: whether an expert is wanted for it; None: unknown.
    facts: the last payment of each year.
    """

    year: int
    share: Decimal | None
    wanted: bool | None
    facts: tuple[str, ...]


@frozen
class Roster:
    """An account's team on a day; without seats, goals or cautions where none was formed.

    executives: the internal sponsor's contacts among the customer's executives.
    """

    account: str
    formed: dt.date | None
    fact: str
    vertical: str
    vertical_fact: str
    places: tuple[Place, ...]
    goals: tuple[Reached, ...]
    executives: tuple[Contact, ...]
    growth: Growth
    cautions: tuple[Caution, ...]


def roster(account: Account, terms: Terms) -> Roster:
    """Return who sees to ACCOUNT on its day, and what of that is unwise under TERMS."""
    team, grew = account[Team], growth(account, terms)
    there = team.formed is not None
    return Roster(
        account.key,
        team.formed,
        team.fact,
        team.vertical,
        team.vertical_fact,
        _places(account) if there else (),
        stage_goals(account, terms) if there else (),
        _executives(account, terms) if there else (),
        grew,
        cautions(account, terms),
    )


def _places(account: Account) -> tuple[Place, ...]:
    held = [Place(m.seat, m.person, m.since, None, m.fact) for m in members(account)]
    empty = [
        Place(seat, None, v.since, (account.on - v.since).days, v.fact) for seat, v in vacant(account).items()
    ]
    order = list(Seat)
    return tuple(sorted((*held, *empty), key=lambda p: order.index(p.seat)))


def _executives(account: Account, terms: Terms) -> tuple[Contact, ...]:
    sponsors = {m.person for m in seated(account, Seat.INTERNAL_SPONSOR)}
    people, executive = account[Relationships].people, terms.qualification.executive_levels
    return tuple(
        c for c in contacts(account) if c.member in sponsors and people[c.stakeholder].level in executive
    )


def growth(account: Account, terms: Terms) -> Growth:
    """Return how revenue grew in the last whole calendar year, and whether an expert is wanted (B-T4)."""
    on = account.on
    year = last_whole_year(on)
    years, first = by_year(account), min(account[Revenue].days, default="9999")
    before, last = years.get(year - 1), years.get(year)
    untold = any(taken and taken.untold for taken in (before, last))
    if before is None or before.net <= 0 or untold or first >= f"{year - 1:04d}":
        return Growth(year, None, None, ())
    share = (last.net if last else Decimal(0)) / before.net - 1
    wanted = share >= terms.team.growth_share and not seated(account, Seat.SUBJECT_EXPERT)
    return Growth(year, share, wanted, tuple(t.last for t in (before, last) if t and t.last))


# What is unwise


def cautions(account: Account, terms: Terms, *rules: str) -> tuple[Caution, ...]:
    """Return what is unwise about the team of ACCOUNT: all of it, or what breaks one of RULES."""
    if account[Team].formed is None:
        return ()
    return tuple(c for c in _cautions(account, terms) if not rules or c.rule in rules)


def said(caution: Caution, account: Account) -> str:
    """Return CAUTION as a sentence, which tells whom it is about by name."""
    if caution.person is not None:
        return f"{our_name(caution.person, account)} is {caution.what}"
    return caution.what[:1].upper() + caution.what[1:]


def _cautions(account: Account, terms: Terms) -> Iterator[Caution]:
    yield from _early(account)
    yield from _outlived(account)
    yield from _seats(account, terms)
    for late in not_reporting(account):
        yield Caution(
            "RO3",
            "B-T3",
            f"{late.title}: its delivery team does not report to the project manager",
            (late.team,),
            about=late.project,
        )
    grew = growth(account, terms)
    if grew.wanted and grew.share is not None:
        what = f"revenue grew by {grew.share:.0%} in {grew.year}, and no expert is seated"
        yield Caution("RO4", "B-T4", what, grew.facts, about=str(grew.year))
    yield from _people(account, terms)


def _early(account: Account) -> Iterator[Caution]:
    team = account[Team]
    if early(account):
        what = f"the team was formed on {team.formed}, when the account was not major"
        yield Caution("RO5", "B-T0", what, (team.fact,))


def _outlived(account: Account) -> Iterator[Caution]:
    qualification = account[Qualification]
    if qualification.status is Status.REVOKED:
        what = "the account is no longer major, and its team was not disbanded"
        yield Caution("RO10", "B-T0", what, (account[Team].fact, qualification.fact))


def _seats(account: Account, terms: Terms) -> Iterator[Caution]:
    sponsors = seated(account, Seat.INTERNAL_SPONSOR)
    if sponsors and not _executives(account, terms):
        what = "internal sponsor, and looks after no executive there"
        yield Caution("RO2", "B-T1", what, (sponsors[0].fact,), sponsors[0].person, sponsors[0].person)


def _people(account: Account, terms: Terms) -> Iterator[Caution]:
    found, programme = balance(account, terms), account.programme
    facts = {m.person: tuple(fact for _, fact in m.seats) for m in found.members}
    for member in found.members:
        score = member.lean.score
        if member.person in found.hunters and isinstance(score, int):
            what = f"account manager, and leans to new accounts ({score:+d})"
            yield Caution(
                "RO6", "B-R8", what, (*facts[member.person], *member.lean.facts), member.person, member.person
            )
    for person, model in misplaced_pay(account).items():
        paid = programme[Compensation].people.get(person)
        what = f"paid as hunters are, by {model.title}" if model else "paid by no model in use"
        shown = tuple(each.fact for each in (paid, model) if each)
        yield Caution("RO7", "B-C1", what, (*facts[person], *shown), person, person)
    for axis in Axis:
        if axis not in found.covered:
            grades = [g for m in found.members for g in graded(programme, m.person, axis).values()]
            what = f"nobody in the team is known to be strong at {axis.value}"
            yield Caution(
                "RO8", "C-S3", what, (account[Team].fact, *(g.fact for g in grades)), about=axis.value
            )


# Over the portfolio


@frozen
class Tally:
    """What rosters come to: teams, seats held and empty, and cautions."""

    teams: int = 0
    held: int = 0
    empty: int = 0
    cautions: int = 0

    def plus(self, more: Tally) -> Tally:
        """Return what both come to."""
        return Tally(*(a + b for a, b in zip(astuple(self), astuple(more), strict=True)))


def tally(rosters: Iterable[Roster]) -> Tally:
    """Return what ROSTERS come to; an account without a team adds nothing."""
    total = Tally()
    for found in rosters:
        held = sum(place.person is not None for place in found.places)
        empty = len(found.places) - held
        total = total.plus(Tally(int(found.formed is not None), held, empty, len(found.cautions)))
    return total
