"""Discipline: whether a team keeps together: what pulls its members apart, and what they owe each other.

Rules
  DV4  After a directive, a member followed it when they did something for what it wanted, the commitment when
       for what that was for, or when they kept it, within the policy's days and until it was settled. Who
       missed the commitment for what the directive wanted followed that. Unknown where nothing tells.  S-V6
  DV5  Whether a directive came from the direct manager, the solid line of its day tells, or nothing.   S-V6
  RT3  What a rogue action harmed is told as it stands: open, won or lost, and what it is worth.      S-G3
  CI3  The share of internal promises kept is of those kept, kept late or missed; what is overdue and of which
       nobody said what came of it is unknown, and stands apart.                                  S-V5
  OV4  Colleagues compete where an overlap stands and different people work on its opportunities; unknown
       where nobody is named on one of them.                                                  S-M7
  SU3  Support is late once it was asked for and nobody answered within the policy's days.             S-V4
  ME5  A message is said out of date once another version had been approved.                         S-V2
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from decimal import Decimal

from attrs import astuple, frozen

from majoracct.domain.account.activities import Activities
from majoracct.domain.account.commitments import Commitment, Commitments
from majoracct.domain.account.crews import Crews
from majoracct.domain.account.directives import Directive, Directives, Rogue
from majoracct.domain.account.messages import Deviation, Messages, Use, superseded
from majoracct.domain.account.opportunities import Opportunities, Opportunity
from majoracct.domain.account.overlaps import Overlap, standing
from majoracct.domain.account.support import Request, Support
from majoracct.domain.programme.reporting_lines import manager_of
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = [
    "Competing",
    "Discipline",
    "DisciplineTally",
    "Followed",
    "Harm",
    "Promised",
    "Told",
    "competing",
    "discipline",
    "discipline_tally",
    "promised",
    "rogue_actions",
    "support_late",
    "told_otherwise",
]


class Followed(enum.Enum):
    """What a member followed, where what they did tells."""

    DIRECTIVE = "directive"
    COMMITMENT = "commitment"
    BOTH = "both"
    UNKNOWN = "unknown"


@frozen
class Told:
    """A conflicting directive, whether the direct manager gave it, and what the member followed.

    key: what it is called. direct: None: to whom the member reported on that day is unknown.
    facts: the directive, and what tells: activities, and what came of the commitment.
    """

    key: str
    item: Directive
    direct: bool | None
    followed: Followed
    facts: tuple[str, ...]


def told_otherwise(account: Account, terms: Terms) -> tuple[Told, ...]:
    """Return the conflicting directives by the day, earliest first, and what was followed (S-G2 S-V6)."""
    return tuple(_told(account, terms, key, item) for key, item in account[Directives].in_order())


def _told(account: Account, terms: Terms, key: str, item: Directive) -> Told:
    last = dt.date.fromordinal(
        min(item.on.toordinal() + terms.discipline.follow_days, (item.settled or dt.date.max).toordinal())
    )
    made = account[Commitments].items.get(item.against) if item.against else None
    agreed = made.serves if made else None
    later = [
        a
        for _, a in account[Activities].in_order()
        if item.member in a.members and (item.on, item.place) < (a.on, a.place) and a.on <= last
    ]
    alike = agreed == item.instead
    there = [a.fact for a in later if item.instead and a.serves == item.instead and not alike]
    here = [a.fact for a in later if agreed and a.serves == agreed and not alike]
    if made and made.missed and item.instead and made.instead == item.instead and item.on < made.missed:
        there.append(made.closed)
    if made and made.kept and item.on < made.kept <= last:
        here.append(made.closed)
    followed = {
        (True, True): Followed.BOTH,
        (True, False): Followed.DIRECTIVE,
        (False, True): Followed.COMMITMENT,
        (False, False): Followed.UNKNOWN,
    }[bool(there), bool(here)]
    line = manager_of(account.at(item.on).programme, item.member)
    direct = None if line is None else line.to == item.manager
    return Told(key, item, direct, followed, (item.fact, *there, *here))


@frozen
class Harm:
    """A rogue action, and the opportunity it harmed as it stands; None: it is on record no longer."""

    key: str
    item: Rogue
    harmed: Opportunity | None

    @property
    def state(self) -> str:
        """How the opportunity stands, in a word."""
        if self.harmed is None:
            return "unknown"
        return "won" if self.harmed.won else "lost" if self.harmed.lost else "open"


def rogue_actions(account: Account) -> tuple[Harm, ...]:
    """Return the rogue actions by the day, earliest first, each with what it harmed (S-G3)."""
    items = account[Opportunities].items
    return tuple(Harm(key, r, items.get(r.harmed)) for key, r in account[Directives].rogue_in_order())


@frozen
class Promised:
    """What came of what members promised each other, by key, earliest first."""

    kept: tuple[tuple[str, Commitment], ...]
    late: tuple[tuple[str, Commitment], ...]
    missed: tuple[tuple[str, Commitment], ...]
    overdue: tuple[tuple[str, Commitment], ...]
    open: tuple[tuple[str, Commitment], ...]

    @property
    def share(self) -> Decimal | None:
        """Which share was kept in time of those of which we know; None where we know of none."""
        return share_of(len(self.kept), len(self.kept) + len(self.late) + len(self.missed))


def promised(account: Account, person: str | None = None) -> Promised:
    """Return what came of the commitments within the team by the day, or of those of one PERSON (S-V5)."""
    found = [(key, c) for key, c in account[Commitments].in_order() if person is None or c.member == person]
    undecided = [(key, c) for key, c in found if c.open]
    return Promised(
        tuple((key, c) for key, c in found if c.in_time),
        tuple((key, c) for key, c in found if c.kept and not c.in_time),
        tuple((key, c) for key, c in found if c.missed),
        tuple((key, c) for key, c in undecided if c.due < account.on),
        tuple((key, c) for key, c in undecided if c.due >= account.on),
    )


@frozen
class Competing:
    """An overlap that stands, who of ours works on each of its opportunities, and whether they compete."""

    key: str
    item: Overlap
    people: tuple[tuple[str, ...], tuple[str, ...]]
    competing: bool | None


def competing(account: Account) -> tuple[Competing, ...]:
    """Return the overlaps that stand on the day, and whether our people compete in them (S-M7)."""
    found = []
    for key, overlap in standing(account):
        one, other = (_workers(account, each) for each in overlap.opportunities)
        rivals = bool(set(one) ^ set(other)) if one and other else None
        found.append(Competing(key, overlap, (one, other), rivals))
    return tuple(found)


def _workers(account: Account, opportunity: str) -> tuple[str, ...]:
    crew = account[Crews].bids.get(opportunity)
    active = {p for a in account[Activities].items.values() if a.serves == opportunity for p in a.members}
    return tuple(sorted(active.union(crew.people if crew else ())))


def support_late(account: Account, terms: Terms) -> tuple[tuple[str, Request], ...]:
    """Return the requests for support that nobody answered within policy's days, earliest first (S-V4)."""
    days = terms.discipline.support_days
    return tuple((k, r) for k, r in account[Support].in_order() if r.open and (account.on - r.on).days > days)


# All of it


@frozen
class Discipline:
    """How an account's team keeps together on a day.

    uses: who said a message as it was approved, and where. deviations: those that stand.
    out_of_date: what was said though another version was in force.
    """

    account: str
    directives: tuple[Told, ...]
    rogue: tuple[Harm, ...]
    uses: tuple[tuple[str, Use], ...]
    deviations: tuple[tuple[str, Deviation], ...]
    out_of_date: tuple[tuple[str, Use], ...]
    promised: Promised
    overlaps: tuple[Competing, ...]
    asked: tuple[tuple[str, Request], ...]
    late: tuple[tuple[str, Request], ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is on record of it."""
        return not any(
            (self.directives, self.rogue, self.uses, self.deviations, self.overlaps, self.asked)
        ) and not any(astuple(self.promised, recurse=False))


def discipline(account: Account, terms: Terms) -> Discipline:
    """Return how the team of ACCOUNT keeps together on its day, under TERMS."""
    said = account[Messages]
    uses = sorted(said.uses.items(), key=lambda item: (item[1].on, item[1].place))
    strayed = sorted(said.deviations.items(), key=lambda item: (item[1].on, item[1].place))
    return Discipline(
        account.key,
        told_otherwise(account, terms),
        rogue_actions(account),
        tuple(uses),
        tuple((key, d) for key, d in strayed if d.settled is None),
        tuple((key, use) for key, use in uses if superseded(use, account)),
        promised(account),
        competing(account),
        tuple(account[Support].in_order()),
        support_late(account, terms),
    )


@frozen
class DisciplineTally:
    """What several accounts come to: counts that add up, and the share of internal promises kept."""

    directives: int = 0
    rogue: int = 0
    deviations: int = 0
    kept: int = 0
    known: int = 0
    overdue: int = 0
    overlaps: int = 0
    support_open: int = 0

    def plus(self, more: DisciplineTally) -> DisciplineTally:
        """Return what both come to."""
        return DisciplineTally(*(a + b for a, b in zip(astuple(self), astuple(more), strict=True)))

    @property
    def share(self) -> Decimal | None:
        """Which share of internal promises was kept in time, of those of which we know."""
        return share_of(self.kept, self.known)


def discipline_tally(found: Iterable[Discipline]) -> DisciplineTally:
    """Return what those FOUND come to; a directive that was settled is not counted."""
    total = DisciplineTally()
    for each in found:
        made = each.promised
        total = total.plus(
            DisciplineTally(
                sum(t.item.settled is None for t in each.directives),
                len(each.rogue),
                len(each.deviations),
                len(made.kept),
                len(made.kept) + len(made.late) + len(made.missed),
                len(made.overdue),
                len(each.overlaps),
                sum(r.open for _, r in each.asked),
            )
        )
    return total
